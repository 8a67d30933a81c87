"""Search as the assistant does it for a ticket: its reading, its query, its search, in every filled pool."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from assistant.query import ticket_artifacts, ticket_query
from assistant.reading import read
from assistant.records import Passage
from assistant.retrieval.cross_encoder import CrossEncoderReranker
from assistant.retrieval.learned import LearnedRanking, find
from assistant.retrieval.search import Query
from assistant.retrieval.votes import CitingCases
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.bm25 import Flags
from ingest.documents import Pool
from ingest.embed import Embedder
from ingest.index import Index
from ingest.tickets import Ticket

_POOLS: tuple[Pool, ...] = ("knowledge", "cases")


@dataclass(frozen=True, slots=True)
class Lens:
    """How a query is seen: by a learned ranking or none. Solved tickets of the day `before` or later do not vote."""

    learned: LearnedRanking | None = None
    own_id: str = ""
    before: str = ""


PLAIN = Lens()


class Finder:
    """Finds documents for a ticket in one index."""

    def __init__(
        self,
        index: Index,
        *,
        embedder: Embedder,
        scrubber: Scrubber,
        groups: Set[str],
        error_prefixes: Sequence[str],
        hidden: Set[str] = frozenset(),
        reranker: CrossEncoderReranker | None = None,
    ) -> None:
        """Documents in `hidden` are in the index and are not to be found."""
        self._index = index
        self._embedder = embedder
        self._scrubber = scrubber
        self._groups = groups
        self._error_prefixes = error_prefixes
        self._hidden = hidden
        self._reranker = reranker
        shown = [entry for id_, entry in index.manifest.documents.items() if id_ not in hidden]
        filled = {entry.pool for entry in shown if any(entry.chunks.values())}
        self.pools = tuple(pool for pool in _POOLS if pool in filled)

    def query(self, ticket: Ticket) -> Query:
        """What is searched for the ticket, scrubbed."""
        own = read(ticket, scrubber=self._scrubber, vault=Vault())
        return ticket_query(own, ticket_artifacts(own, error_prefixes=self._error_prefixes), self._embedder)

    def find(self, query: Query, *, k: int, lens: Lens = PLAIN) -> list[Passage]:
        """The best passage of each of the `k` best documents; two filled pools are merged by score."""
        found = [passage for pool in self.pools for passage in self._pool(query, pool, k, lens)]
        return sorted(found, key=lambda passage: -passage.score)[:k]

    def _pool(self, query: Query, pool: Pool, k: int, lens: Lens) -> list[Passage]:
        return find(
            self._index,
            query,
            pool,
            groups=self._groups,
            k=k,
            learned=lens.learned,
            fold=False,  # which documents count is decided afterwards, one by one
            among=_voters(lens.learned.cases, lens) if lens.learned else None,
            reread=self._reranker.rereading(query.words) if self._reranker else None,
        )

    def find_allowed(
        self,
        query: Query,
        *,
        k: int,
        allowed: Callable[[Passage], bool],
        first: list[Passage],
        lens: Lens = PLAIN,
    ) -> list[Passage]:
        """The `k` best that are allowed; `first` is what `find` gave for `k`. Looks further until there are enough."""
        found, wanted = first, k
        while True:
            shown = [passage for passage in found if passage.chunk.document_id not in self._hidden]
            kept = [passage for passage in shown if allowed(passage)]
            if len(kept) >= k or len(found) < wanted:
                return kept[:k]
            wanted *= 4
            found = self.find(query, k=wanted, lens=lens)


def _voters(cases: CitingCases, lens: Lens) -> Flags:
    """The cases that have a say: those before the query's day, and never the query itself as a solved ticket."""
    voters = cases.before(lens.before) if lens.before else np.ones(len(cases.cases), dtype=bool)
    own = cases.row(lens.own_id)
    if own is not None:
        voters[own] = False
    return voters
