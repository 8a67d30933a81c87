"""How much a text has to do with a question: cosine with the query and shared words, in one number."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from assistant.retrieval.search import Query
from assistant.statements import Statement, statements
from ingest.documents import Chunk
from ingest.embed import Embedder, Vectors
from ingest.lexical import tokenize

WORD_WEIGHT = 0.3
"""Share of the words in a text's relevance, as in retrieval (1 - DENSE_WEIGHT)."""
_REMEMBERED = 4000


class StatementReader:
    """Statements of chunks with their vectors; a chunk never changes, so what was read once is remembered."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, tuple[list[Statement], Vectors]] = OrderedDict()
        self._lock = Lock()

    def read(self, chunks: Sequence[Chunk]) -> tuple[list[Statement], Vectors]:
        """Statements of `chunks` in order, and their vectors, shape `(statements, dimension)`."""
        with self._lock:
            known = {chunk.id: self._known[chunk.id] for chunk in chunks if chunk.id in self._known}
        new = {chunk.id: statements(chunk) for chunk in chunks if chunk.id not in known}
        texts = [_embedded(statement) for found in new.values() for statement in found]
        vectors = self._embedder.encode(texts) if texts else np.zeros((0, self._embedder.dimension), dtype=np.float32)
        at = 0
        for id_, found in new.items():
            known[id_] = (found, vectors[at : at + len(found)])
            at += len(found)
        with self._lock:
            self._known.update({id_: known[id_] for id_ in new})
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        read = [known[chunk.id] for chunk in chunks]
        joined = [vectors for _, vectors in read] or [np.zeros((0, self._embedder.dimension), dtype=np.float32)]
        return [statement for found, _ in read for statement in found], np.concatenate(joined)


def relevance(query: Query, texts: Sequence[str], vectors: Vectors) -> Vectors:
    """Score of each text, about 0 to 1; shape `(len(texts),)`, `vectors` of shape `(len(texts), dimension)`."""
    if not texts:
        return np.zeros(0, dtype=np.float32)
    wanted = set(tokenize(query.words))
    words = np.array([_share(wanted, text) for text in texts], dtype=np.float32)
    scores: Vectors = (1 - WORD_WEIGHT) * (vectors @ query.vector) + WORD_WEIGHT * words
    return scores


def _embedded(statement: Statement) -> str:
    return f"{statement.chunk.heading} {statement.text}".strip()


def _share(wanted: set[str], text: str) -> float:
    words = set(tokenize(text))
    return len(words & wanted) / len(words) if words else 0.0
