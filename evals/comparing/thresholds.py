"""Thresholds of a suite: what each figure has to reach, and what it came to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evals.running.log import SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import NOT_ASKED

Kind = Literal["at_least", "at_most", "answered"]
TOLERANCE = 1e-6
_KINDS: tuple[Kind, ...] = ("at_least", "at_most", "answered")
_WORDS = {"at_least": "at least", "at_most": "at most", "answered": "answered at least"}


@dataclass(frozen=True, slots=True)
class Check:
    """One threshold; `got` is None where nothing was scored, which meets nothing: nothing speaks for it."""

    suite: str
    scorer: str
    kind: Kind
    asked: float
    got: float | None

    @property
    def met(self) -> bool:
        if self.got is None:
            return False
        if self.kind == "at_most":
            return self.got <= self.asked + TOLERANCE
        return self.got >= self.asked - TOLERANCE

    @property
    def wish(self) -> str:
        """Such as `at least 0.85`."""
        return f"{_WORDS[self.kind]} {number(self.asked)}"

    @property
    def told(self) -> str:
        """Such as `at least 0.85, reached 0.712`."""
        return f"{self.wish}, " + ("nothing was scored" if self.got is None else f"reached {number(self.got)}")

    @property
    def allows_none(self) -> bool:
        """Does a single case that is not right break it?"""
        return (self.kind == "at_most" and self.asked == 0) or (self.kind == "at_least" and self.asked == 1)


def thresholds_of(suite: SuiteRun) -> Iterator[Check]:
    """Every threshold of a suite; one of a scorer that is no more is left out, its suite has to be scored again."""
    known = scorers()
    for name, threshold in suite.thresholds.items():
        if name not in known:
            continue
        scores = [case.scores.get(name, NOT_ASKED) for case in suite.cases]
        scored = [score for score in scores if score.state == "scored"]
        held_back = sum(score.state == "no_answer" for score in scores)
        value = known[name].statistic(scored) if scored else None
        answered = len(scored) / (len(scored) + held_back) if scored or held_back else None
        for kind in _KINDS:
            if (asked := threshold.get(kind)) is not None:
                yield Check(suite.name, name, kind, float(asked), answered if kind == "answered" else value)


def number(value: float) -> str:
    """With three digits at the most, and none that say nothing.

    >>> number(0.85), number(2.0), number(0.12345)
    ('0.85', '2', '0.123')
    """
    return f"{value:.3f}".rstrip("0").rstrip(".")
