"""Cut text into sentences and the short runs of sentences that the model judges, with their offsets, in linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_UNIT = 320
"""Characters of a unit; a longer stretch without an end of sentence is cut at a space."""
MAX_RUN = 3
"""Units of a window at the most: an attack is rarely longer, and a longer one holds a shorter one."""
MAX_WINDOW = 640
_END = re.compile(
    r"[.!?…。！？]+[\"'”’»)\]*]{0,3}(?:\s+|(?<=[。！？]))|(?<=[>\]}]) (?=[A-Z<\[{])"
    # The values of a log line, of JSON and of CSV stand apart.
    r"|(?<=\w=)[\"'](?=\w)|\"\s?:\s?\"(?=\w)|\"\s?,\s?(?=[\"{])|\" (?=\"|\w{1,30}=)"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{5}")
_SPACED = re.compile(r"(?:[^\W\d_][ ._*|-]){4}[^\W\d_]\b")
_FIGURES = re.compile(r"\d+|0x[0-9a-f]+|\b[0-9a-f]{8,}\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]`, without space around it; `line` is the number of its line."""

    start: int
    end: int
    line: int


def units(text: str) -> list[Unit]:
    """The sentences of a text, each within one line."""
    found: list[Unit] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in _sentences(line):
            found.append(Unit(at + start, at + end, number))
        at += len(line) + 1
    return found


def worth_judging(text: str, found: list[Unit]) -> list[int]:
    """Numbers of the units that hold words; one that says the same as an earlier one but for figures is left out."""
    seen: set[str] = set()
    kept: list[int] = []
    for number, unit in enumerate(found):
        piece = text[unit.start : unit.end]
        if not _has_words(piece):
            continue
        same = _FIGURES.sub("0", piece)
        if same not in seen:
            seen.add(same)
            kept.append(number)
    return kept


def windows(found: list[Unit], kept: list[int]) -> list[tuple[int, int]]:
    """First and last position in `kept` of each run of 1 to 3 units that follow each other."""
    runs: list[tuple[int, int]] = []
    for first in range(len(kept)):
        for last in range(first, min(first + MAX_RUN, len(kept))):
            apart = kept[last] - kept[first] != last - first
            if apart or found[kept[last]].end - found[kept[first]].start > MAX_WINDOW:
                break
            runs.append((first, last))
    return runs


def _has_words(piece: str) -> bool:
    """Three words, a run of ideographs, or letters with a gap after each."""
    if _IDEOGRAPHS.search(piece) or _SPACED.search(piece):
        return True
    words = _WORDS.finditer(piece)
    return sum(1 for _ in zip(range(3), words, strict=False)) == 3


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for end in _END.finditer(line):
        yield from _short(line, at, end.end())
        at = end.end()
    yield from _short(line, at, len(line))


def _short(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch in pieces of at most `MAX_UNIT`, stripped; nothing when it is blank."""
    while start < end:
        cut = end
        if end - start > MAX_UNIT:
            space = line.rfind(" ", start + MAX_UNIT // 2, start + MAX_UNIT)
            cut = space if space > 0 else start + MAX_UNIT
        piece = line[start:cut]
        left = len(piece) - len(piece.lstrip())
        if stripped := piece.strip():
            yield start + left, start + left + len(stripped)
        start = cut
