"""Means, ratios and intervals."""

import numpy as np
import pytest

from evals.statistics import contrast_of, mean_of, ratio_of


def test_a_mean_lies_in_its_interval() -> None:
    found = mean_of("share", [1.0, 0.0, 1.0, 1.0])
    assert (found.n, found.mean) == (4, 0.75)
    assert 0 <= found.low < 0.75 < found.high <= 1


def test_a_ratio_weighs_cases_by_their_size_and_counts_those_that_have_any() -> None:
    found = ratio_of("leak", [1, 0, 0], [2, 8, 0])
    assert (found.n, found.mean) == (2, 0.1)


def test_nothing_seen_is_not_nothing_possible() -> None:
    """The exact bounds of a share: 1 - 0.025^(1/n)."""
    never, always = mean_of("never", [0.0] * 10), mean_of("always", [1.0] * 10)
    assert (never.low, never.high) == pytest.approx((0, 0.3085), abs=1e-4)
    assert (always.low, always.high) == pytest.approx((0.6915, 1), abs=1e-4)


def test_cases_of_one_group_are_drawn_together() -> None:
    values = [1.0] * 50 + [0.0] * 50
    alone = mean_of("alone", values)
    grouped = mean_of("grouped", values, groups=["a"] * 50 + ["b"] * 50)
    assert grouped.mean == alone.mean
    assert grouped.n == 100
    assert (grouped.low, grouped.high) == (0, 1)
    assert alone.high - alone.low < 0.25


def test_of_one_group_alone_the_cases_are_drawn() -> None:
    values = [1.0, 0.0] * 20
    assert mean_of("one", values, groups=["a"] * 40) == mean_of("one", values)


def test_nothing_to_measure_is_said_with_n_0() -> None:
    assert mean_of("none", []).n == 0
    assert ratio_of("none", [0.0], [0.0]).n == 0
    assert contrast_of("none", [1.0], [], lambda _one, _other: 1.0).n == 0


def test_a_contrast_draws_each_group_by_itself() -> None:
    sizes: set[tuple[int, int]] = set()

    def difference(one: np.ndarray, other: np.ndarray) -> float:
        sizes.add((len(one), len(other)))
        return float(one.mean() - other.mean())

    found = contrast_of("difference", [2.0, 3.0, 4.0], [1.0, 1.0], difference)
    assert found.mean == 2.0
    assert 1 <= found.low < 2 < found.high <= 3
    assert sizes == {(3, 2)}


def test_same_seed_same_interval() -> None:
    values = [0.1, 0.5, 0.2, 0.9, 0.4]
    assert mean_of("m", values, seed=7) == mean_of("m", values, seed=7)
    assert mean_of("m", values, seed=7) != mean_of("m", values, seed=8)


def test_more_cases_than_fit_into_one_block_give_the_same_kind_of_interval() -> None:
    found = mean_of("many", [0.0, 1.0] * 5000)
    assert found.low == pytest.approx(0.49, abs=0.005)
    assert found.high == pytest.approx(0.51, abs=0.005)
