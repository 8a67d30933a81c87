"""Login names in lists of fields (`"watchers": ["kmensah"]`) and under the head of a column (`id,login,role`)."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

_LIST = re.compile(r"[:=]\s?\[([^\[\]{}]{2,2000})\]")
_KEY = re.compile(
    r"(?<![\w-])(?:watchers|assignees|users|members|reviewers|owners|participants|followers|approvers|admins|usernames|logins|authors|recipients)[\"']?\s?$",
    re.IGNORECASE,
)
_KEY_REACH = 20
_NAME = re.compile(r"(?<![\w@.-])@?([a-z][\w.-]{1,38}\w)(?![\w@.-])")
_COLUMNS = (
    r"(?:user|user[ _-]?name|user[ _-]?id|login|login[ _-]?name|logon|uid|account[ _-]?name|samaccountname|actor|author|owner|assignee|reporter|"
    r"(?:created|updated|modified|changed|approved|assigned)[ _-]?(?:by|to)|operator|benutzer(?:name)?|anmeldename|utilisateur|usuario|usu[áa]rio|utente|gebruiker)"
)
_COLUMN = re.compile(_COLUMNS, re.IGNORECASE)
_HEAD = re.compile(rf"[\n,;|\t][ \"'*]{{0,3}}(?:{_COLUMNS})[ \"'*\r]{{0,3}}(?=[,;|\t\n])", re.IGNORECASE)
_MARKS = ",;|\t"
_MAX_HEAD = 300


def find_listed(text: str) -> Iterator[tuple[int, int]]:
    """Words of lists whose key says that they are accounts."""
    for match in _LIST.finditer(text) if "[" in text else ():
        if _KEY.search(text, max(0, match.start() - _KEY_REACH), match.start()):
            yield from (name.span(1) for name in _NAME.finditer(text, match.start(1), match.end(1)))


def find_in_columns(text: str) -> Iterator[tuple[int, int]]:
    """Cells under a head for accounts, in a table of commas, semicolons, bars or tabs."""
    at = 0
    for found in _HEAD.finditer("\n" + text):
        if found.start() < at:
            continue
        start = text.rfind("\n", 0, found.start() + 1) + 1
        end = _line_end(text, start)
        if head := _head(text[start:end]):
            at = end
            while (start := at + 1) < len(text) and text[start : (at := _line_end(text, start))].count(
                head[0]
            ) + 1 == head[2]:
                if cell := _cell(text[start:at], head[0], head[1]):
                    yield start + cell[0], start + cell[1]


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _head(line: str) -> tuple[str, int, int] | None:
    """The mark between the columns, the number of the column of accounts, and how many columns there are."""
    if len(line) > _MAX_HEAD:
        return None
    for mark in _MARKS:
        cells = [cell.strip(" \"'*\r") for cell in line.split(mark)]
        if len(cells) > 1 and all(len(cell) < 40 for cell in cells):
            for number, cell in enumerate(cells):
                if _COLUMN.fullmatch(cell):
                    return mark, number, len(cells)
    return None


def _cell(line: str, mark: str, number: int) -> tuple[int, int] | None:
    """Where the name in a cell stands in its line."""
    cells = line.split(mark)
    at = sum(len(cell) + 1 for cell in cells[:number])
    bare = cells[number].strip(" \"'*\r")
    if not _NAME.fullmatch(bare):
        return None
    start = at + cells[number].index(bare) + bare.startswith("@")
    return start, at + cells[number].index(bare) + len(bare)
