"""JSON Lines, plain or gzipped: one place that knows how a line can be broken."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ingest.documents import Skipped
from ingest.errors import SourceError


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Skipped]:
    """`(place, object)` for each line that is a JSON object; every other line is skipped and named."""
    try:
        with _open(path) as stream:
            for number, raw in enumerate(stream, start=1):
                if raw.strip():
                    yield _line(path.name, number, raw)
    except (OSError, EOFError) as exc:
        raise SourceError(f"cannot read {path}: {exc}") from exc


def _open(path: Path) -> IO[bytes] | gzip.GzipFile:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def damaged(where: str, reason: str) -> Skipped:
    """A line (`file:number`) that could not be understood."""
    return Skipped(where, reason, place=where.rpartition(":")[0], damaged=True)


def _line(name: str, number: int, raw: bytes) -> tuple[str, dict[str, Any]] | Skipped:
    where = f"{name}:{number}"
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        return damaged(where, f"not UTF-8 (byte {exc.start} of the line)")
    except json.JSONDecodeError as exc:
        return damaged(where, f"not JSON: {exc.msg} at column {exc.colno}")
    except RecursionError:
        return damaged(where, "not JSON: nested too deep")
    if not isinstance(value, dict):
        return damaged(where, f"a JSON {type(value).__name__}, expected an object")
    return where, value
