"""Reads a YAML file that people of the house write, and knows the line of everything in it, for telling mistakes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

MAX_BYTES = 500_000
"""A longer file is refused."""
_MAX_DEPTH = 20
_TYPES = {
    "string_type": "expected text",
    "list_type": "expected a list, for example [one, two]",
    "dict_type": "expected keys with values",
    "model_type": "expected keys with values",
    "missing": "is missing: add it",
}

Place = tuple[str | int, ...]
Keys = Mapping[tuple[str, ...], Sequence[str]]
"""The keys that can stand at each place of a file, for saying which one was meant."""


class Unreadable(Exception):
    """The file cannot be read as text; the message says why and where."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing to mend: where, and what."""

    line: int
    field: str
    problem: str

    def told(self, path: Path) -> str:
        """`rules.yaml:7: deny[1].kind: is missing: add it`."""
        place = f"{self.field}: " if self.field else ""
        return f"{path}:{self.line}: {place}{self.problem}"


@dataclass(frozen=True, slots=True)
class Composed:
    """The plain content of a file, the line of every place in it, and what YAML itself objects to."""

    root: Any
    lines: dict[Place, int] = field(default_factory=lambda: {(): 1})
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, place: Place, problem: str) -> Mistake:
        """A mistake at a place of the file."""
        return Mistake(self.lines[place], named(place), problem)


def all_told(path: Path, mistakes: Iterable[Mistake]) -> str:
    """A line for each mistake, in the order of the file."""
    return "\n".join(one.told(path) for one in sorted(set(mistakes)))


def read_text(path: Path, *, remedy: str, shorten: str) -> str:
    """The text of a file; `Unreadable` names the `remedy` where there is none, and what to `shorten` a long one by."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise Unreadable(f"{path}: cannot be read ({exc.strerror}): {remedy}") from exc
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"{path}: is longer than {MAX_BYTES:,} bytes: {shorten}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise Unreadable(f"{path}:{line}: is not UTF-8 (byte {exc.start}): save it as UTF-8") from exc


def composed(text: str, *, levels: str) -> Composed:
    """Everything in the file as text, lists and mappings; `levels` says how deep such a file needs to be."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                return _refused(_line(event), f"is nested too deep: {levels}")
            if isinstance(event, yaml.AliasEvent):
                return _refused(_line(event), f"*{event.anchor} is an alias: write the value out")
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        mark: Any = exc.problem_mark or exc.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return _refused(line, f"is no YAML: {exc.problem} at column {column}")
    except yaml.YAMLError as exc:
        return _refused(1, f"is no YAML: {str(exc).splitlines()[0]}")
    lines: dict[Place, int] = {(): 1}
    mistakes: list[Mistake] = []
    return Composed(_plain(node, (), lines, mistakes) if node else {}, lines, mistakes)


def schema_mistakes(model: type[BaseModel], found: Composed, *, keys: Keys, what: str) -> Iterator[Mistake]:
    """What `model` objects to; `what` is the kind of file, for telling that a key is none of it."""
    try:
        model.model_validate(found.root)
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            place: Place = error["loc"]
            line = next(found.lines[place[:cut]] for cut in range(len(place), -1, -1) if place[:cut] in found.lines)
            yield Mistake(line, named(place), _problem(dict(error), keys, what))


def named(place: Place) -> str:
    """`patterns[0].kind`, counted from 1 as people count: `patterns[1].kind`."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def _refused(line: int, problem: str) -> Composed:
    return Composed(None, mistakes=[Mistake(line, "", problem)])


def _plain(node: Any, place: Place, lines: dict[Place, int], mistakes: list[Mistake]) -> Any:
    """Text as it is written (`off` is no boolean, `007` no number), lists and mappings; empty is None."""
    lines[place] = _line(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*place, number), lines, mistakes) for number, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return None if node.value in ("", "~", "null") and node.style is None else node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            mistakes.append(Mistake(line, named(place), "a key must be text"))
        elif key.value in found:
            first = lines[(*place, key.value)]
            mistakes.append(
                Mistake(line, named((*place, key.value)), f"stands twice, first on line {first}: join them")
            )
        else:
            found[key.value] = _plain(value, (*place, key.value), lines, mistakes)
            lines[(*place, key.value)] = line
    return found


def _line(node: Any) -> int:
    """The line on which a node of the file begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _problem(error: dict[str, Any], keys: Keys, what: str) -> str:
    """What is wrong in our words. Values are not quoted: a deny list is full of names."""
    if error["type"] == "extra_forbidden":
        known = _keys_at(tuple(step for step in error["loc"][:-1] if isinstance(step, str)), keys)
        near = get_close_matches(str(error["loc"][-1]), known, n=1)
        return f"is no key of {what}" + (
            f", did you mean {near[0]!r}?" if near else f": take one of {', '.join(known)}"
        )
    if error["type"] in _TYPES:
        found = {"list": "a list", "dict": "keys with values", "str": "text"}.get(
            type(error["input"]).__name__, "nothing"
        )
        return _TYPES[error["type"]] + ("" if error["type"] == "missing" else f", found {found}")
    return str(error["msg"]).removeprefix("Value error, ")


def _keys_at(steps: tuple[str, ...], keys: Keys) -> Sequence[str]:
    """The keys of the innermost place that is known."""
    return next(keys[steps[:cut]] for cut in range(len(steps), -1, -1) if steps[:cut] in keys)
