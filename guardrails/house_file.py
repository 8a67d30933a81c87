"""Reads the house's rules from a YAML file, and tells every mistake in it with its line, its field and the remedy."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from guardrails.errors import RulesInvalid
from guardrails.house import Denied, HousePattern, HouseRules, channel_name
from guardrails.house_schema import KEYS, HouseIn

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


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing to mend: where, and what."""

    line: int
    field: str
    problem: str


def load_house(path: Path) -> HouseRules:
    """The rules of a file; `RulesInvalid` has a line for every mistake in it."""
    text = _text(path)
    root, lines, mistakes = _composed(text)
    if root is not None:
        mistakes += _schema_mistakes(root, lines)
        mistakes += _conflicts(root, lines)
    if mistakes:
        raise RulesInvalid("\n".join(f"{path}:{one.line}: {_told(one)}" for one in sorted(set(mistakes))))
    return _rules(HouseIn.model_validate(root or {}))


def _told(mistake: Mistake) -> str:
    return f"{mistake.field}: {mistake.problem}" if mistake.field else mistake.problem


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        remedy = "correct DRAFTDESK_HOUSE_RULES, or unset it to do without rules of the house"
        raise RulesInvalid(f"{path}: cannot be read ({exc.strerror}): {remedy}") from exc
    if len(raw) > MAX_BYTES:
        raise RulesInvalid(f"{path}: is longer than {MAX_BYTES:,} bytes: leave out what the guards find by themselves")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise RulesInvalid(f"{path}:{line}: is not UTF-8 (byte {exc.start}): save it as UTF-8") from exc


def _composed(text: str) -> tuple[Any, dict[Place, int], list[Mistake]]:
    """The plain content, the line of every place in it, and what YAML itself objects to."""
    lines: dict[Place, int] = {(): 1}
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                return None, lines, [Mistake(_line(event), "", "is nested too deep: rules need five levels")]
            if isinstance(event, yaml.AliasEvent):
                problem = f"*{event.anchor} is an alias: write the value out"
                return None, lines, [Mistake(_line(event), "", problem)]
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        mark: Any = exc.problem_mark or exc.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, lines, [Mistake(line, "", f"is no YAML: {exc.problem} at column {column}")]
    except yaml.YAMLError as exc:
        return None, lines, [Mistake(1, "", f"is no YAML: {str(exc).splitlines()[0]}")]
    mistakes: list[Mistake] = []
    return (_plain(node, (), lines, mistakes) if node else {}), lines, mistakes


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
            mistakes.append(Mistake(line, _field(place), "a key must be text"))
        elif key.value in found:
            first = lines[(*place, key.value)]
            mistakes.append(
                Mistake(line, _field((*place, key.value)), f"stands twice, first on line {first}: join them")
            )
        else:
            found[key.value] = _plain(value, (*place, key.value), lines, mistakes)
            lines[(*place, key.value)] = line
    return found


def _line(node: Any) -> int:
    """The line on which a node of the file begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _field(place: Place) -> str:
    """`patterns[0].kind`, counted from 1 as people count: `patterns[1].kind`."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def _schema_mistakes(root: Any, lines: dict[Place, int]) -> Iterator[Mistake]:
    try:
        HouseIn.model_validate(root)
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            place: Place = error["loc"]
            line = next(lines[place[:cut]] for cut in range(len(place), -1, -1) if place[:cut] in lines)
            yield Mistake(line, _field(place), _problem(dict(error)))


def _problem(error: dict[str, Any]) -> str:
    """What is wrong in our words. Values are not quoted: a deny list is full of names."""
    if error["type"] == "extra_forbidden":
        known = KEYS.get(tuple(step for step in error["loc"][:-1] if isinstance(step, str))[:1], KEYS[()])
        near = get_close_matches(str(error["loc"][-1]), known, n=1)
        return "is no key of the rules" + (
            f", did you mean {near[0]!r}?" if near else f": take one of {', '.join(known)}"
        )
    if error["type"] in _TYPES:
        found = {"list": "a list", "dict": "keys with values", "str": "text"}.get(
            type(error["input"]).__name__, "nothing"
        )
        return _TYPES[error["type"]] + ("" if error["type"] == "missing" else f", found {found}")
    return str(error["msg"]).removeprefix("Value error, ")


def _conflicts(root: Any, lines: dict[Place, int]) -> Iterator[Mistake]:
    """What cannot stand in one file together."""
    root = root if isinstance(root, dict) else {}
    seen: dict[str, Place] = {}
    for place, value in _texts(root, "allow"):
        folded = " ".join(value.split()).lower()
        if folded in seen:
            yield Mistake(lines[place], _field(place), f"is allowed twice, first on line {lines[seen[folded]]}")
        seen.setdefault(folded, place)
    for place, value in _texts(root, "deny"):
        if other := seen.get(" ".join(value.split()).lower()):
            problem = f"is allowed on line {lines[other]} as well: decide for one of them"
            yield Mistake(lines[place], _field(place), problem)
    channels: dict[str, Place] = {}
    for name in root["channels"] if isinstance(root.get("channels"), dict) else ():
        place = ("channels", name)
        if other := channels.get(channel_name(name)):
            yield Mistake(lines[place], _field(place), f"is switched on line {lines[other]} already: join them")
        channels.setdefault(channel_name(name), place)
    yield from _same_names(root, lines)


def _same_names(root: dict[str, Any], lines: dict[Place, int]) -> Iterator[Mistake]:
    """Patterns that share a name, so that nobody could tell which of them found something."""
    entries = root.get("patterns")
    seen: dict[str, Place] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get("name") if isinstance(entry, dict) else None
        place: Place = ("patterns", number, "name")
        if isinstance(name, str) and (other := seen.setdefault(name.lower(), place)) != place:
            yield Mistake(lines[place], _field(place), f"is the name of a pattern on line {lines[other]} too")


def _texts(root: dict[str, Any], section: str) -> Iterator[tuple[Place, str]]:
    """The values of `allow` or `deny` with their places, as far as they are where they belong."""
    entries = root.get(section)
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, str):
            yield (section, number), entry
        elif isinstance(entry, dict) and isinstance(entry.get("values"), list):
            for index, value in enumerate(entry["values"]):
                if isinstance(value, str):
                    yield (section, number, "values", index), value


def _rules(house: HouseIn) -> HouseRules:
    return HouseRules(
        terms=tuple(dict.fromkeys(house.allow)),
        denied=tuple(Denied(one.kind, value) for one in house.deny for value in one.values),
        patterns=tuple(HousePattern(one.kind, one.name, one.pattern, tuple(one.context)) for one in house.patterns),
        off={channel_name(name): frozenset(one.off) for name, one in house.channels.items()},
    )
