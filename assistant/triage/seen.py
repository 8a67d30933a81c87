"""What was triaged lately, as numbers: labels and how sure, never words, never who. Bounded, and never in the way."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import structlog

from assistant.triage.taxonomy import Kind
from ingest.lexical import tokenize

FILE = "seen.sqlite"
KEEP = 20_000
"""Rows kept, the latest ones."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

Hashes = npt.NDArray[np.uint64]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Row:
    """One triaged ticket. `labels` has what was learned for each kind, and "" where triage abstained.

    `known` is the chance that any category fits; `unseen` the share of its words that no example holds.
    """

    day: str
    labels: Mapping[Kind, str]
    confidence: float
    known: float
    unseen: float


class Vocabulary:
    """The words of the examples, as hashes: enough to say which share of a text is new."""

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        words = {word for text in texts for word in tokenize(text)}
        return cls(np.unique(_hashes(words)))

    def unseen(self, text: str) -> float:
        """Share of the different words of `text` that are new; 0 for a text without words."""
        words = _hashes(set(tokenize(text)))
        return float(1 - np.isin(words, self.hashes).mean()) if len(words) else 0.0


class Seen:
    """A small SQLite file. Counting never fails an answer: what cannot be written is logged and let go."""

    def __init__(self, folder: Path, *, keep: int = KEEP, timeout_s: float = 2.0) -> None:
        self._path = folder / FILE
        self._keep = keep
        self._timeout_s = timeout_s

    def add(self, ticket_id: str, row: Row) -> None:
        """Count a ticket; one that comes again replaces itself."""
        key = sha256(f"seen {ticket_id}".encode()).hexdigest()[:24]
        values = (key, row.day, json.dumps(dict(row.labels)), row.confidence, row.known, row.unseen)
        try:
            with self._connection() as connection, connection:
                connection.execute("insert or replace into seen values (?, ?, ?, ?, ?, ?)", values)
                connection.execute(
                    "delete from seen where rowid <= (select rowid from seen order by rowid desc limit 1 offset ?)",
                    (self._keep,),
                )
        except (sqlite3.Error, OSError) as exc:
            self._let_go("triage.not_counted", exc)

    def rows(self, *, since: str = "") -> list[Row]:
        """What was counted from the day `since` on, oldest first; nothing when the file is absent or damaged."""
        if not self._path.exists():
            return []
        query = "select day, labels, confidence, known, unseen from seen where day >= ? order by rowid"
        try:
            with self._connection() as connection:
                found = connection.execute(query, (since,)).fetchall()
            return [Row(day, json.loads(labels), *numbers) for day, labels, *numbers in found]
        except (sqlite3.Error, OSError, ValueError, TypeError) as exc:
            self._let_go("triage.not_readable", exc)
            return []

    def _let_go(self, event: str, exc: Exception) -> None:
        """Say so; a file that is no database any more is begun anew, as all it held were counts."""
        log.warning(event, error=type(exc).__name__)
        if (getattr(exc, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=self._timeout_s)) as connection:
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=normal")
            connection.execute(
                "create table if not exists seen (key text primary key, day text not null, labels text not null, "
                "confidence real not null, known real not null, unseen real not null)"
            )
            yield connection


def today() -> str:
    """The day in UTC."""
    return datetime.now(UTC).date().isoformat()


def _hashes(words: Iterable[str]) -> Hashes:
    digests = [int.from_bytes(sha256(word.encode()).digest()[:8]) for word in words]
    return np.array(digests, dtype=np.uint64)
