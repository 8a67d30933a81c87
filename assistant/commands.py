"""`draftdesk draft` and `draftdesk search`: the assistant in a terminal."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from assistant.assembly import build_assistant
from assistant.files import load_tickets
from assistant.records import Assist, Label, Passage, Sentence
from assistant.wire import AssistOut, PassageOut
from ingest.documents import Pool
from ingest.read_ticket import TicketIn
from settings import Settings

_VERDICTS = {
    "answerable": "green",
    "needs_customer_info": "yellow",
    "knowledge_gap": "yellow",
    "contradiction": "red",
    "out_of_scope": "magenta",
}


def draft(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A ticket .json, or a .jsonl with one ticket a line.")] = None,
    ticket_id: Annotated[str, typer.Option("--id", help="Only the ticket with this id.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At the most this many tickets; 0 for all.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print a ticket to begin with, and stop.")] = False,
) -> None:
    """Summary, triage, knowledge and a checked reply for a ticket, with the evidence of every sentence."""
    if example:
        extra = TicketIn.model_json_schema()["examples"][0]
        typer.echo(json.dumps(extra, indent=2))
        return
    if file is None:
        raise typer.BadParameter("name a ticket file, or use --example to see one", param_hint="FILE")
    settings: Settings = ctx.obj
    tickets, skipped = load_tickets(file, ticket_id=ticket_id, limit=limit)
    console, notes = Console(highlight=False), Console(stderr=True)
    for skip in skipped:
        notes.print(f"left out {skip.where}: {skip.reason}", markup=False)
    with notes.status("Loading the models and the index"):
        assistant = build_assistant(settings)
        assistant.warm_up()
    for ticket in tickets:
        done = assistant.assist(ticket)
        if as_json:
            typer.echo(AssistOut.of(done).model_dump_json())
        else:
            print_assist(console, done)


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="What to search for.")],
    pool: Annotated[str, typer.Option(help="knowledge or cases")] = "knowledge",
    limit: Annotated[int, typer.Option(min=1, max=50)] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False,
) -> None:
    """Search runbooks and articles, or solved tickets."""
    if pool not in ("knowledge", "cases"):
        raise typer.BadParameter(f"no pool {pool!r}: knowledge or cases", param_hint="--pool")
    chosen: Pool = "cases" if pool == "cases" else "knowledge"
    passages = build_assistant(ctx.obj).search(" ".join(words), chosen, k=limit)
    if as_json:
        typer.echo(
            json.dumps([PassageOut.of(passage).model_dump() for passage in passages], ensure_ascii=False, indent=2)
        )
        return
    console = Console(highlight=False)
    _print_passages(console, passages)
    if not passages:
        console.print("Nothing found.")


def print_assist(console: Console, done: Assist) -> None:
    """The whole answer for a person: verdict, triage, summary, knowledge, draft with evidence, findings."""
    color = _VERDICTS[done.verdict.kind]
    console.rule(f"Ticket {escape(done.ticket_id)}")
    console.print(f"[bold {color}]{done.verdict.kind}[/] ({done.verdict.score:.2f})  {escape(done.verdict.reason)}")
    for name in ("category", "severity", "team"):
        console.print(f"  {name:9}{_label(getattr(done.triage, name))}")
    console.print("\n[bold]Summary[/bold]")
    for section in done.summary.sections:
        if section.sentences:
            console.print(f"  [dim]{section.title}[/dim]")
            for one in section.sentences:
                console.print(Padding(f"- {escape(one.text)}", (0, 0, 0, 4)))
    console.print("\n[bold]Knowledge[/bold]")
    _print_passages(console, done.knowledge)
    console.print("[bold]Solved tickets[/bold]")
    _print_passages(console, done.cases)
    _print_reply(console, done)
    for finding in done.findings:
        if finding.severity != "info":
            color = "red" if finding.severity == "blocking" else "yellow"
            console.print(f"[{color}]! {finding.kind}[/] in {finding.where}: {escape(finding.advice)}")
    for left_out in done.left_out:
        console.print(f"[yellow]left out:[/yellow] {escape(left_out)}")
    total = sum(done.timings_ms.values())
    console.print(f"[dim]written by {done.made_with.writer} from {done.made_with.generation} in {total:.0f} ms[/dim]\n")


def _print_reply(console: Console, done: Assist) -> None:
    if done.draft is None:
        console.print("\n[bold]No draft[/bold]" + (": ask the customer instead" if done.question else ""))
        if done.question:
            console.print(Padding(escape(done.question.text), (0, 0, 0, 2)))
        return
    console.print("\n[bold]Draft[/bold]")
    step = 0
    sources: list[str] = []
    for one in done.draft.sentences:
        step = step + 1 if one.role == "step" else 0
        mark = f"{step}. " if step else "- " if one.role == "question" else ""
        console.print(Padding(f"{mark}{escape(one.text)} [dim]{_cite(one, sources)}[/dim]", (0, 0, 0, 2)))
    console.print("[bold]Evidence[/bold]")
    for number, source in enumerate(sources, start=1):
        console.print(Padding(f"[dim]\\[{number}][/dim] {escape(source)}", (0, 0, 0, 2)))


def _cite(one: Sentence, sources: list[str]) -> str:
    marks = []
    for evidence in one.evidence:
        if evidence.kind == "frame":
            continue
        title = f" “{evidence.title}”" if evidence.title else ""
        source = f"{evidence.kind} {evidence.source}{title}, characters {evidence.start} to {evidence.end}"
        if source not in sources:
            sources.append(source)
        marks.append(f"\\[{sources.index(source) + 1}]")
    return "".join(marks)


def _label(label: Label) -> str:
    if label.abstained:
        nearest = ", ".join(f"{one.label} {one.confidence:.0%}" for one in label.alternatives)
        return f"[yellow]not sure[/yellow]: {label.reason}" + (f" ({nearest})" if nearest else "")
    return f"{label.label} ({label.confidence:.0%})"


def _print_passages(console: Console, passages: tuple[Passage, ...] | list[Passage]) -> None:
    table = Table("score", "cosine", "document", "passage", "", box=None, header_style="dim")
    for passage in passages:
        chunk = passage.chunk
        place = f"{chunk.title}{' > ' + chunk.heading if chunk.heading else ''}"
        badge = "" if passage.quotable else "[yellow]internal[/yellow]"
        table.add_row(f"{passage.score:.2f}", f"{passage.dense:.2f}", chunk.document_id, escape(place), badge)
    console.print(table)
