"""What a turn of refinement asks for, once it is understood."""

from dataclasses import dataclass
from typing import Literal

from assistant.steering.steering import Tone

Part = Literal["step", "paragraph", "sentence", "question", "quote", "greeting", "closing", "explanation", "section"]
Place = Literal["start", "end", "before", "after"]


@dataclass(frozen=True, slots=True)
class Target:
    """A part of a text. `numbers` count from 1, and from the end with a minus; empty means all of them.

    `group` is which list of steps is meant; `words` are the title of a section, or what a sentence mentions.
    """

    part: Part
    numbers: tuple[int, ...] = ()
    group: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shorter:
    """Leave out what matters least."""


@dataclass(frozen=True, slots=True)
class Longer:
    """Put back what was left out for length, or say more."""


@dataclass(frozen=True, slots=True)
class Toned:
    """Say the house's phrases in another tone."""

    tone: Tone


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Write in another language (ISO 639-1)."""

    code: str


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Without these parts."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class KeepOnly:
    """Nothing but these parts, and the greeting and closing of a letter."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """These parts somewhere else; `anchor` is what they go before or after."""

    targets: tuple[Target, ...]
    place: Place
    anchor: Target | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the turn before back."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what was taken back."""


Edit = Shorter | Longer | Toned | InLanguage | LeaveOut | KeepOnly | Move | Undo | Redo
