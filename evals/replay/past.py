"""A solved ticket as it came in, and apart from it what became of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.triage.taxonomy import Kind, Taxonomy
from evals.replay.subject import first_subject
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from ingest.read_ticket import read_ticket
from ingest.sources.tickets import as_case, own_words
from ingest.tickets import Message, Ticket

CUSTOMER_FIELDS = (
    "channel", "via", "source", "language", "locale", "region", "country", "timezone", "plan", "tier", "edition",
    "product", "product_version", "version", "platform", "os", "browser", "device", "environment", "integration",
)  # fmt: skip
"""Fields that stand in a ticket from the beginning in most help desks. Everything else may have come later."""
LABELS: tuple[Kind, ...] = ("category", "severity", "team", "product_area")
NEVER = ("articles", "status", "resolution", "solution", "answer")
"""Fields that tell the answer: these cannot be let in."""
_CLOSED = ("closed_at", "solved_at", "resolved_at")
_CHANGED = ("updated_at", "updated")
"""Also set when somebody tags an old ticket: asked only where nothing else tells."""
_LIST = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+\S", re.MULTILINE)
_QUESTION = re.compile(r"\?(?:\s|$)")

Happened = Literal["answered", "asked_back", ""]
"""What the first public answer did; "" where that cannot be told."""


class Unusable(Exception):
    """A ticket that cannot be played again; the message says why and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Past:
    """A solved ticket. `ticket` is the input, as it stood at the customer's first message; the rest came later.

    `answers` is everything that agents wrote and the resolution; `sent` the public answer that solved it.
    """

    id: str
    opened: str
    closed: str
    ticket: Mapping[str, Any]
    answers: tuple[str, ...] = ()
    sent: str = ""
    happened: Happened = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    articles: tuple[str, ...] = ()
    hours_to_first_answer: float | None = None
    hours_to_solution: float | None = None

    @property
    def opening(self) -> str:
        """Subject and first message."""
        return f"{self.ticket['subject']}\n{self.ticket['messages'][0]['text']}"


def past_of(value: Mapping[str, Any], *, fields: Sequence[str] = CUSTOMER_FIELDS) -> Past:
    """From a line of an export. `fields` are kept in the input. `Unusable` where it cannot be played again."""
    try:
        ticket = _in_order(read_ticket(value))
    except TicketInvalid as exc:
        raise Unusable(str(exc)) from None
    case = as_case(ticket, dict(value), source="", where="")
    if isinstance(case, Skipped):
        raise Unusable(case.reason)
    first = next((m for m in ticket.messages if m.author.role == "customer" and m.public and m.text.strip()), None)
    if first is None:
        raise Unusable("the customer wrote no message")
    if first.created_at is None:
        raise Unusable("the customer's first message has no date")
    solving = next(
        (part.message_id for part in case.parts if part.name == "resolution" and part.message_id[0] == "m"), ""
    )
    agents = [m for m in ticket.messages if m.author.role == "agent" and m.public and own_words(m.text).strip()]
    answers = tuple(
        text for m in ticket.messages if m.author.role != "customer" and (text := own_words(m.text).strip())
    ) + ((ticket.resolution,) if ticket.resolution else ())
    sent = next((m for m in agents if m.id == solving), None)
    return Past(
        id=ticket.id,
        opened=_iso(first.created_at),
        closed=_closed(ticket, value),
        ticket=_as_it_came(ticket, first, answers, fields),
        answers=answers,
        sent=own_words(sent.text) if sent else "",
        happened=happened([own_words(m.text) for m in agents], agents.index(sent) if sent else None),
        labels={name: ticket.fields[name] for name in LABELS if ticket.fields.get(name) and name not in fields},
        tags=_listed(ticket.fields["tags"]) if "tags" in ticket.fields and "tags" not in fields else None,
        articles=_listed(ticket.fields.get("articles", "")),
        hours_to_first_answer=_hours(first, agents[0] if agents else None),
        hours_to_solution=_hours(first, sent),
    )


def with_current_labels(past: Past, taxonomy: Taxonomy) -> Past:
    """With the labels as they are called today; those that the house has given up are not asked for."""
    labels = {kind: taxonomy.of(kind).current(past.labels[kind]) for kind in LABELS if kind in past.labels}
    tags = None if past.tags is None else tuple(filter(None, map(taxonomy.of("tags").current, past.tags)))
    return replace(past, labels={kind: label for kind, label in labels.items() if label}, tags=tags)


def happened(answers: Sequence[str], solving: int | None) -> Happened:
    """What agents did first, told from their public answers and the place of the one that solved it.

    >>> happened(["Which version do you run?", "Set the new secret."], 1)
    'asked_back'
    """
    if not answers:
        return ""
    if solving == 0 or len(_LIST.findall(answers[0])) > 1:
        return "answered"
    return "asked_back" if _QUESTION.search(answers[0]) else ""


def _in_order(ticket: Ticket) -> Ticket:
    """Oldest message first, where all are dated: some exports begin with the newest."""
    if not all(message.created_at for message in ticket.messages):
        return ticket
    ordered = sorted(ticket.messages, key=lambda message: _iso(message.created_at))
    numbered = (replace(message, id=f"m{number}") for number, message in enumerate(ordered, start=1))
    return replace(ticket, messages=tuple(numbered))


def _as_it_came(ticket: Ticket, first: Message, answers: Sequence[str], fields: Sequence[str]) -> dict[str, Any]:
    customer = ticket.customer
    author = {"role": "customer", "name": first.author.name, "email": first.author.email}
    known = {"name": customer.name, "email": customer.email, "organisation": customer.organisation}
    return {
        "id": ticket.id,
        "subject": first_subject(ticket.subject, message=first.text, answers=answers),
        "messages": [{"id": "m1", "author": author, "created_at": _iso(first.created_at), "text": first.text}],
        "fields": {name: value for name, value in ticket.fields.items() if name.lower() in fields},
        "customer": known | {"tier": customer.tier},
    }


def _closed(ticket: Ticket, value: Mapping[str, Any]) -> str:
    """When it was known how it ended; "" where a message may have come at any time."""
    dates = [_iso(message.created_at) for message in ticket.messages if message.created_at]
    told = [date for name in _CLOSED if (date := _date(value.get(name)))]
    if not told and len(dates) < len(ticket.messages):
        told = [date for name in _CHANGED if (date := _date(value.get(name)))]
    return max([*told, *dates]) if told or len(dates) == len(ticket.messages) else ""


def _date(value: Any) -> str:
    try:
        return _iso(datetime.fromisoformat(str(value))) if value else ""
    except ValueError:
        return ""


def _iso(time: datetime | None) -> str:
    """In UTC, so that texts sort as times do."""
    if time is None:
        return ""
    return (time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()


def _hours(first: Message, answer: Message | None) -> float | None:
    if answer is None or answer.created_at is None or first.created_at is None:
        return None
    took = datetime.fromisoformat(_iso(answer.created_at)) - datetime.fromisoformat(_iso(first.created_at))
    return max(0.0, took.total_seconds() / 3600)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def check_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """The customer's fields and those added; `ValueError` names one that tells the answer."""
    added = tuple(name.strip().lower() for name in fields)
    if told := next((name for name in added if name in NEVER), ""):
        raise ValueError(f"the field {told!r} tells the answer, so it cannot stand in the ticket from the beginning")
    return (*CUSTOMER_FIELDS, *added)
