"""Who may read a chunk: the one place that decides."""

from collections.abc import Set

from ingest.documents import Chunk


def may_read(chunk: Chunk, *, groups: Set[str], internal: bool) -> bool:
    """Internal chunks need `internal`; a chunk of either audience that names groups needs one of them."""
    if chunk.audience == "internal" and not internal:
        return False
    return not chunk.groups or not groups.isdisjoint(chunk.groups)
