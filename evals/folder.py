"""A retrieval folder: the queries, and which documents answer them. `ingest` reads its corpus."""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from evals.errors import DataInvalid
from evals.rows import read_rows
from ingest.documents import Skipped
from ingest.read_ticket import Id, Text, as_ticket, read_ticket
from ingest.tickets import Ticket

_COLUMNS = 3


def _time(value: Any) -> str:
    """The text of an ISO 8601 date or time, which it must be; empty when there is none."""
    text = "" if value is None else str(value).strip()
    if text:
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise ValueError("expected an ISO 8601 date or time") from None
    return text


class QueryIn(BaseModel):
    """A line of `queries.jsonl`; unknown keys are ignored."""

    id: Id
    text: Text = ""
    title: Text = ""
    created: Annotated[str, BeforeValidator(_time)] = ""
    answerability: Any = None

    def ticket(self) -> Ticket:
        """The query as a customer sends it: subject and first message. `TicketInvalid` when it holds no text."""
        return read_ticket(as_ticket(id_=self.id, title=self.title, text=self.text, created=self.created or None))


@dataclass(frozen=True, slots=True)
class Judgements:
    """Relevant documents by query. `note` tells which scores count when there are several."""

    relevant: Mapping[str, frozenset[str]]
    note: str
    skipped: tuple[Skipped, ...]


def file_of(folder: Path, name: str) -> Path:
    """`name` in `folder`, or its gzipped twin where only that is there."""
    path, packed = folder / name, folder / f"{name}.gz"
    return packed if packed.is_file() and not path.is_file() else path


def check_folder(folder: Path) -> None:
    """`DataInvalid` when it is no retrieval folder."""
    if not folder.is_dir():
        raise DataInvalid(f"there is no folder {folder}")
    for name in ("corpus.jsonl", "queries.jsonl"):
        if not file_of(folder, name).is_file():
            raise DataInvalid(f"no {name} in {folder}")


def read_queries(path: Path) -> tuple[list[QueryIn], list[Skipped]]:
    """Queries with an id of their own."""
    rows, skipped = read_rows(path, QueryIn)
    queries: dict[str, QueryIn] = {}
    for row in rows:
        if row.id in queries:
            skipped.append(Skipped(path.name, f"id {row.id!r} is used twice: the first one counts"))
        else:
            queries[row.id] = row
    return list(queries.values()), skipped


def read_judgements(folder: Path) -> Judgements:
    """`qrels.tsv`: where scores differ, only the highest score of the file means relevant; 0 never does."""
    path = file_of(folder, "qrels.tsv")
    if not path.is_file():
        raise DataInvalid(f"no qrels.tsv in {folder}")
    rows: list[tuple[str, str, float]] = []
    skipped: list[Skipped] = []
    for row in _judged(path):
        if isinstance(row, Skipped):
            skipped.append(row)
        else:
            rows.append(row)
    best = max((score for _, _, score in rows), default=0.0)
    if best <= 0:
        raise DataInvalid(f"{path} calls no document relevant: expected rows of query-id, corpus-id and score")
    relevant: defaultdict[str, set[str]] = defaultdict(set)
    for query, document, score in rows:
        if score == best:
            relevant[query].add(document)
    scores = {score for _, _, score in rows}
    note = f"relevant is score {best:g}; {sum(s < best for _, _, s in rows)} rows below do not count"
    kept = {query: frozenset(ids) for query, ids in relevant.items()}
    return Judgements(kept, note if len(scores) > 1 else "", tuple(skipped))


def _judged(path: Path) -> Iterator[tuple[str, str, float] | Skipped]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        columns = [column.strip() for column in line.split("\t")]
        if not line.strip() or (number == 1 and columns[:2] == ["query-id", "corpus-id"]):
            continue
        where = f"{path.name}:{number}"
        if len(columns) != _COLUMNS or not all(columns):
            yield Skipped(where, f"{len(columns)} columns, expected query-id, corpus-id and score between tabs")
            continue
        try:
            yield columns[0], columns[1], float(columns[2])
        except ValueError:
            yield Skipped(where, "the score is not a number")


def not_before(document: str, query: str) -> bool:
    """Whether a document's date is at or after the query's; by day where one of them has no time of day.

    A document without a date is before everything, one with a date that cannot be read before nothing.

    >>> not_before("2024-05-01", "2024-05-01T09:00:00Z"), not_before("2024-04-30", "2024-05-01")
    (True, False)
    """
    if not document or not query:
        return False
    try:
        one, other = _utc(document), _utc(query)
    except ValueError:
        return True
    by_day = len(document) == len(query[:10]) or len(query) == len(document[:10])
    return one.date() >= other.date() if by_day else one >= other


def _utc(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
