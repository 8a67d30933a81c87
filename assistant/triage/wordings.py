"""Wordings as people of the house write them down, and where a text says them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHE = "['’‘ʼ]"
_JOIN = r"[\s-]{1,4}"
_GAP = rf"((?:{_JOIN}[^\s.;:!?,()]+){{0,6}}?){_JOIN}"
_GAP_MARK = "..."
_ELEMENT = re.compile(r"[^\W_][\w'’-]*\*?")
_IRREGULAR = {"can't": "can(?:not|{0}?t|{1}not)", "won't": "(?:won{0}?t|will{1}not)"}


class WordingInvalid(ValueError):
    """A wording that says nothing, or that nobody can read."""


@dataclass(frozen=True, slots=True)
class Said:
    """A place where a wording stands: `text[start:end]`; `gaps` are the words inside that it does not name."""

    start: int
    end: int
    gaps: str


class Wordings:
    """Several wordings of one thing. `|` stands between words that do equally, `_` holds words of one of them together,
    a final `*` takes any ending, and `...` leaves room for up to six words.

    >>> signs = Wordings(["data|orders ... lost|gone", "can't sign_in"])
    >>> text = "Since noon all orders of today are gone, and I cannot sign in."
    >>> [text[one.start : one.end] for one in signs.find(text)]
    ['orders of today are gone', 'cannot sign in']
    """

    def __init__(self, wordings: Iterable[str]) -> None:
        self._patterns = [_compiled(one) for one in dict.fromkeys(wordings)]

    def find(self, text: str) -> Iterator[Said]:
        """Every place, wording by wording."""
        low = text.lower()
        for starts, pattern in self._patterns:
            if not any(start in low for start in starts):
                continue
            for match in pattern.finditer(text):
                yield Said(match.start(), match.end(), " ".join(gap for gap in match.groups() if gap))


def longest(places: Iterable[Said]) -> list[Said]:
    """Of places that overlap the longest, in the order of the text."""
    kept: list[Said] = []
    for one in sorted(places, key=lambda place: (place.start - place.end, place.start)):
        if not any(overlap(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda place: place.start)


def overlap(one: Said, other: Said) -> bool:
    """Whether two places share a character."""
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=4096)
def _compiled(wording: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """How it may begin, for passing over it quickly, and the pattern."""
    parts = wording.split()
    if problem := wording_problem(wording):
        raise WordingInvalid(f"{wording!r} {problem}")
    pattern, join = "", ""
    for part in parts:
        if part == _GAP_MARK:
            join = _GAP
            continue
        pattern += join + "(?:" + "|".join(_one(one) for one in part.split("|")) + ")"
        join = _JOIN
    starts = tuple(_start(one.lower()) for one in parts[0].split("|"))
    return starts, re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def _start(alternative: str) -> str:
    """Letters that each way to write it begins with: `can't` and `cannot`, `won't` and `will not`."""
    if alternative.startswith("won't"):
        return "w"
    return re.split(r"['’_*-]", alternative)[0].removesuffix("n")


def wording_problem(wording: str) -> str:
    """What keeps a wording from being one; "" when nothing does."""
    parts = wording.split()
    if not parts or parts[0] == _GAP_MARK or parts[-1] == _GAP_MARK:
        return "has no word at one end: a wording begins and ends with a word"
    if len(wording) > 400:
        return "is longer than 400 characters: make it two wordings"
    for part in parts:
        if part == _GAP_MARK:
            continue
        for one in part.split("|"):
            if not all(_ELEMENT.fullmatch(word) for word in one.split("_")):
                return f"has {one!r} in it, which is no word: words, '|', '_', a final '*' and '...' can stand there"
            if one.endswith("*") and len(one) < 4:
                return f"takes almost any word for {one!r}: give at least three letters before '*'"
    return ""


def _one(alternative: str) -> str:
    return _JOIN.join(_word(word) for word in alternative.split("_"))


def _word(word: str) -> str:
    low = word.lower().replace("’", "'")
    if low in _IRREGULAR:
        return _IRREGULAR[low].format(_APOSTROPHE, _JOIN)
    if low.endswith("n't"):
        return rf"{re.escape(low[:-3])}(?:n{_APOSTROPHE}?t|{_JOIN}not)"
    escaped = re.escape(low.removesuffix("*")).replace("'", f"{_APOSTROPHE}?").replace(r"\-", r"[\s-]?")
    return escaped + (r"\w*" if low.endswith("*") else "")
