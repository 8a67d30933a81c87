"""Read the index: one opened generation, and a reader that notices when another one serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

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
        """`IndexCorrupt` when counts of the stores differ from the manifest (`check` looks at every id)."""
        folder = generations.folder / name
        manifest = generations.manifest(name)
        lexical = load_lexical(folder)
        store = VectorStore.open(folder / "chroma")
        for collection in COLLECTIONS:
            expected = len(manifest.ids(collection))
            held = store.count(collection), len(lexical[collection].ids)
            if held != (expected, expected):
                store.close()
                raise IndexCorrupt(
                    f"{name}/{collection_name(collection)} holds {held[0]} vectors and {held[1]} texts, expected {expected}"
                )
        return cls(name, manifest, store, lexical)

    def chunks(self, ids: Sequence[str], collection: Collection) -> dict[str, Chunk]:
        return self.store.chunks(collection, ids)

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
        self._lock = Lock()

    def index(self) -> Index:
        """`IndexMissing` or `IndexCorrupt` when nothing can serve."""
        with self._lock:
            try:
                name = self._generations.current()
                if self._open is None or self._open.name != name:
                    # The one before stays open: requests that began with it may still be reading.
                    self._open = Index.open(self._generations, name)
            except IndexCorrupt:
                if self._open is None:
                    raise
            return self._open
