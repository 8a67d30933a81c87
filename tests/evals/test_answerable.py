"""One score for answerable and unanswerable questions, worked out by hand."""

import numpy as np
import pytest

from evals.answerability import Asked, measures, read_answerability
from evals.answerable import auroc, calibration_error, coverage_at, refused_at


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        ((0.9, 0.8), (0.1, 0.2), 1.0),
        ((0.1, 0.2), (0.9, 0.8), 0.0),
        ((0.5,), (0.5,), 0.5),
        ((0.9, 0.4), (0.5, 0.4), (2 + 0.5) / 4),
    ],
)
def test_auroc_counts_pairs_and_halves_of_ties(yes: tuple[float, ...], no: tuple[float, ...], expected: float) -> None:
    assert auroc(scores(*yes), scores(*no)) == expected


def test_coverage_takes_the_lowest_threshold_that_is_precise_enough() -> None:
    yes, no = scores(0.9, 0.8, 0.7, 0.3), scores(0.6, 0.1)
    assert coverage_at(yes, no, precision=0.95) == 3 / 4
    assert coverage_at(yes, no, precision=0.8) == 1.0
    assert coverage_at(yes, no, precision=0.6) == 1.0


def test_coverage_is_not_stopped_by_one_early_mistake() -> None:
    yes = scores(*np.linspace(0.5, 0.9, 19))
    assert coverage_at(yes, scores(0.95), precision=0.95) == 1.0
    assert coverage_at(yes[:18], scores(0.95), precision=0.95) == 0.0


def test_equal_scores_are_answered_together() -> None:
    assert coverage_at(scores(0.9, 0.5), scores(0.5), precision=0.95) == 1 / 2


def test_refusing_one_in_twenty_refuses_what_scores_below_the_second() -> None:
    yes = scores(*(n / 100 for n in range(20, 40)))
    no = scores(0.19, 0.20, 0.205, 0.21, 0.5)
    assert refused_at(yes, no, refused=0.05) == 3 / 5
    assert refused_at(yes, no, refused=0.0) == 1 / 5
    assert refused_at(yes, no, refused=1.0) == 1.0


def test_a_score_is_calibrated_when_it_is_the_share_of_the_answerable() -> None:
    assert calibration_error(scores(1.0, 1.0), scores(0.0, 0.0)) == 0
    assert calibration_error(scores(0.5, 0.5), scores(0.5, 0.5), bins=1) == 0
    assert calibration_error(scores(0.9, 0.9), scores(0.1, 0.1), bins=2) == pytest.approx(0.1)
    assert calibration_error(scores(0.0), scores(1.0)) == 1


def test_both_kinds_weigh_the_same_however_many_there_are() -> None:
    few, many = scores(0.8), scores(0.8, 0.8, 0.8, 0.8)
    assert calibration_error(few, many, bins=1) == pytest.approx(0.3)
    assert calibration_error(many, few, bins=1) == pytest.approx(0.3)


def test_the_verdicts_are_counted_beside_the_scores() -> None:
    asked = [
        Asked(True, 0.9, "answerable", False),
        Asked(True, 0.2, "knowledge_gap", False),
        Asked(False, 0.5, "answerable", False),
        Asked(False, 0.1, "out_of_scope", False),
    ]
    found = {one.name: one for one in measures(asked)}
    assert found["auroc"].mean == 3 / 4
    assert (found["verdict_answers_answerable"].mean, found["verdict_answers_unanswerable"].mean) == (0.5, 0.5)
    assert found["auroc"].n == 4
    assert measures(asked, seed=3) == measures(asked, seed=3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("ANSWERABLE", True), (["UNANSWERABLE"], False), (False, False), (1, True), ("PARTIAL", None), ([], None)],
)
def test_words_for_answerable(value: object, expected: bool | None) -> None:
    assert read_answerability(value) is expected
