"""Search as the assistant does it for a ticket: its reading, its query, its search, in every filled pool."""

from collections.abc import Callable, Sequence, Set

from assistant.query import ticket_artifacts, ticket_query
from assistant.reading import read
from assistant.records import Passage
from assistant.retrieval.search import Query, search
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Pool
from ingest.embed import Embedder
from ingest.index import Index
from ingest.tickets import Ticket

_POOLS: tuple[Pool, ...] = ("knowledge", "cases")


class Finder:
    """Finds documents for a ticket in one index."""

    def __init__(
        self, index: Index, *, embedder: Embedder, scrubber: Scrubber, groups: Set[str], error_prefixes: Sequence[str]
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._scrubber = scrubber
        self._groups = groups
        self._error_prefixes = error_prefixes
        filled = {pool for (pool, _), lexical in index.lexical.items() if lexical.ids}
        self.pools = tuple(pool for pool in _POOLS if pool in filled)

    def query(self, ticket: Ticket) -> Query:
        """What is searched for the ticket, scrubbed."""
        own = read(ticket, scrubber=self._scrubber, vault=Vault())
        return ticket_query(own, ticket_artifacts(own, error_prefixes=self._error_prefixes), self._embedder)

    def find(self, query: Query, *, k: int) -> list[Passage]:
        """The best passage of each of the `k` best documents; two filled pools are merged by score."""
        found = [p for pool in self.pools for p in search(self._index, query, pool, groups=self._groups, k=k)]
        return sorted(found, key=lambda passage: -passage.score)[:k]

    def find_allowed(
        self, query: Query, *, k: int, allowed: Callable[[Passage], bool], first: list[Passage]
    ) -> list[Passage]:
        """The `k` best that are allowed; `first` is what `find` gave for `k`. Looks further until there are enough."""
        found, wanted = first, k
        while True:
            kept = [passage for passage in found if allowed(passage)]
            if len(kept) >= k or len(found) < wanted:
                return kept[:k]
            wanted *= 4
            found = self.find(query, k=wanted)
