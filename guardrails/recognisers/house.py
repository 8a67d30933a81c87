"""What the house itself names: values that are always masked, and its own formats."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.hits import Hit
from guardrails.house import HousePattern, HouseRules
from guardrails.phrases import Phrases
from guardrails.vault import SECRET

DENIED = "house: deny list"
VALUE = "value"
"""A group of this name says which part of a match is masked."""
MAX_MATCH = 500
"""Longest stretch that a pattern of the house can match."""
_WINDOW = 4 * MAX_MATCH
"""A pattern never sees more at once, so that a costly one costs the same for each KB of text."""
_NEAR = 60
"""Context words count at the most so many characters before or after."""


@dataclass(frozen=True, slots=True)
class _Format:
    kind: str
    source: str
    pattern: re.Pattern[str]
    context: Phrases | None


class HouseFinder:
    """Finds the formats and the denied values of the house."""

    def __init__(self, house: HouseRules) -> None:
        self._formats = [_format(pattern) for pattern in house.patterns]
        kinds = dict.fromkeys(one.kind for one in house.denied)
        self._denied = {kind: Phrases(one.value for one in house.denied if one.kind == kind) for kind in kinds}

    def find(self, text: str) -> Iterator[Hit]:
        """What the patterns of the house match."""
        for form in self._formats:
            for start, end in matches(form.pattern, text):
                if form.context is None or _near(form.context, text, start, end):
                    yield Hit(start, end, form.kind, 0.99, form.source)

    def denied(self, text: str) -> list[Hit]:
        """Every place of a denied value, in text order."""
        return sorted(
            Hit(match.start(), match.end(), kind, 1.0, DENIED)
            for kind, phrases in self._denied.items()
            for match in phrases.find(text)
        )


def matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Places of the pattern, window by window; one that touches the end of a window is left to the next."""
    at = 0
    while True:
        end = min(at + _WINDOW, len(text))
        go_on = max(at, end - MAX_MATCH)
        for match in pattern.finditer(text, at, end):
            if match.end() == end < len(text) and match.start() > at:
                go_on = match.start()
                break
            go_on = max(go_on, match.end())
            start, stop = match.span(VALUE if VALUE in pattern.groupindex else 0)
            if 0 <= start < stop:
                yield start, stop
        if end == len(text):
            return
        at = go_on


def kind_of(pattern: HousePattern) -> str:
    """The kind of its hits: a secret says which one it is, for the finding."""
    if pattern.kind != SECRET:
        return pattern.kind
    return f"{SECRET}_" + re.sub(r"[\W_]+", "_", pattern.name).strip("_").upper()


def _format(one: HousePattern) -> _Format:
    context = Phrases(one.context) if one.context else None
    return _Format(kind_of(one), f"house: {one.name}", re.compile(one.pattern), context)


def _near(context: Phrases, text: str, start: int, end: int) -> bool:
    """Whether a context word stands beside, in this paragraph."""
    before = text[max(0, start - _NEAR) : start].rpartition("\n\n")[2]
    after = text[end : end + _NEAR].partition("\n\n")[0]
    return any(True for _ in context.find(before)) or any(True for _ in context.find(after))
