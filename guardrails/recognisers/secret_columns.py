"""Passwords in the columns of a table that somebody pasted."""

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.secret_values import is_placeholder

_LINE = re.compile(r"[^\n]+")


class ColumnSecrets:
    """Finds the cells under a head that is one of `password_words`, a regular expression."""

    def __init__(self, *, password_words: str) -> None:
        self._column = re.compile(rf"[ \t|*\"]*{password_words}[ \t|*\"]*", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Hit]:
        """The cells under a head "Password" in a table of bars, tabs, commas or semicolons."""
        head: tuple[str, int] | None = None
        for line in _LINE.finditer(text):
            if head and head[0] in line[0]:
                at, cells = line.start(), line[0].split(head[0])
                for cell in cells[: head[1]]:
                    at += len(cell) + 1
                value = cells[head[1]] if len(cells) > head[1] else ""
                bare = value.strip(' "*')
                if len(bare) > 3 and set(bare) - set("-=: ") and not is_placeholder(bare):
                    start = at + value.index(bare)
                    yield Hit(start, start + len(bare), "SECRET_PASSWORD", 0.95)
                continue
            head = self._head(line[0])

    def _head(self, line: str) -> tuple[str, int] | None:
        """The mark between the columns and the number of the column of passwords."""
        if len(line) > 300:
            return None
        for mark in "|\t;,":
            cells = line.split(mark)
            if len(cells) > 1 and all(len(cell) < 40 for cell in cells):
                for number, cell in enumerate(cells):
                    if self._column.fullmatch(cell):
                        return mark, number
        return None
