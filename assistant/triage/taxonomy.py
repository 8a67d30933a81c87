"""What a ticket can be, in the house's own words: labels of each kind, what they cost, and the policy for severity."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from assistant.triage.guide import Guide
from assistant.triage.policy import Policy
from assistant.triage.thresholds import Costs

Kind = Literal["category", "severity", "team", "product_area", "tags"]
KINDS: tuple[Kind, ...] = ("category", "severity", "team", "product_area", "tags")
"""What triage tells of a ticket; of `tags` it tells as many as fit, of the others one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A label that the taxonomy lists. `team` is who usually takes tickets of a category."""

    guide: Guide
    team: str = ""

    @property
    def name(self) -> str:
        return self.guide.label


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one kind, in the order of the file; `retired` ones are learned from no more and never suggested."""

    listed: tuple[Listed, ...] = ()
    retired: tuple[str, ...] = ()
    costs: Costs = field(default_factory=Costs)
    _names: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {folded(old): one.name for one in self.listed for old in one.guide.synonyms}
        names |= {folded(one.name): one.name for one in self.listed}
        object.__setattr__(self, "_names", MappingProxyType(names | {folded(old): "" for old in self.retired}))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.listed)

    @property
    def guides(self) -> tuple[Guide, ...]:
        return tuple(one.guide for one in self.listed)

    def current(self, label: str) -> str:
        """What a label that somebody once gave is called today; "" for a retired one, itself for an unlisted one.

        >>> Labels((Listed(Guide("webhooks", synonyms=("call-backs",))),)).current("Call Backs")
        'webhooks'
        """
        return self._names.get(folded(label), label.strip())

    def lists(self, label: str) -> bool:
        """Whether the taxonomy knows a label of this kind; one that lists none knows them all."""
        return not self.listed or bool(self._names.get(folded(label)))


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything that the house's file says. `version` is the hash of the file's text."""

    kinds: Mapping[Kind, Labels] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    version: str = "none"

    def of(self, kind: Kind) -> Labels:
        """The labels of a kind; none where the file says nothing of it."""
        return self.kinds.get(kind, Labels())

    def team_of(self, category: str) -> str:
        """The team that usually takes a category; "" where the file does not say."""
        return next((one.team for one in self.of("category").listed if one.name == category), "")

    def unlisted(self, kind: Kind, given: Iterable[str]) -> dict[str, int]:
        """Labels that tickets carry and the file does not list, most frequent first: learned, but worth a look."""
        labels = self.of(kind)
        counts = Counter(label.strip() for label in given if label.strip() and labels.current(label))
        return {label: count for label, count in counts.most_common() if not labels.lists(label)}


def folded(label: str) -> str:
    """Equal for ways to write one label: `E-Mail delivery`, `email_delivery`.

    >>> folded("E-Mail delivery") == folded("email_delivery")
    True
    """
    return "".join(label.casefold().replace("_", " ").replace("-", "").split())
