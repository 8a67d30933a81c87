"""Solved tickets vote for the articles that answered them: what helped with a like problem probably helps again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import log1p
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.permissions import may_read
from assistant.retrieval.citing import Article, Case, read_articles, read_cases
from ingest.bm25 import Flags
from ingest.embed import Vectors
from ingest.index import Index
from ingest.shelf import day_of

NEAREST = 50
KERNEL = 0.08
"""A ticket whose cosine is smaller by this much has a vote smaller by the factor e."""
DOUBT = 0.03
"""A share of the votes that is worth little: the strength of a vote grows with the logarithm of share over doubt."""
_VIEWS = 32


@dataclass(frozen=True, slots=True)
class Vote:
    """What solved tickets say for an article: its share of all votes, and who voted, nearest first."""

    share: float
    cases: tuple[str, ...]

    @property
    def strength(self) -> float:
        """0 without votes, 1 with all of them."""
        return log1p(self.share / DOUBT) / log1p(1 / DOUBT)


@dataclass(frozen=True, slots=True)
class _View:
    """What one kind of reader may see: rows that vote, and the articles they vote for."""

    rows: Flags
    articles: tuple[tuple[str, ...], ...]


class CitingCases:
    """The solved tickets of one generation that cite articles. Holds nothing that the generation does not hold."""

    def __init__(self, cases: Sequence[Case], vectors: Vectors, articles: Mapping[str, Article]) -> None:
        self.cases = tuple(cases)
        self.vectors = vectors
        self.articles = articles
        self.days = np.array([day_of(case.problem.updated) for case in cases], dtype=np.int64)
        self._rows = {case.id: row for row, case in enumerate(cases)}
        self._views: dict[tuple[frozenset[str], bool], _View] = {}
        self._lock = Lock()

    @classmethod
    def of(cls, index: Index) -> "CitingCases":
        """Those of the index; reads all of its solved tickets, so make it once for each generation."""
        cases = read_cases(index)
        vectors = index.shelf("cases").vectors_of([case.problem.id for case in cases])
        return cls(cases, vectors, read_articles(index, cases))

    def row(self, case_id: str) -> int | None:
        return self._rows.get(case_id)

    def before(self, day: str | int) -> Flags:
        """Which cases are dated before a day, given as ISO 8601 or as a number; one without a date is."""
        return self.days < (day_of(day) if isinstance(day, str) else day)

    def votes(
        self, vector: Vectors, *, groups: Set[str], internal: bool, own_id: str = "", among: Flags | None = None
    ) -> dict[str, Vote]:
        """Votes by article id, of cases that the reader may read, for articles that the reader may read.

        The case `own_id` does not vote, nor one that `among` leaves out.
        """
        view = self._view(frozenset(groups), internal)
        voting = view.rows if among is None else view.rows & among
        own = self._rows.get(own_id)
        # Bit for bit the same, whatever other rows there are: a product of matrix and vector is not.
        cosines = np.einsum("ij,j->i", self.vectors, vector)
        similar = np.where(voting, cosines, -np.inf) if self.cases else np.zeros(0)
        if own is not None:
            similar[own] = -np.inf
        near = np.argpartition(-similar, NEAREST)[:NEAREST] if len(similar) > NEAREST else np.arange(len(similar))
        near = near[np.argsort(-similar[near], kind="stable")]
        near = near[np.isfinite(similar[near])]
        if not len(near):
            return {}
        weights = np.exp((similar[near] - similar[near[0]]) / KERNEL)
        return self._counted(view, near, weights / weights.sum())

    def _counted(self, view: _View, near: npt.NDArray[np.intp], weights: npt.NDArray[np.float64]) -> dict[str, Vote]:
        shares: defaultdict[str, float] = defaultdict(float)
        voters: defaultdict[str, list[str]] = defaultdict(list)
        for row, weight in zip(near, weights, strict=True):
            for article in view.articles[row]:
                shares[article] += float(weight) / len(view.articles[row])
                voters[article].append(self.cases[row].id)
        return {article: Vote(share, tuple(voters[article])) for article, share in shares.items()}

    def _view(self, groups: frozenset[str], internal: bool) -> _View:
        with self._lock:
            key = (groups, internal)
            if key not in self._views:
                if len(self._views) >= _VIEWS:
                    self._views.clear()
                self._views[key] = self._see(groups, internal)
            return self._views[key]

    def _see(self, groups: frozenset[str], internal: bool) -> _View:
        readable = {
            id_
            for id_, article in self.articles.items()
            if any(may_read(access, groups=groups, internal=internal) for access in article.access)
        }
        articles = tuple(tuple(id_ for id_ in case.articles if id_ in readable) for case in self.cases)
        rows = [
            bool(cited) and may_read(case.problem, groups=groups, internal=internal)
            for case, cited in zip(self.cases, articles, strict=True)
        ]
        return _View(np.array(rows, dtype=bool), articles)
