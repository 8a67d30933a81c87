"""Two runs of the same cases: intervals, swaps, adjusted p-values."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from evals.comparing.paired import EXACT, SWAPS, Pair, holm, least_p, paired
from evals.scorers.score import Score

from .made_logs import plain

MEAN = plain("mean")


def pairs(old: Sequence[float], new: Sequence[float], groups: Sequence[str] = ()) -> list[Pair]:
    names = groups or [str(number) for number in range(len(old))]
    return [Pair(name, Score(a), Score(b)) for name, a, b in zip(names, old, new, strict=True)]


def worst(scores: Sequence[Score]) -> float | None:
    """A figure that is no mean."""
    return min(score.value or 0.0 for score in scores) if len(scores) > 1 else None


def test_nothing_moved_is_no_change_and_no_evidence() -> None:
    found = paired(MEAN, pairs([1, 0, 1], [1, 0, 1]))
    assert (found.n, found.change, found.low, found.high, found.p, found.least_p) == (3, 0, 0, 0, 1, 1)


def test_last_digits_of_another_machine_are_no_move() -> None:
    found = paired(MEAN, pairs([0.5] * 40, [0.4995] * 40))
    assert (found.p, found.low, found.high) == (1, 0, 0)


@pytest.mark.parametrize("fallen", [1, 3, 6, 10])
def test_p_of_cases_that_all_fell_is_that_of_a_coin_that_always_falls_the_same_way(fallen: int) -> None:
    found = paired(MEAN, pairs([1] * 20, [0] * fallen + [1] * (20 - fallen)))
    assert found.p == pytest.approx(2 * 0.5**fallen)
    assert found.p == found.least_p
    assert found.change == pytest.approx(-fallen / 20)
    assert found.low < -fallen / 20 < found.high <= 0


def test_as_many_better_as_worse_is_no_evidence() -> None:
    found = paired(MEAN, pairs([1, 1, 0, 0, 1], [0, 0, 1, 1, 1]))
    assert (found.change, found.p) == (0, 1)
    assert found.low < 0 < found.high


def test_p_is_the_share_of_all_ways_to_swap_that_change_as_much() -> None:
    moves = [0.5, -0.25, 0.75, 0.125, -0.5]
    found = paired(MEAN, pairs([0.5] * 5, [0.5 + move for move in moves]))
    ways = [
        abs(sum(sign * move for sign, move in zip(signs, moves, strict=True))) for signs in product((1, -1), repeat=5)
    ]
    assert found.p == pytest.approx(np.mean([way >= abs(sum(moves)) - 1e-9 for way in ways]))


def test_beyond_what_can_be_tried_random_swaps_come_to_about_the_same() -> None:
    old = [1.0] * 14 + [0.0] * 6
    found = paired(MEAN, pairs(old, [1 - value for value in old]))
    exact = 2 * sum(1 for ways in product((0, 1), repeat=20) if sum(ways) >= 14) / 2**20
    assert found.p == pytest.approx(exact, abs=0.01)
    assert paired(MEAN, pairs([1.0] * 30, [0.0] * 30)).p == least_p(30) == 1 / (SWAPS + 1)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    random = np.random.default_rng(3)
    old, new = random.random(40).tolist(), random.random(40).tolist()
    assert paired(MEAN, pairs(old, new), seed=1) == paired(MEAN, pairs(old, new), seed=1)
    assert paired(MEAN, pairs(old, new), seed=1) != paired(MEAN, pairs(old, new), seed=2)


def test_cases_of_one_group_are_one_piece_of_evidence() -> None:
    alone = paired(MEAN, pairs([1] * 12, [0] * 8 + [1] * 4))
    grouped = paired(MEAN, pairs([1] * 12, [0] * 8 + [1] * 4, groups=["a"] * 8 + ["b"] * 4))
    assert (alone.p, grouped.p) == (2 / 2**8, 1)
    assert grouped.change == alone.change
    assert grouped.high - grouped.low > alone.high - alone.low


def test_weights_of_both_runs_count() -> None:
    rows = [Pair("a", Score(1.0, weight=3), Score(1.0, weight=1)), Pair("b", Score(0.0), Score(0.0))]
    found = paired(MEAN, rows)
    assert (found.old, found.new) == (0.75, 0.5)
    assert found.p == 1  # one group moved: either way is as likely


def test_a_figure_that_is_no_mean_is_worked_out_anew_for_each_swap() -> None:
    scorer = plain("worst", statistic=worst)
    found = paired(scorer, pairs([0.5, 0.6, 0.7], [0.1, 0.6, 0.7]))
    assert (found.old, found.new, found.p) == (0.5, 0.1, 1)
    many = paired(scorer, pairs([0.5] * (EXACT + 2), [0.1] * (EXACT + 2)))
    assert many.p == many.least_p == pytest.approx(least_p(EXACT + 2, SWAPS // 5), rel=0.5)
    assert many.low == many.high == pytest.approx(-0.4)


def test_a_figure_without_meaning_for_these_cases_has_no_change() -> None:
    found = paired(plain("worst", statistic=worst), pairs([0.5], [0.1]))
    assert (found.n, found.old, found.new, found.change, found.p) == (1, None, None, None, 1)
    assert paired(MEAN, []).change is None


def test_holm_multiplies_by_what_is_left_and_never_falls() -> None:
    assert holm([0.01, 0.02, 0.03], [0.001] * 3) == pytest.approx([0.03, 0.04, 0.04])
    assert holm([0.9, 0.8], [0.001] * 2) == [1, 1]
    assert holm([], []) == []


def test_what_could_not_be_found_is_not_counted() -> None:
    """One scorer with twelve cases that fell, beside a hundred of which a case or two moved."""
    few = [least_p(2)] * 100
    assert holm([least_p(12), *few], [least_p(12), *few])[0] == least_p(12)
    many = [least_p(6)] * 100
    assert holm([least_p(12), *many], [least_p(12), *many])[0] == pytest.approx(101 * least_p(12))


def test_luck_is_found_as_seldom_as_it_is_said() -> None:
    """Moves either way by luck alone: p below 0.05 about one time in twenty, never much more."""
    random = np.random.default_rng(11)
    found = []
    for _ in range(200):
        old = random.random(10)
        found.append(paired(MEAN, pairs(old.tolist(), (old + random.normal(0, 0.2, 10)).tolist())).p)
    assert 0.005 < np.mean(np.array(found) < 0.05) < 0.1
