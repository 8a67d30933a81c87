"""What the name tagger knows of a word: its spelling in hashed pieces, its shape, and the lists that hold it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

from guardrails.people import PARTICLES, TITLES
from guardrails.recognisers.lexicon import Lexicon

ROWS: Final = 1 << 15
"""Rows of the table that the hashed pieces point into; row 0 stands for nothing."""
MAX_CHARS: Final = 16
"""Of longer words only so many characters at each end are read."""
Row = tuple[int, float]
_SCRIPTS = (
    (0x0250, "latin"), (0x0370, "other"), (0x0400, "greek"), (0x0530, "cyrillic"), (0x0590, "armenian"),
    (0x0600, "hebrew"), (0x0780, "arabic"), (0x0E00, "indic"), (0x1100, "thai"), (0x1E00, "other"),
    (0x2000, "latin"), (0x3040, "sign"), (0x3100, "kana"), (0xAC00, "han"), (0xD7B0, "hangul"),
)  # fmt: skip


def row(piece: str) -> int:
    """The table's row for a piece of a word; the same on every machine."""
    return 1 + crc32(piece.encode("utf-8", "surrogatepass")) % (ROWS - 1)


def spelling(word: str) -> Iterator[Row]:
    """Rows that the letters themselves give: the word, its ends, and what stands inside."""
    lower = word.lower()
    if len(lower) > 2 * MAX_CHARS:
        lower = lower[:MAX_CHARS] + lower[-MAX_CHARS:]
    yield row(f"w:{lower}"), 1.0
    if not word[0].isalpha():
        return
    for size in (1, 2, 3):
        yield row(f"a:{lower[:size]}"), 0.5
        yield row(f"z:{lower[-size:]}"), 0.5
    yield row(f"z:{lower[-4:]}"), 0.5
    edged = f"<{lower}>"
    grams = [edged[at : at + size] for size in (3, 4) for at in range(len(edged) - size + 1)]
    for gram in grams:
        yield row(f"g:{gram}"), 1.0 / len(grams) ** 0.5


@lru_cache(maxsize=4096)
def script(char: str) -> str:
    """Which script a letter belongs to, roughly."""
    code = ord(char)
    return next((name for end, name in _SCRIPTS if code < end), "other")


def shape(word: str) -> str:
    """Capitals, digits and length, without the letters.

    >>> [shape(word) for word in ("Ana", "ANA", "ana", "macOS", "A", "2024", ",")]
    ['Xx', 'XX', 'xx', 'xX', 'X1', 'd4', ',']
    """
    if word.isdigit():
        return f"d{min(len(word), 7)}"
    if not word[0].isalpha():
        return word[0]
    if len(word) == 1:
        return "X1" if word.isupper() else "x1"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


def listed(word: str, lexicon: Lexicon) -> Iterator[Row]:
    """Rows that tell which of the package's lists hold the word."""
    lower = word.lower()
    flags = {
        "given": lexicon.is_given(word),
        "name": lexicon.is_name(word),
        "clear": lexicon.is_clear_name(word),
        "never": lexicon.is_never(word),
        "function": lexicon.is_function(word),
        "product": lexicon.is_product_noun(word),
        "ordinary": lexicon.is_ordinary(word),
        "particle": lower in PARTICLES,
        "title": lower in TITLES,
    }
    yield from ((row(f"l:{name}"), 1.0) for name, holds in flags.items() if holds)


def outline(word: str) -> Iterator[Row]:
    """Rows of shape, length and script."""
    yield row(f"s:{shape(word)}"), 1.0
    if word[0].isalpha():
        yield row(f"n:{min(len(word), 12)}"), 1.0
        yield row(f"c:{script(word[0])}"), 1.0
