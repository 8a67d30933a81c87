"""A score: a value with its reason, or why there is none. A missing value is never a zero."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

State = Literal["scored", "no_answer", "not_graded", "not_asked"]
"""`no_answer`: the assistant held back. `not_graded`: it answered, or failed, and nothing can be said about it.
`not_asked`: the case expects nothing of the kind, and counts nowhere."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a scorer says of a case. In a mean the value counts with its `weight` (characters, spans; mostly 1).

    `detail` holds what a figure over all cases needs beside the value, such as the chance of a label.
    """

    value: float | None
    reason: str = ""
    state: State = "scored"
    weight: float = 1.0
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Without what is as usual."""
        found = asdict(self)
        usual = {"reason": "", "state": "scored", "weight": 1.0, "detail": {}}
        return {name: value for name, value in found.items() if name not in usual or value != usual[name]}


NOT_ASKED = Score(None, state="not_asked")


def no_answer(reason: str) -> Score:
    """The assistant held back."""
    return Score(None, reason, "no_answer")


def not_graded(reason: str) -> Score:
    """Nothing can be said about it."""
    return Score(None, reason, "not_graded")


Judge = Callable[[Any, Any], Score]
"""A score for what was expected (the task's `expect`) and what came out (the task's `output`)."""
Statistic = Callable[[Sequence[Score]], float | None]
"""A figure over the scored cases; None where it has no meaning for them."""


def weighted_mean(scores: Sequence[Score]) -> float | None:
    """Sum of the values, each times its weight, over the sum of the weights."""
    whole = sum(score.weight for score in scores)
    return sum((score.value or 0.0) * score.weight for score in scores) / whole if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Scorer:
    """`name` is what suites and gates write; `better` says which way is up. `tasks` are those whose output it reads.

    `worst` is the value of a case that is wholly wrong, and marks cases that failed in reports.
    """

    name: str
    about: str
    tasks: frozenset[str]
    judge: Judge
    better: Literal["higher", "lower"] = "higher"
    statistic: Statistic = weighted_mean

    @property
    def worst(self) -> float:
        """Of a single case."""
        return 0.0 if self.better == "higher" else 1.0
