"""The house's macros: texts with slots that agents send again and again, and how a ticket fills the slots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from prompts.phrases import Phrasebook

Missing = Literal["drop", "gap"]


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills `{{name}}`: `customer.name`, `field:plan`, a kind of artifact, or `ask` for what only a person knows.

    Where nothing does, the line is left out (`drop`) or shows `gap`.
    """

    name: str
    source: str
    missing: Missing = "drop"
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Macro:
    """`when` says in a sentence which tickets it is for; `categories` and `verdicts` speak for it."""

    id: str
    title: str
    when: str
    categories: tuple[str, ...]
    slots: tuple[Slot, ...]
    body: tuple[str, ...]
    verdicts: tuple[str, ...] = ()

    def slots_of(self, line: int) -> tuple[Slot, ...]:
        """The slots that stand in a line."""
        return tuple(slot for slot in self.slots if f"{{{{{slot.name}}}}}" in self.body[line])

    def frame(self, line: int, gaps: Iterable[str] = ()) -> str:
        """The name of a line as a phrase of the house, with gaps for these slots."""
        without = "".join(f"-{name}" for name in sorted(gaps))
        return f"macro:{self.id}:{line + 1}{without}"

    def frames(self) -> dict[str, str]:
        """Every line as a phrase, in each way in which its slots can be left open."""
        found = {}
        for number, line in enumerate(self.body):
            slots = self.slots_of(number)
            may_gap = [slot for slot in slots if slot.missing == "gap"]
            for size in range(len(may_gap) + 1):
                for gaps in combinations(may_gap, size):
                    names = [slot.name for slot in gaps]
                    found[self.frame(number, names)] = _template(line, slots, gaps)
        return found


@dataclass(frozen=True, slots=True)
class Macros:
    """All macros of the house. `version` is the hash of their file, empty where the house has none."""

    macros: tuple[Macro, ...] = ()
    version: str = ""

    def frames(self) -> dict[str, str]:
        """The lines of all of them, as phrases."""
        return {name: text for macro in self.macros for name, text in macro.frames().items()}


NO_MACROS = Macros()


def with_macros(phrases: Phrasebook, macros: Macros) -> Phrasebook:
    """The phrases of the house and the lines of its macros: both are its own words, in whatever language."""
    if not macros.macros:
        return phrases
    frames: Mapping[str, str] = macros.frames()
    languages = {
        code: replace(one, frames={**one.frames, **frames}, version=f"{one.version}+{macros.version}")
        for code, one in phrases.languages.items()
    }
    return replace(phrases, languages=languages)


def _template(line: str, slots: Iterable[Slot], gaps: Iterable[Slot]) -> str:
    """A line with `$fields`, as phrases have them, and its gaps filled in."""
    text = line.replace("$", "$$")
    for slot in gaps:
        text = text.replace(f"{{{{{slot.name}}}}}", slot.gap)
    for slot in slots:
        text = text.replace(f"{{{{{slot.name}}}}}", f"${{{slot.name}}}")
    return text
