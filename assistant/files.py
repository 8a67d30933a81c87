"""Tickets from a file that a person names: JSON, JSON Lines, or a list of plain questions."""

import json
from pathlib import Path
from typing import Any

from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from ingest.read_ticket import read_ticket
from ingest.sources.jsonl import read_lines
from ingest.tickets import Ticket


def load_tickets(path: Path, *, ticket_id: str = "", limit: int = 0) -> tuple[list[Ticket], list[Skipped]]:
    """Tickets of a `.json` or `.jsonl` file, and the lines that are none; `TicketInvalid` when there is no ticket."""
    values, skipped = _values(path)
    tickets: list[Ticket] = []
    for where, value in values:
        if ticket_id and str(value.get("id")) != ticket_id:
            continue
        if limit and len(tickets) == limit:
            break
        try:
            tickets.append(read_ticket(_as_ticket(value)))
        except TicketInvalid as exc:
            skipped.append(Skipped(where, str(exc)))
    if not tickets:
        why = f": {skipped[0].where}: {skipped[0].reason}" if skipped else ""
        wanted = f"no ticket {ticket_id!r} in {path}" if ticket_id else f"no ticket in {path}"
        raise TicketInvalid(wanted + why)
    return tickets, skipped


def _values(path: Path) -> tuple[list[tuple[str, dict[str, Any]]], list[Skipped]]:
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        lines = list(read_lines(path))
        return [line for line in lines if not isinstance(line, Skipped)], [s for s in lines if isinstance(s, Skipped)]
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as exc:
        raise TicketInvalid(f"cannot read {path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise TicketInvalid(f"{path} is not UTF-8 (byte {exc.start}): save it as UTF-8") from exc
    except json.JSONDecodeError as exc:
        raise TicketInvalid(f"{path} is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}") from exc
    except RecursionError as exc:
        raise TicketInvalid(f"{path} is not JSON: nested too deep") from exc
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found):
        raise TicketInvalid(f"{path} holds a JSON {type(value).__name__}, expected a ticket object")
    return [(path.name, one) for one in found], []


def _as_ticket(value: dict[str, Any]) -> dict[str, Any]:
    """A plain question `{id, title, text}` as a ticket of one message; a ticket as it is."""
    if "messages" in value or "text" not in value:
        return value
    title, text = str(value.get("title", "")), str(value["text"])
    body = text.removeprefix(title).strip() if title else text
    message = {"author": {"role": "customer"}, "text": body, "created_at": None}
    return {"id": value.get("id", "1"), "subject": title, "messages": [message]}
