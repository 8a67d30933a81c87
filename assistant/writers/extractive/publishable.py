"""What of a ticket may be published: public sentences that are nobody's, with the articles that hold their links."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from assistant.evidence import from_span, sentence
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.writers.extractive.cues import courtesy
from assistant.writers.extractive.impersonal import impersonal
from assistant.writers.extractive.pieces import Piece, Used
from assistant.writers.material import Material
from ingest.documents import Chunk

_ADDRESS = re.compile(r"https?://[^\s<>\"'”’)]+")


class Publishable:
    """Picks sentences of one ticket, and counts in `left_out` those that fit but hold something of this customer."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._used = Used()
        self.left_out = 0

    def take(self, pieces: Iterable[Piece], fits: Callable[[Piece], bool], limit: int) -> list[Piece]:
        """The first that fit and may be published."""
        return self._used.take(pieces, lambda piece: self._may(piece, fits), limit)

    def allows(self, text: str) -> bool:
        """Whether nothing of this customer is in it, and no address that no article has."""
        addresses = [one.rstrip(".,") for one in _ADDRESS.findall(text)]
        return impersonal(text, self._known) and all(self._published(one) for one in addresses)

    def linked(self, piece: Piece, role: SentenceRole) -> Sentence:
        """With the public text that holds the same addresses as more evidence: that is why they may stand there."""
        held = [self._published(one.rstrip(".,")) for one in _ADDRESS.findall(piece.text)]
        return sentence(piece.text, role, from_span(piece.span), *(one for one in held if one is not None))

    def _may(self, piece: Piece, fits: Callable[[Piece], bool]) -> bool:
        if not piece.message.public or courtesy(piece.text) or not fits(piece):
            return False
        allowed = self.allows(piece.text)
        self.left_out += not allowed
        return allowed

    @cached_property
    def _chunks(self) -> list[Chunk]:
        found = [c for p in self._material.knowledge for c in self._material.document(p.chunk.document_id)]
        return [chunk for chunk in found if chunk.audience == "public"]

    @cached_property
    def _known(self) -> str:
        """What public articles say, and codes of errors: these are nobody's."""
        codes = [artifact.value for artifact in self._material.artifacts if artifact.kind == "error_code"]
        return "\n".join([*dict.fromkeys(chunk.text for chunk in self._chunks), *codes])

    def _published(self, address: str) -> Evidence | None:
        """Where an article has this address."""
        for chunk in self._chunks:
            at = chunk.text.find(address)
            if at >= 0:
                return Evidence("passage", chunk.id, at, at + len(address), address, chunk.title, chunk.url)
        return None
