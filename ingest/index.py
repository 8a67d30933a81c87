"""Read the index: one opened generation, and a reader that notices when another one serves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np

from ingest.check import probe
from ingest.documents import COLLECTIONS, Chunk, Collection, Pool, collection_name
from ingest.errors import IndexCorrupt
from ingest.generations import Generations, Manifest
from ingest.lexical import LexicalIndex
from ingest.rows import Row, load_rows
from ingest.shelf import Shelf, mentions_in
from ingest.store import VectorStore
from ingest.texts import ChunkFile


@dataclass(frozen=True, slots=True)
class Index:
    """One generation, open for reading."""

    name: str
    manifest: Manifest
    store: VectorStore
    lexical: dict[Collection, LexicalIndex]
    rows: dict[Collection, list[Row]]
    texts: dict[Collection, ChunkFile]
    _shelves: dict[Pool, Shelf] = field(default_factory=dict, compare=False)
    _lock: Lock = field(default_factory=Lock, compare=False)

    @classmethod
    def open(cls, generations: Generations, name: str) -> "Index":
        """`IndexCorrupt` when files or counts differ, or vectors do not answer (`check` looks at every id)."""
        folder = generations.folder / name
        manifest = generations.manifest(name)
        generations.verify(manifest)
        lexical, rows = load_lexical(folder), {key: load_rows(lexical_folder(folder, key)) for key in COLLECTIONS}
        texts = {key: ChunkFile.open(lexical_folder(folder, key), lexical[key].ids) for key in COLLECTIONS}
        store = VectorStore.open(folder / "chroma")
        opened = cls(name, manifest, store, lexical, rows, texts)
        try:
            for collection in COLLECTIONS:
                opened._glance(collection)
        except IndexCorrupt:
            store.close()
            raise
        return opened

    def _glance(self, collection: Collection) -> None:
        """The right counts, and vectors that answer: Chroma counts well without its vector files."""
        place, expected = f"{self.name}/{collection_name(collection)}", self.manifest.ids(collection)
        held = self.store.count(collection), len(self.lexical[collection].ids), len(self.rows[collection])
        if set(held) != {len(expected)}:
            raise IndexCorrupt(
                f"{place} holds {held[0]} vectors, {held[1]} texts and {held[2]} rows, expected {len(expected)}"
            )
        for what in probe(self.store, collection, sorted(expected), self.manifest.dimension):
            raise IndexCorrupt(f"{place}: {what}")

    def chunks(self, ids: Sequence[str], collection: Collection) -> dict[str, Chunk]:
        """The chunks with these ids, of one collection; ids that are not there are left out."""
        return self.texts[collection].chunks(ids)

    def chunk(self, chunk_id: str) -> Chunk | None:
        """The chunk with this id; None when this generation has none. The manifest tells where it is."""
        entry = self.manifest.documents.get(chunk_id.rpartition("#")[0])
        for collection in COLLECTIONS:
            if entry is not None and chunk_id in entry.chunks.get(collection_name(collection), ()):
                return self.store.chunks(collection, [chunk_id]).get(chunk_id)
        return None

    def document(self, document_id: str) -> list[Chunk]:
        """All chunks of a document, in reading order; empty when it is not in this generation."""
        entry = self.manifest.documents.get(document_id)
        if entry is None:
            return []
        found: list[Chunk] = []
        for collection in COLLECTIONS:
            found += self.store.chunks(collection, entry.chunks.get(collection_name(collection), ())).values()
        return sorted(found, key=lambda chunk: chunk.ordinal)

    def shelf(self, pool: Pool) -> Shelf:
        """A pool as arrays, made at the first call: all its vectors in memory, 1.5 KB for a chunk."""
        with self._lock:
            if pool not in self._shelves:
                self._shelves[pool] = self._shelve(pool)
            return self._shelves[pool]

    def _shelve(self, pool: Pool) -> Shelf:
        parts = {key: lexical for key, lexical in self.lexical.items() if key[0] == pool}
        vectors = [self.store.matrix(key, lexical.ids, self.manifest.dimension) for key, lexical in parts.items()]
        rows = [row for key in parts for row in self.rows[key]]
        return Shelf(parts, rows, np.concatenate(vectors), mentions_in(self.rows))


def load_lexical(folder: Path) -> dict[Collection, LexicalIndex]:
    return {key: LexicalIndex.load(lexical_folder(folder, key)) for key in COLLECTIONS}


def lexical_folder(folder: Path, collection: Collection) -> Path:
    """Where a generation keeps the words and rows of a collection."""
    return folder / "lexical" / collection_name(collection)


class IndexReader:
    """Gives the generation that serves now; a switch is noticed at the next call, a broken new one is not taken."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._open: Index | None = None
        self._before: Index | None = None
        self._refused = ""
        self._lock = Lock()

    def index(self) -> Index:
        """`IndexMissing` or `IndexCorrupt` when nothing can serve."""
        with self._lock:
            try:
                name = self._generations.current()
                if self._open is None or name not in (self._open.name, self._refused):
                    self._take(name)
            except IndexCorrupt:
                if self._open is None:
                    raise
            assert self._open is not None
            return self._open

    def _take(self, name: str) -> None:
        self._refused = name
        opened = Index.open(self._generations, name)
        if self._before:
            self._before.store.close()
        # The one before stays open: requests that began with it may still be reading.
        self._before, self._open, self._refused = self._open, opened, ""
