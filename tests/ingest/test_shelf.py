"""A pool as arrays: which rows and documents who may see, whose rows are whose, and who names whom."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from assistant.permissions import may_read
from ingest.documents import Collection
from ingest.lexical import LexicalIndex
from ingest.rows import Row
from ingest.shelf import Restricted, Shelf, day_of, mentions_in

PUBLIC: Collection = ("cases", "public")
INTERNAL: Collection = ("cases", "internal")


def shelf_of(rows: Mapping[Collection, Sequence[Row]], *, seed: int = 0) -> Shelf:
    parts = {
        key: LexicalIndex.build([f"{key[1]}-{n}" for n in range(len(own))], [f"word{n}" for n in range(len(own))])
        for key, own in rows.items()
    }
    every = [row for own in rows.values() for row in own]
    vectors = np.random.default_rng(seed).standard_normal((len(every), 8)).astype(np.float32)
    return Shelf(parts, every, vectors, mentions_in(rows))


def reader(*groups: str, internal: bool = True) -> Callable[[Restricted], bool]:
    return lambda one: may_read(one, groups=frozenset(groups), internal=internal)


def public(id_: str, *groups: str, updated: str = "", cites: tuple[str, ...] = ()) -> Row:
    return Row(id_, "public", groups, updated=updated, cites=cites)


def internal(id_: str, *groups: str, cites: tuple[str, ...] = ()) -> Row:
    return Row(id_, "internal", groups, cites=cites)


MIXED = {
    PUBLIC: [public("a"), public("b", "billing"), public("a"), public("c")],
    INTERNAL: [internal("a"), internal("d", "billing"), internal("b", "billing", "legal")],
}


@pytest.mark.parametrize(
    ("may", "rows", "documents"),
    [
        (reader(internal=False), [0, 2, 3], "ac"),
        (reader("billing", internal=False), [0, 1, 2, 3], "abc"),
        (reader(), [0, 2, 3, 4], "ac"),
        (reader("legal"), [0, 2, 3, 4, 6], "abc"),
        (reader("billing"), [0, 1, 2, 3, 4, 5, 6], "abcd"),
    ],
)
def test_a_view_has_what_may_be_read(may: Callable[[Restricted], bool], rows: list[int], documents: str) -> None:
    """The chunks of `a` and `b` differ in audience and groups."""
    shelf = shelf_of(MIXED)
    view = shelf.view(may)
    assert np.flatnonzero(view.readable).tolist() == rows
    assert {shelf.documents[n] for n in np.flatnonzero(view.documents)} == set(documents)
    assert view.size == len(rows)
    assert view.middle == pytest.approx(shelf.vectors[rows].mean(axis=0), abs=1e-6)


def test_a_view_is_made_once_for_readers_who_see_the_same() -> None:
    shelf = shelf_of(MIXED)
    assert shelf.view(reader("billing")) is shelf.view(reader("billing", "nobody"))
    assert shelf.view(reader("billing")) is not shelf.view(reader("legal"))


def test_the_middle_is_bit_for_bit_that_of_a_shelf_without_what_is_hidden() -> None:
    rows = [public(f"d{n}", *(["billing"] if n % 3 == 0 else [])) for n in range(9000)]
    shelf = shelf_of({PUBLIC: rows})
    seen = np.flatnonzero([not row.groups for row in rows])
    alone = Shelf(
        {PUBLIC: LexicalIndex.build([str(n) for n in seen], ["x"] * len(seen))},
        [rows[n] for n in seen],
        shelf.vectors[seen],
        [],
    )
    assert np.array_equal(shelf.view(reader()).middle, alone.view(reader()).middle)


def test_nothing_readable_is_an_empty_view() -> None:
    view = shelf_of({PUBLIC: [public("a", "billing")], INTERNAL: [internal("b")]}).view(reader(internal=False))
    assert view.size == 0
    assert not view.readable.any()
    assert not view.documents.any()
    assert not view.middle.any()


def test_an_empty_shelf_is_one() -> None:
    shelf = shelf_of({PUBLIC: [], INTERNAL: []})
    view = shelf.view(reader("billing"))
    assert (shelf.ids, shelf.documents, view.size) == ([], [], 0)
    assert [one.tolist() for one in shelf.rows_of_each(np.zeros(0, dtype=np.int64))] == [[], []]


def test_rows_of_a_document_stand_in_both_collections() -> None:
    shelf = shelf_of(MIXED)
    number = {id_: n for n, id_ in enumerate(shelf.documents)}
    assert {id_: shelf.rows_of(n).tolist() for id_, n in number.items()} == {
        "a": [0, 2, 4],
        "b": [1, 6],
        "c": [3],
        "d": [5],
    }
    rows, sizes = shelf.rows_of_each(np.array([number["d"], number["a"], number["b"]]))
    assert (rows.tolist(), sizes.tolist()) == ([5, 0, 2, 4, 1, 6], [1, 3, 2])


def test_a_row_knows_its_id_and_collection() -> None:
    shelf = shelf_of(MIXED)
    assert [shelf.row_of(id_) for id_ in shelf.ids] == list(range(7))
    assert [shelf.collection_of(row) for row in range(7)] == [PUBLIC] * 4 + [INTERNAL] * 3
    with pytest.raises(IndexError):
        shelf.collection_of(7)
    with pytest.raises(KeyError):
        shelf.row_of("nowhere")


NAMING = {
    PUBLIC: [
        public("target"),
        public("one", updated="2026-01-01", cites=("target",)),
        public("one", updated="2026-01-01", cites=("target",)),
        public("two", "billing", updated="2026-02-01", cites=("target", "gone")),
        public("target", cites=("target",)),
    ],
    INTERNAL: [internal("three", cites=("target",))],
}


@pytest.mark.parametrize(
    ("may", "days"),
    [
        (reader(internal=False), ["2026-01-01"]),
        (reader("billing", internal=False), ["2026-01-01", "2026-02-01"]),
        (reader(), ["2026-01-01", ""]),
        (reader("billing"), ["2026-01-01", "2026-02-01", ""]),
    ],
)
def test_a_document_is_named_once_by_each_that_may_be_read(may: Callable[[Restricted], bool], days: list[str]) -> None:
    shelf = shelf_of(NAMING)
    view = shelf.view(may)
    assert [shelf.documents[n] for n in view.named] == ["target"] * len(days)
    assert view.named_on.tolist() == [day_of(day) for day in days]


def test_a_page_is_named_by_its_address() -> None:
    rows = {
        PUBLIC: [Row("kb", "public", url="example.com/kb"), Row("t", "public", links=("example.com/kb", "else.org"))],
        INTERNAL: [Row("kb", "internal", url="example.com/kb", links=("example.com/kb",))],
    }
    assert [(one.by, one.document_id) for one in mentions_in(rows)] == [("t", "kb")]


@pytest.mark.parametrize(
    ("text", "day"), [("0001-01-02", 2), ("0001-01-02T10:00:00Z", 2), ("", 0), ("soon", 0), ("2026-13-01", 0)]
)
def test_a_day_counts_from_year_1(text: str, day: int) -> None:
    assert day_of(text) == day
