"""`draftdesk eval …`: what Support Ops run."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from evals.gate_commands import add_gate
from evals.measure_commands import add_measures
from evals.new_case_command import add_new_case
from evals.replay_commands import add_replay
from evals.report_commands import add_report
from evals.suite_commands import add_suites
from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from evals.gold import Gold
    from evals.statistics import Measure

app = typer.Typer(help="Measure the assistant before anything goes live.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Measure the assistant before anything goes live."""


add_suites(app)
add_report(app)
add_measures(app)
add_gate(app)
add_replay(app)
add_new_case(app)


@app.command()
def tickets(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Tickets .jsonl, each with its `gold` answers.")],
    limit: Annotated[int, typer.Option(min=0, help="At the most this many; 0 for all.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file, too.")] = None,
) -> None:
    """Run the assistant over tickets with gold answers: verdicts, triage, retrieval, facts, forbidden statements."""
    settings: Settings = ctx.obj
    notes = Console(stderr=True)
    with notes.status("Loading the models and the index"):
        from assistant.assembly import build_assistant
        from evals.gold import Case, confusion, measure, timings
        from ingest.read_ticket import read_ticket

        rows = _rows(file, limit)
        assistant = build_assistant(settings)
        assistant.warm_up()
    shown = track(rows, description="Tickets", console=notes, transient=True)
    cases = [Case(gold, assistant.assist(read_ticket(value))) for value, gold in shown]
    measures = measure(cases, seed=seed)
    result = {
        "command": "eval tickets",
        "data": str(file),
        "n": len(cases),
        "settings": {"seed": seed, "limit": limit},
        "seconds": round(sum(sum(case.done.timings_ms.values()) for case in cases) / 1000, 2),
        "metrics": {one.name: asdict(one) for one in measures},
        "verdicts": confusion(cases),
        "median_ms": timings(cases),
    }
    _print(Console(highlight=False), result, measures)
    if out:
        out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _rows(file: Path, limit: int) -> list[tuple[dict[str, Any], "Gold"]]:
    """The tickets that carry gold answers, with these."""
    from evals.gold import gold_of
    from ingest.documents import Skipped
    from ingest.sources.jsonl import read_lines

    rows = [
        (line[1], gold) for line in read_lines(file) if not isinstance(line, Skipped) and (gold := gold_of(line[1]))
    ]
    if not rows:
        raise typer.BadParameter(f"no ticket with gold answers in {file}", param_hint="FILE")
    return rows[:limit] if limit else rows


def _print(console: Console, result: dict[str, Any], measures: "list[Measure]") -> None:
    table = Table("measure", "n", "mean", "95 % interval", box=None)
    for one in measures:
        table.add_row(one.name, str(one.n), f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}")
    console.print(table)
    for right, given in sorted(result["verdicts"].items()):
        console.print(f"{right}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(given.items())))
    console.print("median ms: " + ", ".join(f"{step} {ms:.0f}" for step, ms in result["median_ms"].items()))
