"""Lines of a message with their offsets: what the readers of mail, logs and stack traces work on."""

import re
from dataclasses import dataclass

SHAPE_CHARS = 600
"""A line's shape is told by its first characters; the rest of a very long line is not looked at."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]` with its line break; `text` here is the line's beginning without the break."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


def lines(text: str) -> list[Line]:
    """Every line of `text`, in order and without gaps.

    >>> [line.text for line in lines("a\\r\\n\\nb")]
    ['a', '', 'b']
    """
    return [
        Line(
            match.start(),
            match.end(),
            text[match.start() : min(match.end(), match.start() + SHAPE_CHARS)].rstrip("\r\n"),
        )
        for match in _LINE.finditer(text)
    ]
