"""One writer at a time, and everybody can see who."""

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexBusy


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the index for writing; `IndexBusy` names who holds it. The system frees it when a holder dies."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy(f"the index is being written by {holder(folder) or 'another process'}") from None
    note = folder / "writer.json"
    try:
        held = {"who": who(), "pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        note.write_text(json.dumps(held), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> str:
    """Who writes the index now, as words for a person; empty when nobody does."""
    try:
        held = json.loads((folder / "writer.json").read_text(encoding="utf-8"))
        lock = FileLock(folder / "writer.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return f"{held['who']} (process {held['pid']}) since {held['since']}"
        lock.release()
    except (OSError, ValueError, KeyError):
        pass
    return ""


def who() -> str:
    """`user@host`, for manifests and locks."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError):
        return f"uid {os.getuid()}@{socket.gethostname()}"
