"""What triage learns from: labelled tickets that everybody may read, corrections before them, and who is held out."""

from typing import Any

import numpy as np
import pytest

from assistant.triage.examples import SINGLE, Example, as_examples, is_held_out, merged, solved_examples, stored_id
from ingest.index import Index
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import unit

ANSWER = "Please have a look at the settings page once more, choose the right entry there and press the button Save."


def solved(id_: str, text: str, **fields: Any) -> dict[str, Any]:
    date = f"2026-01-{10 + int(id_[-1])}T10:00:00Z"
    messages = [message("customer", text, created_at=date), message("agent", ANSWER, created_at=date)]
    return ticket(id_, subject=f"Ticket {id_}", fields=fields, messages=messages)


def indexed(house: House, *values: dict[str, Any]) -> Index:
    write_lines(house.tickets, *values)
    house.build(house.tickets)
    return house.open()


def example(id_: str, *, origin: Any = "solved", tags: tuple[str, ...] | None = None, **labels: Any) -> Example:
    given: dict[Any, str] = labels
    return Example(id_, f"text of {id_}", unit(1, 0), given, tags, "2026-01-01", origin)


def test_only_labelled_tickets_are_learned_from_oldest_first(house: House) -> None:
    index = indexed(
        house,
        solved("S-3", "The invoice is wrong.", category="billing", severity="sev3"),
        solved("S-2", "No label here."),
        solved("S-1", "The webhook fails.", category="webhooks", team="integrations"),
    )
    found = as_examples(solved_examples(index))
    assert found.ids == ("S-1", "S-3")
    assert found.labels == {
        "category": ("webhooks", "billing"),
        "severity": ("", "sev3"),
        "team": ("integrations", ""),
        "product_area": ("", ""),
    }
    assert found.texts[0] == "Ticket S-1\nThe webhook fails."
    assert [date[:10] for date in found.dates] == ["2026-01-11", "2026-01-13"]
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1)


def test_answers_and_notes_are_not_learned_from(house: House) -> None:
    value = solved("S-1", "The webhook fails.", category="webhooks")
    value["messages"].append(message("agent", "Internal: zebra.", public=False))
    found = solved_examples(indexed(house, value))
    assert "zebra" not in found[0].text
    assert "settings page" not in found[0].text


def test_a_ticket_for_other_groups_is_not_learned_from(house: House) -> None:
    cases = [
        {
            "id": f"C-{n}",
            "title": "Fails",
            "text": "The webhook fails.",
            "topic": "webhooks",
            "answers": [],
            "groups": own,
        }
        for n, own in enumerate([[], ["support"], ["finance"], ["finance", "support"]])
    ]
    write_lines(house.kb / "corpus.jsonl", *cases)
    house.build(house.kb)
    index = house.open()
    assert [one.id for one in solved_examples(index, groups=frozenset({"support"}))] == ["C-0", "C-1", "C-3"]
    assert [one.id for one in solved_examples(index, groups=frozenset())] == ["C-0"]
    assert len(solved_examples(index)) == 4


def test_what_a_correction_states_wins_and_the_rest_stays() -> None:
    base = example("S-1", category="billing", severity="sev2", tags=None)
    corrected = example("S-1", origin="correction", category="webhooks", tags=("urgent",))
    (row,) = merged([base], [corrected])
    assert (row.labels, row.tags) == ({"category": "webhooks", "severity": "sev2"}, ("urgent",))
    assert (row.origin, row.text, row.date) == ("correction", base.text, base.date)


def test_a_correction_without_tags_leaves_the_tags() -> None:
    (row,) = merged([example("S-1", tags=("a", "b"))], [example("S-1", origin="correction", category="x")])
    assert row.tags == ("a", "b")
    (row,) = merged([example("S-1", tags=("a", "b"))], [example("S-1", origin="correction", tags=())])
    assert row.tags == ()


def test_a_correction_of_a_ticket_that_is_not_indexed_comes_on_top() -> None:
    rows = merged([example("S-1", category="a")], [example("T-9", origin="correction", category="b")])
    assert [(row.id, row.origin) for row in rows] == [("S-1", "solved"), ("T-9", "correction")]


def test_who_is_held_out_depends_on_nothing_but_the_id() -> None:
    ids = [f"T-{n}" for n in range(1000)]
    held = [id_ for id_ in ids if is_held_out(id_)]
    assert 150 < len(held) < 250
    learned, out = as_examples([example(id_) for id_ in reversed(ids)]).split()
    assert sorted(out.ids) == sorted(held)
    assert sorted((*learned.ids, *out.ids)) == sorted(ids)


def test_no_examples_are_still_columns() -> None:
    none = as_examples([], dimension=8)
    assert (len(none), none.vectors.shape, set(none.labels)) == (0, (0, 8), set(SINGLE))
    learned, held = none.split()
    assert len(learned) == len(held) == 0


@pytest.mark.parametrize("kept", ["T-1001", "1001", "#77", "INC_123", "req-20260101"])
def test_a_ticket_number_is_kept_as_it_is(kept: str) -> None:
    assert stored_id(kept) == kept


@pytest.mark.parametrize(
    "hidden",
    ["ana.duarte@brightmoor.example", "ana-duarte", "Ana", "+4915112345678", "491511234567", "", "DE-123456789"],
)
def test_anything_else_is_kept_as_a_hash(hidden: str) -> None:
    assert stored_id(hidden).startswith("sha256:")
    assert len(stored_id(hidden)) == 23
