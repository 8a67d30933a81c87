"""One scorer over the same cases twice: the difference, its interval, and how likely luck alone makes such a one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.comparing.figures import draws
from evals.scorers.score import Score, Scorer, weighted_mean
from evals.statistics import RESAMPLES

FLOOR = 0.001
"""A value that moved by less has not moved: other machines round otherwise."""
EXACT = 12
"""Up to this many groups that moved, every way to swap them is tried."""
SWAPS = 9999
"""Random ways to swap more groups than that; of a figure that is no mean, which is slow to work out, a fifth."""

_Bools = npt.NDArray[np.bool_]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A case that both runs scored. Cases of one group are drawn and swapped together."""

    group: str
    old: Score
    new: Score

    @property
    def moved(self) -> bool:
        """Does the case count otherwise than before?"""
        return abs((self.new.value or 0.0) - (self.old.value or 0.0)) >= FLOOR or self.new.weight != self.old.weight


@dataclass(frozen=True, slots=True)
class Paired:
    """A figure over `n` cases that both runs scored; None where the figure has no meaning for them.

    `low` and `high` bound the change (95 %, bootstrap over groups). `p` is the share of the ways to swap old and new,
    group by group, that make a change at least as large; `least_p` the smallest that so many groups can come to.
    """

    n: int
    old: float | None
    new: float | None
    low: float = 0.0
    high: float = 0.0
    p: float = 1.0
    least_p: float = 1.0

    @property
    def change(self) -> float | None:
        """New less old."""
        return None if self.old is None or self.new is None else self.new - self.old


def paired(scorer: Scorer, pairs: Sequence[Pair], *, seed: int = 0) -> Paired:
    """The same pairs and seed give the same numbers."""
    old = scorer.statistic([pair.old for pair in pairs]) if pairs else None
    new = scorer.statistic([pair.new for pair in pairs]) if pairs else None
    moved = sorted({pair.group for pair in pairs if pair.moved})
    if old is None or new is None or not moved:
        return Paired(len(pairs), old, new)
    settled = [pair if pair.moved else Pair(pair.group, pair.new, pair.new) for pair in pairs]
    mean = scorer.statistic is weighted_mean
    found = _of_means(settled, moved, seed) if mean else _of_figures(scorer, settled, moved, seed)
    return Paired(len(pairs), old, new, *found, least_p(len(moved), SWAPS if mean else SWAPS // 5))


def least_p(moved: int, swaps: int = SWAPS) -> float:
    """The smallest p that so many groups that moved can come to: all of them the same way."""
    return 2.0 ** (1 - moved) if moved <= EXACT else 1 / (swaps + 1)


def _of_means(pairs: Sequence[Pair], names: Sequence[str], seed: int) -> tuple[float, float, float]:
    """Low, high and p. Sums by group: value times weight, and weight, of the old and of the new run."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(pair.group, len(numbers)) for pair in pairs]
    sums = np.zeros((4, len(numbers)))
    for row, pair in zip(rows, pairs, strict=True):
        for at, score in ((0, pair.old), (2, pair.new)):
            sums[at, row] += (score.value or 0.0) * score.weight
            sums[at + 1, row] += score.weight
    moved = [numbers[name] for name in names]
    still = sums.sum(axis=1) - sums[:, moved].sum(axis=1)

    def change(swapped: _Bools) -> Any:
        old_part, old_whole, new_part, new_whole = (
            still[at] + np.where(swapped, sums[(at + 2) % 4, moved], sums[at, moved]).sum(axis=-1) for at in range(4)
        )
        return new_part / new_whole - old_part / old_whole

    seen = change(np.zeros(len(moved), dtype=bool))
    return *_bounds(_resampled(sums, seed)), share_as_large(change(swaps(len(moved), SWAPS, seed)), seen)


def _resampled(sums: _Floats, seed: int) -> _Floats:
    """The change in each bootstrap sample of groups that has a weight at all."""
    size = sums.shape[1]
    chosen = np.random.default_rng(seed).integers(0, size, size=(RESAMPLES, size))
    old_part, old_whole, new_part, new_whole = (one[chosen].sum(axis=1) for one in sums)
    some = (old_whole > 0) & (new_whole > 0)
    return np.asarray(new_part[some] / new_whole[some] - old_part[some] / old_whole[some])


def _of_figures(scorer: Scorer, pairs: Sequence[Pair], moved: Sequence[str], seed: int) -> tuple[float, float, float]:
    """The same for a figure that has to be worked out anew for each sample."""

    def change(rows: Sequence[int], swapped: frozenset[str] = frozenset()) -> float | None:
        turned = [(pairs[n], pairs[n].group in swapped) for n in rows]
        old = scorer.statistic([pair.new if other else pair.old for pair, other in turned])
        new = scorer.statistic([pair.old if other else pair.new for pair, other in turned])
        return None if old is None or new is None else new - old

    every = range(len(pairs))
    samples = [one for rows in draws([pair.group for pair in pairs], seed) if (one := change(rows)) is not None]
    ways = swaps(len(moved), SWAPS // 5, seed)
    swapped = (frozenset(name for name, other in zip(moved, way, strict=True) if other) for way in ways)
    found = [one for names in swapped if (one := change(every, names)) is not None]
    return *_bounds(samples), share_as_large(np.array(found), change(every) or 0.0)


def swaps(groups: int, count: int, seed: int) -> _Bools:
    """Rows of which groups to swap: all there are, or none and `count` random ones."""
    if groups <= EXACT:
        return np.array(list(product([False, True], repeat=groups)))
    random = np.random.default_rng(seed).random((count, groups)) < 0.5
    return np.concatenate([np.zeros((1, groups), dtype=bool), random])


def share_as_large(changes: _Floats, seen: float) -> float:
    """Two-sided; the way that was seen is one of them."""
    return float((np.abs(changes) >= abs(seen) - 1e-9).mean())


def _bounds(changes: _Floats | Sequence[float]) -> tuple[float, float]:
    if not len(changes):
        return 0.0, 0.0
    low, high = np.percentile(changes, [2.5, 97.5])
    return float(low), float(high)


def holm(chances: Sequence[float], least: Sequence[float], *, significance: float = 0.05) -> list[float]:
    """p-values adjusted for how many were looked at (Holm), never above 1.

    Where too few cases moved for any p below `significance`, nothing could be found, so nothing is counted (Tarone).

    >>> holm([0.01, 0.04, 1.0], [0.001, 0.001, 1.0])
    [0.02, 0.04, 1.0]
    """
    counted = sorted((p, number) for number, p in enumerate(chances) if least[number] < significance)
    found, highest = list(chances), 0.0
    for rank, (p, number) in enumerate(counted):
        highest = max(highest, min(1.0, p * (len(counted) - rank)))
        found[number] = highest
    return found
