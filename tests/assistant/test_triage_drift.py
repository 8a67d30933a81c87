"""Drift: found where tickets changed, not where chance did it, and "too few" where nobody can tell."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.triage.drift import MIN_N, Drift, divergence, of_solved, of_triaged
from assistant.triage.examples import Example, as_examples
from assistant.triage.seen import FILE, Row, Seen, Vocabulary

from .desk import unit

RANDOM = np.random.default_rng(7)


def row(category: str = "billing", *, known: float = 0.9, unseen: float = 0.1, day: str = "2026-11-02") -> Row:
    return Row(day, {"category": category}, 0.8, known, unseen)


def rows(n: int, share: float, **values: Any) -> list[Row]:
    """So many rows, this share of them billing and the others webhooks, in a fixed random order."""
    return [row("billing" if RANDOM.random() < share else "webhooks", **values) for _ in range(n)]


def named(found: list[Drift], name: str) -> Drift:
    return next(one for one in found if one.name == name)


def test_the_same_shares_are_no_drift() -> None:
    found = of_triaged(rows(400, 0.6), rows(300, 0.6))
    assert {one.verdict for one in found} == {"none found"}
    assert [(one.n_before, one.n_lately) for one in found] == [(400, 300)] * 4


def test_other_shares_are_drift_and_the_label_is_named() -> None:
    one = named(of_triaged(rows(400, 0.7), rows(300, 0.4)), "category given")
    assert one.verdict == "drift"
    assert 0 < one.low <= one.value <= one.high < 1
    assert "webhooks" in one.why


def test_a_label_that_is_new_is_drift() -> None:
    lately = rows(100, 0.6) + [row("outage") for _ in range(40)]
    one = named(of_triaged(rows(300, 0.6), lately), "category given")
    assert one.verdict == "drift"
    assert "outage 0% to 29%" in one.why


def test_new_words_doubt_and_abstention_are_drift() -> None:
    before = [row(known=0.9 - RANDOM.random() / 10, unseen=RANDOM.random() / 10) for _ in range(100)]
    lately = [row("", known=0.5 - RANDOM.random() / 10, unseen=0.4 + RANDOM.random() / 10) for _ in range(100)]
    found = of_triaged(before, lately)
    assert {one.verdict for one in found} == {"drift"}
    words = named(found, "share of words never seen")
    assert words.low < words.value < words.high
    assert words.value == pytest.approx(0.4, abs=0.03)
    assert named(found, "share without a category").value == 1.0


def test_few_tickets_say_too_few_whatever_they_hold() -> None:
    lately = [row("outage", known=0.0, unseen=1.0) for _ in range(MIN_N - 1)]
    assert {one.verdict for one in of_triaged(rows(400, 0.6), lately)} == {"too few"}
    assert {one.verdict for one in of_triaged(rows(400, 0.6), [])} == {"too few"}
    assert {one.verdict for one in of_triaged([], lately)} == {"too few"}


def test_chance_alone_is_seldom_called_drift() -> None:
    """At 1 in 100, forty comparisons of the same shares must not give more than a few."""
    found = [named(of_triaged(rows(120, 0.5), rows(60, 0.5)), "category given").verdict for _ in range(40)]
    assert found.count("drift") <= 3


def test_solved_tickets_are_compared_by_their_dates() -> None:
    def example(n: int, label: str, date: str) -> Example:
        return Example(f"S-{n}", "", unit(1), {"category": label}, (), date, "solved")

    old = [example(n, "billing" if n % 4 else "webhooks", "2026-05-01T10:00:00+00:00") for n in range(80)]
    new = [example(100 + n, "webhooks" if n % 4 else "billing", "2026-11-01T10:00:00+00:00") for n in range(40)]
    (one,) = of_solved(as_examples([*old, *new, example(999, "billing", "")]), since="2026-10-01")
    assert (one.n_before, one.n_lately, one.verdict) == (80, 40, "drift")
    assert "webhooks 25% to 75%" in one.why


def test_divergence_knows_its_ends() -> None:
    one, other = np.array([[3, 1, 0], [1, 0, 0]]), np.array([[6, 2, 0], [0, 0, 5]])
    assert divergence(one, other) == pytest.approx([0, 1])


def test_words_that_no_example_holds_are_counted() -> None:
    words = Vocabulary.of(["The webhook fails with 401", "an invoice"])
    assert words.unseen("the webhook fails") == 0
    assert words.unseen("webhook zebra fails quartz") == pytest.approx(0.5)
    assert words.unseen("") == 0
    assert Vocabulary.of([]).unseen("webhook") == 1


def test_counting_keeps_numbers_and_no_ticket(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "triage")
    one = Row("2026-11-02", {"category": "billing", "team": ""}, 0.7, 0.9, 0.25)
    seen.add("ana@brightmoor.example", one)
    seen.add("T-2", row(day="2026-11-05"))
    assert Seen(tmp_path / "triage").rows()[0] == one
    assert [found.day for found in seen.rows(since="2026-11-03")] == ["2026-11-05"]
    held = b"".join(path.read_bytes() for path in (tmp_path / "triage").iterdir())
    assert b"ana" not in held
    assert b"T-2" not in held


def test_a_ticket_that_comes_again_counts_once_and_the_oldest_go(tmp_path: Path) -> None:
    seen = Seen(tmp_path, keep=5)
    for number in range(8):
        seen.add(f"T-{number}", row(day=f"2026-11-{number + 10}"))
    seen.add("T-5", row(day="2026-11-20"))
    assert [found.day[-2:] for found in seen.rows()] == ["13", "14", "16", "17", "20"]


def test_a_damaged_file_of_counts_fails_nobody_and_is_begun_anew(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    assert seen.rows() == []
    seen.add("T-1", row())
    assert len(seen.rows()) == 1


def test_no_place_to_count_fails_nobody(tmp_path: Path) -> None:
    (tmp_path / "triage").write_text("a file", encoding="utf-8")
    seen = Seen(tmp_path / "triage")
    seen.add("T-1", row())
    assert seen.rows() == []
