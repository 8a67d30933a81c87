"""What a module of the extractive writer makes of an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Note, Sentence

Parts = Mapping[str, Sequence[Sentence]]
"""The sections of a kind, by name; those that are left out have nothing to say."""


@dataclass(frozen=True, slots=True)
class Made:
    """Sections, and what the reader should know about them: why there are none, what was left out."""

    parts: Parts
    notes: tuple[Note, ...] = ()
