"""What solved tickets teach about ranking: what the search finds for each, its votes, and what its answer cited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt

from assistant.query import without_placeholders
from assistant.retrieval.citing import Case
from assistant.retrieval.ranking import Floats
from assistant.retrieval.search import Query, Ranked, rank
from assistant.retrieval.votes import CitingCases
from ingest.bm25 import Flags
from ingest.documents import Pool
from ingest.index import Index
from ingest.shelf import day_of

Told = Callable[[int, int], None]
_POOLS: tuple[Pool, ...] = ("knowledge", "cases")
_EVERYBODY: frozenset[str] = frozenset()
DEPTH = 40
"""Documents that are looked at for a solved ticket at the least."""


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates for one solved ticket: base score, strength of the votes, and whether its answer cited them.

    `relevant` counts what the answer cited, found or not.
    """

    scores: Floats
    strengths: Floats
    cited: Flags
    relevant: int

    def order(self, vote_weight: float) -> npt.NDArray[np.intp]:
        """Rows of the candidates, best first."""
        return np.argsort(-(self.scores + vote_weight * self.strengths), kind="stable")

    def ndcg(self, vote_weight: float, *, k: int = 10) -> float:
        """Gain of the cited documents among the first `k`, discounted by place, as a share of the best possible."""
        places = np.flatnonzero(self.cited[self.order(vote_weight)][:k])
        best = sum(1 / log2(place + 2) for place in range(min(k, self.relevant)))
        return float(sum(1 / log2(place + 2) for place in places)) / best


def open_cases(cases: CitingCases) -> list[int]:
    """Rows of the cases that teach: neither they nor an article that they cite is only for some groups."""
    closed = {id_ for id_, article in cases.articles.items() if article.restricted}
    return [
        row
        for row, case in enumerate(cases.cases)
        if not case.problem.groups and not closed & set(case.articles) and cases.articles.keys() & set(case.articles)
    ]


def make_examples(
    index: Index, cases: CitingCases, rows: Sequence[int], *, voters: Callable[[int], Flags], told: Told
) -> list[Example]:
    """An example for each case of `rows` and each pool that it cites; `voters` says who votes for a row."""
    examples: list[Example] = []
    for done, row in enumerate(rows):
        told(done, len(rows))
        for pool in _POOLS:
            cited = {id_ for id_ in cases.cases[row].articles if id_ in cases.articles and _in(pool, cases, id_)}
            if cited:
                examples.append(_example(index, cases, row, pool, cited, voters(row)))
    told(len(rows), len(rows))
    return examples


def _in(pool: Pool, cases: CitingCases, id_: str) -> bool:
    return cases.articles[id_].pool == pool


def _example(index: Index, cases: CitingCases, row: int, pool: Pool, cited: set[str], among: Flags) -> Example:
    case = cases.cases[row]
    query = _query(case, cases, row)
    votes = cases.votes(query.vector, groups=_EVERYBODY, internal=True, own_id=case.id, among=among)
    # Lifts of nothing: documents that have votes are candidates, whatever their own words score.
    ranked = rank(index, query, pool, groups=_EVERYBODY, k=DEPTH, lifts=dict.fromkeys(votes, 0.0))
    if ranked is None:
        return Example(np.zeros(0), np.zeros(0), np.zeros(0, dtype=bool), len(cited))
    ids, late = ranked.ids, _too_late(ranked, pool, case)
    kept = [n for n, id_ in enumerate(ids) if id_ in cited or not (late[n] or id_ == case.id)]
    return Example(
        ranked.scores[kept],
        np.array([votes[ids[n]].strength if ids[n] in votes else 0.0 for n in kept]),
        np.array([ids[n] in cited for n in kept], dtype=bool),
        len(cited),
    )


def _too_late(ranked: Ranked, pool: Pool, case: Case) -> Flags:
    """Solved tickets that came after the case. Articles count: one dated later was only revised."""
    day = day_of(case.problem.updated)
    return (ranked.days >= day) & (pool == "cases") & (day > 0)


def _query(case: Case, cases: CitingCases, row: int) -> Query:
    """What would have been searched for the ticket, as far as the index holds it."""
    title, text = case.problem.title, case.problem.text
    words = without_placeholders(f"{title}\n{title}\n{text}")
    return Query(cases.vectors[row], words, asked_at=case.problem.updated)
