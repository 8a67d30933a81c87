"""Does a new version fall behind the one that serves? Both answer the same held-out tickets; neither learned from them.

The rule is told in `judge`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

from assistant.triage.taxonomy import Kind

MARGIN = 0.02
"""A version may get this share of labels fewer right, if the interval shows that it is not more."""
LABEL_MIN = 10
"""Held-out tickets from which on one label is looked at by itself."""
LABEL_LOSS = 0.2
"""Share of a label's tickets that may turn wrong before chance is asked about it."""
LABEL_CHANCE = 0.01
"""How likely chance alone may make so many of a label's tickets turn wrong, and few turn right."""
UNTOUCHED = "tickets nobody corrected"
OVERALL = "all held-out tickets"
_RESAMPLES = 2000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the two versions were right about one kind of label of one held-out ticket."""

    ticket: str
    kind: Kind
    label: str
    before: bool
    after: bool
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Accuracy before and after over the same `n` labels, and their difference with its 95 % bootstrap interval."""

    name: str
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def falls_behind(self) -> bool:
        """It gets fewer right, and the interval does not show that the loss is below the margin."""
        return self.n > 0 and self.difference < 0 and self.low <= -MARGIN


@dataclass(frozen=True, slots=True)
class Check:
    """What came of the comparison. `reason` is a sentence for a person; `losing` are labels that became worse."""

    accepted: bool
    reason: str
    figures: tuple[Figure, ...] = ()
    losing: tuple[str, ...] = ()


def judge(answers: Sequence[Answer], *, against: str) -> Check:
    """The new version is accepted unless

    - over all held-out tickets, or over those that nobody corrected, it gets fewer labels right, and the paired 95 %
      interval of the difference reaches 2 points of loss; or
    - a label with at least ten held-out tickets loses more than a fifth of them, and chance would do that (exact sign
      test) less than once in a hundred times.

    The tickets that nobody corrected are looked at by themselves because wrong corrections would praise themselves.
    """
    if not answers:
        return Check(True, "no labelled ticket is held out yet, so nothing could be compared")
    figures = _figures(answers)
    losing = tuple(_losing(answers))
    behind = [one for one in figures if one.name in (OVERALL, UNTOUCHED) and one.falls_behind]
    if behind:
        return Check(False, f"falls behind {against} on {_told(behind[0])}", figures, losing)
    if losing:
        return Check(False, f"loses too much against {against} on {losing[0]}", figures, losing)
    return Check(True, f"does not fall behind {against} on {_told(figures[0])}", figures)


def _figures(answers: Sequence[Answer]) -> tuple[Figure, ...]:
    """All, those that nobody corrected, and each kind."""
    groups = {OVERALL: list(answers), UNTOUCHED: [one for one in answers if not one.corrected]}
    for kind in dict.fromkeys(one.kind for one in answers):
        groups[kind] = [one for one in answers if one.kind == kind]
    return tuple(_figure(name, group) for name, group in groups.items() if group)


def _figure(name: str, answers: Sequence[Answer]) -> Figure:
    before, after = (np.array([getattr(one, side) for one in answers], dtype=float) for side in ("before", "after"))
    low, high = _interval(after - before, [one.ticket for one in answers])
    difference = float((after - before).mean())
    return Figure(name, len(answers), float(before.mean()), float(after.mean()), difference, low, high)


def _interval(differences: Floats, tickets: Sequence[str]) -> tuple[float, float]:
    """Whole tickets are drawn: their labels are not independent of each other."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(ticket, len(numbers)) for ticket in tickets]
    sums, sizes = np.bincount(rows, weights=differences), np.bincount(rows)
    random = np.random.default_rng(0)
    means = []
    for _ in range(_RESAMPLES):
        drawn = random.integers(0, len(sums), len(sums))
        means.append(sums[drawn].sum() / sizes[drawn].sum())
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _losing(answers: Sequence[Answer]) -> list[str]:
    labels: dict[tuple[str, str], list[Answer]] = {}
    for one in answers:
        labels.setdefault((one.kind, one.label), []).append(one)
    found = []
    for (kind, label), own in sorted(labels.items()):
        lost = sum(one.before and not one.after for one in own)
        won = sum(one.after and not one.before for one in own)
        if len(own) < LABEL_MIN or lost - won <= LABEL_LOSS * len(own):
            continue
        if _by_chance(lost, won) < LABEL_CHANCE:
            found.append(f"{kind} {label!r} ({lost} of {len(own)} held-out tickets turn wrong, {won} right)")
    return found


def _by_chance(lost: int, won: int) -> float:
    """How often a fair coin turns so many of them, or more, to the worse: the exact one-sided sign test."""
    turned = lost + won
    return float(sum(comb(turned, n) for n in range(lost, turned + 1)) / 2**turned)


def _told(figure: Figure) -> str:
    return (
        f"{figure.name}: {figure.after:.3f} against {figure.before:.3f} right, n = {figure.n}, "
        f"difference {figure.difference:+.3f} [{figure.low:+.3f}, {figure.high:+.3f}]"
    )


def answers_of(
    truth: Mapping[Kind, Sequence[str]],
    before: Mapping[Kind, Sequence[str]],
    after: Mapping[Kind, Sequence[str]],
    *,
    tickets: Sequence[str],
    corrected: Sequence[bool],
) -> list[Answer]:
    """One answer for each kind that a ticket carries a label of; each mapping has one column for each kind."""
    return [
        Answer(tickets[n], kind, label, before[kind][n] == label, after[kind][n] == label, corrected[n])
        for kind, column in truth.items()
        for n, label in enumerate(column)
        if label
    ]
