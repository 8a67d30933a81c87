"""Generations on disk: `gen-000042/` folders, a manifest in each, and the pointer that says which one serves."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.documents import Collection, collection_name
from ingest.errors import IndexCorrupt, IndexMissing

FORMAT = 1
_POINTER = "current"
_BUILDING = ".building"


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
    """What a generation must hold, who made it when, and from what. Times are ISO 8601 in UTC."""

    generation: str
    parent: str
    created_at: str
    made_by: str
    embedder: str
    dimension: int
    recipe: str
    documents: Mapping[str, DocumentEntry]
    skipped: list[dict[str, str]] = field(default_factory=list)
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
        """The name that the pointer holds, whether or not that generation is still there; `IndexMissing` without one."""
        try:
            return (self.folder / _POINTER).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise IndexMissing(f"there is no index in {self.folder}") from None

    def names(self) -> list[str]:
        """All finished generations, oldest first."""
        return sorted(path.name for path in self.folder.glob("gen-*") if not path.name.endswith(_BUILDING))

    def manifest(self, name: str) -> Manifest:
        """`IndexCorrupt` when the manifest is absent, unreadable or of another format."""
        path = self.folder / name / "manifest.json"
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            if value.get("format") != FORMAT:
                raise IndexCorrupt(f"{name} has format {value.get('format')!r}, this version reads {FORMAT}")
            documents = {id_: DocumentEntry(**entry) for id_, entry in value.pop("documents").items()}
            return Manifest(documents=documents, **value)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
            raise IndexCorrupt(f"the manifest of {name} cannot be read ({type(exc).__name__})") from exc

    def next_name(self) -> str:
        last = max((int(name.removeprefix("gen-")) for name in self.names()), default=0)
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
        _write_durably(folder / "manifest.json", text)

    def finish(self, folder: Path) -> str:
        """Give a checked generation its final name; it serves once `switch` is called."""
        name = folder.name.removesuffix(_BUILDING)
        os.replace(folder, self.folder / name)
        return name

    def switch(self, name: str) -> None:
        """Point readers at `name`, atomically."""
        waiting = self.folder / f"{_POINTER}.new"
        _write_durably(waiting, f"{name}\n")
        os.replace(waiting, self.folder / _POINTER)

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest generations beyond `keep`, never the one that serves."""
        current = self.current()
        old = [name for name in self.names() if name != current][: max(0, len(self.names()) - keep)]
        for name in old:
            shutil.rmtree(self.folder / name)
        return old


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
