"""Generations on disk: `gen-000042/` folders, a manifest in each, and the pointer that says which one serves."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.documents import Collection, collection_name
from ingest.durable import write_durably
from ingest.errors import IndexCorrupt, IndexMissing
from ingest.numbered import NumberedFolders, sha256_of
from ingest.quarantine import Quarantined, Spot

FORMAT = 2


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What a generation holds of one document; `chunks` maps a collection's name to chunk ids."""

    hash: str
    source: str
    place: str
    title: str
    pool: str
    chunks: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation must hold, who made it when, and from what. Times are ISO 8601 in UTC.

    `files` has the SHA-256 of each file that does not change any more. `quarantined` has the documents that were read
    and kept out.
    """

    generation: str
    parent: str
    created_at: str
    made_by: str
    embedder: str
    dimension: int
    recipe: str
    documents: Mapping[str, DocumentEntry]
    skipped: list[dict[str, str]] = field(default_factory=list)
    files: Mapping[str, str] = field(default_factory=dict)
    quarantined: Mapping[str, Quarantined] = field(default_factory=dict)
    format: int = FORMAT

    def ids(self, collection: Collection) -> set[str]:
        """Chunk ids that the collection must hold: these and no others."""
        name = collection_name(collection)
        return {id_ for entry in self.documents.values() for id_ in entry.chunks.get(name, ())}


class Generations(NumberedFolders):
    """The index folder. Reading is free; writing methods are for the one who holds the lock."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, prefix="gen-")

    def current(self) -> str:
        """Name of the generation that serves; `IndexMissing` when there is none, `IndexCorrupt` when it is gone."""
        name = self.pointed_at()
        if not (self.folder / name).is_dir():
            raise IndexCorrupt(f"the index points at {name!r}, which is not there")
        return name

    def pointed_at(self) -> str:
        """The name in the pointer, whether or not that generation is there; `IndexMissing` without a pointer."""
        try:
            name = self.read_pointer()
        except OSError as exc:
            raise IndexCorrupt(f"the pointer {self.pointer} cannot be read: {exc.strerror}") from exc
        except ValueError as exc:
            raise IndexCorrupt(str(exc)) from exc
        if name is None:
            raise IndexMissing(f"there is no index in {self.folder}")
        return name

    def manifest(self, name: str) -> Manifest:
        """`IndexCorrupt` when the manifest is absent, unreadable or of another format."""
        path = self.folder / name / "manifest.json"
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            if value.get("format") != FORMAT:
                raise IndexCorrupt(f"{name} has format {value.get('format')!r}, this version reads {FORMAT}")
            documents = {id_: DocumentEntry(**entry) for id_, entry in value.pop("documents").items()}
            quarantined = {id_: _quarantined(entry) for id_, entry in value.pop("quarantined", {}).items()}
            return Manifest(documents=documents, quarantined=quarantined, **value)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
            raise IndexCorrupt(f"the manifest of {name} cannot be read ({type(exc).__name__})") from exc

    def verify(self, manifest: Manifest) -> None:
        """`IndexCorrupt` when a file is not the one that was written: a damaged vector file can crash the process."""
        folder = self.folder / manifest.generation
        if (found := file_hashes(folder)) != manifest.files:
            differing = {path for path, _ in found.items() ^ manifest.files.items()}
            raise IndexCorrupt(f"{manifest.generation}: {min(differing)} is not the file that was written")

    def write_manifest(self, folder: Path, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(folder / "manifest.json", text)

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest generations beyond `keep`, never the one that serves."""
        old = self.beyond(keep, current=self.current())
        self.remove(old)
        return old


def _quarantined(entry: dict[str, Any]) -> Quarantined:
    return Quarantined(**entry | {"spots": tuple(Spot(**spot) for spot in entry["spots"])})


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the lexical files and of the vector files that Chroma has finished; others it writes when it opens."""
    finished = [mark.parent for mark in (folder / "chroma").glob("*/index_metadata.pickle")]
    paths = [path for place in (folder / "lexical", *finished) for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(paths)}
