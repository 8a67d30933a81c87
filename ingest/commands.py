"""`draftdesk index …`: what a KB owner runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from ingest.errors import IndexCorrupt
from ingest.quarantine_commands import add_quarantine
from settings import Settings

if TYPE_CHECKING:  # what these modules import takes a second to load, and `--help` needs none of it
    from ingest.build import BuildReport
    from ingest.documents import Skipped
    from ingest.generations import Generations
    from ingest.plan import Plan

app = typer.Typer(help="Build, look at and roll back the index of your knowledge.", no_args_is_help=True)

Sources = Annotated[
    list[Path] | None,
    typer.Option(
        "--source", help="A Markdown folder, a tickets .jsonl, or a folder with corpus.jsonl. Repeat for more."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]
Dropped = Annotated[list[str] | None, typer.Option("--remove-source", help="Take everything of this source out.")]

add_quarantine(app)

_SHOWN = 12
_STEPS = {
    "read": "Reading sources",
    "scrub": "Removing personal data",
    "embed": "Embedding",
    "write": "Writing",
    "check": "Checking",
}


@app.command()
def plan(ctx: typer.Context, source: Sources = None, remove_source: Dropped = None, as_json: Json = False) -> None:
    """Show what a build would add, change and remove. Writes nothing."""
    settings: Settings = ctx.obj
    with _waiting("Reading sources"):
        from ingest.assembly import build_builder

        found = build_builder(settings).plan(source or settings.sources, removed_sources=_resolved(remove_source))
    if as_json:
        typer.echo(json.dumps(_plan_json(found), ensure_ascii=False, indent=2))
        return
    console = Console()
    _print_plan(console, found)
    console.print(
        "Nothing to do." if found.empty else "Nothing was written. To apply: [bold]draftdesk index build[/bold]"
    )


@app.command()
def build(
    ctx: typer.Context,
    source: Sources = None,
    remove_source: Dropped = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Reuse nothing of the current generation.")] = False,
    as_json: Json = False,
) -> None:
    """Bring the index up to date. The current generation serves until the new one is checked."""
    settings: Settings = ctx.obj
    with _waiting("Opening the index"):
        from ingest.assembly import build_builder

        builder = build_builder(settings)
    with _progress(Console(stderr=True)) as bar:
        task = bar.add_task("Reading sources", total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=_STEPS[step], completed=done, total=total or None)

        report = builder.build(
            source or settings.sources, progress=show, removed_sources=_resolved(remove_source), fresh=fresh
        )
    if as_json:
        typer.echo(json.dumps(_report_json(report), ensure_ascii=False, indent=2))
        return
    _print_plan(Console(), report.plan)
    if report.written:
        typer.echo(
            f"{report.generation} serves: {report.chunks} chunks, {report.embedded} newly embedded, all checked."
        )
    else:
        typer.echo(f"Nothing changed: {report.generation} still serves with {report.chunks} chunks.")


@app.command()
def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Show which generation serves, what it holds, and whether the stores really hold it."""
    settings: Settings = ctx.obj
    with _waiting("Checking the stores"):
        from ingest.status import index_status

        found = index_status(settings)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print_status(found)
    if found["faults"]:
        raise typer.Exit(1)


def _print_status(found: dict[str, Any]) -> None:
    console = Console()
    console.print(f"[bold]{found['generation']}[/bold] serves, made {found['created_at']} by {found['made_by']}")
    table = Table("collection", "chunks", box=None)
    for name, count in found["chunks"].items():
        table.add_row(name, str(count))
    console.print(table)
    sources = Table("source", "documents", box=None)
    for name, count in found["sources"].items():
        sources.add_row(name, str(count))
    console.print(sources)
    if found["quarantined"]:
        console.print(f"Quarantined: {len(found['quarantined'])}, see draftdesk index quarantine")
    console.print(f"Generations kept: {', '.join(found['generations'])}")
    if found["writer"]:
        console.print(f"Being written by {found['writer']}")
    console.print("The stores hold what they should." if not found["faults"] else "[red]The stores differ:[/red]")
    for fault in found["faults"]:
        console.print(f"  {fault}", markup=False)


@app.command()
def rollback(
    ctx: typer.Context, to: Annotated[str, typer.Option("--to", help="A generation; the one before by default.")] = ""
) -> None:
    """Serve an earlier generation again, at once. Nothing is deleted."""
    from ingest.assembly import build_generations
    from ingest.index import Index
    from ingest.lock import writer_lock

    settings: Settings = ctx.obj
    generations = build_generations(settings)
    current = _pointed_at(generations)
    with writer_lock(generations.folder):
        target = to or generations.before(current)
        if target not in generations.names():
            known = ", ".join(generations.names()) or "none"
            raise typer.BadParameter(
                f"no generation {target or f'before {current}'}: there are {known}", param_hint="--to"
            )
        Index.open(generations, target).store.close()
        generations.switch(target)
    forward = f" (was {current}). To go forward: draftdesk index rollback --to {current}" if current else "."
    typer.echo(f"{target} serves again{forward}")


def _pointed_at(generations: "Generations") -> str:
    """Empty when the pointer is damaged: rolling back mends that."""
    try:
        return generations.pointed_at()
    except IndexCorrupt:
        return ""


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """Says on standard error what one is waiting for."""
    with Console(stderr=True).status(what):
        yield


def _resolved(sources: list[str] | None) -> list[str]:
    return [str(Path(source).resolve()) for source in sources or ()]


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _print_plan(console: Console, found: "Plan") -> None:
    table = Table("", "documents", "which", box=None)
    rows = {
        "added": [document.id for document in found.added],
        "changed": [document.id for document in found.changed],
        "moved": [document.id for document in found.moved],
        "removed": list(found.removed),
    }
    for name, ids in rows.items():
        table.add_row(name, str(len(ids)), _some(ids))
    table.add_row("unchanged", str(len(found.unchanged)), "")
    console.print(table)
    _print_skipped(console, "Left out", found.skipped)
    _print_skipped(console, "Kept as they were", found.kept)
    if found.quarantined:
        console.print(f"[yellow]Quarantined: {len(found.quarantined)}[/yellow], see draftdesk index quarantine")
        console.print(f"  {_some(sorted(found.quarantined))}", markup=False)


def _print_skipped(console: Console, title: str, skipped: "tuple[Skipped, ...]") -> None:
    if skipped:
        console.print(f"[yellow]{title}: {len(skipped)}[/yellow]")
    if len(skipped) > _SHOWN:
        from ingest.plan import reasons

        for reason, count in reasons(skipped).most_common(_SHOWN):
            console.print(f"  {count} x {reason}", markup=False)
        return
    for skip in skipped:
        console.print(f"  {skip.where}: {skip.reason}", markup=False)


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else "")


def _plan_json(found: "Plan") -> dict[str, Any]:
    return {
        "sources": list(found.sources),
        "added": [document.id for document in found.added],
        "changed": [document.id for document in found.changed],
        "moved": [document.id for document in found.moved],
        "removed": list(found.removed),
        "unchanged": len(found.unchanged),
        "skipped": [asdict(skip) for skip in found.skipped],
        "kept": [asdict(skip) for skip in found.kept],
        "quarantined": {id_: asdict(one) for id_, one in found.quarantined.items()},
    }


def _report_json(report: "BuildReport") -> dict[str, Any]:
    return {
        "generation": report.generation,
        "written": report.written,
        "chunks": report.chunks,
        "embedded": report.embedded,
        "plan": _plan_json(report.plan),
    }
