"""What could be known on a day: sources with every document that was there by then, and nothing later."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import DataInvalid
from evals.folder import not_before
from evals.replay.history import History, line_of
from evals.replay.past import Unusable, past_of
from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.rows import address
from ingest.sources.detect import read_source
from ingest.sources.jsonl import read_lines

_CHANGED = re.compile(r"^(?:updated|modified|changed|created|date):\s*['\"]?(\d{4}-\d{2}-\d{2}[^\s'\"]*)", re.MULTILINE)
_FRONT_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that could be known from `date` on. `date` "" is an article whose age nobody has told.

    `row` is its line in a file, `place` its own file. `opening` is what a customer wrote, where it is a ticket.
    """

    id: str
    source: int
    date: str
    row: Mapping[str, Any] | None = None
    place: str = ""
    opening: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """All documents of all sources; the last source are the tickets that are played again."""

    sources: tuple[Path, ...]
    entries: tuple[Entry, ...]
    undatable: int = 0
    """Solved tickets of which nobody can tell when they were solved: they are never known."""

    @property
    def urls(self) -> dict[str, str]:
        """Ids of documents by the address that they have."""
        return {entry.url: entry.id for entry in self.entries if entry.url}

    def before(self, day: str, *, hidden: Set[str] = frozenset(), dated_only: bool = False) -> list[Entry]:
        """What was known on that day, without the documents in `hidden`."""
        return [
            entry
            for entry in self.entries
            if entry.id not in hidden and not not_before(entry.date, day) and (entry.date or not dated_only)
        ]

    def write(self, folder: Path, entries: Sequence[Entry]) -> list[Path]:
        """The sources with these documents alone, as `draftdesk index build` reads them; what was there is replaced."""
        shutil.rmtree(folder, ignore_errors=True)
        made = []
        for number, source in enumerate(self.sources):
            own = [entry for entry in entries if entry.source == number]
            if own:
                made.append(_written(folder / f"{number}", source, own))
        return made


def read_library(knowledge: Sequence[Path], history: History) -> Library:
    """`DataInvalid` where a source cannot be read."""
    sources = [path for path in knowledge if path.resolve() != history.path.resolve()]
    if history.path.is_dir():
        sources.append(history.path)
    entries: list[Entry] = []
    undatable = 0
    try:
        for number, path in enumerate(sources):
            for entry in _entries(number, path):
                if entry is None:
                    undatable += 1
                else:
                    entries.append(entry)
    except SourceError as exc:
        raise DataInvalid(str(exc)) from exc
    for past in history.pasts:
        if past.closed and past.id in history.rows:
            entries.append(Entry(past.id, len(sources), past.closed, history.rows[past.id], opening=past.opening))
        else:
            undatable += 1
    return Library((*sources, Path("solved.jsonl")), tuple(entries), undatable)


def _entries(number: int, path: Path) -> Iterator[Entry | None]:
    """The documents of a source; None for a solved ticket without a date."""
    if path.is_dir() and any((path / name).is_file() for name in ("corpus.jsonl", "corpus.jsonl.gz")):
        yield from _of_corpus(number, path)
    elif path.is_file():
        yield from _of_tickets(number, path)
    else:
        yield from _of_pages(number, path)


def _of_pages(number: int, path: Path) -> Iterator[Entry]:
    for document in read_source(path):
        if isinstance(document, SourceDocument):
            front = (path / document.place).read_text(encoding="utf-8-sig", errors="replace")[:_FRONT_CHARS]
            date = document.updated or (max(_CHANGED.findall(front), default="") if front.startswith("---") else "")
            yield Entry(document.id, number, date, place=document.place, url=address(document.url))


def _of_corpus(number: int, path: Path) -> Iterator[Entry | None]:
    plain = path / "corpus.jsonl"
    for line in read_lines(plain if plain.is_file() else path / "corpus.jsonl.gz"):
        if isinstance(line, Skipped):
            continue
        _, row = line
        answers = row.get("answers")
        replies = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
        told = [row.get("updated"), row.get("created"), *(one.get("created") for one in replies)]
        date = max((str(one) for one in told if one), default="")
        if answers is not None and not date:
            yield None
            continue
        opening = f"{row.get('title', '')}\n{row.get('text', '')}" if answers is not None else ""
        yield Entry(str(row.get("id", "")), number, date, row, opening=opening, url=address(str(row.get("url") or "")))


def _of_tickets(number: int, path: Path) -> Iterator[Entry | None]:
    for line in read_lines(path):
        if isinstance(line, Skipped):
            continue
        try:
            past = past_of(line[1])
        except Unusable:
            continue
        yield Entry(past.id, number, past.closed, line[1], opening=past.opening) if past.closed else None


def _written(folder: Path, source: Path, entries: Sequence[Entry]) -> Path:
    if entries[0].row is None:
        for entry in entries:
            target = folder / entry.place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / entry.place, target)
        return folder
    folder.mkdir(parents=True)
    file = folder / ("corpus.jsonl" if source.is_dir() else "solved.jsonl")
    file.write_text("".join(line_of(entry.row or {}) for entry in entries), encoding="utf-8")
    return folder if source.is_dir() else file
