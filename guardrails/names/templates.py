"""The templates of training text: kept in two files of the package, split into the trained and the held-out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final
from zlib import crc32

from guardrails.names.slots import Part
from guardrails.rules import read_rules

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{([a-zA-Z_]+\d?)\}")
HELD_OUT_OF: Final = 10
"""One template in so many is seen by validation only."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates by what they are for; `world` by language and then by what they are for.

    `everyday` are words of other languages: for these languages there are templates of bare words as well.
    """

    english: Mapping[str, Sequence[str]]
    mail: Mapping[str, Sequence[str]]
    form: Sequence[str]
    world: Mapping[str, Mapping[str, Sequence[str]]]
    words: Mapping[str, str]
    everyday: Mapping[str, Sequence[str]]


def load_templates(*, held_out: bool | None) -> Templates:
    """The trained templates, the held-out ones, or with None all of them."""
    own, world = read_rules("name_templates.yaml"), read_rules("name_templates_world.yaml")
    everyday = {language: words.split() for language, words in read_rules("technical.yaml")["everyday"].items()}
    bare = own["everyday"]

    def chosen(group: Mapping[str, Any]) -> dict[str, Sequence[str]]:
        return {key: part(values, held_out) for key, values in group.items()}

    def spoken(language: str, group: Mapping[str, Any]) -> dict[str, Sequence[str]]:
        if language not in everyday:
            return chosen(group)
        return chosen({key: [*values, *bare.get(key, ())] for key, values in group.items()})

    return Templates(
        chosen(own["english"]),
        own["mail"],
        part(own["form"], held_out),
        {language: spoken(language, groups) for language, groups in world.items()},
        own["words"],
        everyday,
    )


def part(values: Sequence[str], held_out: bool | None) -> Sequence[str]:
    """The share of `values`; the held-out share of a short list may be all of it, so that none is empty."""
    if held_out is None:
        return values
    kept = [value for value in values if (crc32(value.encode()) % HELD_OUT_OF == 0) == held_out]
    return kept or values


def chosen(rng: Random, template: str) -> str:
    """The template with one of each `(this|that)`, innermost first.

    >>> chosen(Random(1), "a (b|(c|d)) e (f)")
    'a b e (f)'
    """
    while match := _CHOICE.search(template):
        template = template[: match.start()] + rng.choice(match[1].split("|")) + template[match.end() :]
    return template


def filled(template: str, fill: Callable[[str], list[Part]]) -> list[Part]:
    """The template's pieces: what `fill` gives for each slot, and the plain text between."""
    parts: list[Part] = []
    at = 0
    for match in _SLOT.finditer(template):
        if match.start() > at:
            parts.append((template[at : match.start()], ""))
        parts += fill(match[1])
        at = match.end()
    if at < len(template):
        parts.append((template[at:], ""))
    return parts
