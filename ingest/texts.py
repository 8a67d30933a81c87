"""The chunks of a collection in one file, each read by its place: Chroma takes milliseconds to give a few of them."""

import json
import mmap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.documents import Chunk
from ingest.errors import IndexCorrupt

FILE = "chunks.jsonl"
PLACES = "places.npy"


class ChunkFile:
    """The chunks with `ids`, in their order."""

    def __init__(self, ids: Sequence[str], data: mmap.mmap | bytes, places: npt.NDArray[np.int64]) -> None:
        """Chunk n is the JSON `data[places[n]:places[n + 1]]`."""
        self._number = {id_: number for number, id_ in enumerate(ids)}
        self._data = data
        self._places = places

    @classmethod
    def open(cls, folder: Path, ids: Sequence[str]) -> "ChunkFile":
        """`IndexCorrupt` when a file is absent or damaged, or does not fit `ids`."""
        place = f"{folder.parent.parent.name}/{folder.name}"
        try:
            places = np.load(folder / PLACES, allow_pickle=False).astype(np.int64, copy=False)
            with (folder / FILE).open("rb") as file:
                # An empty file cannot be mapped.
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(ids) else file.read()
        except (OSError, ValueError, EOFError) as exc:
            raise IndexCorrupt(f"the chunks of {place} cannot be read ({type(exc).__name__})") from exc
        if places.shape != (len(ids) + 1,) or places[0] != 0 or places[-1] != len(data) or (np.diff(places) < 0).any():
            raise IndexCorrupt(f"the chunks of {place} do not fit its {len(ids)} ids")
        return cls(ids, data, places)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """The chunks with these ids; ids that are not there are left out."""
        return {id_: self._chunk(self._number[id_]) for id_ in ids if id_ in self._number}

    def _chunk(self, number: int) -> Chunk:
        values = json.loads(self._data[self._places[number] : self._places[number + 1]])
        return Chunk(**values | {"groups": tuple(values["groups"])})


def save_chunks(folder: Path, chunks: Sequence[Chunk]) -> None:
    lines = [json.dumps(asdict(chunk), ensure_ascii=False).encode() + b"\n" for chunk in chunks]
    (folder / FILE).write_bytes(b"".join(lines))
    np.save(folder / PLACES, np.cumsum([0, *map(len, lines)], dtype=np.int64))
