"""How much each statement has to do with a question: cosine with the query and shared words, in one number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.retrieval import Query
from ingest.embed import Embedder, Vectors
from ingest.lexical import tokenize

WORD_WEIGHT = 0.3
"""Share of the words in a statement's relevance, as in retrieval (1 - DENSE_WEIGHT)."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Relevance of texts to a query, `scores[n]` in about 0..1 for `texts[n]`, and their vectors."""

    scores: Vectors
    vectors: Vectors


def relevance(query: Query, texts: Sequence[str], embedder: Embedder) -> Scored:
    """Score every text; shape `(len(texts),)`."""
    if not texts:
        return Scored(np.zeros(0, dtype=np.float32), np.zeros((0, embedder.dimension), dtype=np.float32))
    vectors = embedder.encode(texts)
    wanted = set(tokenize(query.words))
    words = np.array([_share(wanted, text) for text in texts], dtype=np.float32)
    dense = vectors @ query.vector
    return Scored((1 - WORD_WEIGHT) * dense + WORD_WEIGHT * words, vectors)


def _share(wanted: set[str], text: str) -> float:
    words = set(tokenize(text))
    return len(words & wanted) / len(words) if words else 0.0
