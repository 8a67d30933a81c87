"""How many tokens a text is at the most, without any model's own tokeniser."""

import re

_PIECE = re.compile(r"[A-Za-z]+|[^\W\d_]+|\d|[^\w\s]|_")
_LETTERS = 4
"""Plain letters that make a token at the least in words that a tokeniser does not know whole."""


def estimate(text: str) -> int:
    """An upper estimate: short words are one token, long ones more, every digit and mark is one, other scripts more.

    >>> estimate("The request fails with 401.")
    8
    """
    return sum(_of(piece) for piece in _PIECE.findall(text))


def _of(piece: str) -> int:
    if piece.isascii():
        return 1 if len(piece) <= 7 else -(-len(piece) // _LETTERS)
    return -(-len(piece.encode()) // 2)
