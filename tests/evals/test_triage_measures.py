"""Labels scored: shares, F1, honesty of the chances, coverage."""

import numpy as np
import pytest

from evals.triage_figures import Labelled, accuracy, calibration_error, coverage, macro_f1, measure_each, measure_labels


def cases(truth: list[int], given: list[int], confidence: list[float]) -> Labelled:
    return Labelled(np.array(truth), np.array(given), np.array(confidence))


def test_accuracy_and_macro_f1_count_labels_alike() -> None:
    some = cases([0, 0, 0, 1], [0, 0, 0, 0], [0.9] * 4)
    assert accuracy(some) == 0.75
    assert macro_f1(some) == pytest.approx((6 / 7 + 0) / 2)


def test_calibration_error_is_the_gap_within_each_bin() -> None:
    assert calibration_error(cases([0, 0], [0, 1], [0.5, 0.5])) == 0
    assert calibration_error(cases([0, 0], [1, 1], [1.0, 1.0])) == 1
    assert calibration_error(cases([0, 0], [0, 1], [0.95, 0.05])) == pytest.approx(0.05)


def test_coverage_is_the_largest_share_with_nine_of_ten_right_and_keeps_ties_together() -> None:
    chances = [0.9, 0.8, 0.7, 0.6, 0.5]
    assert coverage(cases([0] * 5, [0] * 5, chances)) == 1
    assert coverage(cases([0] * 5, [0, 0, 1, 0, 0], chances)) == 0.4
    assert coverage(cases([0] * 5, [0, 0, 1, 0, 0], [0.5] * 5)) == 0


def test_every_figure_has_its_n_and_interval_and_the_unknown_their_own() -> None:
    some = cases([0, 1] * 20, [0, 1] * 19 + [1, 0], [0.95] * 40)
    found = {one.name: one for one in measure_labels(some, np.full(40, 0.8), np.full(10, 0.3), seed=0)}
    assert list(found) == ["accuracy", "macro_f1", "ece", "coverage@0.9", "oos_auroc"]
    assert (found["oos_auroc"].n, found["oos_auroc"].mean) == (50, 1.0)
    assert found["accuracy"].low < found["accuracy"].mean == 0.95 < found["accuracy"].high
    without = [one.name for one in measure_labels(some, np.full(40, 0.8), np.zeros(0), seed=0)]
    assert "oos_auroc" not in without


def test_labels_by_name_the_worst_first() -> None:
    found = measure_each(cases([0, 0, 1, 1], [0, 0, 1, 0], [0.9] * 4), ["bug", "question"], seed=0)
    assert list(found) == ["question", "bug"]
    figures = {one.name: one.mean for one in found["question"]}
    assert figures == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}
