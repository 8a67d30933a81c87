"""Have the tickets changed since triage was learned? Shares of labels, new words, doubt: each with n and a chance."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.triage.examples import SINGLE, Examples
from assistant.triage.seen import Row

MIN_N = 30
"""Tickets that each side needs before anything is said."""
CHANCE = 0.01
"""A difference that chance brings about less often than this counts as drift."""
NONE = "(none)"
_SHOWN = 3
_DRAWS = 1000

Floats = npt.NDArray[np.float64]
Verdict = str

_VALUES: Mapping[str, Callable[[Row], float]] = {
    "share of words never seen": lambda row: row.unseen,
    "chance that any category fits": lambda row: row.known,
    "share without a category": lambda row: float(not row.labels.get("category")),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One comparison. For labels `value` is the Jensen-Shannon divergence of their shares (0 the same, 1 nothing in
    common); for a mean it is the difference, lately less before. `low` and `high` are a 95 % bootstrap interval, `p` is
    how often chance alone brings about as much (permutations). `why` names the labels that moved most, or the means.
    """

    name: str
    n_before: int
    n_lately: int
    value: float
    low: float
    high: float
    p: float
    why: str

    @property
    def verdict(self) -> Verdict:
        if min(self.n_before, self.n_lately) < MIN_N:
            return "too few"
        return "drift" if self.p < CHANCE else "none found"


def of_triaged(before: Sequence[Row], lately: Sequence[Row]) -> list[Drift]:
    """What was triaged lately against what the version said of its own held-out tickets."""
    found = [
        _of_labels(f"{kind} given", [r.labels[kind] for r in before], [r.labels.get(kind, "") for r in lately])
        for kind in SINGLE
        if all(kind in row.labels for row in before) and before
    ]
    for name, value in _VALUES.items():
        found.append(_of_means(name, [value(row) for row in before], [value(row) for row in lately]))
    return found


def of_solved(examples: Examples, *, since: str) -> list[Drift]:
    """Labels of the tickets that were solved or corrected from the day `since` on, against the earlier ones."""
    found = []
    for kind, column in examples.labels.items():
        rows = [(label, date) for label, date in zip(column, examples.dates, strict=True) if label and date]
        if rows:
            before = [label for label, date in rows if date[:10] < since]
            found.append(
                _of_labels(f"{kind} of solved tickets", before, [la for la, date in rows if date[:10] >= since])
            )
    return found


def _of_labels(name: str, before: Sequence[str], lately: Sequence[str]) -> Drift:
    sizes = len(before), len(lately)
    if min(sizes) == 0:
        return Drift(name, *sizes, 0.0, 0.0, 0.0, 1.0, "")
    labels = sorted({*before, *lately})
    one, other = _counts(before, labels), _counts(lately, labels)
    value = float(divergence(one, other))
    random = np.random.default_rng(0)
    drawn = random.multivariate_hypergeometric(one + other, sizes[0], size=_DRAWS, method="marginals")
    chance = divergence(drawn, one + other - drawn)
    again = divergence(
        random.multinomial(sizes[0], one / sizes[0], size=_DRAWS),
        random.multinomial(sizes[1], other / sizes[1], size=_DRAWS),
    )
    low, high = np.percentile(again, [2.5, 97.5])
    p = _p(int((chance >= value - 1e-12).sum()))
    return Drift(name, *sizes, value, float(low), float(high), p, _moved(labels, one / sizes[0], other / sizes[1]))


def _of_means(name: str, before: Sequence[float], lately: Sequence[float]) -> Drift:
    sizes = len(before), len(lately)
    if min(sizes) == 0:
        return Drift(name, *sizes, 0.0, 0.0, 0.0, 1.0, "")
    one, other = np.asarray(before, dtype=float), np.asarray(lately, dtype=float)
    value = float(other.mean() - one.mean())
    random = np.random.default_rng(0)
    pool, differences, chance = np.concatenate([one, other]), [], 0
    for _ in range(_DRAWS):
        differences.append(random.choice(other, sizes[1]).mean() - random.choice(one, sizes[0]).mean())
        mixed = random.permutation(pool)
        chance += abs(mixed[sizes[0] :].mean() - mixed[: sizes[0]].mean()) >= abs(value) - 1e-12
    low, high = np.percentile(differences, [2.5, 97.5])
    why = f"{one.mean():.3f} before, {other.mean():.3f} lately"
    return Drift(name, *sizes, value, float(low), float(high), _p(int(chance)), why)


def divergence(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> Floats:
    """Jensen-Shannon divergence in bits between the shares of two rows of counts (Lin 1991), along the last axis.

    >>> float(divergence(np.array([5, 5]), np.array([1, 1]))), float(divergence(np.array([5, 0]), np.array([0, 1])))
    (0.0, 1.0)
    """
    p, q = one / one.sum(axis=-1, keepdims=True), other / other.sum(axis=-1, keepdims=True)
    middle = (p + q) / 2
    found: Floats = (_information(p, middle) + _information(q, middle)) / 2
    return found


def _information(p: Floats, middle: Floats) -> Floats:
    ratio = np.where(p > 0, p / np.where(middle > 0, middle, 1), 1)
    found: Floats = (p * np.log2(ratio)).sum(axis=-1)
    return found


def _counts(values: Sequence[str], labels: Sequence[str]) -> npt.NDArray[np.int64]:
    counted = Counter(values)
    return np.array([counted[label] for label in labels], dtype=np.int64)


def _p(as_much: int) -> float:
    """With the real arrangement counted in, so that it is never 0."""
    return (as_much + 1) / (_DRAWS + 1)


def _moved(labels: Sequence[str], before: Floats, lately: Floats) -> str:
    order = np.argsort(-np.abs(lately - before))[:_SHOWN]
    moved = [n for n in order if abs(lately[n] - before[n]) >= 0.005]
    return ", ".join(f"{labels[n] or NONE} {before[n]:.0%} to {lately[n]:.0%}" for n in moved)
