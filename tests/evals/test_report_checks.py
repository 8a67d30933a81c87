"""What a log's thresholds came to, and which cases they were missed for."""

import pytest

from evals.comparing.thresholds import Check, number
from evals.reporting.checks import checks_of, standing, worst_cases
from evals.running.log import Log
from evals.scorers.score import NOT_ASKED, Score, no_answer, not_graded

from .made_logs import log, scored, suite, verdicts
from .report_logs import figured, leak_suite, verdict_suite


def checks(made: Log) -> dict[str, Check]:
    return {one.kind: one for one in checks_of(figured(made))}


@pytest.mark.parametrize(
    ("threshold", "met"),
    [
        ({"at_least": 0.75}, True),
        ({"at_least": 0.76}, False),
        ({"at_most": 0.75}, True),
        ({"at_most": 0.74}, False),
        ({"answered": 0.8}, True),
        ({"answered": 0.81}, False),
    ],
)
def test_a_threshold_is_met_at_its_own_value_and_not_beyond(threshold: dict[str, float], met: bool) -> None:
    made = suite("one", {"verdict": [*scored(1, 1, 1, 0), no_answer("held back")]}, thresholds={"verdict": threshold})
    [one] = checks_of(figured(log(made)))
    assert one.met is met


def test_each_kind_of_threshold_is_a_check_of_its_own_and_says_what_was_reached() -> None:
    found = checks(verdicts(1, 0, thresholds={"verdict": {"at_least": 0.9, "answered": 1.0}}))
    assert (found["at_least"].told, found["answered"].told) == (
        "at least 0.9, reached 0.5",
        "answered at least 1, reached 1",
    )


def test_where_nothing_was_scored_no_threshold_is_met() -> None:
    held = suite("one", {"verdict": [not_graded("failed")]}, thresholds={"verdict": {"at_least": 0, "answered": 0}})
    found = checks_of(figured(log(held)))
    assert [one.met for one in found] == [False, False]
    assert found[0].told == "at least 0, nothing was scored"


@pytest.mark.parametrize(
    ("scorer", "score", "stands"),
    [
        ("verdict", Score(1.0), "right"),
        ("verdict", Score(0.0), "wrong"),
        ("verdict", Score(0.4), "partly"),
        ("char_leak", Score(0.0), "right"),
        ("char_leak", Score(1.0), "wrong"),
        ("char_leak", Score(0.1), "partly"),
        ("verdict_auroc", Score(0.0), "counted"),
        ("a_scorer_of_long_ago", Score(1.0), "right"),
        ("verdict", no_answer("held back"), "no_answer"),
        ("verdict", not_graded("failed"), "not_graded"),
        ("verdict", NOT_ASKED, "not_asked"),
    ],
)
def test_a_score_stands_where_its_scorer_puts_it(scorer: str, score: Score, stands: str) -> None:
    assert standing(scorer, score) == stands


def test_the_worst_cases_begin_with_errors_and_leave_out_what_is_right() -> None:
    found = worst_cases(verdict_suite(), Check("verdict", "verdict", "at_least", 0.95, 0.9))
    assert [case.id for case in found] == ["T-05", "T-01"]
    assert [case.id for case in worst_cases(leak_suite(), Check("leaks", "char_leak", "at_most", 0, 0.1))] == [
        "T-05",
        "T-03",
    ]


def test_for_answers_that_are_missing_the_worst_are_those_that_held_back() -> None:
    found = worst_cases(verdict_suite(), Check("verdict", "verdict", "answered", 1, 0.9))
    assert [case.id for case in found] == ["T-05", "T-04"]


def test_for_a_figure_that_is_no_mean_the_worst_are_the_chances_that_were_farthest_off() -> None:
    scores = [Score(c, detail={"chance": c, "right": right}) for c, right in ((0.9, True), (0.2, True), (0.9, False))]
    made = suite("one", {"verdict_auroc": [*scores, Score(0.5)]})
    found = worst_cases(made, Check("one", "verdict_auroc", "at_least", 0.95, 0.5), 2)
    assert [case.id for case in found] == ["c02", "c01"]


@pytest.mark.parametrize(("value", "told"), [(1.0, "1"), (0.0, "0"), (0.8501, "0.85"), (12.0, "12"), (100.0, "100")])
def test_numbers_lose_only_digits_that_say_nothing(value: float, told: str) -> None:
    assert number(value) == told
