"""One pool of an opened index as arrays: what a search needs to rank, without the texts."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import numpy as np

from ingest.bm25 import Flags, frequencies_of
from ingest.documents import Audience, Collection
from ingest.embed import Vectors
from ingest.lexical import Ints, LexicalIndex
from ingest.rows import Row

Item = TypeVar("Item")
_MAX_VIEWS = 256
"""Views of a shelf that are kept; each takes a byte for a chunk."""
_BLOCK = 4096
"""Vectors that are summed at a time, so that they are not all copied at once."""


class Restricted(Protocol):
    """Something that not everybody may read."""

    @property
    def audience(self) -> Audience: ...
    @property
    def groups(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read a row; rows share few of these."""

    audience: Audience
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A document names another one. Those whom `access` admits may know; `day` counts from year 1, 0 is unknown."""

    by: str
    document_id: str
    access: Access
    day: int


@dataclass(frozen=True, slots=True)
class View:
    """What one kind of reader may see of a shelf: flags for rows and documents; mean and number of the vectors seen.

    `named` has the number of a document once for each other one that names it and may be read, `named_on` the days.
    `collections` are those that hold something readable, `frequencies` how many readable rows hold each word.
    """

    readable: Flags
    documents: Flags
    middle: Vectors
    size: int
    named: Ints
    named_on: Ints
    collections: tuple[Collection, ...]
    frequencies: Sequence[Ints]


class Shelf:
    """Rows of the collections of one pool, one collection after the other; documents have numbers of their own."""

    def __init__(
        self,
        parts: Mapping[Collection, LexicalIndex],
        rows: Sequence[Row],
        vectors: Vectors,
        mentions: Sequence[Mention],
    ) -> None:
        """`vectors` has the shape `(rows, dimension)`; `mentions` are those of documents in any pool."""
        self.lexical = list(parts.values())
        self.ids = [id_ for part in self.lexical for id_ in part.ids]
        self.collections = list(parts)
        self._row_of = {id_: row for row, id_ in enumerate(self.ids)}
        self._views: dict[tuple[bool, ...], View] = {}
        self.vectors = vectors
        self.documents, self.document_of = _numbered([row.document_id for row in rows])
        self._accesses, self._access_of = _numbered([Access(row.audience, row.groups) for row in rows])
        self._in_order = np.argsort(self.document_of, kind="stable")
        self._first_row = np.searchsorted(self.document_of[self._in_order], np.arange(len(self.documents) + 1))
        first = [rows[self.rows_of(number)[0]] for number in range(len(self.documents))]
        self.day = np.array([day_of(row.updated) for row in first], dtype=np.int64)
        self.approvals = np.array([row.approvals for row in first], dtype=np.int64)
        self.number_of = {id_: n for n, id_ in enumerate(self.documents)}
        self._mentions = [
            (self.number_of[one.document_id], one) for one in mentions if one.document_id in self.number_of
        ]
        self._mention_accesses, self._access_of_mention = _numbered([one.access for _, one in self._mentions])

    def collection_of(self, row: int) -> Collection:
        """Where a row's chunk is stored."""
        for collection, part in zip(self.collections, self.lexical, strict=True):
            if row < len(part.ids):
                return collection
            row -= len(part.ids)
        raise IndexError(row)

    def readable_parts(self, view: View) -> list[tuple[LexicalIndex, Flags]]:
        """The words of each collection, and which of its rows may be read."""
        ends = np.cumsum([len(part.ids) for part in self.lexical])
        return list(zip(self.lexical, np.split(view.readable, ends[:-1]), strict=True))

    def row_of(self, id_: str) -> int:
        """The row of a chunk; `KeyError` when it is not here."""
        return self._row_of[id_]

    def vectors_of(self, ids: Sequence[str]) -> Vectors:
        """The vectors of these chunks in their order, shape `(len(ids), dimension)`; `KeyError` as for `row_of`."""
        found: Vectors = self.vectors[np.array([self._row_of[id_] for id_ in ids], dtype=np.int64)]
        return found

    def view(self, may: Callable[[Restricted], bool]) -> View:
        """What those may see who are admitted by `may`, which is asked once for each kind of access."""
        allowed = tuple(may(access) for access in (*self._accesses, *self._mention_accesses))
        found = self._views.get(allowed)
        if found is None:
            rows, mentions = np.split(np.array(allowed, dtype=bool), [len(self._accesses)])
            found = self._seen(rows[self._access_of], mentions[self._access_of_mention])
            if len(self._views) >= _MAX_VIEWS:
                self._views = {}
            self._views[allowed] = found
        return found

    def _seen(self, readable: Flags, known: Flags) -> View:
        documents = np.zeros(len(self.documents), dtype=bool)
        documents[self.document_of[readable]] = True
        size = int(np.count_nonzero(readable))
        middle = _middle(self.vectors, np.flatnonzero(readable))
        parts = np.split(readable, np.cumsum([len(part.ids) for part in self.lexical])[:-1])
        collections = tuple(key for key, own in zip(self.collections, parts, strict=True) if own.any())
        return View(
            readable, documents, middle, size, *self._naming(known), collections, frequencies_of(self.lexical, readable)
        )

    def _naming(self, known: Flags) -> tuple[Ints, Ints]:
        """Documents that are named, once for each document that names them, and the first day that it did."""
        first: dict[tuple[int, str], int] = {}
        for at in np.flatnonzero(known):
            number, mention = self._mentions[at]
            first[number, mention.by] = min(mention.day, first.get((number, mention.by), mention.day))
        days = np.array(list(first.values()), dtype=np.int64)
        return np.array([number for number, _ in first], dtype=np.int64), days

    def rows_of(self, document: int) -> Ints:
        """The rows of a document, ascending."""
        found: Ints = self._in_order[self._first_row[document] : self._first_row[document + 1]]
        return found

    def rows_of_each(self, documents: Ints) -> tuple[Ints, Ints]:
        """The rows of all `documents`, one document after the other, and how many rows each has."""
        first, sizes = self._first_row[documents], self._first_row[documents + 1] - self._first_row[documents]
        before = np.cumsum(sizes) - sizes
        found: Ints = self._in_order[np.repeat(first - before, sizes) + np.arange(sizes.sum())]
        return found, sizes


def _middle(vectors: Vectors, rows: Ints) -> Vectors:
    """The mean of the vectors of `rows`, the same whatever rows stand between them; zeros for no rows."""
    total = np.zeros(vectors.shape[1])
    for first in range(0, len(rows), _BLOCK):
        total += vectors[rows[first : first + _BLOCK]].sum(axis=0, dtype=np.float64)
    middle: Vectors = (total / max(1, len(rows))).astype(np.float32)
    return middle


def mentions_in(rows: Mapping[Collection, Sequence[Row]]) -> list[Mention]:
    """Who names whom, by web address or by id; a document that names itself does not count."""
    at: defaultdict[str, set[str]] = defaultdict(set)
    for own in rows.values():
        for row in own:
            if row.url:
                at[row.url].add(row.document_id)
    known = {row.document_id for own in rows.values() for row in own}
    found: dict[Mention, None] = {}
    for own in rows.values():
        for row in own:
            named = (known & set(row.cites)).union(*(at[link] for link in row.links if link in at))
            for document_id in sorted(named - {row.document_id}):
                mention = Mention(row.document_id, document_id, Access(row.audience, row.groups), day_of(row.updated))
                found[mention] = None
    return list(found)


def day_of(text: str) -> int:
    """The day of an ISO 8601 date or time as a number; 0 when there is none, or none that can be read."""
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return 0


def _numbered(values: Sequence[Item]) -> tuple[list[Item], Ints]:
    """Distinct values in the order of their first use, and the number of each of `values` among them."""
    numbers: dict[Item, int] = {}
    order = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
    return list(numbers), order
