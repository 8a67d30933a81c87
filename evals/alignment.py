"""Offsets in a normalised text, told as offsets in the text that a person labelled."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A character as normalising may write it, and the raw characters it comes from."""

    char: str
    start: int
    end: int


def to_raw(spans: Iterable[Pair], raw: str, normal: str) -> list[Pair] | None:
    """`spans` of `normal` as spans of `raw`; None when it cannot be told for certain where they came from.

    >>> to_raw([(2, 3)], "a\\r\\nb", "a\\nb")
    [(3, 4)]
    """
    if raw == normal:
        return list(spans)
    units = _units(raw)
    rows = _places([unit.char for unit in units], normal)
    if rows is None:
        return None
    return [(units[rows[start]].start, units[rows[end - 1]].end) for start, end in spans if end > start]


def _places(chars: Sequence[str], normal: str) -> list[int] | None:
    """Where each character of `normal` stands in `chars`, when there is one way only to leave out the others."""
    first = _earliest(chars, normal)
    last = _earliest(chars[::-1], normal[::-1])
    if first is None or last is None:
        return None
    return first if first == [len(chars) - 1 - row for row in reversed(last)] else None


def _earliest(chars: Sequence[str], normal: str) -> list[int] | None:
    rows: list[int] = []
    row = 0
    for char in normal:
        while row < len(chars) and chars[row] != char:
            row += 1
        if row == len(chars):
            return None
        rows.append(row)
        row += 1
    return rows


def _units(raw: str) -> list[_Unit]:
    """Line endings as one break, and composed characters where the text has them in pieces."""
    units: list[_Unit] = []
    at = 0
    while at < len(raw):
        end = at + 1
        if raw[at] == "\r" and raw[end : end + 1] == "\n":
            end += 1
        while raw[at] not in "\r\n" and end < len(raw) and unicodedata.combining(raw[end]):
            end += 1
        units += [_Unit(char, at, end) for char in _normal_form(raw[at:end])]
        at = end
    return units


def _normal_form(piece: str) -> str:
    if piece in ("\r\n", "\r", "\u2028", "\u2029"):
        return "\n"
    if "\ud800" <= piece[0] <= "\udfff":
        return "\ufffd" + piece[1:]
    return unicodedata.normalize("NFC", piece)
