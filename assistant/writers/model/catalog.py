"""What a model is shown of a ticket: evidence with labels to cite, between marks that no text can imitate."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from assistant.records import Evidence
from assistant.texts.order import Order
from assistant.writers.material import Material
from assistant.writers.model.items import Item, asked, knowledge, line, thread
from assistant.writers.model.tokens import estimate

_THREAD_SHARE = 0.5
"""Of the room, what the messages may take where the documents want the rest."""
_FRAME_TOKENS = 60
"""For the marks and the line about what was left out."""


_QUOTED_WORDS = 4
"""Fewer words in a row may stand anywhere."""


def _words(text: str) -> str:
    """One line in one case, without what ends a sentence."""
    return " ".join(text.casefold().split()).rstrip(".!?;:, ")


def _nonce() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Catalog:
    """Evidence with labels, in reading order. `left_out` counts pieces for which there was no room."""

    items: tuple[Item, ...]
    left_out: int = 0
    nonce: str = field(default_factory=_nonce)

    @classmethod
    def of(cls, order: Order, material: Material, *, max_tokens: int, told: Sequence[Item] | None = None) -> "Catalog":
        """What the text may rest on, the most relevant first where `max_tokens` is too little for all.

        `told` stands for the messages: what was made of a long thread before.
        """
        fixed, after = _taken(asked(order, material), max_tokens - _FRAME_TOKENS)
        said = thread(order, material.ticket) if told is None else list(told)
        documents = knowledge(order, material)
        own = max(round(after * _THREAD_SHARE), after - cost(documents))
        messages, left = _taken(said, own)
        passages, _ = _taken(documents, after - own + left)
        kept = [*fixed, *messages, *passages]
        return cls(tuple(kept), len(said) + len(documents) - len(messages) - len(passages))

    @cached_property
    def _known(self) -> dict[str, Item]:
        return {item.label: item for item in self.items}

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything that may be cited."""
        return tuple(self._known)

    def item(self, label: str) -> Item | None:
        """What is shown under this label; None when the catalogue has no such label."""
        return self._known.get(label)

    def evidence(self, label: str) -> Evidence | None:
        """Where the words under this label stand; None when the catalogue has no such label."""
        item = self.item(label)
        return item.evidence[0] if item else None

    def support(self, label: str) -> tuple[Evidence, ...]:
        """All that a sentence with this label points at: a field comes with its name, a note with all its places."""
        item = self.item(label)
        return item.evidence if item else ()

    def holding(self, text: str) -> str:
        """The label of the first piece in which `text` stands word for word; empty where none holds it."""
        words = _words(text)
        if len(words.split()) < _QUOTED_WORDS:
            return ""
        whole = re.compile(rf"(?<!\w)(?<!\d[.,:]){re.escape(words)}(?!\w|[.,:]\d)")
        return next((item.label for item in self.items if whole.search(_words(item.text))), "")

    def render(self) -> str:
        """The text for the model, one line for each label; only this call's marks end it."""
        parts = [f"<data {self.nonce}>"]
        for group, items in groupby(self.items, key=lambda item: item.group):
            parts.append(f"\n# {line(group)}")
            parts += [f"[{item.label}] {item.text}" for item in items]
        if not self.items:
            parts.append("(nothing)")
        if self.left_out:
            parts.append(f"\n({self.left_out} more pieces are not shown)")
        return "\n".join([*parts, f"</data {self.nonce}>"])


def cost(items: Sequence[Item]) -> int:
    """Tokens for showing these items with their headings, at the most."""
    headings = dict.fromkeys(item.group for item in items)
    return sum(_line_cost(item) for item in items) + sum(estimate(heading) + 3 for heading in headings)


def _line_cost(item: Item) -> int:
    return estimate(item.label) + estimate(item.text) + 4


def _taken(items: Sequence[Item], room: int) -> tuple[list[Item], int]:
    """The items of the lowest ranks that fit into `room`, in their order, and the room that is left."""
    chosen: set[int] = set()
    headings: set[str] = set()
    for n in sorted(range(len(items)), key=lambda n: items[n].rank):
        item = items[n]
        needs = _line_cost(item) + (0 if item.group in headings else estimate(item.group) + 3)
        if needs <= room:
            room -= needs
            chosen.add(n)
            headings.add(item.group)
    return [item for n, item in enumerate(items) if n in chosen], room
