"""Make a case of a ticket or of a correction: nobody's data in it, and what the assistant says now as a proposal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.files import load_tickets
from assistant.records import Assist, VerdictKind
from assistant.triage.corrections import Correction, Corrections
from assistant.triage.examples import stored_id
from assistant.triage.taxonomy import Taxonomy
from evals.case_file import Draft
from evals.errors import CaseRefused
from evals.replay.past import LABELS, Past, Unusable, past_of, with_current_labels
from evals.running.task import Task
from evals.stand_ins import made_up_text, made_up_ticket
from guardrails.scrub import Scrubber
from ingest.errors import TicketInvalid
from ingest.read_ticket import read_ticket
from ingest.tickets import Ticket
from settings import Settings

NO_LABELS = Taxonomy()
_SOLVED = ("solved", "closed", "resolved")
_ENDED = "check: what the ticket ended with"
_SAID = "check: what the assistant says now"
_CORRECTED = "an agent said so"


@dataclass(frozen=True, slots=True)
class Stuff:
    """What a case is made of. `right` are expectations that are known, with where each is from in `said`."""

    id: str
    ticket: Mapping[str, Any]
    origin: str
    right: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


def stuff_of_file(path: Path, ticket_id: str, *, scrubber: Scrubber, taxonomy: Taxonomy = NO_LABELS) -> Stuff:
    """From a ticket, or from the body of a `POST /v1/feedback`. A solved ticket is taken as it came in."""
    body = _feedback(path)
    ticket = read_ticket(body["ticket"]) if body else _one(path, ticket_id)
    right: dict[str, Any] = {}
    said: dict[str, str] = {}
    if body:
        right = _labels(body["labels"])
        said = dict.fromkeys(right, _CORRECTED)
    elif ticket.status.lower() in _SOLVED and (past := _past(ticket)):
        ticket, right = read_ticket(past.ticket), _ended(with_current_labels(past, taxonomy))
        said = dict.fromkeys(right, _ENDED)
    id_ = case_id(ticket.id)
    return Stuff(id_, made_up_ticket(ticket, id_, scrubber=scrubber), "feedback" if body else "ticket", right, said)


def stuff_of_correction(settings: Settings, ticket_id: str, *, scrubber: Scrubber) -> Stuff:
    """From what an agent corrected and triage keeps: the latest, or that of the ticket named."""
    kept = Corrections(settings.triage_folder).read().corrections
    mine = [one for one in kept if not ticket_id or one.ticket == stored_id(ticket_id)]
    if not mine:
        told = f"of ticket {ticket_id!r} " if ticket_id else ""
        raise CaseRefused(f"no correction {told}is kept in {settings.triage_folder}")
    return _of_correction(mine[-1], scrubber)


def _of_correction(kept: Correction, scrubber: Scrubber) -> Stuff:
    """Only the scrubbed words of the ticket are there: subject first, then what the customer wrote."""
    subject, _, text = made_up_text(kept.text).partition("\n")
    message = {"id": "m1", "author": {"role": "customer"}, "text": text.strip() or subject}
    id_ = case_id(kept.ticket)
    ticket = read_ticket({"id": id_, "subject": subject, "messages": [message]})
    stated: dict[str, Any] = dict(kept.labels.items()) | {"tags": list(kept.tags or ())}
    right = _labels(stated)
    made = made_up_ticket(ticket, id_, scrubber=scrubber)
    return Stuff(id_, made, "correction", right, dict.fromkeys(right, _CORRECTED))


def case_id(ticket_id: str) -> str:
    """A ticket number as it is; of anything else, which may be a name, a hash."""
    kept = stored_id(ticket_id)
    return kept if ":" not in kept else f"case-{kept.rpartition(':')[2]}"


def draft_of(stuff: Stuff, task: Task, *, name: str = "", kind: str = "", assistant: Assistant | None = None) -> Draft:
    """The case, with what the assistant says now wherever nothing better is known."""
    given: dict[str, Any] = {"ticket": stuff.ticket}
    if kind:
        if "kind" not in task.given.model_fields:
            raise CaseRefused(f"--kind {kind}: a case of the task {task.name} is of no kind")
        given["kind"] = kind
    proposed = proposal(assistant.assist(read_ticket(stuff.ticket))) if assistant else {}
    known = task.expect.model_fields
    expect = {key: value for key, value in (proposed | dict(stuff.right)).items() if key in known}
    said = {key: stuff.said.get(key, _SAID) for key in expect}
    return Draft(name or stuff.id, given, expect, said, {"origin": stuff.origin})


def proposal(done: Assist) -> dict[str, Any]:
    """What the assistant says now, in the words of an expectation. Names of ours only, no text."""
    kind: VerdictKind = done.verdict.kind
    proposed: dict[str, Any] = {"verdict": kind}
    for name in LABELS:
        if label := getattr(done.triage, name).label:
            proposed[name] = label
    evidence = [one for s in (done.draft.sentences if done.draft else ()) for one in s.evidence]
    cited = [one.source.rpartition("#")[0] for one in evidence if one.kind == "passage"]
    if cited:
        proposed["relevant"] = list(dict.fromkeys(cited))
    return proposed


def _labels(labels: Mapping[str, Any]) -> dict[str, Any]:
    return {name: labels[name] for name in (*LABELS, "tags") if labels.get(name)}


def _feedback(path: Path) -> dict[str, Any] | None:
    """The body of a feedback, if the file is one."""
    if path.suffix != ".json" or not path.is_file():
        return None
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    fits = isinstance(value, dict) and isinstance(value.get("labels"), dict) and "ticket" in value
    return value if fits else None


def _one(path: Path, ticket_id: str) -> Ticket:
    tickets, _ = load_tickets(path, ticket_id=ticket_id, limit=2)
    if len(tickets) > 1:
        raise TicketInvalid(f"{path} holds more than one ticket: name one with --id")
    return tickets[0]


def _past(ticket: Ticket) -> Past | None:
    messages = [
        {
            "author": {"role": one.author.role, "name": one.author.name, "email": one.author.email},
            "public": one.public,
            "created_at": one.created_at.isoformat() if one.created_at else None,
            "text": one.text,
        }
        for one in ticket.messages
    ]
    customer = {name: getattr(ticket.customer, name) for name in ("name", "email", "organisation", "tier")}
    value = {"id": ticket.id, "subject": ticket.subject, "messages": messages, "fields": dict(ticket.fields)}
    try:
        return past_of(value | {"customer": customer, "status": ticket.status, "resolution": ticket.resolution})
    except Unusable:
        return None


def _ended(past: Past) -> dict[str, Any]:
    found: dict[str, Any] = dict(past.labels)
    if past.tags:
        found["tags"] = list(past.tags)
    if past.articles:
        found["relevant"] = list(past.articles)
    return found
