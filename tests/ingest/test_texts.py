"""The file of chunks: what was written comes back as it was, and a damaged file is refused by name."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.documents import Chunk
from ingest.errors import IndexCorrupt
from ingest.texts import FILE, PLACES, ChunkFile, save_chunks

from .index_house import House

CHUNK = Chunk("kb-1", "Reset", "Steps", "body", "Press reset.", 0, 12, "knowledge", "public", 0)
CHUNKS = [
    CHUNK,
    replace(CHUNK, text="Grüße\n日本語 \u2028 🙂", groups=("billing", "legal"), fields={"approvals": "3"}, policy=True),
    replace(CHUNK, text=""),
]
IDS = ["a", "b", "c"]


def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "gen-000001" / "lexical" / "knowledge-public"
    folder.mkdir(parents=True)
    save_chunks(folder, CHUNKS)
    return folder


def test_chunks_come_back_as_they_were(tmp_path: Path) -> None:
    file = ChunkFile.open(saved(tmp_path), IDS)
    assert file.chunks(["c", "gone", "b", "a"]) == {"c": CHUNKS[2], "b": CHUNKS[1], "a": CHUNKS[0]}
    assert list(file.chunks(["c", "a"])) == ["c", "a"]


def test_no_chunks_are_none(tmp_path: Path) -> None:
    save_chunks(tmp_path, [])
    assert ChunkFile.open(tmp_path, []).chunks(["a"]) == {}


def test_an_opened_file_outlives_its_folder(tmp_path: Path) -> None:
    """A search that began before old generations were removed ends well."""
    folder = saved(tmp_path)
    file = ChunkFile.open(folder, IDS)
    for path in folder.iterdir():
        path.unlink()
    assert file.chunks(["b"]) == {"b": CHUNKS[1]}


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no chunks": lambda folder: (folder / FILE).unlink(),
    "empty chunks": lambda folder: (folder / FILE).write_bytes(b""),
    "cut chunks": lambda folder: os.truncate(folder / FILE, 20),
    "more chunks": lambda folder: (folder / FILE).write_bytes((folder / FILE).read_bytes() + b"{}\n"),
    "no places": lambda folder: (folder / PLACES).unlink(),
    "empty places": lambda folder: (folder / PLACES).write_bytes(b""),
    "a place less": lambda folder: np.save(folder / PLACES, np.load(folder / PLACES)[:-1]),
    "places that go back": lambda folder: np.save(folder / PLACES, np.load(folder / PLACES)[[0, 2, 1, 3]]),
    "places that are texts": lambda folder: np.save(folder / PLACES, np.array(["a", "b", "c", "d"])),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = saved(tmp_path)
    damage(folder)
    with pytest.raises(IndexCorrupt, match="the chunks of gen-000001/knowledge-public "):
        ChunkFile.open(folder, IDS)


def test_an_index_gives_the_chunks_that_its_vector_store_holds(house: House) -> None:
    house.three_pages()
    house.build()
    index = house.open()
    for collection, lexical in index.lexical.items():
        assert index.chunks(lexical.ids, collection) == index.store.chunks(collection, lexical.ids)


def test_a_page_that_went_is_in_no_file_of_chunks(house: House) -> None:
    house.three_pages()
    house.build()
    (house.kb / "exports.md").unlink()
    house.build()
    kept = "".join(path.read_text(encoding="utf-8") for path in house.serving.rglob(FILE))
    assert "signing secret" in kept
    assert "thirty days" not in kept
