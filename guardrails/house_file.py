"""Reads the house's rules from a YAML file, and tells every mistake in it with its line, its field and the remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guardrails.errors import RulesInvalid
from guardrails.house import Denied, HousePattern, HouseRules, channel_name
from guardrails.house_schema import KEYS, HouseIn
from guardrails.yaml_file import (
    Composed,
    Mistake,
    Place,
    Unreadable,
    all_told,
    composed,
    read_text,
    schema_mistakes,
)

_REMEDY = "correct DRAFTDESK_HOUSE_RULES, or unset it to do without rules of the house"
_SHORTEN = "leave out what the guards find by themselves"


def load_house(path: Path) -> HouseRules:
    """The rules of a file; `RulesInvalid` has a line for every mistake in it."""
    try:
        text = read_text(path, remedy=_REMEDY, shorten=_SHORTEN)
    except Unreadable as exc:
        raise RulesInvalid(str(exc)) from exc
    found = composed(text, levels="rules need five levels")
    mistakes = found.mistakes
    if found.root is not None:
        mistakes += schema_mistakes(HouseIn, found, keys=KEYS, what="the rules")
        mistakes += _conflicts(found)
    if mistakes:
        raise RulesInvalid(all_told(path, mistakes))
    return _rules(HouseIn.model_validate(found.root or {}))


def _conflicts(found: Composed) -> Iterator[Mistake]:
    """What cannot stand in one file together."""
    root, lines = found.root if isinstance(found.root, dict) else {}, found.lines
    seen: dict[str, Place] = {}
    for place, value in _texts(root, "allow"):
        folded = " ".join(value.split()).lower()
        if folded in seen:
            yield found.mistake(place, f"is allowed twice, first on line {lines[seen[folded]]}")
        seen.setdefault(folded, place)
    for place, value in _texts(root, "deny"):
        if other := seen.get(" ".join(value.split()).lower()):
            problem = f"is allowed on line {lines[other]} as well: decide for one of them"
            yield found.mistake(place, problem)
    channels: dict[str, Place] = {}
    for name in root["channels"] if isinstance(root.get("channels"), dict) else ():
        place = ("channels", name)
        if other := channels.get(channel_name(name)):
            yield found.mistake(place, f"is switched on line {lines[other]} already: join them")
        channels.setdefault(channel_name(name), place)
    yield from _same_names(root, found)


def _same_names(root: dict[str, Any], found: Composed) -> Iterator[Mistake]:
    """Patterns that share a name, so that nobody could tell which of them found something."""
    entries = root.get("patterns")
    seen: dict[str, Place] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get("name") if isinstance(entry, dict) else None
        place: Place = ("patterns", number, "name")
        if isinstance(name, str) and (other := seen.setdefault(name.lower(), place)) != place:
            yield found.mistake(place, f"is the name of a pattern on line {found.lines[other]} too")


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
