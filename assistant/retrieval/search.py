"""Find passages: dense and lexical search over what the reader may see of a pool, ranked by document."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from assistant.permissions import may_read
from assistant.records import Passage, Why
from assistant.retrieval.duplicates import folded
from assistant.retrieval.explain import explained
from assistant.retrieval.factors import AllFactors, factors_of
from assistant.retrieval.ranking import DENSE_WEIGHT, Evidence, Floats, cosines, gather, text_scores
from ingest.bm25 import Scores, bm25
from ingest.documents import Chunk, Pool
from ingest.embed import Vectors
from ingest.index import Index
from ingest.lexical import Ints
from ingest.shelf import Shelf, View

CANDIDATES = 200
"""Chunks of either side whose documents are ranked."""
EXACT_ROWS = 50_000
"""A reader of up to so many chunks has each compared with the query; beyond, Chroma's index gives the nearest."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched: `vector` of unit length for the dense side, `words` for the lexical one.

    `asked_at` is the ISO 8601 date of the question, from which the age of an answer counts; empty for today. The
    document `own_id`, the ticket that asks, is never found and never votes.
    """

    vector: Vectors
    words: str
    asked_at: str = ""
    own_id: str = ""


NO_LIFTS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ranked:
    """Every candidate document with its score, in no order."""

    shelf: Shelf
    view: View
    evidence: Evidence
    factors: AllFactors
    scores: Floats

    @property
    def ids(self) -> list[str]:
        """The document of each candidate."""
        return [self.shelf.documents[number] for number in self.evidence.document]

    @property
    def days(self) -> Ints:
        """The day of each candidate, 0 where it is unknown."""
        days: Ints = self.shelf.day[self.evidence.document]
        return days


def search(
    index: Index,
    query: Query,
    pool: Pool,
    *,
    groups: Set[str],
    internal: bool = True,
    k: int = 8,
    dense_weight: float = DENSE_WEIGHT,
    lifts: Mapping[str, float] = NO_LIFTS,
    fold: bool = True,
) -> list[Passage]:
    """The best passage of each of the `k` best documents that the reader may see, best first.

    What may not be read takes no part in anything: not in the frequency of words, the scaling, the factors or the
    reasons. Near copies of a document are folded into it, unless `fold` is false. `lifts` are as for
    `rank`.
    """
    ranked = rank(index, query, pool, groups=groups, internal=internal, k=k, dense_weight=dense_weight, lifts=lifts)
    if ranked is None:
        return []
    shelf, view, evidence = ranked.shelf, ranked.view, ranked.evidence
    order = np.lexsort((evidence.row, -ranked.scores))
    kept, twins = folded(shelf, view, evidence, order, k=k) if fold else ([int(at) for at in order[:k]], {})
    chunks = _chunks(index, shelf, [int(evidence.row[at]) for at in kept])
    factors = [ranked.factors[at] for at in kept]
    cited = [lifts.get(chunk.document_id, 0.0) > 0 for chunk in chunks]
    why = explained(shelf, view, query.words, chunks, factors, cited)
    return _passages(evidence, ranked.scores, chunks, kept, twins, why)


def rank(
    index: Index,
    query: Query,
    pool: Pool,
    *,
    groups: Set[str],
    internal: bool = True,
    k: int = 8,
    dense_weight: float = DENSE_WEIGHT,
    lifts: Mapping[str, float] = NO_LIFTS,
) -> Ranked | None:
    """Scores of at least `k` candidate documents, where there are so many; None where the reader may see nothing.

    `lifts` adds to the scores of the documents that it names, which are candidates in any case.
    """
    shelf = index.shelf(pool)
    view = shelf.view(lambda one: may_read(one, groups=groups, internal=internal))
    if not view.readable.any():
        return None
    lexical = bm25(shelf.lexical, query.words, view.readable, view.frequencies)
    documents = _candidates(index, shelf, view, query, lexical, wanted=k, also=lifts.keys())
    documents = documents[documents != shelf.number_of.get(query.own_id, -1)]
    evidence = gather(shelf, view, documents, query.vector, lexical, dense_weight=dense_weight)
    factors = factors_of(shelf, view, documents, pool, asked_at=query.asked_at)
    scores = text_scores(evidence, dense_weight=dense_weight) + factors.totals
    if lifts:
        scores += np.array([lifts.get(shelf.documents[number], 0.0) for number in documents])
    return Ranked(shelf, view, evidence, factors, scores)


def _candidates(
    index: Index,
    shelf: Shelf,
    view: View,
    query: Query,
    lexical: Scores,
    *,
    wanted: int,
    also: Set[str],
) -> Ints:
    """Numbers of the documents of the best chunks on either side, more where these are few documents."""
    limit = CANDIDATES
    named = [shelf.number_of[id_] for id_ in also if id_ in shelf.number_of]
    while True:
        rows = np.concatenate([_nearest(index, shelf, view, query, limit), _best(view, lexical, limit)])
        documents: Ints = np.unique(np.concatenate([shelf.document_of[rows], np.array(named, dtype=np.int64)]))
        if len(documents) >= wanted or limit >= view.size:
            break
        # One long document fills the candidates: look further, so that nobody finds too little.
        limit *= 4
    seen: Ints = documents[view.documents[documents]]
    return seen


def _nearest(index: Index, shelf: Shelf, view: View, query: Query, limit: int) -> Ints:
    """Readable rows with the highest cosine: compared one by one, or, where these are many, as Chroma finds them."""
    rows = np.flatnonzero(view.readable) if view.size <= EXACT_ROWS else _near(index, shelf, view, query, limit)
    return _top(rows, cosines(shelf, rows, query.vector), limit)


def _near(index: Index, shelf: Shelf, view: View, query: Query, limit: int) -> Ints:
    """At least `limit` readable rows from Chroma's index: further ones take the place of those that may not be read."""
    wanted = limit * len(shelf.ids) // view.size + 1
    while True:
        ids = [id_ for collection in view.collections for id_ in index.store.nearest(collection, query.vector, wanted)]
        rows = np.array([shelf.row_of(id_) for id_ in ids], dtype=np.int64)
        rows = np.sort(rows[view.readable[rows]])
        if len(rows) >= limit or wanted >= len(shelf.ids):
            return rows
        wanted *= 4


def _best(view: View, lexical: Scores, limit: int) -> Ints:
    rows = np.flatnonzero(view.readable)
    top = _top(rows, lexical[rows], limit)
    found: Ints = top[lexical[top] > 0]
    return found


def _top(rows: Ints, values: Scores, limit: int) -> Ints:
    """Those of `rows` that have the `limit` highest values, in no order."""
    if limit >= len(rows):
        return rows
    found: Ints = rows[np.argpartition(-values, limit)[:limit]]
    return found


def _passages(
    evidence: Evidence,
    scores: Floats,
    chunks: Sequence[Chunk],
    kept: Sequence[int],
    twins: Mapping[int, tuple[str, ...]],
    why: Sequence[Why],
) -> list[Passage]:
    return [
        Passage(
            chunk,
            float(scores[at]),
            float(evidence.dense[at]),
            float(evidence.lexical[at]),
            duplicates=twins.get(at, ()),
            why=reason,
        )
        for at, chunk, reason in zip(kept, chunks, why, strict=True)
    ]


def _chunks(index: Index, shelf: Shelf, rows: Sequence[int]) -> list[Chunk]:
    """The chunks of `rows`, in their order."""
    found: dict[str, Chunk] = {}
    for collection in shelf.collections:
        if wanted := [shelf.ids[row] for row in rows if shelf.collection_of(row) == collection]:
            found |= index.chunks(wanted, collection)
    return [found[shelf.ids[row]] for row in rows]
