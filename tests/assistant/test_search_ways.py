"""Every chunk compared, or the nearest as Chroma finds them: what is found is the same, whoever asks."""

import numpy as np
import pytest

from assistant.retrieval import search as searching
from assistant.retrieval.factors import factors_of
from assistant.retrieval.ranking import BEST_CHUNKS, cosines, gather
from assistant.retrieval.search import Query, search
from ingest.bm25 import bm25
from ingest.index import Index
from tests.ingest.index_house import House

TOPICS = ["webhook secret", "export file", "invoice credit", "queue worker", "viewer role"]
READERS = [(frozenset({"billing", "legal"}), True), (frozenset({"billing"}), True), (frozenset[str](), False)]


@pytest.fixture
def index(house: House) -> Index:
    for n in range(40):
        topic = TOPICS[n % 5]
        body = "\n\n".join(
            f"## Part {p}\n\nThe {topic} number {n * p} needs care in part {p}." for p in range(1 + n % 4)
        )
        who = {"groups": "billing" if n % 2 else "legal"} if n % 3 == 0 else {}
        house.page(f"page-{n}", body, audience="internal" if n % 4 == 0 else "public", **who)
    house.build()
    return house.open()


@pytest.mark.parametrize(("groups", "internal"), READERS)
@pytest.mark.parametrize("words", ["the webhook secret number 12", "invoice credit part 3", "role of a queue"])
def test_both_ways_find_the_same(
    index: Index, house: House, monkeypatch: pytest.MonkeyPatch, groups: frozenset[str], internal: bool, words: str
) -> None:
    query = Query(house.embedder.encode([words])[0], words, "2026-01-01")
    compared = search(index, query, "knowledge", groups=groups, internal=internal)
    monkeypatch.setattr(searching, "EXACT_ROWS", 0)
    assert search(index, query, "knowledge", groups=groups, internal=internal) == compared
    assert len(compared) == 8


def test_few_and_many_rows_are_compared_to_the_same_bit(index: Index, house: House) -> None:
    shelf, vector = index.shelf("knowledge"), house.embedder.encode(["export file"])[0]
    every = cosines(shelf, np.arange(len(shelf.ids)), vector)
    for size in (1, 3, len(shelf.ids) // 2, len(shelf.ids) - 1):
        rows = np.arange(len(shelf.ids))[::-1][:size]
        assert np.array_equal(cosines(shelf, rows, vector), every[rows])


@pytest.mark.parametrize("groups", [frozenset({"billing"}), frozenset({"billing", "legal"})])
def test_a_document_is_scored_by_its_best_chunks(index: Index, house: House, groups: frozenset[str]) -> None:
    """Against the rule written out: half the best chunk, half the mean of the best three, of what may be read."""
    words = "webhook secret number 12 part 2"
    shelf, vector = index.shelf("knowledge"), house.embedder.encode([words])[0]
    view = shelf.view(lambda one: not one.groups or not groups.isdisjoint(one.groups))
    lexical, documents = bm25(shelf.lexical, words, view.readable), np.flatnonzero(view.documents)
    found = gather(shelf, view, documents, vector, lexical, dense_weight=0.0)
    sides = []
    for number, row, side in zip(documents, found.row, found.lexical_side, strict=True):
        rows = [row for row in shelf.rows_of(int(number)) if view.readable[row]]
        best = sorted((float(lexical[row]) for row in rows), reverse=True)[:BEST_CHUNKS]
        sides.append((0.5 * best[0] + 0.5 * sum(best) / len(best), side))
        assert row == max(rows, key=lambda row: (lexical[row], -row))
    top = max(own for own, _ in sides)
    assert [side for _, side in sides] == pytest.approx([own / top for own, _ in sides])


def test_factors_by_place_add_up_to_the_totals(index: Index) -> None:
    shelf = index.shelf("knowledge")
    view, documents = shelf.view(lambda one: True), np.arange(len(shelf.documents))
    factors = factors_of(shelf, view, documents, "cases", asked_at="2026-01-01")
    assert [factors[at].total for at in range(len(factors))] == pytest.approx(factors.totals.tolist())
    assert {factors[at].age_days for at in range(len(factors))} == {None}
