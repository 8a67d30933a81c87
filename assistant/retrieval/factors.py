"""What speaks for a document beside its text: how fresh it is, who found it helpful, who points at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.retrieval.ranking import Floats
from ingest.documents import Pool
from ingest.lexical import Ints
from ingest.shelf import Shelf, View, day_of

HALF_LIFE_DAYS = 90
"""A solved ticket of this age has half the freshness of one of today."""
_APPROVALS_HALF = 3
"""So many readers who marked it as helpful give a document half of what approval can give."""
_MENTIONS_MAX = 3
_UNKNOWN = -1
"""Age of a document without a date."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor can add to a text score of 0 to 1."""

    freshness: float
    approvals: float
    mentions: float


WEIGHTS: Mapping[Pool, Weights] = {
    "knowledge": Weights(freshness=0.0, approvals=0.05, mentions=0.02),
    "cases": Weights(freshness=0.15, approvals=0.15, mentions=0.15),
}
"""docs/design/retrieval.md has the figures. An article stays true while its product does: its age says nothing."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What each factor adds to the score, and the counts behind it; nothing that the reader may not know."""

    freshness: float
    approvals: float
    mentions: float
    age_days: int | None
    approved_by: int
    mentioned_by: int

    @property
    def total(self) -> float:
        return self.freshness + self.approvals + self.mentions


@dataclass(frozen=True, slots=True)
class AllFactors:
    """The factors of many documents as arrays; by place, those of one."""

    freshness: Floats
    approvals: Floats
    mentions: Floats
    age_days: Ints
    approved_by: Ints
    mentioned_by: Ints

    @property
    def totals(self) -> Floats:
        return self.freshness + self.approvals + self.mentions

    def __len__(self) -> int:
        return len(self.freshness)

    def __getitem__(self, at: int) -> Factors:
        age = int(self.age_days[at])
        return Factors(
            float(self.freshness[at]),
            float(self.approvals[at]),
            float(self.mentions[at]),
            age if age >= 0 else None,
            int(self.approved_by[at]),
            int(self.mentioned_by[at]),
        )


def factors_of(shelf: Shelf, view: View, documents: Ints, pool: Pool, *, asked_at: str) -> AllFactors:
    """Factors of `documents`; mentions count only where they were made before `asked_at` and may be read."""
    asked = day_of(asked_at) or date.today().toordinal()
    weights, days, approvals = WEIGHTS[pool], shelf.day[documents], shelf.approvals[documents]
    ages = np.where(days > 0, np.maximum(0, asked - days), _UNKNOWN)
    mentioned = np.bincount(view.named[view.named_on < asked], minlength=len(shelf.documents))[documents]
    return AllFactors(
        np.where(ages == _UNKNOWN, 0.0, weights.freshness / (1 + ages / HALF_LIFE_DAYS)),
        weights.approvals * approvals / (approvals + _APPROVALS_HALF),
        weights.mentions * np.minimum(np.log1p(mentioned), _MENTIONS_MAX),
        ages,
        approvals,
        mentioned,
    )


def told(factors: Factors) -> Sequence[str]:
    """The factors that count, in words.

    >>> told(Factors(0.05, 0.0, 0.07, 90, 0, 1))
    ('90 days old', 'named by 1 other document')
    """
    lines = []
    if factors.freshness:
        lines.append(f"{factors.age_days} days old")
    if factors.approvals:
        lines.append(f"marked as helpful by {factors.approved_by}")
    if factors.mentions:
        lines.append(f"named by {factors.mentioned_by} other document{'s' if factors.mentioned_by > 1 else ''}")
    return tuple(lines)
