"""One writer at a time for what triage keeps, with the errors of the assistant."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import TriageBusy, TriageUnwritable
from ingest.errors import IndexBusy, IndexUnwritable
from ingest.lock import holder, writer_lock


@contextmanager
def triage_lock(folder: Path, *, timeout_s: float) -> Iterator[None]:
    """Hold `folder` for writing; `TriageBusy` names who holds it, `TriageUnwritable` says why it cannot be written."""
    try:
        with writer_lock(folder, timeout_s=timeout_s):
            yield
    except IndexBusy as exc:
        raise TriageBusy(f"{folder} is being written by {holder(folder) or 'another process'}") from exc
    except IndexUnwritable as exc:
        raise TriageUnwritable(str(exc)) from exc
    except OSError as exc:
        raise TriageUnwritable(f"cannot write in {folder}: {exc.strerror or type(exc).__name__}") from exc
