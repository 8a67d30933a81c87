"""What ranking needs to know of a chunk besides its words and its vector, without reading its text."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.documents import Audience, Chunk
from ingest.errors import IndexCorrupt

FILE = "rows.json"
_URL = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_LOCALE = re.compile(r"[a-z]{2}[-_][A-Za-z]{2,4}")
_LANGUAGES = frozenset(
    "ar bg ca cs da de el en es et fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk vi"
    " zh".split()
)
"""First steps of a path that tell the language: the same page by another door."""
_MAX_LINKS = 20
"""Links of a chunk that are looked at."""


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk without its text. `links` are web addresses in it, `cites` ids of articles that it names as its answer.

    `approvals` counts the readers who marked the document as helpful; `updated` is an ISO 8601 date or empty.
    """

    document_id: str
    audience: Audience
    groups: tuple[str, ...] = ()
    updated: str = ""
    url: str = ""
    approvals: int = 0
    links: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @classmethod
    def of(cls, chunk: Chunk) -> "Row":
        return cls(
            chunk.document_id,
            chunk.audience,
            chunk.groups,
            chunk.updated,
            address(chunk.url),
            _count(chunk.fields.get("approvals", "")),
            tuple(dict.fromkeys(address(found) for found in _URL.findall(chunk.text)[:_MAX_LINKS])),
            tuple(sorted({article.strip() for article in chunk.fields.get("articles", "").split(",")} - {""})),
        )


def address(url: str) -> str:
    """A web address by which a page is recognised: without scheme, `www.`, language, query, fragment, trailing slash.

    >>> address("https://www.example.com/en-US/kb/reset/?as=u#step-2")
    'example.com/kb/reset'
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    steps = [step for step in parts.path.rstrip("/.,;:").split("/") if step and not _LOCALE.fullmatch(step)]
    if steps and steps[0] in _LANGUAGES:
        steps = steps[1:]
    return "/".join([host, *steps]) if host else ""


def save_rows(folder: Path, chunks: Sequence[Chunk]) -> None:
    """One line for each chunk, without what is empty."""
    lines = [{key: value for key, value in asdict(Row.of(chunk)).items() if value} for chunk in chunks]
    (folder / FILE).write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")


def load_rows(folder: Path) -> list[Row]:
    """`IndexCorrupt` when the file is absent or damaged."""
    try:
        lines = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [_row(line) for line in lines]
    except (OSError, ValueError, TypeError, AttributeError) as exc:
        place = f"{folder.parent.parent.name}/{folder.name}"
        raise IndexCorrupt(f"the rows of {place} cannot be read ({type(exc).__name__})") from exc


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _row(line: dict[str, Any]) -> Row:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in line.items()}
    return Row(**values)
