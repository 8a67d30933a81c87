"""Vectors that were computed once: content-addressed, outside the index, no text in it."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from ingest.embed import Advance, Embedder, Vectors
from ingest.errors import IndexUnwritable

_PAGE = 500
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class EmbeddingCache:
    """A SQLite file from `sha256(fingerprint, text)` to a float32 vector. A damaged one is set aside and begun anew."""

    def __init__(self, path: Path, *, timeout_s: float = 30.0) -> None:
        self._path = path
        self._timeout_s = timeout_s

    def encode(self, embedder: Embedder, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        """Like `embedder.encode`, computing only what was never computed; each block is kept as soon as it is done."""
        keys = [_key(embedder.fingerprint, text) for text in texts]
        known = self._known(keys, embedder.dimension)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if advance:
            advance(sum(key in known for key in keys))
        items = list(missing.items())
        for first in range(0, len(items), _PAGE):
            page = items[first : first + _PAGE]
            vectors = embedder.encode([text for _, text in page], advance=advance)
            made = {key: vector for (key, _), vector in zip(page, vectors, strict=True)}
            self._keep(made)
            known.update(made)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, embedder.dimension), dtype=np.float32)

    def missing(self, embedder: Embedder, texts: Sequence[str]) -> int:
        """How many of `texts` would have to be embedded."""
        keys = {_key(embedder.fingerprint, text) for text in texts}
        return len(keys) - len(self._known(sorted(keys), embedder.dimension))

    def _known(self, keys: Sequence[str], dimension: int) -> dict[str, Vectors]:
        try:
            return self._read(keys, dimension)
        except _Damaged:
            self._set_aside()
            return self._read(keys, dimension)

    def _read(self, keys: Sequence[str], dimension: int) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        with self._connection() as connection:
            for first in range(0, len(keys), _PAGE):
                page = keys[first : first + _PAGE]
                marks = ",".join("?" * len(page))
                for key, blob in connection.execute(f"select key, vector from vectors where key in ({marks})", page):
                    if len(blob) == dimension * np.dtype(np.float32).itemsize:
                        found[key] = np.frombuffer(blob, dtype=np.float32)
        return found

    def _keep(self, vectors: dict[str, Vectors]) -> None:
        rows = [(key, vector.tobytes()) for key, vector in vectors.items()]
        try:
            self._write(rows)
        except _Damaged:
            self._set_aside()
            self._write(rows)

    def _write(self, rows: list[tuple[str, bytes]]) -> None:
        with self._connection() as connection, connection:
            connection.executemany("insert or replace into vectors values (?, ?)", rows)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=self._timeout_s)) as connection:
                connection.execute("pragma journal_mode=wal")
                connection.execute("create table if not exists vectors (key text primary key, vector blob not null)")
                yield connection
        except sqlite3.Error as exc:
            if (getattr(exc, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED:
                raise _Damaged from exc
            raise IndexUnwritable(f"the embedding cache {self._path} cannot be used: {exc}") from exc
        except OSError as exc:
            raise IndexUnwritable(f"the embedding cache {self._path} cannot be used: {exc.strerror}") from exc

    def _set_aside(self) -> None:
        """Rename the file, its journal with it: SQLite would replay that into the new one."""
        for ending in ("", "-wal", "-shm"):
            part = self._path.with_name(self._path.name + ending)
            if part.exists():
                part.replace(part.with_name(f"{part.name}.damaged"))


class _Damaged(Exception):
    """SQLite says that the file is not a database, or is malformed."""


def _key(fingerprint: str, text: str) -> str:
    return hashlib.sha256(f"{fingerprint}\0{text}".encode()).hexdigest()
