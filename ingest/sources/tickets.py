"""Solved tickets in JSON Lines become cases: problem, what was tried, what resolved it."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from guardrails.normalise import normalise
from ingest.documents import Audience, Part, Skipped, SourceDocument
from ingest.errors import TicketInvalid
from ingest.read_ticket import read_ticket, shown
from ingest.sources.jsonl import damaged, read_lines
from ingest.threads import read_message
from ingest.tickets import Message, Ticket

_SOLVED = {"solved", "closed", "resolved"}
_KEPT_SEGMENTS = {"body", "code", "log"}
_MIN_RESOLUTION_WORDS = 12

INDEXED_FIELDS = ("category", "severity", "team", "product_area", "tags", "articles")
"""Fields of a solved ticket that the index keeps; anything else could hold somebody's data and is of no use there."""


def read_tickets(path: Path) -> Iterator[SourceDocument | Skipped]:
    """Each solved ticket of a `.jsonl` file as a case; open ones and broken lines are skipped and named."""
    for line in read_lines(path):
        if isinstance(line, Skipped):
            yield line
            continue
        where, value = line
        try:
            yield as_case(read_ticket(value), value, source=str(path), where=where)
        except TicketInvalid as exc:
            yield damaged(where, str(exc))


def as_case(ticket: Ticket, value: dict[str, Any], *, source: str, where: str) -> SourceDocument | Skipped:
    """A solved ticket as a document with one part for every message, its role and its audience kept."""
    if ticket.status.lower() not in _SOLVED:
        return Skipped(where, f"status{shown(ticket.status)}: only solved tickets become cases")
    parts = case_parts(ticket)
    if not any(part.name == "problem" for part in parts):
        return Skipped(where, "no customer text to find it by")
    return SourceDocument(
        id=ticket.id,
        title=ticket.subject or f"Ticket {ticket.id}",
        pool="cases",
        parts=parts,
        source=source,
        place=where.rpartition(":")[0],
        updated=_latest(ticket),
        url=str(value.get("url", "")),
        fields={name: ticket.fields[name] for name in INDEXED_FIELDS if name in ticket.fields},
    )


def _latest(ticket: Ticket) -> str:
    """ISO 8601 time of the latest message; a time without a zone counts as UTC."""
    times = [
        m.created_at if m.created_at.tzinfo else m.created_at.replace(tzinfo=UTC)
        for m in ticket.messages
        if m.created_at
    ]
    return max(times).isoformat() if times else ""


def case_parts(ticket: Ticket) -> tuple[Part, ...]:
    """`problem`: the customer until the first answer; `resolution`: what solved it; `note`: internal; rest `tried`."""
    messages = [(message, text) for message in ticket.messages if (text := own_words(message.text))]
    answers = [message.id for message, _ in messages if message.author.role == "agent" and message.public]
    solving = _solving(messages)
    parts: list[Part] = []
    for message, text in messages:
        answered = bool(answers) and _number(message) > _number_of(answers[0])
        if not message.public:
            name = "note"
        elif message.id == solving:
            name = "resolution"
        elif message.author.role == "customer" and not answered:
            name = "problem"
        else:
            name = "tried"
        audience: Audience = "public" if message.public else "internal"
        parts.append(Part(name, text, audience, message.author.role, message.id))
    if ticket.resolution.strip():
        # Written by an agent for colleagues when closing, so not for customers.
        parts.append(Part("resolution", normalise(ticket.resolution).text.strip(), "internal", "agent", "resolution"))
    return tuple(parts)


def own_words(text: str) -> str:
    """A message without quoted replies, greeting, signature and disclaimer."""
    clean = normalise(text).text
    pieces = [clean[s.start : s.end].strip("\n") for s in read_message(clean) if s.kind in _KEPT_SEGMENTS]
    return "\n\n".join(piece for piece in pieces if piece.strip())


def _solving(messages: list[tuple[Message, str]]) -> str:
    """The last public agent message that says enough to be an answer (a closing "glad it helped" does not)."""
    answers = [(m.id, text) for m, text in messages if m.author.role == "agent" and m.public]
    long_enough = [id_ for id_, text in answers if len(text.split()) >= _MIN_RESOLUTION_WORDS]
    return long_enough[-1] if long_enough else ""


def _number(message: Message) -> int:
    return _number_of(message.id)


def _number_of(message_id: str) -> int:
    return int(message_id[1:])
