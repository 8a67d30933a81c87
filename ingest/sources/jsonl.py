"""JSON Lines, plain or gzipped: one place that knows how a line can be broken."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ingest.documents import Skipped
from ingest.errors import SourceError


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Skipped]:
    """`(place, object)` for each line that is a JSON object; every other line is skipped and named."""
    try:
        with _open(path) as stream:
            yield from parse_lines(stream, path.name)
    except (OSError, EOFError, zlib.error) as exc:
        raise SourceError(f"cannot read {path}: {exc}") from exc


def parse_lines(lines: Iterable[bytes], name: str) -> Iterator[tuple[str, dict[str, Any]] | Skipped]:
    """The same for lines that are there already."""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            yield _line(name, number, raw)


def _open(path: Path) -> IO[bytes] | gzip.GzipFile:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def damaged(where: str, reason: str) -> Skipped:
    """A line (`file:number`) that could not be understood."""
    return Skipped(where, reason, place=where.rpartition(":")[0], damaged=True)


def _line(name: str, number: int, raw: bytes) -> tuple[str, dict[str, Any]] | Skipped:
    where = f"{name}:{number}"
    try:
        value = json.loads(raw.decode("utf-8-sig").rstrip())
    except UnicodeDecodeError as exc:
        return damaged(where, f"not UTF-8 (byte {exc.start} of the line)")
    except json.JSONDecodeError as exc:
        return damaged(where, f"not JSON: {exc.msg} at column {exc.colno}")
    except ValueError:
        return damaged(where, "not JSON that can be read: a number with thousands of digits")
    except RecursionError:
        return damaged(where, "not JSON: nested too deep")
    if not isinstance(value, dict):
        return damaged(where, f"a JSON {type(value).__name__}, expected an object")
    return where, value
