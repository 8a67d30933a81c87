"""Mood and hurry of a customer, from a list of wordings: what was said, not what somebody may have felt."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.reading import Span
from assistant.records import Evidence, Tone
from assistant.triage.asserted import negated
from assistant.triage.signs import data, quote
from assistant.triage.wordings import Said, Wordings, longest, overlap

_LOUD = re.compile(r"[!！]{2,}")
_CAPITALS = re.compile(r"\b[A-Z']{2,}(?:\s+[A-Z']{2,}){2,}\b")
_LETTERS = 12
"""Capitals are shouting from so many on: fewer are names of things."""
_MAX_QUOTES = 4


def sentiment(spans: Sequence[Span]) -> Tone:
    """`negative`, `neutral` or `positive`: what is said more often; on equal terms the trouble counts."""
    bad, good = _moods(spans)
    if len(bad) >= max(1, len(good)):
        return Tone("negative", tuple(bad[:_MAX_QUOTES]))
    return Tone("positive", tuple(good[:_MAX_QUOTES])) if good else Tone("neutral")


def urgency(spans: Sequence[Span]) -> Tone:
    """`low`, `normal` or `high`; a hurry that is denied ("not urgent") is a low one."""
    slow = [place for span in spans for place in _places("low", span)]
    pressed = [place for span in spans for place in _pressed(span)]
    if pressed:
        return Tone("high", tuple(pressed[:_MAX_QUOTES]))
    return Tone("low", tuple(slow[:_MAX_QUOTES])) if slow else Tone("normal")


def _moods(spans: Sequence[Span]) -> tuple[list[Evidence], list[Evidence]]:
    bad: list[Evidence] = []
    good: list[Evidence] = []
    for span in spans:
        courtesies = list(_wordings("neutral").find(span.text))
        for side, other, name in ((bad, good, "negative"), (good, bad, "positive")):
            for one in longest(_wordings(name).find(span.text)):
                if any(overlap(one, courtesy) for courtesy in courtesies) or _inside_other(one, name, span.text):
                    continue
                if not negated(span.text, one):
                    side.append(quote(span, one.start, one.end))
                elif name == "positive":
                    # "Not great" is a complaint; "not terrible" is no praise.
                    other.append(quote(span, one.start, one.end))
    return bad, good


def _inside_other(one: Said, name: str, text: str) -> bool:
    """A good word within a bad wording: "not happy"."""
    return name == "positive" and any(overlap(one, bad) for bad in _wordings("negative").find(text))


def _pressed(span: Span) -> list[Evidence]:
    slow = list(_wordings("low").find(span.text))
    places = [
        quote(span, one.start, one.end)
        for one in longest(_wordings("high").find(span.text))
        if not any(overlap(one, other) for other in slow) and not negated(span.text, one)
    ]
    loud = [*_LOUD.finditer(span.text), *(m for m in _CAPITALS.finditer(span.text) if _shouted(m.group()))]
    return places + [quote(span, match.start(), match.end()) for match in loud]


def _shouted(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= _LETTERS


def _places(name: str, span: Span) -> list[Evidence]:
    return [quote(span, one.start, one.end) for one in longest(_wordings(name).find(span.text))]


@lru_cache(maxsize=8)
def _wordings(name: str) -> Wordings:
    return Wordings(data("tone")[name])
