"""One query to one index, for one reader: in learned order, reread, and with the chance of each passage."""

from collections.abc import Set
from dataclasses import dataclass

from assistant.records import Passage
from assistant.retrieval.chances import with_chances
from assistant.retrieval.confidence import SEEN, Confidences
from assistant.retrieval.cross_encoder import Rereading
from assistant.retrieval.learned import LearnedRanking, find
from assistant.retrieval.search import Query
from ingest.documents import Pool
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Searcher:
    """What a ticket or free words find."""

    index: Index
    query: Query
    groups: Set[str]
    confidences: Confidences
    learned: LearnedRanking | None = None
    reread: Rereading | None = None

    def cases(self, k: int, *, internal: bool = True) -> list[Passage]:
        """The `k` best solved tickets."""
        return self._find("cases", k, internal)

    def knowledge(self, k: int, *, internal: bool = True) -> tuple[list[Passage], list[Passage]]:
        """The `k` best of the knowledge, each with its chance, and the best public ones, on which a reply may rest."""
        wanted = max(k, SEEN)
        public = self._find("knowledge", wanted + SEEN, False)
        shown = self._find("knowledge", wanted, True) if internal else public
        marked = with_chances(self.confidences, self.index, self.query.vector, public, shown)
        return marked[:k], public[:SEEN]

    def _find(self, pool: Pool, k: int, internal: bool) -> list[Passage]:
        return find(
            self.index,
            self.query,
            pool,
            groups=self.groups,
            internal=internal,
            k=k,
            # Solved tickets vote for articles.
            learned=self.learned if pool == "knowledge" else None,
            reread=self.reread,
        )
