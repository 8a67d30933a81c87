"""The solved tickets of an index that cite articles, and those articles, read once for each generation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents import Chunk, Pool
from ingest.index import Index
from ingest.shelf import Access, Restricted, day_of

MAX_CASES = 10_000
"""The newest solved tickets that vote: comparing a query with so many takes about a millisecond."""


@dataclass(frozen=True, slots=True)
class Case:
    """A solved ticket by the beginning of its problem, and the articles of this index that its answer cited."""

    id: str
    problem: Chunk
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A document that solved tickets cite: its pool, and who may read a chunk of it."""

    pool: Pool
    access: tuple[Restricted, ...]

    @property
    def restricted(self) -> bool:
        """Some of it is only for some groups."""
        return any(one.groups for one in self.access)


def read_cases(index: Index, *, limit: int = MAX_CASES) -> list[Case]:
    """The newest `limit` solved tickets that cite an article which the index still holds, newest first."""
    first: dict[str, Chunk] = {}
    for collection, lexical in index.lexical.items():
        if collection[0] == "cases":
            for chunk in index.chunks(lexical.ids, collection).values():
                held = first.get(chunk.document_id)
                if chunk.part == "problem" and (held is None or chunk.ordinal < held.ordinal):
                    first[chunk.document_id] = chunk
    cases = [Case(id_, chunk, cited) for id_, chunk in first.items() if (cited := _cited(chunk, index))]
    return sorted(cases, key=lambda case: (-day_of(case.problem.updated), case.id))[:limit]


def read_articles(index: Index, cases: Sequence[Case]) -> dict[str, Article]:
    """The articles that `cases` cite, by id."""
    wanted = {id_ for case in cases for id_ in case.articles}
    access: defaultdict[str, dict[Restricted, None]] = defaultdict(dict)
    pools: dict[str, Pool] = {}
    for (pool, _), rows in index.rows.items():
        for row in rows:
            if row.document_id in wanted:
                access[row.document_id][Access(row.audience, row.groups)] = None
                pools[row.document_id] = pool
    return {id_: Article(pool, tuple(access[id_])) for id_, pool in pools.items()}


def _cited(chunk: Chunk, index: Index) -> tuple[str, ...]:
    named = dict.fromkeys(id_.strip() for id_ in chunk.fields.get("articles", "").split(","))
    return tuple(id_ for id_ in named if id_ in index.manifest.documents and id_ != chunk.document_id)
