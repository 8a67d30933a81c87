"""A change to the real system: what it does, what careless change it stands for, and how it is put in place.

A change patches production code, settings, or files of a working copy; never the evals, their cases, or the gate.
"""

import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

Family = Literal["guards", "retrieval", "triage", "verdict", "writing", "model", "knowledge", "house", "code"]
_PRODUCTION = ("assistant", "guardrails", "ingest", "prompts")


class Unpatchable(Exception):
    """What a change wants to patch is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Change:
    """`stands_for` says in a line what people really do that this is an example of."""

    name: str
    family: Family
    stands_for: str
    apply: Callable[["Patch"], None]
    harmless: bool = False


class Patch:
    """Puts changes in place for this process, and takes them back on `undo`.

    `root` is the working copy whose files may be edited; `settings` collects what is set otherwise.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings: dict[str, Any] = {}
        self._undo: list[Callable[[], None]] = []
        load_production()

    def method(self, owner: type, name: str, make: Callable[[Any], Any]) -> None:
        """Replace a method, a property or a class attribute by `make(the old one)`."""
        if name not in vars(owner):
            raise Unpatchable(f"{owner.__name__} has no {name}")
        self._set(owner, name, make(vars(owner)[name]))

    def function(self, place: str, make: Callable[[Any], Any]) -> None:
        """Replace a function or class (`module:name`) by `make(the old one)` wherever production code holds it."""
        old = _found(place)
        new = make(old)
        holders = [(module, name) for module in _loaded() for name, value in vars(module).items() if value is old]
        if not holders:
            raise Unpatchable(f"nothing holds {place}")
        for module, name in holders:
            self._set(module, name, new)

    def constant(self, place: str, value: Any) -> None:
        """Set a constant (`module:NAME`) in its module and in those that imported it by this name."""
        old, name = _found(place), place.partition(":")[2]
        for module in _loaded():
            if name in vars(module) and vars(module)[name] is old:
                self._set(module, name, value)

    def setting(self, name: str, value: Any) -> None:
        """Set a setting otherwise."""
        self.settings[name] = value

    def file(self, path: str, edit: Callable[[str], str]) -> None:
        """Edit a file of the working copy; a file that is not there begins empty."""
        place = self.root / path
        before = place.read_text(encoding="utf-8") if place.is_file() else ""
        after = edit(before)
        if after == before:
            raise Unpatchable(f"{path} stayed as it is")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(after, encoding="utf-8")

    def lines(self, path: str, edit: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
        """Edit a JSON Lines file of the working copy."""

        def whole(text: str) -> str:
            rows = edit([json.loads(line) for line in text.splitlines() if line.strip()])
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

        self.file(path, whole)

    def undo(self) -> None:
        """Take back what was replaced in this process, the last first."""
        while self._undo:
            self._undo.pop()()

    def _set(self, owner: Any, name: str, value: Any) -> None:
        old = vars(owner)[name]
        self._undo.append(lambda: setattr(owner, name, old))
        setattr(owner, name, value)


def load_production() -> None:
    """Import every module of the production packages, so that nothing imports the unpatched afterwards."""
    for package in _PRODUCTION:
        root = import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            import_module(found.name)


def _loaded() -> Iterator[ModuleType]:
    """Modules of ours that hold what they imported: production, and what calls it in the evals."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in (*_PRODUCTION, "evals"):
            yield module


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as exc:
        raise Unpatchable(f"there is no {place}") from exc
