"""Numbered folders: each is made under another name, gets its own when it is finished, and a pointer says which serves.

What is killed at any moment leaves the old or the new.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ingest.durable import write_durably

_POINTER = "current"
_BUILDING = ".building"


class NumberedFolders:
    """`prefix000001/`, `prefix000002/` … Reading is free; writing methods are for the one who holds the lock."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self._name = re.compile(rf"{re.escape(prefix)}\d{{6,}}")

    @property
    def pointer(self) -> Path:
        return self.folder / _POINTER

    def read_pointer(self) -> str | None:
        """The name in the pointer, whether or not that folder is there; None without a pointer.

        `OSError` when it cannot be read, `ValueError` when it holds no name.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not self._name.fullmatch(name):
            raise ValueError(f"the pointer {self.pointer} holds {name[:40]!r}, expected a name such as {self._as(1)!r}")
        return name

    def names(self) -> list[str]:
        """All finished folders, oldest first."""
        found = [path.name for path in self.folder.glob(f"{self.prefix}*") if self._is_finished(path)]
        return sorted(found, key=self._number)

    def before(self, name: str) -> str:
        """The one made before `name`, the newest one for an empty `name`; empty when there is none."""
        earlier = [one for one in self.names() if not name or self._number(one) < self._number(name)]
        return earlier[-1] if earlier else ""

    def next_name(self) -> str:
        return self._as(max((self._number(name) for name in self.names()), default=0) + 1)

    def begin(self, name: str) -> Path:
        """An empty folder to make `name` in; what crashed before is removed first."""
        for leftover in self.folder.glob(f"{self.prefix}*{_BUILDING}"):
            shutil.rmtree(leftover)
        folder = self.folder / f"{name}{_BUILDING}"
        folder.mkdir(parents=True)
        return folder

    def finish(self, folder: Path) -> str:
        """Give a checked folder its final name; it serves once `switch` is called."""
        name = folder.name.removesuffix(_BUILDING)
        folder.replace(self.folder / name)
        return name

    def switch(self, name: str) -> None:
        """Point readers at `name`, atomically."""
        write_durably(self.pointer, f"{name}\n")

    def remove(self, names: Iterable[str]) -> None:
        """Delete these."""
        for name in names:
            # Renamed first: a crash in the middle leaves what the next one clears away, not half a folder.
            shutil.rmtree((self.folder / name).rename(self.folder / f"{name}{_BUILDING}"))

    def beyond(self, keep: int, *, current: str | None) -> list[str]:
        """The oldest ones beyond `keep`, never the one that serves."""
        return [name for name in self.names() if name != current][: max(0, len(self.names()) - keep)]

    def _as(self, number: int) -> str:
        return f"{self.prefix}{number:06d}"

    def _is_finished(self, path: Path) -> bool:
        return self._name.fullmatch(path.name) is not None and path.is_dir()

    def _number(self, name: str) -> int:
        return int(name.removeprefix(self.prefix))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
