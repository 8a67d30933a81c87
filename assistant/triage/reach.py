"""Whom a trouble hits, as far as the customer says: one, many or everyone, and how many are counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.reading import Span
from assistant.records import Evidence
from assistant.triage.policy import REACHES, Reach
from assistant.triage.signs import data, quotes, said
from assistant.triage.signs import quote as quoted
from assistant.triage.wordings import Said, Wordings

_NUMBERS = {
    "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
_MAX = 10**7
"""A greater number is an id."""
_SPARED_BEFORE = re.compile(
    r"\b(?:(?:works?|working|fine|ok|okay) (?:\w+ )?(?:for|with|on)|licen[cs]es? (?:for|of)|plan (?:for|with)|up to"
    r"|limit(?:ed to| of| is)?|max(?:imum)?(?: of)?|the other|another|add(?:ing)?|invit(?:e|ing)|buy|hire|order"
    r"|at most)\s+(?:all |our |the )*$",
    re.IGNORECASE,
)
_SPARED_AFTER = re.compile(
    r"[^,.;:!?]{0,30}?\b(?:(?:is|are|work|works|run|runs) (?:still |all |just )?(?:fine|ok|okay|good|normal(?:ly)?)"
    r"|unaffected|not affected|can (?:still )?(?:work|sign in|log in|use))\b",
    re.IGNORECASE,
)

_ALL = re.compile(r"\ball\s+(?:of\s+)?(?:the\s+|our\s+|my\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """`reach` None: the ticket does not say. `count` is the greatest number of people or things that it states."""

    reach: Reach | None
    reach_quotes: tuple[Evidence, ...]
    count: int
    count_quotes: tuple[Evidence, ...]


def hit(spans: Sequence[Span]) -> Hit:
    """What the customer says of who is hit; one who says "only me" is believed before "everyone"."""
    found = {reach: quotes(_said(reach, spans)) for reach in REACHES}
    counts = [counted for span in spans for counted in _counts(span)]
    found["everyone"] += tuple(place for span in spans for place in _all_of(span))
    reach: Reach | None = next((one for one in ("one", "everyone", "many") if found[one]), None)
    most = max((count for count, _ in counts), default=0)
    return Hit(reach, found[reach] if reach else (), most, tuple(place for count, place in counts if count == most))


def _said(reach: Reach, spans: Sequence[Span]) -> list[tuple[Span, Said]]:
    places = said(_wordings(reach), spans)
    return [(span, place) for span, place in places if reach == "one" or not _spared(span.text, place.start, place.end)]


@lru_cache(maxsize=3)
def _wordings(reach: Reach) -> Wordings:
    return Wordings(data("reach")[reach])


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    words = "|".join(_NUMBERS)
    nouns = "|".join(sorted(data("reach")["counted"].split(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/-])(?P<number>\d{{1,3}}(?:[,.' ]\d{{3}})+|\d{{1,7}}|(?:{words}))\+?(?: (?:of|the|our|my)){{0,2}}"
        rf"(?:[ -][^\W\d_][\w'’-]*){{0,2}}?[ -](?:{nouns})\b",
        re.IGNORECASE,
    )


def _counts(span: Span) -> list[tuple[int, Evidence]]:
    return [
        (number, quoted(span, match.start(), match.end()))
        for match in _counted().finditer(span.text)
        if 0 < (number := _number(match["number"])) <= _MAX and not _spared(span.text, match.start(), match.end())
    ]


def _all_of(span: Span) -> list[Evidence]:
    """ "All 60 users" are everyone."""
    return [place for _, place in _counts(span) if _ALL.search(span.text[: place.start - span.start])]


def _number(written: str) -> int:
    return _NUMBERS.get(written.lower()) or int(re.sub(r"\D", "", written) or 0)


def _spared(text: str, start: int, end: int) -> bool:
    """Counted as those who are not hit, or who could be at the most."""
    return bool(_SPARED_BEFORE.search(text[:start]) or _SPARED_AFTER.match(text, end))
