"""Build a generation: plan, scrub, split, embed, write beside the old one, check, switch."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from guardrails.scrub import Scrubber
from ingest.cache import EmbeddingCache
from ingest.check import check
from ingest.documents import COLLECTIONS, Chunk, Collection, SourceDocument, collection_name
from ingest.embed import Embedder
from ingest.errors import IndexCorrupt, IndexMissing, IndexUnwritable
from ingest.generations import DocumentEntry, Generations, Manifest, file_hashes
from ingest.index import lexical_folder, load_lexical
from ingest.lexical import LexicalIndex
from ingest.lock import who, writer_lock
from ingest.plan import Plan, make_plan
from ingest.prepare import chunk_document, scrub_documents
from ingest.quarantine import Releases
from ingest.rows import save_rows
from ingest.split import MAX_WORDS
from ingest.store import VectorStore
from ingest.texts import save_chunks

Progress = Callable[[str, int, int], None]
"""Told `(step, done, total)`; `total` is 0 while it is unknown."""

_SCRUB_BATCH = 64


def _silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `generation` is the one that serves now; `written` says whether it is new."""

    generation: str
    written: bool
    plan: Plan
    chunks: int
    embedded: int


class Builder:
    """Writes the index. Everything it needs comes in by the constructor."""

    def __init__(
        self,
        generations: Generations,
        *,
        embedder: Embedder,
        scrubber: Scrubber,
        cache: EmbeddingCache,
        guard_version: str,
        keep: int = 5,
    ) -> None:
        self._generations = generations
        self._embedder = embedder
        self._scrubber = scrubber
        self._cache = cache
        self._guard_version = guard_version
        self._keep = keep

    @property
    def recipe(self) -> str:
        """Changes whenever the same document would become other chunks or other vectors."""
        parts = (self._embedder.fingerprint, str(MAX_WORDS), self._guard_version)
        return sha256("\n".join(parts).encode()).hexdigest()[:16]

    def plan(self, sources: Iterable[Path], *, removed_sources: Iterable[str] = ()) -> Plan:
        """What `build` would do; writes nothing."""
        return self._plan(sources, self._current(), removed_sources, fresh=False)

    def build(
        self,
        sources: Iterable[Path],
        *,
        progress: Progress = _silent,
        removed_sources: Iterable[str] = (),
        fresh: bool = False,
    ) -> BuildReport:
        """Bring the index up to date with `sources`; the old generation serves until the new one is checked.

        With `fresh` nothing of the current generation is reused (vectors still come from the cache).
        Raises `IndexBusy`, `IndexUnwritable`, `SourceError`, `EmbedderError`, or `IndexCorrupt` when the current
        generation cannot be built upon, or the new one fails its check.
        """
        with writer_lock(self._generations.folder):
            before = self._current(fresh=fresh)
            base = before if before and before.recipe == self.recipe and not fresh else None
            progress("read", 0, 0)
            if base:
                self._generations.verify(base)
                self._check(self._generations.folder / base.generation, base)
            plan = self._plan(sources, before, removed_sources, fresh=fresh)
            if base and plan.empty:
                return BuildReport(base.generation, False, plan, _count(base), 0)
            with _disk_errors(self._generations.folder):
                return self._write(plan, base, progress)

    def _plan(
        self, sources: Iterable[Path], before: Manifest | None, removed_sources: Iterable[str], *, fresh: bool
    ) -> Plan:
        released = Releases(self._generations.folder).read()
        return make_plan(
            sources, before, recipe=self.recipe, removed_sources=removed_sources, fresh=fresh, released=released
        )

    def _write(self, plan: Plan, base: Manifest | None, progress: Progress) -> BuildReport:
        chunks = self._chunks([*plan.added, *plan.changed], progress)
        embedded = self._cache_vectors(chunks, progress)
        progress("write", 0, 1)
        name = self._generations.next_name()
        folder = self._generations.begin(name)
        manifest = self._manifest(name, plan, base, chunks)
        self._fill(folder, manifest, base, chunks)
        progress("check", 0, 1)
        self._check(folder, manifest)
        manifest = replace(manifest, files=file_hashes(folder))
        self._generations.write_manifest(folder, manifest)
        self._generations.finish(folder)
        self._generations.switch(name)
        self._generations.prune(self._keep)
        progress("check", 1, 1)
        return BuildReport(name, True, plan, _count(manifest), embedded)

    def _chunks(self, documents: Sequence[SourceDocument], progress: Progress) -> list[Chunk]:
        chunks: list[Chunk] = []
        for first in range(0, len(documents), _SCRUB_BATCH):
            progress("scrub", first, len(documents))
            for document in scrub_documents(documents[first : first + _SCRUB_BATCH], self._scrubber):
                chunks += chunk_document(document)
        progress("scrub", len(documents), len(documents))
        return chunks

    def _cache_vectors(self, chunks: list[Chunk], progress: Progress) -> int:
        texts = [chunk.indexed_text for chunk in chunks]
        missing = self._cache.missing(self._embedder, texts)
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("embed", min(done, len(texts)), len(texts))

        self._cache.encode(self._embedder, texts, advance=advance)
        return missing

    def _manifest(self, name: str, plan: Plan, base: Manifest | None, chunks: list[Chunk]) -> Manifest:
        by_document: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        titles: dict[str, str] = {}
        for chunk in chunks:
            by_document[chunk.document_id][collection_name(chunk.collection)].append(chunk.id)
            titles[chunk.document_id] = chunk.title
        entries = {id_: e for id_, e in (base.documents if base else {}).items() if id_ not in plan.removed}
        for document in (*plan.added, *plan.changed):
            entries[document.id] = DocumentEntry(
                hash=document.content_hash,
                source=document.source,
                place=document.place,
                title=titles.get(document.id, ""),
                pool=document.pool,
                chunks={key: list(ids) for key, ids in by_document[document.id].items()},
            )
        for document in plan.moved:
            values = asdict(entries[document.id]) | {"source": document.source, "place": document.place}
            entries[document.id] = DocumentEntry(**values)
        return Manifest(
            generation=name,
            parent=base.generation if base else "",
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=who(),
            embedder=self._embedder.fingerprint,
            dimension=self._embedder.dimension,
            recipe=self.recipe,
            documents=entries,
            skipped=[{"where": skip.where, "reason": skip.reason} for skip in plan.skipped],
            quarantined=plan.quarantined,
        )

    def _fill(self, folder: Path, manifest: Manifest, base: Manifest | None, chunks: list[Chunk]) -> None:
        if base:
            shutil.copytree(self._generations.folder / base.generation / "chroma", folder / "chroma")
            store = VectorStore.open(folder / "chroma")
        else:
            store = VectorStore.create(folder / "chroma")
        try:
            for collection in COLLECTIONS:
                wanted, held = manifest.ids(collection), store.ids(collection)
                store.delete(collection, sorted(held - wanted))
                new = [chunk for chunk in chunks if chunk.collection == collection and chunk.id not in held]
                store.add(collection, new, self._cache.encode(self._embedder, [chunk.indexed_text for chunk in new]))
                self._fill_lexical(folder, collection, store, base if held == wanted and not new else None)
        finally:
            store.close()

    def _fill_lexical(self, folder: Path, collection: Collection, store: VectorStore, same: Manifest | None) -> None:
        place = lexical_folder(folder, collection)
        if same:
            shutil.copytree(lexical_folder(self._generations.folder / same.generation, collection), place)
            return
        held = store.chunks(collection, sorted(store.ids(collection)))
        ids = sorted(held)
        LexicalIndex.build(ids, [held[id_].lexical_text for id_ in ids]).save(place)
        save_rows(place, [held[id_] for id_ in ids])
        save_chunks(place, [held[id_] for id_ in ids])

    def _check(self, folder: Path, manifest: Manifest) -> None:
        store = VectorStore.open(folder / "chroma")
        try:
            faults = check(manifest, store, load_lexical(folder))
        finally:
            store.close()
        if faults:
            found = "; ".join(f"{fault.collection}: {fault.what}" for fault in faults[:3])
            raise IndexCorrupt(f"{folder.name} failed its check: {found}")

    def _current(self, *, fresh: bool = False) -> Manifest | None:
        """The manifest of what serves; a fresh build gets along without a readable one."""
        try:
            return self._generations.manifest(self._generations.current())
        except IndexMissing:
            return None
        except IndexCorrupt:
            if fresh:
                return None
            raise


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as exc:
        why = exc.strerror or type(exc).__name__
        raise IndexUnwritable(f"the new generation cannot be written in {folder}: {why}") from exc


def _count(manifest: Manifest) -> int:
    return sum(len(manifest.ids(collection)) for collection in COLLECTIONS)
