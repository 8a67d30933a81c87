"""From the chances of a classifier to what triage says: a label, no label, or none of these, each with its why."""

from dataclasses import dataclass

import numpy as np

from assistant.records import Alternative, Label
from assistant.triage.learner import Classifier, Floats
from assistant.triage.reader import Looks
from assistant.triage.taxonomy import Kind, Labels
from assistant.triage.thresholds import decide

MIN_EXAMPLES = 3
"""A label with fewer tickets that the taxonomy doesn't describe is not learned, and never suggested."""
TOP = 3
_MAY_BE_NONE: frozenset[Kind] = frozenset({"category", "product_area"})
"""Kinds of which a ticket may be none; every ticket has a severity and a team."""
_NAMES: dict[Kind, str] = {"product_area": "product area"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One kind's chances for one ticket: labels, likeliest first, and the chance that any of them fits at all."""

    labels: tuple[str, ...]
    chances: tuple[float, ...]
    known: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of one kind; `counts` has the tickets behind each label, `classifier` is None without enough."""

    kind: Kind
    classifier: Classifier | None
    counts: dict[str, int]

    def heard(self, looks: Looks, *, rules: Labels) -> list[Heard]:
        """Chances for each text, without the labels that the taxonomy has retired since."""
        if self.classifier is None:
            return [Heard((), (), 0.0) for _ in range(len(looks))]
        found = self.classifier.judge(looks)
        kept = [n for n, label in enumerate(found.labels) if rules.current(label)]
        if not kept:
            return [Heard((), (), float(known)) for known in found.known]
        names = np.array(found.labels)[kept]
        return [_sorted(names, row[kept], known) for row, known in zip(found.probabilities, found.known, strict=True)]

    def label(self, heard: Heard, *, rules: Labels, looks: Looks | None = None) -> Label:
        """What to say; with the terms that spoke where the text is given as it was looked at."""
        if not heard.labels or self.classifier is None:
            return Label(None, 0.0, True, self._why_nothing(), outcome="abstained")
        ranked = tuple(
            Alternative(label, round(chance, 3))
            for label, chance in zip(heard.labels[:TOP], heard.chances[:TOP], strict=True)
        )
        known = heard.known if self.kind in _MAY_BE_NONE else 1.0
        decision = decide(heard.labels, np.array(heard.chances), known, rules.costs)
        name, confidence = _NAMES.get(self.kind, self.kind), round(decision.confidence, 3)
        if decision.outcome == "none_of_these":
            reason = f"it is like no {name} that the house knows"
            return Label(None, ranked[0].confidence, False, reason, ranked, outcome="none_of_these")
        if decision.label is None:
            least = min(rules.costs.threshold(label) for label in heard.labels)
            reason = f"no {name} reaches {least:.0%} confidence"
            return Label(None, ranked[0].confidence, True, reason, ranked, outcome="abstained")
        others = tuple(one for one in ranked if one.label != decision.label)
        terms = self.classifier.terms_of(looks, decision.label) if looks is not None else ()
        return Label(decision.label, confidence, False, self._why(decision.label), others, terms=terms)

    def _why(self, label: str) -> str:
        own, all_ = self.counts.get(label, 0), sum(self.counts.values())
        return f"learned from {all_} solved tickets, {own} of them its own" if own else "learned from its description"

    def _why_nothing(self) -> str:
        name = _NAMES.get(self.kind, self.kind)
        if not self.counts:
            return f"no solved ticket carries a {name}"
        return f"no two kinds of {name} have {MIN_EXAMPLES} solved tickets each"


def _sorted(names: np.ndarray, chances: Floats, known: float) -> Heard:
    scaled = chances / chances.sum() if chances.sum() > 0 else np.full(len(chances), 1 / len(chances))
    order = np.argsort(-scaled, kind="stable")
    return Heard(tuple(str(names[n]) for n in order), tuple(float(scaled[n]) for n in order), float(known))
