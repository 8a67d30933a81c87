"""What a house has of its past: a file of solved tickets, or a retrieval folder with dated questions."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from evals.errors import DataInvalid
from evals.folder import QueryIn, check_folder, file_of, read_judgements
from evals.replay.past import CUSTOMER_FIELDS, Past, Unusable, happened, past_of
from evals.rows import read_rows
from ingest.documents import Skipped
from ingest.errors import SourceError
from ingest.read_ticket import Id, Text, as_ticket
from ingest.rows import address
from ingest.sources.jsonl import read_lines
from ingest.sources.tickets import own_words
from ingest.tickets import Role

_URL = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_MIN_WORDS = 12
"""An answer that solves says at least so much."""


@dataclass(frozen=True, slots=True)
class History:
    """`pasts` by what can be played again; `rows` are the same as an export has them, for those that are learned from.

    A question of a folder without dated replies is never learned from: nobody can tell when its answer was known.
    """

    path: Path
    pasts: tuple[Past, ...]
    rows: Mapping[str, Mapping[str, Any]]
    skipped: tuple[Skipped, ...]


def read_history(path: Path, *, fields: Sequence[str] = CUSTOMER_FIELDS) -> History:
    """`DataInvalid` where nothing in it can be played again."""
    if not path.exists():
        raise DataInvalid(f"there is no file or folder {path}")
    found = _folder(path) if path.is_dir() else _file(path, fields)
    if not found.pasts:
        why = f": {found.skipped[0].where}: {found.skipped[0].reason}" if found.skipped else ": it is empty"
        raise DataInvalid(f"no solved ticket in {path} can be played again{why}")
    return found


def _file(path: Path, fields: Sequence[str]) -> History:
    pasts: dict[str, Past] = {}
    rows: dict[str, Mapping[str, Any]] = {}
    skipped: list[Skipped] = []
    try:
        for line in read_lines(path):
            if isinstance(line, Skipped):
                skipped.append(line)
                continue
            where, value = line
            try:
                past = past_of(value, fields=fields)
            except Unusable as exc:
                skipped.append(Skipped(where, str(exc)))
                continue
            if past.id in pasts:
                skipped.append(Skipped(where, f"id {past.id!r} is used twice: the first one counts"))
            else:
                pasts[past.id], rows[past.id] = past, value
    except SourceError as exc:
        raise DataInvalid(str(exc)) from exc
    return History(path, tuple(pasts.values()), rows, tuple(skipped))


class AskedIn(QueryIn):
    """A line of `queries.jsonl` with what a ticket was about."""

    topic: Text = ""


class ReplyIn(BaseModel):
    """What somebody answered."""

    reply: Text = ""
    role: Role = "agent"
    helpful: Annotated[int, BeforeValidator(lambda value: value or 0)] = 0
    created: Text = ""


class RepliesIn(BaseModel):
    """A line of `replies.jsonl`."""

    query_id: Id
    replies: list[ReplyIn] = []


def _folder(folder: Path) -> History:
    check_folder(folder)
    judged = read_judgements(folder).relevant
    queries, skipped = read_rows(file_of(folder, "queries.jsonl"), AskedIn)
    replies = _replies(folder)
    pasts: dict[str, Past] = {}
    for query in queries:
        if not query.created or not (query.title + query.text).strip():
            skipped.append(Skipped(f"query {query.id}", "no date or no text"))
        elif query.id not in pasts:
            pasts[query.id] = _asked(query, replies.get(query.id, ()), tuple(sorted(judged.get(query.id, ()))))
    rows = {past.id: as_solved(past) for past in pasts.values() if past.closed}
    return History(folder, tuple(pasts.values()), rows, tuple(skipped))


def _replies(folder: Path) -> dict[str, tuple[ReplyIn, ...]]:
    path = file_of(folder, "replies.jsonl")
    if not path.is_file():
        return {}
    rows, _ = read_rows(path, RepliesIn)
    return {row.query_id: tuple(one for one in row.replies if one.role != "customer" and one.reply) for row in rows}


def _asked(query: AskedIn, replies: Sequence[ReplyIn], articles: tuple[str, ...]) -> Past:
    texts = [own_words(one.reply) for one in replies]
    full = [n for n, text in enumerate(texts) if len(text.split()) >= _MIN_WORDS]
    solving = max(full, key=lambda n: replies[n].helpful, default=None)
    ticket = as_ticket(id_=query.id, title=query.title, text=query.text, created=query.created)
    if not ticket["messages"][0]["text"]:
        ticket["messages"][0]["text"] = query.title
    return Past(
        id=query.id,
        opened=query.created,
        closed=max((one.created for one in replies), default="") if all(one.created for one in replies) else "",
        ticket=ticket,
        answers=tuple(texts),
        sent=texts[solving] if solving is not None else "",
        happened=happened(texts, solving),
        labels={"category": query.topic} if query.topic else {},
        articles=articles,
    )


def as_solved(past: Past) -> dict[str, Any]:
    """A question with its replies as a help desk exports it."""
    answers = [
        {"author": {"role": "agent"}, "text": text, "created_at": past.closed}
        for text in past.answers
        if text != past.sent
    ]
    if past.sent:
        answers.append({"author": {"role": "agent"}, "text": past.sent, "created_at": past.closed})
    fields = {"articles": list(past.articles)} | dict(past.labels)
    return dict(past.ticket) | {
        "messages": [*past.ticket["messages"], *answers],
        "status": "solved",
        "fields": fields,
    }


def with_linked(pasts: Sequence[Past], urls: Mapping[str, str]) -> Iterator[Past]:
    """The same; what an answer links counts as an article of it. `urls` are document ids by address."""
    for past in pasts:
        linked = [
            urls[found] for text in past.answers for link in _URL.findall(text) if (found := address(link)) in urls
        ]
        yield replace(past, articles=tuple(dict.fromkeys([*past.articles, *linked]))) if linked else past


def line_of(value: Mapping[str, Any]) -> str:
    """A row as a line of a file."""
    return json.dumps(value, ensure_ascii=False) + "\n"
