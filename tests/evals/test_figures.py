"""Figures of a suite: n, interval, groups, slices, and what has no value."""

from collections.abc import Sequence

import pytest

from evals.comparing.figures import draws, figures_of, measured
from evals.scorers.score import NOT_ASKED, Score, no_answer, not_graded

from .made_logs import case, plain, scored, suite


def largest(scores: Sequence[Score]) -> float | None:
    """A figure that is no mean, and has no meaning for one case."""
    return max(score.value or 0.0 for score in scores) if len(scores) > 1 else None


def test_what_has_no_value_is_counted_apart_and_never_a_zero() -> None:
    scores = [Score(1), Score(0), no_answer("held back"), not_graded("broken"), NOT_ASKED]
    [figure] = figures_of(suite("one", {"verdict": scores}))
    assert (figure.measure.n, figure.measure.mean) == (2, 0.5)
    assert (figure.no_answer, figure.not_graded) == (1, 1)
    assert figure.answered == pytest.approx(2 / 3)


def test_a_scorer_that_no_case_asks_for_has_no_mean() -> None:
    [figure] = figures_of(suite("one", {"verdict": [NOT_ASKED]}))
    assert figure.answered is None
    assert (figure.as_json()["n"], figure.as_json()["mean"]) == (0, None)


def test_a_case_that_a_log_has_no_score_of_was_not_asked() -> None:
    [figure] = figures_of(suite("one", {"verdict": []}, cases=[case("a", {}), case("b", {"verdict": Score(1)})]))
    assert (figure.measure.n, figure.no_answer, figure.not_graded) == (1, 0, 0)


def test_weights_count_in_the_mean() -> None:
    [figure] = figures_of(suite("one", {"char_leak": [Score(1, weight=1), Score(0, weight=3)]}))
    assert figure.measure.mean == 0.25


def test_slices_hold_the_cases_of_each_value() -> None:
    cases = [case(f"c{n}", {"verdict": Score(n % 2)}, slices={"language": "de" if n < 2 else "en"}) for n in range(5)]
    [figure] = figures_of(suite("one", {"verdict": []}, cases=cases))
    found = {value: (one.n, one.mean) for value, one in figure.slices["language"].items()}
    assert found == {"de": (2, 0.5), "en": (3, pytest.approx(1 / 3))}


def test_a_figure_that_is_no_mean_has_an_interval_of_its_own() -> None:
    scorer = plain("largest", statistic=largest)
    cases = [case(f"c{n}", {"largest": Score(n / 10)}) for n in range(10)]
    found = measured(scorer, cases)
    assert (found.n, found.mean, found.high) == (10, 0.9, 0.9)
    assert 0.3 < found.low < 0.9
    assert measured(scorer, cases) == found
    assert measured(scorer, cases[:1]).n == 0


def test_whole_groups_are_drawn() -> None:
    for rows in list(draws(["a", "a", "b"], seed=1))[:50]:
        assert rows.count(0) == rows.count(1)
    cases = [case(f"c{n}", {"verdict": Score(n < 20)}, group=str(n // 20)) for n in range(40)]
    assert (measured(plain("verdict"), cases).low, measured(plain("verdict"), cases).high) == (0, 1)


def test_the_same_seed_gives_the_same_figures() -> None:
    one = suite("one", {"verdict": scored(*[n**0.5 for n in range(27)])})
    assert figures_of(one, seed=4) == figures_of(one, seed=4)
    assert figures_of(one, seed=4) != figures_of(one, seed=5)
