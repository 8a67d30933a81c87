"""What charts are drawn from: chances and whether they came true, right and given labels, figures by label."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evals.comparing.figures import measured
from evals.running.log import SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import Score
from evals.statistics import Measure, mean_of

BINS = 10
_LEAST = 5
"""Fewer cases than that make no curve."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances that the assistant gave, and how they came out. `scorers` are those that stand on the same ones."""

    suite: str
    scorers: tuple[str, ...]
    chances: tuple[float, ...]
    right: tuple[bool, ...]

    @property
    def name(self) -> str:
        return f"{self.suite}: {', '.join(self.scorers)}"


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases with about the same chance: their mean chance, and how many came true."""

    chance: float
    right: Measure


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each label was given where another was right."""

    suite: str
    scorers: tuple[str, ...]
    labels: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    @property
    def name(self) -> str:
        return f"{self.suite}: {', '.join(self.scorers)}"

    def whole(self, truth: str) -> int:
        """How often a label was the right one."""
        return sum(count for (right, _), count in self.counts.items() if right == truth)


def chances_of(suites: Sequence[SuiteRun]) -> list[Chances]:
    """Of every scorer whose details hold `chance` and `right`."""
    found: dict[tuple[str, tuple[float, ...], tuple[bool, ...]], list[str]] = {}
    for suite, name, scores in _details(suites, "chance", "right"):
        chances = tuple(float(score.detail["chance"]) for score in scores)
        right = tuple(bool(score.detail["right"]) for score in scores)
        if len(scores) >= _LEAST:
            found.setdefault((suite.name, chances, right), []).append(name)
    return [Chances(suite, tuple(names), chances, right) for (suite, chances, right), names in found.items()]


def bins_of(chances: Chances, *, seed: int = 0) -> list[Bin]:
    """Of equal width; those without a case are left out."""
    given, right = np.array(chances.chances), np.array(chances.right, dtype=float)
    rows = np.minimum((given * BINS).astype(int), BINS - 1)
    return [
        Bin(float(given[rows == row].mean()), mean_of("right", right[rows == row].tolist(), seed=seed))
        for row in range(BINS)
        if (rows == row).any()
    ]


def confusions_of(suites: Sequence[SuiteRun]) -> list[Confusion]:
    """Of every scorer whose details hold `truth` and `given`."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for suite, name, scores in _details(suites, "truth", "given"):
        pairs = tuple((str(score.detail["truth"]), str(score.detail["given"])) for score in scores)
        found.setdefault((suite.name, pairs), []).append(name)
    return [
        Confusion(suite, tuple(names), tuple(sorted({label for pair in pairs for label in pair})), Counter(pairs))
        for (suite, pairs), names in found.items()
    ]


def figures_by_label(suites: Sequence[SuiteRun], *, seed: int = 0) -> list[dict[str, Any]]:
    """Measures by the `label` of the details: rows of suite, scorer, label, n, mean, low, high."""
    made = []
    for suite, name, scores in _details(suites, "label"):
        for label in sorted({str(score.detail["label"]) for score in scores}):
            cases = [
                replace(case, scores={name: case.scores[name]})
                for case in suite.cases
                if name in case.scores and str(case.scores[name].detail.get("label")) == label
            ]
            one = measured(scorers()[name], cases, seed=seed)
            values = {"n": one.n, "mean": one.mean if one.n else None, "low": one.low, "high": one.high}
            made.append({"suite": suite.name, "scorer": name, "label": label, **values})
    return made


def _details(suites: Sequence[SuiteRun], *keys: str) -> Iterator[tuple[SuiteRun, str, list[Score]]]:
    """Scorers of which scored cases hold all `keys`, with those scores."""
    for suite in suites:
        for name in suite.scorers:
            scores = [score for case in suite.cases if (score := case.scores.get(name)) and score.state == "scored"]
            if (kept := [score for score in scores if set(keys) <= score.detail.keys()]) and name in scorers():
                yield suite, name, kept
