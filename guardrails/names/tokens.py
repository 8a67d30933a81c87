"""Cuts text into the tokens that the name tagger reads: words, numbers, single signs, and line breaks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


def _ranges(wanted: str, first: int, last: int) -> str:
    """Characters whose Unicode category begins with `wanted`, as the inside of a character class."""
    codes = [code for code in range(first, last) if unicodedata.category(chr(code)).startswith(wanted)]
    return "".join(chr(code) for code in codes)


_ONE_BY_ONE = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts that write no spaces between words, or glue endings on: read character by character."""
_MARKS = _ranges("M", 0x300, 0xE00)
_LETTERS = rf"[^\W\d_{_ONE_BY_ONE}](?:[^\W\d_{_ONE_BY_ONE}]|[{_MARKS}])*"
_TOKEN = re.compile(rf"{_LETTERS}|\d+|\n\s*|[{_ONE_BY_ONE}]|[^\S\n]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to `end`; `glued` when nothing stands between it and the one before."""

    text: str
    start: int
    end: int
    glued: bool


def tokens(text: str) -> Iterator[Token]:
    r"""Every token of a text, in order.

    >>> [token.text for token in tokens("Hi Ana,\n\n it's v2.1")]
    ['Hi', 'Ana', ',', '\n\n', 'it', "'", 's', 'v', '2', '.', '1']
    """
    end = -1
    for match in _TOKEN.finditer(text):
        piece, start = match[0], match.start()
        if piece[0] == "\n":
            piece = "\n\n" if piece.count("\n") > 1 else "\n"
        elif piece.isspace():
            continue
        yield Token(piece, start, match.end(), start == end)
        end = match.end()
