"""Texts made ready to learn from, once for all kinds of labels: it takes longer than learning one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.triage.features import Floats, Singles, Vocabulary, directions, unit
from assistant.triage.novelty import Ints
from assistant.triage.reader import Reader
from ingest.embed import Vectors

MAX_EXAMPLES = 8000
"""Texts that another text's nearness is measured against, drawn from all of them."""
_WORDS = 0.7
"""How long the words of a text are beside its embedding (length 1)."""


@dataclass(frozen=True, slots=True)
class Features:
    """`rows` has one centred row for each text; `near` says which text each example of the reader is.

    A row is the embedding and the directions of its words; `turn` leads from weights of the latter back to words.
    `products` are those of all pairs of columns.
    """

    reader: Reader
    vectors: Vectors
    rows: Singles
    middle: Singles
    turn: Singles
    products: Floats
    near: Ints
    seed: int

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Vectors, *, seed: int = 0) -> "Features":
        """`vectors` are the embeddings of `texts`."""
        with threadpool_limits(limits=1):
            own = unit(np.asarray(vectors, dtype=np.float32))
            vocabulary, matrix = Vocabulary.of(texts)
            turn = directions(matrix, seed=seed)
            rows = np.hstack([own, _WORDS * np.asarray(matrix @ turn, dtype=np.float32)])
            middle: Singles = rows.sum(axis=0) / np.float32(max(len(rows), 1))
            rows -= middle
            near = np.sort(np.random.default_rng(seed).permutation(len(texts))[:MAX_EXAMPLES])
            # As they are saved, so that a saved classifier says the same.
            examples = own[near].astype(np.float16).astype(np.float32)
            reader = Reader(vocabulary, examples)
            products = (rows.T @ rows).astype(np.float64)
            return cls(reader, own, rows, middle, _WORDS * turn, products, near, seed)
