"""Room in vector files that holds nothing holds nothing: memory of the process is wiped out of it."""

import struct
from pathlib import Path

import numpy as np
import pytest

from guardrails.scrub import Scrubber
from ingest.errors import IndexCorrupt
from ingest.store import VectorStore
from ingest.unused_memory import wipe_unused

from .index_house import House

SIZE, LENGTH = 12, 4


def segment(folder: Path, *, version: int = 1, room: int = 4, elements: int = 1) -> Path:
    """Vector files with something in every byte."""
    place = folder / "a-segment"
    place.mkdir()
    (place / "header.bin").write_bytes(struct.pack("<iQQQQ", version, 0, room, elements, SIZE) + bytes(64))
    (place / "data_level0.bin").write_bytes(b"v" * SIZE * elements + b"Secret.." * (SIZE * (room - elements) // 8))
    (place / "length.bin").write_bytes(b"n" * LENGTH * elements + b"Leak" * (room - elements))
    return place


@pytest.mark.parametrize("elements", [0, 1, 4])
def test_what_is_stored_stays_and_the_rest_goes(tmp_path: Path, elements: int) -> None:
    place = segment(tmp_path, elements=elements)
    before = (place / "data_level0.bin").stat().st_size
    wipe_unused(tmp_path)
    vectors, lengths = (place / "data_level0.bin").read_bytes(), (place / "length.bin").read_bytes()
    assert vectors == b"v" * SIZE * elements + bytes(before - SIZE * elements)
    assert lengths == b"n" * LENGTH * elements + bytes(LENGTH * (4 - elements))


def test_a_clean_file_is_not_written_again(tmp_path: Path) -> None:
    place = segment(tmp_path)
    wipe_unused(tmp_path)
    (place / "data_level0.bin").chmod(0o444)
    written = (place / "data_level0.bin").stat().st_mtime_ns
    (place / "data_level0.bin").chmod(0o644)
    wipe_unused(tmp_path)
    assert (place / "data_level0.bin").stat().st_mtime_ns == written


@pytest.mark.parametrize("changes", [{"version": 2}, {"elements": 4, "room": 2}])
def test_files_of_another_form_are_refused(tmp_path: Path, changes: dict[str, int]) -> None:
    segment(tmp_path, **changes)
    with pytest.raises(IndexCorrupt, match="form that is not known"):
        wipe_unused(tmp_path)


def test_a_header_that_is_cut_off_is_told(tmp_path: Path) -> None:
    (segment(tmp_path) / "header.bin").write_bytes(b"\1")
    with pytest.raises(IndexCorrupt, match="cut off"):
        wipe_unused(tmp_path)


def unused(folder: Path) -> bytes:
    """Everything in the room of the vector files of an index that no chunk takes."""
    found = b""
    for header in folder.rglob("header.bin"):
        _, _, _, elements, size = struct.unpack_from("<iQQQQ", header.read_bytes())
        found += header.with_name("data_level0.bin").read_bytes()[elements * size :]
        found += header.with_name("length.bin").read_bytes()[elements * LENGTH :]
    return found


def test_a_built_and_a_used_index_hold_no_memory(tmp_path: Path, scrubber: Scrubber) -> None:
    house = House(tmp_path, scrubber)
    house.page("one", "Press Resume on the page of the endpoint.")
    house.build()
    assert unused(house.var)
    assert not unused(house.var).strip(b"\0")
    words = [f"Tulpen-{number}!" * 40 for number in range(50_000)]  # what the allocator hands out next
    del words
    store = VectorStore.open(next(house.var.rglob("chroma.sqlite3")).parent)
    store.nearest(("knowledge", "public"), np.ones(house.embedder.dimension, dtype=np.float32), 1)
    assert not unused(house.var).strip(b"\0")
    store.close()
    assert not unused(house.var).strip(b"\0")
