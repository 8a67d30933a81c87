"""Risk and coverage at every threshold, as figures; `evals/reporting/charts.py` draws them.

Coverage is the share of the answerable questions that get a draft; risk is the share of the drafts that go to questions
which nothing answers (risk-coverage curves: El-Yaniv & Wiener, JMLR 11, 2010).
"""

from dataclasses import dataclass

import numpy as np

from evals.statistics import Floats

COVERAGES = tuple(round(0.05 * step, 2) for step in range(1, 21))
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """The risk where `coverage` of the answerable questions are answered, with a 95 % bootstrap band."""

    coverage: float
    threshold: float
    risk: float
    low: float
    high: float


def risk_coverage(answerable: Floats, unanswerable: Floats, *, seed: int = 0) -> list[Point]:
    """One point for each of `COVERAGES`; both kinds weigh as much as there are of them."""
    random = np.random.default_rng(seed)
    draws = [
        _risks(random.choice(answerable, len(answerable)), random.choice(unanswerable, len(unanswerable)))[1]
        for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    thresholds, risks = _risks(answerable, unanswerable)
    rows = zip(COVERAGES, thresholds, risks, low, high, strict=True)
    return [Point(*(round(float(value), 4) for value in row)) for row in rows]


def selective(chances: Floats, right: Floats, *, seed: int = 0) -> list[Point]:
    """The same for labels: coverage is the share of all cases that get one, risk the share of those that are wrong."""
    random = np.random.default_rng(seed)
    draws = []
    for _ in range(_RESAMPLES // 2):
        rows = random.integers(0, len(chances), size=len(chances))
        draws.append(_risks_of_all(chances[rows], right[rows])[1])
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    rows_of = zip(COVERAGES, *_risks_of_all(chances, right), low, high, strict=True)
    return [Point(*(round(float(value), 4) for value in row)) for row in rows_of]


def at_threshold(answerable: Floats, unanswerable: Floats, threshold: float) -> tuple[float, float]:
    """Coverage and risk of one threshold; without any draft there is no risk."""
    right, wrong = int((answerable >= threshold).sum()), int((unanswerable >= threshold).sum())
    return right / len(answerable), wrong / (right + wrong) if right + wrong else 0.0


def _risks_of_all(chances: Floats, right: Floats) -> tuple[list[float], list[float]]:
    good, bad = chances[right > 0], chances[right <= 0]
    return _risks(good, bad, covered=chances)


def _risks(
    answerable: Floats, unanswerable: Floats, *, covered: Floats | None = None
) -> tuple[list[float], list[float]]:
    """Threshold and risk at each coverage of `covered`, which is the answerable ones if nothing else is said."""
    ordered = np.sort(answerable if covered is None else covered)[::-1]
    others = np.sort(unanswerable)
    thresholds, risks = [], []
    for coverage in COVERAGES:
        threshold = float(ordered[max(1, round(coverage * len(ordered))) - 1])
        thresholds.append(threshold)
        right = int((answerable >= threshold).sum())
        wrong = len(others) - int(np.searchsorted(others, threshold, side="left"))
        risks.append(wrong / (right + wrong))
    return thresholds, risks
