"""An embedder that can be listened to: what text reaches it?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ingest.embed import Advance, Embedder, Vectors


class Overheard:
    """The same embedder. While somebody listens, every text that it is given is kept for them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._listening: list[list[str]] = []

    @property
    def fingerprint(self) -> str:
        """That of the embedder itself."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._embedder.dimension

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        """As the embedder does it."""
        for heard in self._listening:
            heard += texts
        return self._embedder.encode(texts, advance=advance)

    @contextmanager
    def heard(self) -> Iterator[list[str]]:
        """The texts of a while, in order."""
        texts: list[str] = []
        self._listening.append(texts)
        try:
            yield texts
        finally:
            # By identity: two who listened to the same hold equal lists.
            self._listening = [one for one in self._listening if one is not texts]
