"""Which words of two texts differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
_MOST = 6000
"""Words and gaps of both texts together; beyond it the comparison would take seconds, and marks all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that the other has, too, or has not."""

    text: str
    changed: bool


def differences(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces.

    >>> [piece.text for piece in differences("Restart the hub", "Restart the old hub")[1] if piece.changed]
    ['old ']
    """
    ours, theirs = _WORDS.findall(old), _WORDS.findall(new)
    if len(ours) + len(theirs) > _MOST:
        return [Piece(old, old != new)], [Piece(new, old != new)]
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        for pieces, words in ((left, ours[a:b]), (right, theirs[c:d])):
            if words:
                pieces.append(Piece("".join(words), kind != "equal"))
    return left, right
