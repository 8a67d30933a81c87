"""Ranking learned from the house's solved tickets: what their votes add to the scores of a search."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from assistant.records import Passage
from assistant.retrieval.cross_encoder import REREAD, Rereading
from assistant.retrieval.search import NO_LIFTS, Query, search
from assistant.retrieval.votes import CitingCases, Vote
from ingest.bm25 import Flags
from ingest.documents import Pool
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was learned: how much all votes together weigh against the best that a text can score."""

    vote_weight: float

    def lifts(self, votes: Mapping[str, Vote]) -> dict[str, float]:
        """What each document's votes add to its score."""
        return {id_: self.vote_weight * vote.strength for id_, vote in votes.items()}


class LearnedRanking:
    """The ranker over the solved tickets of one generation. Thread-safe."""

    def __init__(self, ranker: Ranker, cases: CitingCases) -> None:
        self.ranker = ranker
        self.cases = cases

    def lifts(
        self,
        query: Query,
        *,
        groups: Set[str],
        internal: bool = True,
        among: Flags | None = None,
    ) -> dict[str, float]:
        """What the solved tickets that the reader may read add to the documents that they cite."""
        votes = self.cases.votes(query.vector, groups=groups, internal=internal, own_id=query.own_id, among=among)
        return self.ranker.lifts(votes)


def find(
    index: Index,
    query: Query,
    pool: Pool,
    *,
    groups: Set[str],
    internal: bool = True,
    k: int = 8,
    learned: LearnedRanking | None = None,
    among: Flags | None = None,
    fold: bool = True,
    reread: Rereading | None = None,
) -> list[Passage]:
    """Like `search`; in learned order where the house has learned one, by the votes of the cases `among` all.

    With `reread`, a cross-encoder moves the best of what was found, however few of them are wanted.
    """
    lifts: Mapping[str, float] = NO_LIFTS
    if learned is not None:
        lifts = learned.lifts(query, groups=groups, internal=internal, among=among)
    wanted = k if reread is None else max(k, REREAD)
    found = search(index, query, pool, groups=groups, internal=internal, k=wanted, lifts=lifts, fold=fold)
    return found if reread is None else reread(found)[:k]
