"""The made index is a real one: it opens, it is searched, and what costs time in it is as common as in real texts."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from assistant.retrieval.search import search
from ingest.index import Index
from ingest.lexical import tokenize

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made_index(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.made_index")


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.searches")


def test_the_same_seed_makes_the_same(made_index: ModuleType) -> None:
    one, other, third = (made_index.make(60, 5, seed=seed) for seed in (1, 1, 2))
    assert one.chunks == other.chunks != third.chunks
    assert np.array_equal(one.vectors, other.vectors)
    assert np.linalg.norm(one.vectors, axis=1) == pytest.approx(np.ones(60), abs=1e-5)


def test_words_are_as_common_as_in_real_tickets(made_index: ModuleType) -> None:
    """In solved tickets and articles measured, a question has 41 to 46 words that count; each chunk 33 to 42."""
    made = made_index.make(600, 60)
    asked = [set(tokenize(query.words)) for query in made.queries]
    held = [set(tokenize(chunk.lexical_text)) for chunk in made.chunks]
    shared = [sum(word in own for own in held) / len(held) for words in asked for word in words]
    assert 35 < np.mean([len(words) for words in asked]) < 65
    assert 30 < np.mean([len(words) for words in held]) < 55
    assert 2 < sum(shared) / len(asked) < 4


def test_it_is_searched_by_those_who_may(made_index: ModuleType, searches: ModuleType, tmp_path: Path) -> None:
    made = made_index.make(300, 3)
    generations = made_index.write(made, tmp_path)
    index = Index.open(generations, generations.current())
    restricted = {chunk.document_id for chunk in made.chunks if chunk.groups}
    for name, may in searches.READERS.items():
        found = search(index, made.queries[0], made_index.POOL, k=300, **may)
        assert {"internal"} & {one.chunk.audience for one in found} == (set() if name == "customers" else {"internal"})
        assert bool(restricted & {one.chunk.document_id for one in found}) == (name != "customers")
    index.store.close()


def test_every_way_runs_and_is_told_beside_chroma(
    made_index: ModuleType, searches: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_index.make(200, 2)
    made_index.write(made, tmp_path)
    monkeypatch.setattr(searches.searching, "EXACT_ROWS", searches.searching.EXACT_ROWS)
    index, opening = searches.opened(tmp_path)
    ways = searches.searches(index, tmp_path)
    told = searches.time_searches(ways, made.queries, 1, str, plain=next(iter(ways)), seed=0)
    index.store.close()
    assert list(opening) == ["open", "vectors into memory"]
    assert list(told) == list(ways)
    assert told["Chroma, 10 nearest"]["ratio"]["value"] == 1
    assert {one["ratio"]["n"] for one in told.values()} == {2}
