"""The house's policy for severity, as plain values: rules over what a ticket says, whom it hits and who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Reach = Literal["one", "many", "everyone"]
REACHES: tuple[Reach, ...] = ("one", "many", "everyone")


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds where everything that it asks for is there; of several values one is enough.

    `impact` names lists of wordings, `words` are wordings of its own. `reach` is whom the ticket says it hits
    (`everyone` is `many`, too), `at_least` how many people or things it counts. `fields` are fields of the ticket.
    """

    impact: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reach: Reach | None = None
    at_least: int = 0
    tier: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return self == Condition()


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives `severity` where `when` holds and nothing that `unless` asks for is there."""

    name: str
    severity: str
    when: Condition
    unless: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules in the order of the file, the severities from the worst on, and wordings that the house adds to ours."""

    rules: tuple[Rule, ...] = ()
    severities: tuple[str, ...] = ()
    impacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rank(self, rule: Rule) -> int:
        """0 for the worst severity."""
        return self.severities.index(rule.severity)
