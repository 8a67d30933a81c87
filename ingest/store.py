"""The vector store: the one module that knows Chroma."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from ingest.documents import COLLECTIONS, Chunk, Collection, collection_name
from ingest.embed import Vectors
from ingest.errors import IndexCorrupt

_PAGE = 2000


class VectorStore:
    """Chunks and their vectors in four collections, in one folder. Close it before the folder is copied or moved."""

    def __init__(self, client: Any, collections: dict[Collection, Any]) -> None:
        self._client = client
        self._collections = collections

    @classmethod
    def create(cls, folder: Path) -> Self:
        """A new, empty store in `folder`."""
        client = _client(folder)
        made = {
            key: client.create_collection(
                collection_name(key), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            for key in COLLECTIONS
        }
        return cls(client, made)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store in `folder`; `IndexCorrupt` when it is absent or Chroma cannot read it."""
        if not (folder / "chroma.sqlite3").is_file():
            raise IndexCorrupt(f"no vector store in {folder.parent.name}")
        with _translated(folder):
            client = _client(folder)
            found = {key: client.get_collection(collection_name(key), embedding_function=None) for key in COLLECTIONS}
            return cls(client, found)

    def add(self, collection: Collection, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Add chunks with their vectors, shape `(len(chunks), dimension)`."""
        for first in range(0, len(chunks), _PAGE):
            page = chunks[first : first + _PAGE]
            self._collections[collection].add(
                ids=[chunk.id for chunk in page],
                embeddings=vectors[first : first + _PAGE],
                documents=[chunk.text for chunk in page],
                metadatas=[_metadata(chunk) for chunk in page],
            )

    def delete(self, collection: Collection, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), _PAGE):
            self._collections[collection].delete(ids=list(ids[first : first + _PAGE]))

    def ids(self, collection: Collection) -> set[str]:
        """Every id that the store really holds."""
        with _translated():
            return set(self._collections[collection].get(include=[])["ids"])

    def count(self, collection: Collection) -> int:
        with _translated():
            return int(self._collections[collection].count())

    def chunks(self, collection: Collection, ids: Iterable[str]) -> dict[str, Chunk]:
        """The chunks with these ids; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, Chunk] = {}
        for first in range(0, len(wanted), _PAGE):
            with _translated():
                page = self._collections[collection].get(
                    ids=wanted[first : first + _PAGE], include=["documents", "metadatas"]
                )
            for id_, text, metadata in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                found[id_] = _chunk(text, metadata)
        return found

    def vectors(self, collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors with these ids, each of shape `(dimension,)`."""
        if not ids:
            return {}
        with _translated():
            got = self._collections[collection].get(ids=list(ids), include=["embeddings"])
        return {
            id_: np.asarray(vector, dtype=np.float32) for id_, vector in zip(got["ids"], got["embeddings"], strict=True)
        }

    def nearest(self, collection: Collection, vector: Vectors, k: int) -> dict[str, float]:
        """Up to `k` ids with their cosine similarity, nearest first."""
        target = self._collections[collection]
        with _translated():
            size = target.count()
            if not size:
                return {}
            got = target.query(query_embeddings=[vector], n_results=min(k, size), include=["distances"])
        return {id_: 1.0 - float(distance) for id_, distance in zip(got["ids"][0], got["distances"][0], strict=True)}

    def close(self) -> None:
        self._client.close()


def _client(folder: Path) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


@contextmanager
def _translated(folder: Path | None = None) -> Iterator[None]:
    place = f" in {folder.parent.name}" if folder else ""
    try:
        yield
    except (ChromaError, sqlite3.DatabaseError, ValueError, OSError, RuntimeError) as exc:
        raise IndexCorrupt(f"the vector store{place} cannot be read ({type(exc).__name__})") from exc


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
