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

from ingest.errors import IndexBusy, IndexUnwritable


@contextmanager
def writer_lock(folder: Path, *, timeout_s: float = 0.0) -> Iterator[None]:
    """Hold the index for writing; `IndexBusy` names who holds it. The system frees it when a holder dies."""
    lock = FileLock(folder / "writer.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=timeout_s)
    except Timeout:
        raise IndexBusy(f"the index is being written by {holder(folder) or 'another process'}") from None
    except OSError as exc:
        raise IndexUnwritable(f"cannot write in {folder}: {exc.strerror or type(exc).__name__}") from exc
    note = folder / "writer.json"
    try:
        _sign(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _sign(note: Path) -> None:
    held = {"who": who(), "pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        note.write_text(json.dumps(held), encoding="utf-8")
    except OSError as exc:
        raise IndexUnwritable(f"cannot write in {note.parent}: {exc.strerror}") from exc


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
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return ""


def who() -> str:
    """`user@host`, for manifests and locks."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError):
        return f"uid {os.getuid()}@{socket.gethostname()}"
