"""Chroma writes its vector files with room for more, and what lay in memory before stands in that room: it is wiped.

The room may hold anything that the process has read, a customer's words among it. Chroma writes the files when a
collection is first used, and whenever it saves vectors; neither reads the room back.
"""

import struct
from pathlib import Path

from ingest.errors import IndexCorrupt

_HEADER = struct.Struct("<iQQQQ")
"""hnswlib's header: version, offset of level 0, elements that there is room for, elements, bytes of one."""
_VERSION = 1
_LENGTH = 4
"""Bytes of the length of an element's links."""


def wipe_unused(folder: Path) -> None:
    """Put zeros where the vector files below `folder` hold no element. `IndexCorrupt` for files of another kind."""
    for header in folder.glob("*/header.bin"):
        version, _, room, elements, size = _read(header)
        vectors, lengths = header.with_name("data_level0.bin"), header.with_name("length.bin")
        if version != _VERSION or elements > room or vectors.stat().st_size < elements * size:
            raise IndexCorrupt(f"the vector files of {folder.parent.name} have a form that is not known")
        _zero(vectors, elements * size)
        _zero(lengths, elements * _LENGTH)


def _read(header: Path) -> tuple[int, int, int, int, int]:
    content = header.read_bytes()
    if len(content) < _HEADER.size:
        raise IndexCorrupt(f"the header of a vector file is cut off: {header.parent.name}")
    version, offset, room, elements, size = _HEADER.unpack_from(content)
    return version, offset, room, elements, size


def _zero(path: Path, start: int) -> None:
    """Only where something stands, so that a file that is clean is not written again."""
    with path.open("r+b") as file:
        file.seek(start)
        rest = file.read()
        if rest.strip(b"\0"):
            file.seek(start)
            file.write(bytes(len(rest)))
