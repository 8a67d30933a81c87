"""Generations on disk: `gen-000042/` folders, a manifest in each, and the pointer that says which one serves."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.documents import Collection, collection_name
from ingest.durable import write_durably
from ingest.errors import IndexCorrupt, IndexMissing
from ingest.quarantine import Quarantined, Spot

FORMAT = 1
_POINTER = "current"
_BUILDING = ".building"
_NAME = re.compile(r"gen-\d{6,}")


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


class Generations:
    """The index folder. Reading is free; writing methods are for the one who holds the lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """Name of the generation that serves; `IndexMissing` when there is none, `IndexCorrupt` when it is gone."""
        name = self.pointed_at()
        if not (self.folder / name).is_dir():
            raise IndexCorrupt(f"the index points at {name!r}, which is not there")
        return name

    def pointed_at(self) -> str:
        """The name in the pointer, whether or not that generation is there; `IndexMissing` without a pointer."""
        path = self.folder / _POINTER
        try:
            name = path.read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(f"there is no index in {self.folder}") from None
        except OSError as exc:
            raise IndexCorrupt(f"the pointer {path} cannot be read: {exc.strerror}") from exc
        if not _NAME.fullmatch(name):
            raise IndexCorrupt(f"the pointer {path} holds {name[:40]!r}, expected a name such as 'gen-000001'")
        return name

    def names(self) -> list[str]:
        """All finished generations, oldest first."""
        found = [path.name for path in self.folder.glob("gen-*") if _NAME.fullmatch(path.name) and path.is_dir()]
        return sorted(found, key=_number)

    def before(self, name: str) -> str:
        """The generation made before `name`, the newest one for an empty `name`; empty when there is none."""
        earlier = [one for one in self.names() if not name or _number(one) < _number(name)]
        return earlier[-1] if earlier else ""

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

    def next_name(self) -> str:
        last = max((_number(name) for name in self.names()), default=0)
        return f"gen-{last + 1:06d}"

    def begin(self, name: str) -> Path:
        """An empty folder to build `name` in; what crashed builds left behind is removed first."""
        for leftover in self.folder.glob(f"gen-*{_BUILDING}"):
            shutil.rmtree(leftover)
        folder = self.folder / f"{name}{_BUILDING}"
        folder.mkdir(parents=True)
        return folder

    def write_manifest(self, folder: Path, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(folder / "manifest.json", text)

    def finish(self, folder: Path) -> str:
        """Give a checked generation its final name; it serves once `switch` is called."""
        name = folder.name.removesuffix(_BUILDING)
        folder.replace(self.folder / name)
        return name

    def switch(self, name: str) -> None:
        """Point readers at `name`, atomically."""
        write_durably(self.folder / _POINTER, f"{name}\n")

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest generations beyond `keep`, never the one that serves."""
        current = self.current()
        old = [name for name in self.names() if name != current][: max(0, len(self.names()) - keep)]
        for name in old:
            # Renamed first: a crash in the middle leaves what the next build clears away, not half a generation.
            shutil.rmtree((self.folder / name).rename(self.folder / f"{name}{_BUILDING}"))
        return old


def _quarantined(entry: dict[str, Any]) -> Quarantined:
    return Quarantined(**entry | {"spots": tuple(Spot(**spot) for spot in entry["spots"])})


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the lexical files and of the vector files that Chroma has finished; others it writes when it opens."""
    finished = [mark.parent for mark in (folder / "chroma").glob("*/index_metadata.pickle")]
    paths = [path for place in (folder / "lexical", *finished) for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(paths)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _number(name: str) -> int:
    return int(name.removeprefix("gen-"))
