"""A summary that goes on: an unchanged ticket costs nothing, a longer thread only its new messages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from assistant.assistant import Assistant
from assistant.reading import read
from assistant.records import Evidence, Section, Sentence, Text, Written
from assistant.steering.steering import NONE, Steering
from assistant.texts.incremental import basis, covered, narrowed, standing
from guardrails.vault import Vault
from ingest.embed import Advance, Embedder, Vectors
from ingest.tickets import Ticket

from .desk import Desk, make_assistant, make_ticket, said


class Counting:
    """An embedder that remembers what it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        self.texts += texts
        return self._embedder.encode(texts, advance=advance)


FIRST = "Since Monday the nightly export of our invoices stops after ten minutes with a time-out."
MORE = "There is a lot of dust on the shelf behind the grey printer."
ANSWER = "We restarted the worker of your workspace at noon."
AGAIN = "Today the import of stock levels fails as well, 45 rows are refused."
NAMED = "Marta Quintero cannot open the report since Tuesday, it fails with an error."


def thread(*texts: Any) -> Ticket:
    messages = [said("customer", one) if isinstance(one, str) else one for one in texts]
    ticket: Ticket = make_ticket(
        *({"created_at": f"2026-11-02T1{n}:00:00Z"} | one for n, one in enumerate(messages)),
        subject="Export stops",
        fields={"plan": "scale"},
        customer={"name": "Marta Quintero", "email": "marta@buyer.example"},
    )
    return ticket


@pytest.fixture(scope="module")
def counter(desk: Desk) -> Counting:
    return Counting(desk.embedder)


@pytest.fixture(scope="module")
def assistant(desk: Desk, counter: Counting) -> Assistant:
    """What it learns of an index it learns once."""
    made: Assistant = make_assistant(desk.reader, counter, desk.scrubber)
    made.write(thread("Warm up the index."), "summary")
    return made


@pytest.fixture
def counting(counter: Counting) -> Counting:
    counter.texts.clear()
    return counter


def sent(written: Written) -> Text:
    """The text on its way to a client and back."""
    assert written.text is not None
    kind = TypeAdapter(Text)
    text: Text = kind.validate_json(kind.dump_json(written.text))
    return text


def texts(text: Text | None, *sections: str) -> list[str]:
    assert text is not None
    return [s.text for section in text.sections if section.name in sections or not sections for s in section.sentences]


def test_an_unchanged_ticket_costs_nothing(assistant: Assistant, counting: Counting) -> None:
    ticket = thread(FIRST + " " + NAMED, said("agent", ANSWER))
    before = assistant.write(ticket, "summary")
    assert counting.texts
    counting.texts.clear()
    after = assistant.write(ticket, "summary", before=sent(before))
    assert counting.texts == []
    assert before.text is not None
    assert after.text is not None
    assert after.text.sections == before.text.sections
    assert after.text.basis == before.text.basis
    assert [note.code for note in after.text.notes] == ["unchanged"]
    assert after.verdict.kind == before.verdict.kind
    assert after.verdict.score == pytest.approx(before.verdict.score, abs=0.001)
    assert any("Marta Quintero" in text for text in texts(after.text))
    assert counting.texts == []


def test_a_summary_of_assist_can_be_gone_on_from(assistant: Assistant, counting: Counting) -> None:
    ticket = thread(FIRST)
    summary = assistant.assist(ticket).summary
    counting.texts.clear()
    assert assistant.write(ticket, "summary", before=summary).text is not None
    assert counting.texts == []


def test_of_a_longer_thread_only_the_new_is_read_and_what_stood_stays(assistant: Assistant, counting: Counting) -> None:
    old = (FIRST + " " + MORE, said("agent", ANSWER))
    before = sent(assistant.write(thread(*old), "summary"))
    before = replace(before, sections=tuple(_without(section, MORE) for section in before.sections))
    counting.texts.clear()
    after = assistant.write(thread(*old, AGAIN), "summary", before=before).text
    assert any(AGAIN in text for text in counting.texts)
    assert not any(MORE in text for text in counting.texts)
    kept = texts(before, "problem", "impact", "environment", "timeline", "tried")
    assert set(kept) <= set(texts(after))
    assert any("import of stock levels fails" in text for text in texts(after, "problem", "impact"))
    assert texts(after, "timeline")[-1] == f"2026-11-02 12:00 UTC, customer: {AGAIN}"
    assert after is not None
    assert covered(after) == {"m1", "m2", "m3"}


def _without(section: Section, words: str) -> Section:
    return replace(section, sentences=tuple(s for s in section.sentences if words not in s.text))


def test_a_second_turn_goes_on_from_the_first(assistant: Assistant, counting: Counting) -> None:
    one = sent(assistant.write(thread(FIRST), "summary"))
    two = sent(assistant.write(thread(FIRST, said("agent", ANSWER)), "summary", before=one))
    counting.texts.clear()
    again = assistant.write(thread(FIRST, said("agent", ANSWER)), "summary", before=two)
    assert counting.texts == []
    assert texts(again.text) == texts(two)


def test_an_edited_message_drops_what_rested_on_it(assistant: Assistant) -> None:
    before = sent(assistant.write(thread(FIRST, said("agent", ANSWER)), "summary"))
    changed = "We restarted nothing at all, that was somebody else."
    after = assistant.write(thread(FIRST, said("agent", changed)), "summary", before=before).text
    assert any(ANSWER in text for text in texts(before))
    assert not any(ANSWER in text for text in texts(after))
    assert any(changed in text for text in texts(after))
    assert any(FIRST in text for text in texts(after, "problem"))


def test_a_deleted_message_drops_what_rested_on_it(assistant: Assistant) -> None:
    before = sent(assistant.write(thread(FIRST, said("agent", ANSWER)), "summary"))
    after = assistant.write(thread(FIRST), "summary", before=before).text
    assert not any(ANSWER in text for text in texts(after))
    assert any(FIRST in text for text in texts(after, "problem"))


def test_a_name_keeps_its_place_when_a_new_author_changes_the_numbers(assistant: Assistant) -> None:
    before = sent(assistant.write(thread(NAMED), "summary"))
    other = said("agent", ANSWER) | {"author": {"role": "agent", "name": "Ilse Brandt", "email": "ilse@desk.example"}}
    after = assistant.write(thread(NAMED, other), "summary", before=before).text
    assert set(texts(before, "problem", "timeline")) <= set(texts(after))


CLAIM = "The refund of 900 EUR was approved by the board."


@pytest.mark.parametrize("section", ["problem", "next_step"])
def test_what_a_client_slips_in_is_not_kept(assistant: Assistant, section: str) -> None:
    ticket = thread(FIRST)
    before = sent(assistant.write(ticket, "summary"))
    true = Evidence("message", "m1", 0, len(FIRST), FIRST)
    reason = Evidence("frame", "phrases#verdict.answerable", 0, len(CLAIM), CLAIM)
    for evidence in ((true,), (replace(true, quote=CLAIM),), (reason,), ()):
        forged = _with(before, section, Sentence(CLAIM, "statement", evidence))
        assert CLAIM not in texts(assistant.write(ticket, "summary", before=forged).text)
        longer = thread(FIRST, said("agent", ANSWER))
        assert CLAIM not in texts(assistant.write(longer, "summary", before=forged).text)


def _with(text: Text, name: str, sentence: Sentence) -> Text:
    sections = (replace(s, sentences=(*s.sentences, sentence)) if s.name == name else s for s in text.sections)
    return replace(text, sections=tuple(sections))


@pytest.mark.parametrize(
    "broken",
    [
        {"basis": ()},
        {"basis": ("nonsense", "message ", "verdict answerable nan", "index")},
        {"made_by": "a person of trust"},
        {"kind": "reply"},
        {"sections": ()},
    ],
)
def test_a_summary_that_cannot_be_gone_on_from_is_written_anew(assistant: Assistant, broken: dict[str, Any]) -> None:
    ticket = thread(FIRST)
    before = assistant.write(ticket, "summary")
    after = assistant.write(ticket, "summary", before=replace(sent(before), **broken))
    assert texts(after.text) == texts(before.text)
    assert after.text is not None
    assert after.text.made_by == "extractive"
    assert after.text.notes == ()


def test_another_order_or_another_head_is_written_anew(assistant: Assistant, counting: Counting) -> None:
    ticket = thread(FIRST)
    before = sent(assistant.write(ticket, "summary"))
    counting.texts.clear()
    assistant.write(replace(ticket, subject="Export of invoices stops"), "summary", before=before)
    assert counting.texts
    counting.texts.clear()
    assistant.write(ticket, "summary", before=before, steering=Steering(facts=("Shard nine is slow.",)))
    assert counting.texts


def test_a_basis_tells_nothing_of_the_ticket() -> None:
    entries = basis(thread(FIRST + NAMED), NONE, writer="extractive", generation="gen-000001")
    joined = " ".join(entries)
    assert entries[3].startswith("message m1 ")
    assert not any(word in joined for word in ("Marta", "export", "scale", "buyer"))


def test_without_what_carried_it_nothing_stands(assistant: Assistant, desk: Desk) -> None:
    ticket = thread(FIRST, said("agent", ANSWER))
    before = sent(assistant.write(ticket, "summary"))
    other = thread("Something else is broken here today.", said("agent", ANSWER))
    vault = Vault()
    own = read(other, scrubber=desk.scrubber, vault=vault)
    now = basis(other, NONE, writer="extractive", generation=desk.index.name)
    found = standing(before, now, own, vault)
    assert found is None or FIRST not in texts(found.text)
    if found is not None:
        assert narrowed(own, found.text).messages[0].sentences
