"""Rows of a Markdown table as sentences, so that a fact that stands only in a table can be quoted."""

import re
from collections.abc import Iterator

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:-]+$")
_TELLING_WORDS = 3
"""A cell with at least this many words says something without its column's name."""


def row_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """`(start, end, sentence)` of each row of the table `text[start:end]`.

    A row whose cells speak for themselves is `first: others`, and its span is the row; a row of bare values is given
    the columns' names, and its span begins at the table's header, where these stand. A first cell of several words
    needs none.
    """
    lines = _lines(text, start, end)
    if len(lines) < 3:
        return
    header = _cells(text[slice(*lines[0])])
    for line_start, line_end in lines[1:]:
        line = text[line_start:line_end]
        cells = _cells(line)
        if _RULE.match(line) or len(cells) < 2 or not all(cells[:2]):
            continue
        if any(len(cell.split()) >= _TELLING_WORDS for cell in cells[1:]):
            yield line_start, line_end, _sentence(cells[0], [cell for cell in cells[1:] if cell], "; ")
        else:
            named = [f"{name} {cell}".strip() for name, cell in zip(header, cells, strict=False) if cell]
            first = cells[0] if len(cells[0].split()) > 1 else named[0]
            yield start, line_end, _sentence(first, named[1:], ", ")


def _sentence(first: str, others: list[str], between: str) -> str:
    return f"{first}: {between.join(others).rstrip('.')}."


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = re.finditer(r"[^\n]+", text[start:end])
    return [(start + line.start(), start + line.end()) for line in found if line.group().strip()]


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(line.strip().strip("|"))]
