"""Thresholds of a log: what each figure has to reach, what it came to, and the cases that stand farthest off."""

from collections.abc import Sequence
from typing import Literal

from evals.comparing.thresholds import TOLERANCE, Check, thresholds_of
from evals.running.log import CaseRun, Log, SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import NOT_ASKED, Score, weighted_mean

Standing = Literal["right", "partly", "wrong", "counted", "no_answer", "not_graded", "not_asked"]
"""`counted`: the figure is no mean (AUROC, macro-F1), and what it takes of a case is no mark of that case."""


def checks_of(log: Log) -> list[Check]:
    """All thresholds of a log in the order of its suites."""
    return [check for suite in log.suites for check in thresholds_of(suite)]


def standing(name: str, score: Score) -> Standing:
    """Where a single score stands between wholly right and wholly wrong."""
    if score.state != "scored" or score.value is None:
        return "not_graded" if score.state == "scored" else score.state
    if not is_mean(name):
        return "counted"
    best, worst = (1.0, 0.0) if better(name) == "higher" else (0.0, 1.0)
    if (score.value - best) * (1 if best else -1) >= -TOLERANCE:
        return "right"
    return "wrong" if (score.value - worst) * (1 if best else -1) <= TOLERANCE else "partly"


def better(name: str) -> str:
    """Which way is up for a scorer; a log may name one that is no more."""
    known = scorers().get(name)
    return known.better if known else "higher"


def is_mean(name: str) -> bool:
    """Is a scorer's figure the mean of what it says of the cases?"""
    known = scorers().get(name)
    return known is None or known.statistic is weighted_mean


def worst_cases(suite: SuiteRun, check: Check, count: int = 3) -> list[CaseRun]:
    """The cases that a missed threshold owes most to: errors, then held back or the farthest off."""
    found = [(rank, case) for case in suite.cases if (rank := _badness(case, check)) is not None]
    return [case for _, case in sorted(found, key=lambda one: (-one[0], one[1].id))[:count]]


def score_of(case: CaseRun, scorer: str) -> Score:
    """A case's score, or that it was not asked."""
    return case.scores.get(scorer, NOT_ASKED)


def _badness(case: CaseRun, check: Check) -> float | None:
    """None for a case that is as it should be."""
    if case.error:
        return float("inf")
    score = score_of(case, check.scorer)
    if check.kind == "answered":
        return 1.0 if score.state == "no_answer" else None
    if score.state != "scored" or score.value is None or standing(check.scorer, score) == "right":
        return None
    if not is_mean(check.scorer):
        return _surprise(score)
    off = 1 - score.value if better(check.scorer) == "higher" else score.value
    return off * score.weight


def _surprise(score: Score) -> float | None:
    """Of a figure that is no mean: how far a chance was from what came true, or that a label was another one."""
    detail = score.detail
    if {"chance", "right"} <= detail.keys():
        return abs(float(detail["chance"]) - float(detail["right"]))
    return 1.0 if detail.get("truth") != detail.get("given") else None


def failed(suites: Sequence[SuiteRun]) -> list[tuple[SuiteRun, CaseRun]]:
    """The cases that ended in an error."""
    return [(suite, case) for suite in suites for case in suite.cases if case.error]
