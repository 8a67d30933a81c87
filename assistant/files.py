"""Tickets from a file that a person names: JSON, JSON Lines, or a list of plain questions."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from ingest.read_ticket import as_ticket, read_ticket
from ingest.sources.jsonl import parse_lines, read_lines
from ingest.tickets import Ticket

STDIN = Path("-")

_Values = tuple[list[tuple[str, dict[str, Any]]], list[Skipped]]


def load_tickets(path: Path, *, ticket_id: str = "", limit: int = 0) -> tuple[list[Ticket], list[Skipped]]:
    """Tickets of a `.json` or `.jsonl` file, or of standard input for `-`, and the lines that are none.

    `TicketInvalid` when there is no ticket.
    """
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


def _values(path: Path) -> _Values:
    name = "standard input" if path == STDIN else str(path)
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        return _sorted_out(read_lines(path))
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
        value = json.loads(raw.decode("utf-8-sig"))
    except OSError as exc:
        raise TicketInvalid(f"cannot read {name}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise TicketInvalid(f"{name} is not UTF-8 (byte {exc.start}): save it as UTF-8") from exc
    except json.JSONDecodeError as exc:
        if exc.msg == "Extra data" and b"\n" in raw.strip():
            return _sorted_out(parse_lines(raw.splitlines(), name))
        raise TicketInvalid(f"{name} is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}") from exc
    except RecursionError as exc:
        raise TicketInvalid(f"{name} is not JSON: nested too deep") from exc
    except ValueError as exc:
        raise TicketInvalid(f"{name} is not JSON that can be read: a number with thousands of digits") from exc
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found):
        raise TicketInvalid(f"{name} holds a JSON {type(value).__name__}, expected a ticket object")
    return [(name if path == STDIN else path.name, one) for one in found], []


def _sorted_out(lines: Iterable[tuple[str, dict[str, Any]] | Skipped]) -> _Values:
    found: list[tuple[str, dict[str, Any]]] = []
    skipped: list[Skipped] = []
    for line in lines:
        if isinstance(line, Skipped):
            skipped.append(line)
        else:
            found.append(line)
    return found, skipped


def _as_ticket(value: dict[str, Any]) -> dict[str, Any]:
    """A plain question `{id, title, text}` as a ticket of one message; a ticket as it is."""
    if "messages" in value or "text" not in value:
        return value
    title, text = str(value.get("title") or ""), str(value["text"] or "")
    return as_ticket(id_=value.get("id", "1"), title=title, text=text)
