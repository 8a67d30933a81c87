"""Read the index: one opened generation, and a reader that notices when another one serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ingest.check import probe
from ingest.documents import COLLECTIONS, Chunk, Collection, collection_name
from ingest.embed import Vectors
from ingest.errors import IndexCorrupt
from ingest.generations import Generations, Manifest
from ingest.lexical import LexicalIndex
from ingest.store import VectorStore


@dataclass(frozen=True, slots=True)
class Index:
    """One generation, open for reading."""

    name: str
    manifest: Manifest
    store: VectorStore
    lexical: dict[Collection, LexicalIndex]

    @classmethod
    def open(cls, generations: Generations, name: str) -> "Index":
        """`IndexCorrupt` when files or counts differ, or vectors do not answer (`check` looks at every id)."""
        folder = generations.folder / name
        manifest = generations.manifest(name)
        generations.verify(manifest)
        lexical = load_lexical(folder)
        store = VectorStore.open(folder / "chroma")
        opened = cls(name, manifest, store, lexical)
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
        held = self.store.count(collection), len(self.lexical[collection].ids)
        if held != (len(expected), len(expected)):
            raise IndexCorrupt(f"{place} holds {held[0]} vectors and {held[1]} texts, expected {len(expected)}")
        for what in probe(self.store, collection, sorted(expected), self.manifest.dimension):
            raise IndexCorrupt(f"{place}: {what}")

    def chunks(self, ids: Sequence[str], collection: Collection) -> dict[str, Chunk]:
        return self.store.chunks(collection, ids)

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

    def vectors(self, collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
        return self.store.vectors(collection, ids)


def load_lexical(folder: Path) -> dict[Collection, LexicalIndex]:
    return {key: LexicalIndex.load(folder / "lexical" / collection_name(key)) for key in COLLECTIONS}


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
