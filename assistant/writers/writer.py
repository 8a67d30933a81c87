"""What every writer offers: the extractive one, a chat model, and whatever else may write. The same checks follow."""

from collections.abc import Sequence
from typing import Protocol

from assistant.records import Draft, Passage, Sentence
from assistant.writers.material import Material


class Writer(Protocol):
    """Writes from `material` and nothing else; it has no tools, and what it writes is checked before anyone sees it."""

    @property
    def name(self) -> str:
        """What `made_by` says."""

    def reply(self, material: Material, sources: Sequence[Passage]) -> Draft:
        """A reply from `sources`, the public passages that answer the ticket, best first."""

    def question(self, frame: str) -> Sentence:
        """The one clarifying question that stands instead of a guess."""
