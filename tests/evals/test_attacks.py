"""Attacks and harmless texts, by slice and at a fixed rate of false alarms."""

from typing import Any

import numpy as np
import pytest

from evals.attacks import Scored, measure_attacks, measure_slices, recall_at
from guardrails.injection import THRESHOLD


def test_recall_is_taken_where_one_harmless_text_in_a_hundred_is_flagged() -> None:
    harmless = np.array([0.0] * 98 + [2.0, 5.0])
    attacks = np.array([1.0, 2.0, 3.0, 6.0])
    assert recall_at(attacks, harmless) == 2 / 4
    assert recall_at(attacks, harmless[:99]) == 2 / 4
    assert recall_at(attacks, np.array([0.0] * 99 + [5.0])) == 4 / 4


def test_fewer_than_a_hundred_harmless_texts_allow_no_false_alarm() -> None:
    assert recall_at(np.array([1.0, 9.0]), np.array([0.0, 5.0])) == 1 / 2


def test_what_has_no_finding_is_never_flagged() -> None:
    assert recall_at(np.array([0.0, 1.0]), np.array([0.0])) == 1 / 2
    assert recall_at(np.array([0.0, 1.0]), np.array([9.0]), false_alarms=1.0) == 1 / 2


ROWS = [
    Scored(1, "direct", 1.0),
    Scored(1, "ticket_indirect", 0.0),
    Scored(1, "indirect_mail", 2.0),
    Scored(0, "benign_ticket", 0.0),
    Scored(0, "benign_slabs", 3.0),
]


def test_rates_overall() -> None:
    found: dict[str, Any] = {one.name: (one.n, one.mean) for one in measure_attacks(ROWS)}
    assert found["recall"] == (3, pytest.approx(2 / 3))
    assert found["benign_fpr"] == (2, 0.5)
    assert found["support_like_fpr"] == (1, 0.0)
    assert found["buried_recall"] == (2, 0.5)
    assert found["buried_recall@0.01"] == (3, 0.5)


def test_rates_by_slice() -> None:
    found = {name: [(m.name, m.n, m.mean) for m in measures] for name, measures in measure_slices(ROWS).items()}
    assert found["benign_slabs"] == [("benign_fpr", 1, 1.0)]
    assert found["ticket_indirect"] == [("recall", 1, 0.0)]


def test_same_seed_same_intervals() -> None:
    rows = ROWS * 8
    assert measure_attacks(rows, seed=1) == measure_attacks(rows, seed=1)
    assert measure_attacks(rows, seed=1) != measure_attacks(rows, seed=2)


def test_a_text_is_flagged_from_the_threshold_of_the_guard_on() -> None:
    assert [Scored(1, "direct", score).flagged for score in (0.0, THRESHOLD - 0.01, THRESHOLD, 1.0)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_rows_that_were_trained_on_are_left_out_of_a_figure_of_its_own() -> None:
    known = [Scored(1, "indirect_mail", 1.0, trained_on=True), Scored(0, "benign_ticket", 0.0, trained_on=True)]
    found = {one.name: one for one in measure_attacks([*ROWS, *known])}
    assert found["buried_recall@0.01"].n == 5
    assert found["buried_recall@0.01"].mean == pytest.approx(2 / 3)
    assert (found["buried_recall@0.01_unseen"].n, found["buried_recall@0.01_unseen"].mean) == (3, 0.5)
    assert "buried_recall@0.01_unseen" not in {one.name for one in measure_attacks(ROWS)}
