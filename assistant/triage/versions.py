"""Versions of triage on disk: `versions/000007/`, each with its manifest, and the pointer that says which one serves.

Written beside and switched atomically, like the generations of the index. Nothing here learns.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from assistant.errors import VersionUnusable
from assistant.triage.regression import Check
from ingest.durable import write_durably
from ingest.lock import who
from ingest.numbered import NumberedFolders, sha256_of

FORMAT = 1
MANIFEST = "manifest.json"
MODEL = "model"
TWIN = "twin"
"""The same recipe without the held-out tickets: what later versions are compared with."""
REFERENCE = "reference.json"
"""How held-out tickets look to the twin: what drift is measured against."""
WORDS = "words.npy"
_ROLLED_BACK = "rolled_back.json"


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Version:
    """What a version was learned from, and what the check said of it. Times are ISO 8601 in UTC.

    `data` names everything that was learned from: the same data gives the same version. `parent` is the version that
    served when it was made, empty where triage came from the index alone. `learned_until` is when the latest correction
    in it was made.
    """

    version: str
    parent: str
    created_at: str
    made_by: str
    embedder: str
    generation: str
    groups: tuple[str, ...]
    taxonomy: str
    data: str
    solved: int
    corrections: int
    learned_until: str
    held_out: int
    labels: Mapping[str, Mapping[str, int]]
    check: Check
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Turned:
    """A version that somebody took back."""

    version: str
    who: str
    when: str


_MANIFEST = TypeAdapter(Version)


class Versions(NumberedFolders):
    """The folder of versions. Reading is free; writing methods are for the one who holds the lock."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, prefix="")

    def current(self) -> str | None:
        """Name of the version that serves; None when triage comes from the index alone. `VersionUnusable`."""
        try:
            name = self.read_pointer()
        except (OSError, ValueError) as exc:
            raise VersionUnusable(f"the pointer {self.pointer} cannot be read: {exc}") from exc
        if name is not None and not (self.folder / name).is_dir():
            raise VersionUnusable(f"version {name} serves, but it is not in {self.folder}")
        return name

    def switched_at(self) -> int:
        """Changes whenever the pointer was written; 0 without one."""
        try:
            return self.pointer.stat().st_mtime_ns
        except OSError:
            return 0

    def version(self, name: str) -> Version:
        """Its manifest; `VersionUnusable` when that is absent, unreadable or of another format."""
        try:
            found = _MANIFEST.validate_json((self.folder / name / MANIFEST).read_bytes())
        except (OSError, ValidationError) as exc:
            raise VersionUnusable(f"the manifest of version {name} cannot be read ({type(exc).__name__})") from exc
        if found.format != FORMAT or found.version != name:
            raise VersionUnusable(f"the manifest of version {name} is of {found.version} in format {found.format}")
        return found

    def readable(self) -> list[Version]:
        """Every version whose manifest can be read, oldest first."""
        found = []
        for name in self.names():
            try:
                found.append(self.version(name))
            except VersionUnusable:
                continue
        return found

    def verify(self, version: Version) -> None:
        """`VersionUnusable` when a file is not the one that was written."""
        found = hashes(self.folder / version.version)
        if found != dict(version.files):
            differing = min(path for path, _ in found.items() ^ version.files.items())
            raise VersionUnusable(f"version {version.version}: {differing} is not the file that was written")

    def write_manifest(self, folder: Path, version: Version) -> None:
        text = json.dumps(asdict(version), ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(folder / MANIFEST, text + "\n")

    def pointed_at(self) -> str:
        """The name in the pointer, whether or not it can serve; empty without one, and when it is damaged."""
        try:
            return self.read_pointer() or ""
        except (OSError, ValueError):
            return ""

    def turn_back(self, to: str | None) -> None:
        """Serve `to`, or for None the index alone. What served and is newer is remembered as taken back."""
        try:
            left = self.version(self.pointed_at())
        except VersionUnusable:
            left = None
        turned = self.taken_back()
        if left is not None and (to is None or int(to) < int(left.version)):
            turned[left.data] = Turned(left.version, who(), datetime.now(UTC).isoformat(timespec="seconds"))
        if to is None:
            self._remember(turned)
            self.pointer.unlink(missing_ok=True)
            return
        turned.pop(self.version(to).data, None)
        self._remember(turned)
        self.switch(to)

    def taken_back(self) -> dict[str, Turned]:
        """By what they were learned from: the same data is not learned into a version again unasked."""
        try:
            values = json.loads((self.folder / _ROLLED_BACK).read_text(encoding="utf-8"))
            return {data: Turned(**one) for data, one in values.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as exc:
            place = self.folder / _ROLLED_BACK
            raise VersionUnusable(f"{place} cannot be read ({type(exc).__name__}): mend it or remove it") from exc

    def _remember(self, turned: Mapping[str, Turned]) -> None:
        text = json.dumps({data: asdict(one) for data, one in turned.items()}, indent=1, sort_keys=True)
        write_durably(self.folder / _ROLLED_BACK, text + "\n")


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a version but its manifest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths}
