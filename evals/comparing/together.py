"""All scorers of a task together: a weakening that each shows a little, and none surely."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evals.comparing.paired import FLOOR, SWAPS, Pair, holm, least_p, share_as_large, swaps
from evals.scorers.score import Scorer


@dataclass(frozen=True, slots=True)
class Together:
    """The mean change of the `n` inputs of a task, above 0 for the better; an input's is the mean over its scorers."""

    task: str
    n: int
    gain: float
    better: int
    worse: int
    p: float = 1.0
    p_adjusted: float = 1.0


Changes = Mapping[str, Mapping[str, list[float]]]
"""By task and input: the change of each scorer, above 0 for the better."""


def change_of(scorer: Scorer, pair: Pair) -> float:
    """From -1 to 1; what has not moved is 0."""
    change = (pair.new.value or 0.0) - (pair.old.value or 0.0)
    if abs(change) < FLOOR:
        return 0.0
    return max(-1.0, min(1.0, change if scorer.better == "higher" else -change))


def together(changes: Changes, *, seed: int = 0) -> tuple[Together, ...]:
    """Old and new are swapped input by input, for all scorers at once, so scorers that move together count once."""
    found, least = [], []
    for task, inputs in sorted(changes.items()):
        means = np.array([sum(one) / len(one) for one in inputs.values()])
        moved = means[np.abs(means) > 1e-9]
        better, worse = int((moved > 0).sum()), int((moved < 0).sum())
        turned = np.where(swaps(len(moved), SWAPS, seed), -moved, moved).sum(axis=1)
        p = share_as_large(turned, float(moved.sum())) if len(moved) else 1.0
        found.append(Together(task, len(means), float(means.mean()), better, worse, p))
        least.append(least_p(len(moved)) if len(moved) else 1.0)
    adjusted = holm([one.p for one in found], least)
    return tuple(
        Together(one.task, one.n, one.gain, one.better, one.worse, one.p, p)
        for one, p in zip(found, adjusted, strict=True)
    )
