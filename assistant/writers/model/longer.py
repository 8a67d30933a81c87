"""Threads that are longer than a model reads at once: each part is condensed to cited notes, the text rests on those.

A note stands for the sentences that it cites: whoever cites the note points at the messages themselves.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from assistant.evidence import sentence
from assistant.support.support import Support
from assistant.texts.order import Order
from assistant.writers.material import Material
from assistant.writers.model.catalog import Catalog, cost
from assistant.writers.model.cites import cited
from assistant.writers.model.items import Item, line, thread

MAX_PARTS = 12
"""Parts that are read at the most: of a longer thread the first one and the latest ones."""
_MAX_CITES = 6


class CondensedNote(BaseModel):
    """One thing that a part of a thread says."""

    model_config = ConfigDict(extra="forbid")

    text: str
    cites: list[str]


class Condensed(BaseModel):
    """What a model makes of one part of a thread."""

    model_config = ConfigDict(extra="forbid")

    notes: list[CondensedNote]


def parts(order: Order, material: Material, *, max_tokens: int, max_parts: int = MAX_PARTS) -> list[Catalog]:
    """The thread in parts of at most `max_tokens`, oldest first; one part when it all fits."""
    found: list[list[Item]] = [[]]
    room = max_tokens
    for item in thread(order, material.ticket):
        needs = cost([item])
        if needs > room and found[-1]:
            found.append([])
            room = max_tokens
        found[-1].append(item)
        room -= needs
    kept = found if len(found) <= max_parts else [found[0], *found[1 - max_parts :]]
    skipped = sum(map(len, found)) - sum(map(len, kept))
    return [Catalog(tuple(part), skipped if n == 0 else 0) for n, part in enumerate(kept)]


def notes(answer: Condensed, part: Catalog, *, first: int = 1) -> list[Item]:
    """The notes that the messages hold, as evidence `n1`, `n2` … from `first` on; what they do not hold is dropped."""
    found: list[Item] = []
    judge = Support()
    for note in answer.notes:
        labels = [label for label in cited(note.cites) if part.item(label)]
        support = tuple(dict.fromkeys(e for label in labels for e in part.support(label)))
        text = line(note.text)
        if text and 0 < len(labels) <= _MAX_CITES and not judge.reasons(sentence(text, "statement", *support)):
            found.append(Item(f"n{first + len(found)}", text, support, "Notes of the thread, oldest first"))
    return found


def reduced(order: Order, material: Material, told: Sequence[Item], *, max_tokens: int) -> Catalog:
    """What a text rests on when the thread was condensed to the notes `told`; labels go on from part to part."""
    return Catalog.of(order, material, max_tokens=max_tokens, told=told)
