"""Find passages: dense and lexical search over the public and internal collections of a pool, fused and permitted."""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from assistant.permissions import may_read
from assistant.records import Passage
from ingest.documents import Audience, Collection, Pool
from ingest.embed import Vectors
from ingest.index import Index

DENSE_WEIGHT = 0.7
"""Share of the dense score: the design's measured optimum (0.7 to 0.8) on the side that kept exact identifiers."""
CANDIDATES = 60
"""Chunks taken from each side of each collection before fusing; more where groups or best-of-document leave few."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched: `vector` of unit length for the dense side, `words` for the lexical one."""

    vector: Vectors
    words: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    collection: Collection
    id: str
    dense: float
    lexical: float


def search(
    index: Index,
    query: Query,
    pool: Pool,
    *,
    groups: Set[str],
    internal: bool = True,
    k: int = 8,
    dense_weight: float = DENSE_WEIGHT,
) -> list[Passage]:
    """The best passage of each of the `k` best documents that the reader may see, best first.

    Both sides are scaled to 0..1 over the candidates of this query and summed with `dense_weight` on the dense side
    (convex combination, Bruch et al. 2023, doi:10.1145/3596512). What may not be read never takes part in the scaling.
    """
    audiences: tuple[Audience, ...] = ("public", "internal") if internal else ("public",)
    collections: list[Collection] = [(pool, audience) for audience in audiences]
    limit, size = CANDIDATES, max(len(index.lexical[collection].ids) for collection in collections)
    while True:
        candidates = [one for collection in collections for one in _candidates(index, query, collection, limit)]
        passages = _readable(index, candidates, groups=groups, internal=internal)
        if limit >= size or len({passage.chunk.document_id for passage in passages}) >= k:
            break
        # Forbidden pages or one long document fill the candidates: look further, so that nobody finds too little.
        limit *= 4
    fused = _fuse(passages, dense_weight)
    best: dict[str, Passage] = {}
    for passage in sorted(fused, key=lambda p: (-p.score, p.chunk.document_id, p.chunk.ordinal)):
        best.setdefault(passage.chunk.document_id, passage)
    return list(best.values())[:k]


def _candidates(index: Index, query: Query, collection: Collection, limit: int) -> list[_Candidate]:
    lexical = index.lexical[collection]
    bm25 = lexical.scores(query.words)
    dense = index.store.nearest(collection, query.vector, limit)
    rows = {id_: row for row, id_ in enumerate(lexical.ids)}
    top = np.argsort(-bm25, kind="stable")[:limit]
    found = [lexical.ids[row] for row in top if bm25[row] > 0 and lexical.ids[row] not in dense]
    vectors = index.vectors(collection, found)
    dense |= {id_: float(vector @ query.vector) for id_, vector in vectors.items()}
    return [_Candidate(collection, id_, score, float(bm25[rows[id_]])) for id_, score in dense.items() if id_ in rows]


def _readable(index: Index, candidates: list[_Candidate], *, groups: Set[str], internal: bool) -> list[Passage]:
    passages = []
    for collection in {candidate.collection for candidate in candidates}:
        own = {candidate.id: candidate for candidate in candidates if candidate.collection == collection}
        for id_, chunk in index.chunks(list(own), collection).items():
            if may_read(chunk, groups=groups, internal=internal):
                passages.append(Passage(chunk, 0.0, own[id_].dense, own[id_].lexical))
    return passages


def _fuse(passages: list[Passage], dense_weight: float) -> list[Passage]:
    if not passages:
        return []
    dense = _scaled(np.array([passage.dense for passage in passages]))
    lexical = _scaled(np.array([passage.lexical for passage in passages]))
    scores = dense_weight * dense + (1 - dense_weight) * lexical
    return [Passage(p.chunk, float(score), p.dense, p.lexical) for p, score in zip(passages, scores, strict=True)]


def _scaled(values: np.ndarray) -> np.ndarray:
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else np.ones_like(values)
