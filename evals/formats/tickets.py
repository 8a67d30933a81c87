"""Tickets that carry `gold` answers: the ticket goes in, the gold is what is expected."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.formats.cases import rows
from evals.running.task import Task


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows with gold; others are no cases. `options.input` adds keys to the input, such as the `kind` of a text."""
    wanted = task.expect.model_fields
    for where, value in rows(path):
        gold = value.get("gold")
        if gold is None:
            continue
        ticket = {key: one for key, one in value.items() if key != "gold"}
        expect = {key: one for key, one in gold.items() if key in wanted} if isinstance(gold, dict) else gold
        slices = {"tier": str((value.get("customer") or {}).get("tier") or "unknown"), "length": _length(ticket)}
        for name in ("category", "verdict"):
            if isinstance(gold, dict) and gold.get(name):
                slices[name] = str(gold[name])
        if options.get("language"):
            slices["language"] = str(options["language"])
            if isinstance(expect, dict) and "language" in wanted:
                expect["language"] = str(options["language"])
        given = {"ticket": ticket, **options.get("input", {})}
        yield where, {"id": str(value.get("id")), "input": given, "expect": expect, "slices": slices}


def _length(ticket: Mapping[str, Any]) -> str:
    """Short, middle, long: by characters of all messages."""
    size = sum(len(str(one.get("text", ""))) for one in ticket.get("messages", ()) if isinstance(one, dict))
    return "short" if size < 450 else "middle" if size < 900 else "long"
