"""A change to the real system: what it does, what careless change it stands for, and how it is put in place.

A change patches production code, settings, or files of a working copy; never the evals, their cases, or the gate.
"""

import json
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

Family = Literal["guards", "retrieval", "triage", "verdict", "writing", "model", "words", "knowledge", "house", "code"]
Apply = Callable[["Patch"], None]
_PRODUCTION = ("assistant", "guardrails", "ingest", "prompts")


class Unpatchable(Exception):
    """What a change wants to patch is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Change:
    """`stands_for` says in a line what people really do that this is an example of."""

    name: str
    family: Family
    stands_for: str
    apply: Apply
    harmless: bool = False


class Patch:
    """Puts changes in place for this process, and takes them back on `undo`.

    `root` is the working copy whose files may be edited; `settings` collects what is set otherwise, `touched` names
    what was changed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings: dict[str, Any] = {}
        self.touched: list[str] = []
        self._undo: list[Callable[[], None]] = []
        load_production()

    def replace(self, place: str, make: Callable[[Any], Any]) -> None:
        """Put `make(the old one)` in the place of a function or class (`module:name`) wherever our code holds it.

        Of a class (`module:Class.name`) a method, a property or an attribute.
        """
        owner, _, name = place.rpartition(".")
        if ":" in owner:
            self._member(_found(owner), name, make)
            return
        old = _found(place)
        new = make(old)
        for module, held in [(m, key) for m in _loaded() for key, value in vars(m).items() if value is old]:
            self._set(module, held, new)

    def _member(self, owner: type, name: str, make: Callable[[Any], Any]) -> None:
        if name not in vars(owner):
            raise Unpatchable(f"{owner.__name__} has no {name}")
        self._set(owner, name, make(vars(owner)[name]))

    def constant(self, place: str, value: Any) -> None:
        """Set a constant (`module:NAME`) in its module and in those that imported it by this name."""
        old, name = _found(place), place.partition(":")[2]
        for module in _loaded():
            if vars(module).get(name) is old:
                self._set(module, name, value)

    def setting(self, name: str, value: Any) -> None:
        """Set a setting otherwise."""
        self.settings[name] = value
        self.touched.append(name)

    def file(self, path: str, edit: Callable[[str], str]) -> None:
        """Edit a file of the working copy; a file that is not there begins empty."""
        place = self.root / path
        before = place.read_text(encoding="utf-8") if place.is_file() else ""
        after = edit(before)
        if after == before:
            raise Unpatchable(f"{path} stayed as it is")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(after, encoding="utf-8")
        self.touched.append(path)

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
        self.touched.append(f"{owner.__name__}.{name}")


def replaced(place: str, make: Callable[[Any], Any]) -> Apply:
    """A change that is one replacement."""
    return lambda patch: patch.replace(place, make)


def giving(place: str, make: Callable[[], Any]) -> Apply:
    """A function gives what `make` makes, whatever it is asked."""
    return replaced(place, lambda _: lambda *_args, **_options: make())


def changing(place: str, change: Callable[[Any], Any]) -> Apply:
    """A function gives `change(what it gave)`."""

    def around(old: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **options: change(old(*args, **options))

    return replaced(place, around)


def all_of(*changes: Apply) -> Apply:
    """Several that belong together."""

    def apply(patch: Patch) -> None:
        for change in changes:
            change(patch)

    return apply


@cache
def production() -> tuple[str, ...]:
    """The name of every module of the production packages."""
    names: list[str] = []
    for package in _PRODUCTION:
        root = import_module(package)
        names += [package, *(found.name for found in pkgutil.walk_packages(root.__path__, f"{package}."))]
    return tuple(names)


def load_production() -> None:
    """Import every module of the production packages, so that nothing imports the unpatched afterwards."""
    for name in production():
        import_module(name)


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
