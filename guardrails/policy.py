"""What no customer is told, as plain values: rules, what mends a sentence, limits of length and difficulty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, get_args

from guardrails.findings import RepairKind

About = Literal[
    "refund",
    "credit",
    "timeline",
    "roadmap",
    "sla",
    "certainty",
    "blame",
    "unsafe",
    "speculation",
    "absolute",
    "other",
]
Backing = Literal["policy", "fact", "knowledge"]
"""What can stand behind a sentence: a public policy of the house, a person's fact, any public page of knowledge."""
Model = Literal["refund", "credit", "timeline", "roadmap", "sla", "certainty", "blame", "unsafe"]
MODELS: tuple[str, ...] = get_args(Model)
LIMITS = ("long_sentence", "long_text", "hard_to_read")
"""Names of the limits, to switch one off."""
_READ = 2000
"""So much of a text is read at a time; a sentence is never longer."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Words that give way to others."""

    find: re.Pattern[str]
    by: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `blocking` takes a sentence out unless it can be mended, `warning` leaves it to the agent.

    `model` is the kind of commitment that the commitment rules and the model find for it.
    """

    name: str
    about: About
    severity: Literal["blocking", "warning"]
    message: str
    repair: RepairKind
    patterns: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    swaps: tuple[Swap, ...] = ()
    exceptions: frozenset[Backing] = frozenset()
    model: Model | None = None

    def find(self, text: str) -> tuple[int, int] | None:
        """Where one of its patterns stands, unless one of `unless` does."""
        for at in range(0, max(1, len(text)), _READ):
            piece = text[at : at + _READ]
            found = next((match for one in self.patterns if (match := one.search(piece))), None)
            if found and not any(one.search(piece) for one in self.unless):
                return at + found.start(), at + found.end()
        return None

    @property
    def content(self) -> tuple[object, ...]:
        """All that decides what it does, comparable."""
        swaps = tuple((swap.find.pattern, swap.by) for swap in self.swaps)
        patterns = tuple(one.pattern for one in self.patterns), tuple(one.pattern for one in self.unless)
        told = (self.name, self.about, self.severity, self.message, self.repair, self.model)
        return (*told, patterns, swaps, tuple(sorted(self.exceptions)))


@dataclass(frozen=True, slots=True)
class Limits:
    """In words, of a sentence of our own and of a text by kind.

    `grade` is Flesch-Kincaid for English, `lix` for other languages; both count from `least_words` on. `tones` and
    `lengths` are factors.
    """

    sentence_words: int
    grade: int
    lix: int
    least_words: int
    words: Mapping[str, int] = field(default_factory=dict)
    tones: Mapping[str, float] = field(default_factory=dict)
    lengths: Mapping[str, float] = field(default_factory=dict)

    def factor(self, tone: str, length: str) -> float:
        """What the limits of a text that was asked for so are multiplied with."""
        return self.tones.get(tone, 1.0) * self.lengths.get(length, 1.0)

    @property
    def content(self) -> tuple[object, ...]:
        """All limits, comparable."""
        numbers = (self.sentence_words, self.grade, self.lix, self.least_words)
        return (*numbers, *(sorted(one.items()) for one in (self.words, self.tones, self.lengths)))


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force. `off` are the names of rules and limits that the house has switched off."""

    rules: tuple[Rule, ...]
    limits: Limits
    off: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        """The same for the same rules, however a file holds them."""
        content = (sorted(map(repr, (rule.content for rule in self.rules))), self.limits.content, sorted(self.off))
        return sha256(repr(content).encode()).hexdigest()[:12]

    def rule(self, name: str) -> Rule:
        """The rule of this name; `KeyError` when it is not in force."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise KeyError(f"no rule {name!r} in force: {', '.join(one.name for one in self.rules)}")
