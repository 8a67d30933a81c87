"""Sentences of a piece of body text, with exact offsets: made for mail, not for literature."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.lines import Line, lines

_ITEM = re.compile(r"\s*(?:[-*•\u2013·]\s|\(?\d{1,2}[.)]\s|\(?[a-zA-Z][)]\s|#{1,6}\s|\d️?⃣\s)")
_MARKER = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][)]|[-*•\u2013·])$")
_STOP = re.compile(r"(?:[.!?…]{1,10}[\"'”\u2019»)\]*_]{0,3}(?=\s)|[。\uff01\uff1f]+[」』”]?)\s*")
_ABBREVIATIONS = re.compile(
    r"(?:e\.g|i\.e|eg|ie|etc|vs|mr|mrs|ms|dr|prof|approx|ca|cf|no|nos|nr|fig|sec"
    r"|min|max|incl|excl|resp|est|dept|inc|ltd|corp|co|jr|sr|st|ave|ver|vers|ext"
    r"|tel|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri"
    r"|sat|sun|z\.b|d\.h|u\.a|o\.ä|bzw|usw|evtl|ggf|vgl|inkl|zzgl|hr|fr|str|abs"
    r"|s\.o|s\.u|p\.ex|ex|env|av|p\.ej|pág|sr|sra|ud|uds|aprox|a\.k\.a|aka|w\.r\.t"
    r"|a\.m|p\.m|u\.s|u\.k)",
    re.IGNORECASE,
)
_MAY_END = re.compile(
    r"(?:etc|usw|a\.m|p\.m|u\.s|u\.k|inc|ltd|corp|co|no|ex|min|max|sec|sat|sun|mar)",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\S+$")
_SAYS = re.compile(r"[^\W_]")
_MONTH = re.compile(r"[A-Z][a-zäéû]{2,8}\b")
_FULL_WIDTH = "\u3002\uff01\uff1f"
_MAX_WRAP = 110
"""Mail programs wrap below this width; in a paragraph with a longer line every line break means something."""


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, without white space at their ends; nothing else is left out.

    List items, numbered steps and short lines of their own are sentences, wrapped lines are not.

    >>> text = "It fails, e.g. on 4.12.1. Why?"
    >>> [text[first:last] for first, last in sentences(text, 0, len(text))]
    ['It fails, e.g. on 4.12.1.', 'Why?']
    """
    found: list[tuple[int, int]] = []
    for first, last in _units(text[start:end]):
        found.extend(_cut(text, start + first, start + last))
    return found


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items and lines of their own: what no sentence goes beyond."""
    rows = lines(text)
    first = 0
    for position in range(1, len(rows) + 1):
        if position == len(rows) or rows[position].blank != rows[position - 1].blank:
            if not rows[first].blank:
                yield from _unwrapped(rows[first:position])
            first = position


def _unwrapped(rows: list[Line]) -> Iterator[tuple[int, int]]:
    width = max(_width(line) for line in rows)
    start = rows[0].start
    for line, after in pairwise(rows):
        if _breaks(line, after, width):
            yield start, line.end
            start = after.start
    yield start, rows[-1].end


def _breaks(line: Line, after: Line, width: int) -> bool:
    """Whether the break after `line` means something: it does where the next word would still have fitted in."""
    if _ITEM.match(after.text):
        return True
    following = after.text.lstrip()
    if following[:1].islower() and _width(line) >= 30 and line.text.rstrip()[-1:] not in ".!?:":
        return False
    if width > _MAX_WRAP:
        return True
    if _ITEM.match(line.text) and after.text[:1] in (" ", "\t"):
        return False
    word = following.split(maxsplit=1)[0]
    return _width(line) + 1 + len(word) <= max(width, 50) * 0.9


def _width(line: Line) -> int:
    return line.end - line.start


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut one unit at the stops that end a sentence."""
    first = start
    casual = text[start : start + 80].lstrip()[:1].islower()
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and not _ends_sentence(text, first, stop, casual=casual):
            continue
        yield from _trimmed(text, first, stop.end())
        first = stop.end()
    yield from _trimmed(text, first, end)


def _ends_sentence(text: str, first: int, stop: re.Match[str], *, casual: bool) -> bool:
    """Whether a stop is one; in `casual` text, which begins in lower case, sentences do so, too."""
    mark, following = stop.group().strip(), text[stop.end() : stop.end() + 12]
    if mark[0] in _FULL_WIDTH:
        return True
    word = _LAST_WORD.search(text[max(first, stop.start() - 24) : stop.start()])
    if not _SAYS.search(text, first, min(stop.start(), first + 80)):
        return False
    numbered = stop.start() - first < 8 and _MARKER.match(text[first : stop.start() + 1].strip())
    if numbered or (following[:1].islower() and not casual):
        return False
    if mark != ".":
        return not following[:1].islower() or mark in ("?", "!")
    return word is None or _full_stop(word.group().lstrip("(\"'“["), following)


def _full_stop(word: str, following: str) -> bool:
    """Whether the full stop after `word` ends a sentence, and no abbreviation, initial or ordinal number."""
    if len(word) <= 2 and following[:1].islower():
        return False
    if len(word) == 1 and word.isalpha() and word != "I":
        return False
    if word.isdigit() and len(word) <= 2 and _MONTH.match(following):
        return False
    if not _ABBREVIATIONS.fullmatch(word):
        return True
    return _MAY_END.fullmatch(word) is not None and following[:1].isupper()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
