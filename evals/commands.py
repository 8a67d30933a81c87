"""`draftdesk eval …`: what Support Ops run."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.assembly import build_assistant
from evals.gold import Case, confusion, gold_of, measure, timings
from ingest.documents import Skipped
from ingest.read_ticket import read_ticket
from ingest.sources.jsonl import read_lines
from settings import Settings

app = typer.Typer(help="Measure the assistant before anything goes live.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Measure the assistant before anything goes live."""


@app.command()
def tickets(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Tickets .jsonl, each with its `gold` answers.")],
    limit: Annotated[int, typer.Option(min=0, help="At the most this many; 0 for all.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write figures here, too.")] = None,
) -> None:
    """Run the assistant over tickets with gold answers: verdicts, triage, retrieval, facts, forbidden statements."""
    settings: Settings = ctx.obj
    rows = [
        (line[1], gold) for line in read_lines(file) if not isinstance(line, Skipped) and (gold := gold_of(line[1]))
    ]
    rows = rows[:limit] if limit else rows
    if not rows:
        raise typer.BadParameter(f"no ticket with gold answers in {file}", param_hint="FILE")
    console = Console()
    assistant = build_assistant(settings)
    assistant.warm_up()
    shown = track(rows, description="Tickets", console=Console(stderr=True), transient=True)
    cases = [Case(gold, assistant.assist(read_ticket(value))) for value, gold in shown]
    measures = measure(cases, seed=seed)
    table = Table("measure", "n", "mean", "95 % interval", box=None)
    for one in measures:
        table.add_row(one.name, str(one.n), f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}")
    console.print(table)
    found = confusion(cases)
    for right, given in sorted(found.items()):
        console.print(f"{right}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(given.items())))
    spent = timings(cases)
    console.print("median ms: " + ", ".join(f"{step} {ms:.0f}" for step, ms in spent.items()))
    if as_json:
        result = {
            "command": "eval tickets",
            "data": str(file),
            "n": len(cases),
            "settings": {"seed": seed, "limit": limit},
            "seconds": round(sum(sum(case.done.timings_ms.values()) for case in cases) / 1000, 2),
            "metrics": {one.name: asdict(one) for one in measures},
            "verdicts": found,
            "median_ms": spent,
        }
        as_json.write_text(json.dumps(result, indent=2), encoding="utf-8")
