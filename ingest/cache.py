"""Vectors that were computed once: content-addressed, outside the index, no text in it."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ingest.embed import Advance, Embedder, Vectors

_PAGE = 500


class EmbeddingCache:
    """A SQLite file from `sha256(fingerprint, text)` to a float32 vector. A damaged file is set aside and begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def encode(self, embedder: Embedder, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        """Like `embedder.encode`, computing only what was never computed; each block is kept as soon as it is done."""
        keys = [_key(embedder.fingerprint, text) for text in texts]
        with closing(self._connect()) as connection:
            known = self._read(connection, keys)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if advance:
                advance(sum(key in known for key in keys))
            items = list(missing.items())
            for first in range(0, len(items), _PAGE):
                page = items[first : first + _PAGE]
                vectors = embedder.encode([text for _, text in page], advance=advance)
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(page, vectors, strict=True)]
                with connection:
                    connection.executemany("insert or replace into vectors values (?, ?)", rows)
                known.update({key: vector for (key, _), vector in zip(page, vectors, strict=True)})
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def missing(self, embedder: Embedder, texts: Sequence[str]) -> int:
        """How many of `texts` would have to be embedded."""
        keys = {_key(embedder.fingerprint, text) for text in texts}
        with closing(self._connect()) as connection:
            return len(keys) - len(self._read(connection, sorted(keys)))

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(self._path)
        except sqlite3.DatabaseError:
            self._path.replace(self._path.with_suffix(".damaged"))
            return _open(self._path)

    @staticmethod
    def _read(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        for first in range(0, len(keys), _PAGE):
            page = keys[first : first + _PAGE]
            marks = ",".join("?" * len(page))
            for key, blob in connection.execute(f"select key, vector from vectors where key in ({marks})", page):
                found[key] = np.frombuffer(blob, dtype=np.float32)
        return found


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table if not exists vectors (key text primary key, vector blob not null)")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _key(fingerprint: str, text: str) -> str:
    return hashlib.sha256(f"{fingerprint}\0{text}".encode()).hexdigest()
