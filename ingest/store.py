"""The vector store: the one module that knows Chroma."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from ingest.documents import COLLECTIONS, Chunk, Collection, collection_name
from ingest.embed import Vectors
from ingest.errors import IndexCorrupt, IndexUnwritable, IngestError
from ingest.unused_memory import wipe_unused

_PAGE = 2000
_SQLITE_CODE = re.compile(r"\(code: (\d+)\)")
_DISK = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)


class VectorStore:
    """Chunks and their vectors in four collections, in one folder. Close it before the folder is copied or moved."""

    def __init__(self, client: Any, collections: dict[Collection, Any], folder: Path) -> None:
        self._client = client
        self._collections = collections
        self._folder = folder
        self._loaded: set[Collection] = set()

    @classmethod
    def create(cls, folder: Path) -> Self:
        """A new, empty store in `folder`."""
        settings = {"hnsw": {"space": "cosine"}}
        with _writing(), _client(folder) as client:
            made = {
                key: client.create_collection(collection_name(key), embedding_function=None, configuration=settings)
                for key in COLLECTIONS
            }
            return cls(client, made, folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store in `folder`; `IndexCorrupt` when it is absent or Chroma cannot read it."""
        if not (folder / "chroma.sqlite3").is_file():
            raise IndexCorrupt(f"no vector store in {folder.parent.name}")
        with _reading(folder), _client(folder) as client:
            found = {key: client.get_collection(collection_name(key), embedding_function=None) for key in COLLECTIONS}
            return cls(client, found, folder)

    def add(self, collection: Collection, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Add chunks with their vectors, shape `(len(chunks), dimension)`."""
        for first in range(0, len(chunks), _PAGE):
            page = chunks[first : first + _PAGE]
            with _writing():
                self._of(collection).add(
                    ids=[chunk.id for chunk in page],
                    embeddings=vectors[first : first + _PAGE],
                    documents=[chunk.text for chunk in page],
                    metadatas=[_metadata(chunk) for chunk in page],
                )

    def delete(self, collection: Collection, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), _PAGE):
            with _writing():
                self._of(collection).delete(ids=list(ids[first : first + _PAGE]))

    def ids(self, collection: Collection) -> set[str]:
        """Every id that the store really holds."""
        with _reading():
            return set(self._of(collection).get(include=[])["ids"])

    def count(self, collection: Collection) -> int:
        with _reading():
            return int(self._of(collection).count())

    def chunks(self, collection: Collection, ids: Iterable[str]) -> dict[str, Chunk]:
        """The chunks with these ids; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, Chunk] = {}
        for first in range(0, len(wanted), _PAGE):
            with _reading():
                page = self._of(collection).get(ids=wanted[first : first + _PAGE], include=["documents", "metadatas"])
                for id_, text, metadata in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                    found[id_] = _chunk(text, metadata)
        return found

    def vectors(self, collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors with these ids, each of shape `(dimension,)`."""
        if not ids:
            return {}
        with _reading():
            got = self._of(collection).get(ids=list(ids), include=["embeddings"])
        return {
            id_: np.asarray(vector, dtype=np.float32) for id_, vector in zip(got["ids"], got["embeddings"], strict=True)
        }

    def matrix(self, collection: Collection, ids: Sequence[str], dimension: int) -> Vectors:
        """The vectors of `ids` in their order, shape `(len(ids), dimension)`; `IndexCorrupt` when one is absent."""
        held: Vectors = np.zeros((len(ids), dimension), dtype=np.float32)
        for first in range(0, len(ids), _PAGE):
            page = ids[first : first + _PAGE]
            found = self.vectors(collection, page)
            try:
                held[first : first + len(page)] = [found[id_] for id_ in page]
            except (KeyError, ValueError) as exc:
                raise IndexCorrupt(f"a vector of {collection_name(collection)} is absent or too short") from exc
        return held

    def nearest(self, collection: Collection, vector: Vectors, k: int) -> dict[str, float]:
        """Up to `k` ids with their cosine similarity, nearest first."""
        target = self._of(collection)
        with _reading():
            got = target.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return {id_: 1.0 - float(distance) for id_, distance in zip(got["ids"][0], got["distances"][0], strict=True)}

    def close(self) -> None:
        self._client.close()
        wipe_unused(self._folder)

    def _of(self, collection: Collection) -> Any:
        """Chroma's collection; the files that it writes when it is first used are wiped where they hold nothing."""
        found = self._collections[collection]
        if collection not in self._loaded:
            with _reading():
                found.count()
                wipe_unused(self._folder)
            self._loaded.add(collection)
        return found


@contextmanager
def _client(folder: Path) -> Iterator[Any]:
    """Chroma's client of a folder. When the block fails it is closed, and Chroma forgets that it was ever opened."""
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    try:
        client: Any = chromadb.PersistentClient(path=str(folder), settings=settings)
    except BaseException:
        # Chroma keeps a half-started system for this path, and would hand it out at the next attempt.
        if str(folder) not in SharedSystemClient._identifier_to_refcount:
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise
    try:
        yield client
    except BaseException:
        client.close()
        raise


def _reading(folder: Path | None = None) -> AbstractContextManager[None]:
    place = f" in {folder.parent.name}" if folder else ""
    return _translated(IndexCorrupt, f"the vector store{place} cannot be read")


def _writing() -> AbstractContextManager[None]:
    return _translated(IndexUnwritable, "the vector store cannot be written")


@contextmanager
def _translated(kind: type[IngestError], message: str) -> Iterator[None]:
    try:
        yield
    except (ChromaError, sqlite3.Error, ValueError, TypeError, KeyError, OSError, RuntimeError) as exc:
        code = _SQLITE_CODE.search(str(exc))
        if code and int(code[1]) & 0xFF in _DISK:
            # Chroma writes into its file when it opens it, so reading fails on a full disk as well.
            raise IndexUnwritable(
                "the vector store cannot be opened for writing: the disk is full or protected"
            ) from exc
        raise kind(f"{message} ({type(exc).__name__})") from exc
    except BaseException as exc:
        # A panic in Chroma's Rust half arrives as a BaseException of a class that cannot be imported.
        if type(exc).__name__ != "PanicException":
            raise
        raise kind(f"{message} (Chroma panicked)") from exc


_PLAIN = ("document_id", "title", "heading", "part", "start", "end", "pool", "audience", "ordinal")
_OPTIONAL = ("url", "reviewed", "updated", "owner", "role", "policy")


def _metadata(chunk: Chunk) -> dict[str, str | int | float | bool]:
    metadata = {name: getattr(chunk, name) for name in (*_PLAIN, *_OPTIONAL)}
    return metadata | {"groups": json.dumps(chunk.groups), "fields": json.dumps(dict(chunk.fields))}


def _chunk(text: str, metadata: dict[str, Any]) -> Chunk:
    values = {name: metadata[name] for name in (*_PLAIN, *_OPTIONAL)}
    return Chunk(
        text=text, groups=tuple(json.loads(metadata["groups"])), fields=json.loads(metadata["fields"]), **values
    )
