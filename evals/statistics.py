"""A share or a mean, never without its n and its 95 % bootstrap interval."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 2000
"""Bootstrap samples of a mean or a ratio."""
RESAMPLES_OF_TWO = 1000
"""Bootstrap samples of a figure that compares two groups, which has to be worked out anew for each."""
_BLOCK = 4_000_000

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats, Floats], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over `n` cases with a 95 % bootstrap interval; `n` 0 means that it applied to none."""

    name: str
    n: int
    mean: float
    low: float
    high: float


def mean_of(name: str, values: Sequence[float], *, seed: int = 0, groups: Sequence[Hashable] | None = None) -> Measure:
    """The mean of `values`. Cases of one group are not independent, so whole groups are drawn."""
    return ratio_of(name, values, [1.0] * len(values), seed=seed, groups=groups)


def ratio_of(
    name: str,
    parts: Sequence[float],
    wholes: Sequence[float],
    *,
    seed: int = 0,
    groups: Sequence[Hashable] | None = None,
) -> Measure:
    """Sum of `parts` over sum of `wholes`; `n` counts the cases that have a whole.

    >>> ratio_of("leak", [1, 0], [4, 4]).mean
    0.125
    """
    part, whole, n = _grouped(parts, wholes, groups)
    if not n or whole.sum() <= 0:
        return Measure(name, 0, 0.0, 0.0, 0.0)
    value = float(part.sum() / whole.sum())
    low, high = _bounds(_draws(part, whole, seed))
    if not part.any():
        high = 1 - 0.025 ** (1 / len(part))
    elif value == 1.0 and (part == whole).all():
        low = 0.025 ** (1 / len(part))
    return Measure(name, n, value, low, high)


def contrast_of(
    name: str, positives: Sequence[float], negatives: Sequence[float], statistic: Statistic, *, seed: int = 0
) -> Measure:
    """A figure of the scores of two groups; each group is drawn from by itself, so their sizes stay."""
    one, other = np.asarray(positives, dtype=float), np.asarray(negatives, dtype=float)
    if not len(one) or not len(other):
        return Measure(name, 0, 0.0, 0.0, 0.0)
    random = np.random.default_rng(seed)
    draws = [
        statistic(random.choice(one, size=len(one)), random.choice(other, size=len(other)))
        for _ in range(RESAMPLES_OF_TWO)
    ]
    low, high = _bounds(np.array(draws))
    return Measure(name, len(one) + len(other), statistic(one, other), low, high)


def _grouped(
    parts: Sequence[float], wholes: Sequence[float], groups: Sequence[Hashable] | None
) -> tuple[Floats, Floats, int]:
    """The sums of each group, without the groups that have no whole, and the number of cases that have one."""
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    n = int((whole > 0).sum())
    if groups is not None:
        numbers: dict[Hashable, int] = {}
        rows = [numbers.setdefault(group, len(numbers)) for group in groups]
        sums = [np.bincount(rows, weights=values, minlength=len(numbers)) for values in (part, whole)]
        # One group says nothing about how groups differ: its cases are drawn then.
        if (sums[1] > 0).sum() > 1:
            part, whole = sums
    used = whole > 0
    return part[used], whole[used], n


def _draws(part: Floats, whole: Floats, seed: int) -> Floats:
    random, size = np.random.default_rng(seed), len(part)
    block = max(1, _BLOCK // size)
    found = []
    for first in range(0, RESAMPLES, block):
        rows = random.integers(0, size, size=(min(block, RESAMPLES - first), size))
        found.append(part[rows].sum(axis=1) / whole[rows].sum(axis=1))
    return np.concatenate(found)


def _bounds(draws: Floats) -> tuple[float, float]:
    low, high = np.percentile(draws, [2.5, 97.5])
    return float(low), float(high)
