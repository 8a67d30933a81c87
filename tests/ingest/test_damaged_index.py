"""Generations that were tampered with, for real: found by the check, refused by readers, survived by a build."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.check import check
from ingest.documents import Collection
from ingest.errors import IndexCorrupt
from ingest.index import load_lexical
from ingest.store import VectorStore

from .index_house import House, ticket, write_lines

PUBLIC: Collection = ("knowledge", "public")


@pytest.fixture
def built(house: House) -> House:
    house.three_pages()
    house.build()
    return house


def faults(house: House) -> list[str]:
    store = VectorStore.open(house.serving / "chroma")
    try:
        manifest = house.generations.manifest(house.generations.current())
        return [f"{fault.collection}: {fault.what}" for fault in check(manifest, store, load_lexical(house.serving))]
    finally:
        store.close()


class TestCheck:
    def test_a_good_one(self, built: House) -> None:
        assert faults(built) == []

    def test_a_chunk_missing_in_chroma(self, built: House) -> None:
        store = VectorStore.open(built.serving / "chroma")
        (gone,) = [id_ for id_ in store.ids(PUBLIC) if id_.startswith("exports")]
        store.delete(PUBLIC, [gone])
        store.close()
        assert faults(built) == [
            f"knowledge-public: 1 chunks of the manifest are not in the vector store, first {gone!r}"
        ]

    def test_a_chunk_too_many_in_chroma(self, built: House) -> None:
        store = VectorStore.open(built.serving / "chroma")
        chunks = list(store.chunks(PUBLIC, store.ids(PUBLIC)).values())
        store.add(("cases", "internal"), chunks[:1], built.embedder.encode(["x"]))
        store.close()
        assert faults(built) == [
            f"cases-internal: 1 chunks in the vector store are not in the manifest, first {chunks[0].id!r}"
        ]

    def test_other_ids_in_the_lexical_index(self, built: House) -> None:
        path = built.serving / "lexical" / "knowledge-public" / "ids.json"
        content = json.loads(path.read_text())
        gone, content["ids"][0] = content["ids"][0], "other#1"
        path.write_text(json.dumps(content))
        assert faults(built) == [
            f"knowledge-public: 1 chunks of the manifest are not in the lexical index, first {gone!r}",
            "knowledge-public: 1 chunks in the lexical index are not in the manifest, first 'other#1'",
        ]

    def test_vectors_of_another_size(self, built: House) -> None:
        path = built.serving / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"dimension": 384}))
        assert [fault.partition(" has ")[2] for fault in faults(built)] == [
            "64 numbers and length 1, not 384 and 1"
        ] * 3

    def test_a_vector_of_zeros(self, built: House) -> None:
        store = VectorStore.open(built.serving / "chroma")
        chunks = list(store.chunks(PUBLIC, store.ids(PUBLIC)).values())
        store.delete(PUBLIC, [chunk.id for chunk in chunks])
        store.add(PUBLIC, chunks, np.zeros((2, 64), dtype=np.float32))
        store.close()
        assert [fault.partition(" has ")[2] for fault in faults(built)] == ["64 numbers and length 0, not 64 and 1"] * 2


def _cut(*paths: Path) -> None:
    for path in paths:
        os.truncate(path, path.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no folder": shutil.rmtree,
    "no Chroma": lambda folder: shutil.rmtree(folder / "chroma"),
    "no database": lambda folder: (folder / "chroma" / "chroma.sqlite3").unlink(),
    "cut database": lambda folder: _cut(folder / "chroma" / "chroma.sqlite3"),
    "empty database": lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b""),
    "garbage database": lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "garbage manifest": lambda folder: (folder / "manifest.json").write_text("garbage"),
    "no lexical index": lambda folder: shutil.rmtree(folder / "lexical"),
    "cut lexical index": lambda folder: _cut(*(folder / "lexical").rglob("*.npy")),
    "other ids": lambda folder: (folder / "lexical" / "knowledge-public" / "ids.json").write_text(
        '{"ids": [], "terms": 0}'
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_it_is_refused_named_and_built_anew(built: House, damage: Callable[[Path], object]) -> None:
    damage(built.serving)
    for _ in range(2):
        with pytest.raises(IndexCorrupt, match="gen-000001") as caught:
            built.reader().index()
    assert "draftdesk index rollback" in caught.value.hint
    with pytest.raises(IndexCorrupt, match="gen-000001"):
        built.build()
    built.page("new", "New text.")
    with pytest.raises(IndexCorrupt, match="gen-000001"):
        built.build()
    assert built.build(fresh=True).chunks == 4
    assert faults(built) == []


class TestVectorFiles:
    """Chroma writes its vector files after a thousand changes; damaged ones can crash the process that opens them."""

    @pytest.fixture
    def large(self, house: House) -> House:
        messages = [{"text": f"Error number {number} at station {number * 7919 % 1009}."} for number in range(1100)]
        write_lines(house.tickets, *(ticket(f"T-{n}", messages=[one]) for n, one in enumerate(messages)))
        house.build(house.tickets)
        return house

    def test_damaged_ones_are_refused_before_chroma_sees_them(self, large: House) -> None:
        (path,) = [mark.with_name("data_level0.bin") for mark in large.serving.rglob("index_metadata.pickle")]
        good = path.read_bytes()
        for bad in (good[:100], b"\xff" * len(good), None):
            path.unlink() if bad is None else path.write_bytes(bad)
            with pytest.raises(
                IndexCorrupt, match=r"gen-000001: chroma/.*data_level0\.bin is not the file that was written"
            ):
                large.reader().index()
        with pytest.raises(IndexCorrupt, match=r"data_level0\.bin"):
            large.build(large.tickets)
        path.write_bytes(good)
        index = large.reader().index()
        assert index.store.count(("cases", "public")) == 1100
        index.store.close()
        assert not large.build(large.tickets).written


def test_a_store_that_failed_to_open_can_be_opened_when_mended(built: House) -> None:
    path = built.serving / "chroma" / "chroma.sqlite3"
    good = path.read_bytes()
    for bad in (b"garbage" * 1000, b"", good[: len(good) // 2]):
        path.write_bytes(bad)
        with pytest.raises(IndexCorrupt):
            built.open()
        path.write_bytes(good)
        index = built.open()
        assert index.store.count(PUBLIC) == 2
        index.store.close()
