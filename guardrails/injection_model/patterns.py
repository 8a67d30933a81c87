"""Known ways of saying it: patterns of `injection.yaml`, a second opinion on what the model finds suspicious."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from guardrails.errors import RulesInvalid
from guardrails.rules import read_rules


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` says something of the class `kind` in a known way."""

    kind: str
    start: int
    end: int


def matches(text: str, start: int, end: int) -> Iterator[Match]:
    """What the patterns find in `text[start:end]`."""
    for kind, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            yield Match(kind, match.start(), match.end())


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of the package's rule file, compiled once."""
    compiled = []
    parts = read_rules("injection.yaml")
    for kind, patterns in parts["patterns"].items():
        for pattern in patterns:
            for name, words in parts["words"].items():
                pattern = pattern.replace("{" + name + "}", f"(?:{words})")
            try:
                compiled.append((kind, re.compile(pattern, re.IGNORECASE)))
            except re.error as exc:
                raise RulesInvalid(f"injection.yaml, {kind}: {pattern!r} is not a regular expression ({exc})") from exc
    return tuple(compiled)
