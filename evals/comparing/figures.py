"""Figures of a suite: each scorer over all its cases and by slice, with n, interval, and what has no value."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evals.running.log import CaseRun, SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import NOT_ASKED, Score, Scorer, weighted_mean
from evals.statistics import RESAMPLES_OF_TWO, Measure, ratio_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A scorer over a suite. `slices` are measures by axis and value; `no_answer` and `not_graded` count cases."""

    suite: str
    scorer: str
    measure: Measure
    no_answer: int
    not_graded: int
    slices: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)

    @property
    def answered(self) -> float | None:
        """Share of the cases asked that got a value, those that could not be graded left out."""
        asked = self.measure.n + self.no_answer
        return self.measure.n / asked if asked else None

    def as_json(self) -> dict[str, Any]:
        """As a log keeps it; a mean that applied to nothing is null."""
        slices = {
            axis: {value: _json(measure) for value, measure in values.items()} for axis, values in self.slices.items()
        }
        counts = {"no_answer": self.no_answer, "not_graded": self.not_graded}
        return {"suite": self.suite, "scorer": self.scorer, **_json(self.measure), **counts, "slices": slices}


def figures_of(run: SuiteRun, *, seed: int = 0) -> list[Figure]:
    """All figures of a suite; the same log and seed give the same numbers."""
    return [_figure(run, scorers()[name], seed) for name in run.scorers]


def measured(scorer: Scorer, cases: Sequence[CaseRun], *, seed: int = 0) -> Measure:
    """A scorer's figure over some cases, whole groups drawn for the interval."""
    asked = [(case.scores.get(scorer.name, NOT_ASKED), case.group or case.id) for case in cases]
    kept = [(score, group) for score, group in asked if score.state == "scored"]
    scores, groups = [score for score, _ in kept], [group for _, group in kept]
    if not scores:
        return Measure(scorer.name, 0, 0.0, 0.0, 0.0)
    if scorer.statistic is weighted_mean:
        parts, weights = [(one.value or 0.0) * one.weight for one in scores], [one.weight for one in scores]
        return ratio_of(scorer.name, parts, weights, seed=seed, groups=groups)
    return _drawn(scorer, scores, groups, seed)


def _figure(run: SuiteRun, scorer: Scorer, seed: int) -> Figure:
    states = Counter(case.scores.get(scorer.name, NOT_ASKED).state for case in run.cases)
    axes: dict[str, set[str]] = {}
    for case in run.cases:
        for axis, value in case.slices.items():
            axes.setdefault(axis, set()).add(value)
    slices = {
        axis: {
            value: measured(scorer, [case for case in run.cases if case.slices.get(axis) == value], seed=seed)
            for value in sorted(values)
        }
        for axis, values in sorted(axes.items())
    }
    whole = measured(scorer, run.cases, seed=seed)
    return Figure(run.name, scorer.name, whole, states["no_answer"], states["not_graded"], slices)


def _drawn(scorer: Scorer, scores: Sequence[Score], groups: Sequence[str], seed: int) -> Measure:
    value = scorer.statistic(scores)
    if value is None:
        return Measure(scorer.name, 0, 0.0, 0.0, 0.0)
    found = [one for draw in draws(groups, seed) if (one := scorer.statistic([scores[n] for n in draw])) is not None]
    low, high = np.percentile(found, [2.5, 97.5]) if found else (value, value)
    return Measure(scorer.name, len(scores), value, float(low), float(high))


def draws(groups: Sequence[str], seed: int) -> Iterator[list[int]]:
    """Bootstrap samples of cases, as row numbers: whole groups are drawn."""
    rows: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        rows.setdefault(group, []).append(number)
    members = list(rows.values())
    random = np.random.default_rng(seed)
    for _ in range(RESAMPLES_OF_TWO):
        chosen = random.integers(0, len(members), size=len(members))
        yield [number for group in chosen for number in members[group]]


def _json(measure: Measure) -> dict[str, Any]:
    if not measure.n:
        return {"n": 0, "mean": None}
    return {"n": measure.n, "mean": measure.mean, "low": measure.low, "high": measure.high}
