"""`draftdesk draft` and `draftdesk search`: the assistant in a terminal."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.assistant import Assistant
    from ingest.documents import Pool


def draft(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="A ticket .json, a .jsonl with one ticket a line, or - for standard input."),
    ] = None,
    ticket_id: Annotated[str, typer.Option("--id", help="Only the ticket with this id.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At the most this many tickets; 0 for all.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print a ticket to begin with, and stop.")] = False,
) -> None:
    """Summary, triage, knowledge and a checked reply for a ticket, with the evidence of every sentence."""
    from assistant.files import load_tickets
    from ingest.read_ticket import TicketIn

    if example:
        typer.echo(json.dumps(TicketIn.model_json_schema()["examples"][0], ensure_ascii=False, indent=2))
        return
    if file is None:
        raise typer.BadParameter("name a ticket file, or use --example to see one", param_hint="FILE")
    tickets, skipped = load_tickets(file, ticket_id=ticket_id, limit=limit)
    for skip in skipped:
        typer.echo(f"left out {skip.where}: {skip.reason}", err=True)
    notes = Console(stderr=True)
    with notes.status("Loading the models and the index"):
        from assistant.terminal import print_assist
        from assistant.wire import AssistOut

        assistant = _assistant(ctx.obj)
    console = Console(highlight=False)
    for ticket in tickets:
        with notes.status("Drafting"):
            done = assistant.assist(ticket)
        if as_json:
            typer.echo(AssistOut.of(done).model_dump_json())
        else:
            print_assist(console, done)


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="What to search for.")],
    pool: Annotated[str, typer.Option(help="What to search: knowledge, or cases for solved tickets.")] = "knowledge",
    limit: Annotated[int, typer.Option(min=1, max=50, help="At the most this many passages.")] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False,
) -> None:
    """Search runbooks and articles, or solved tickets."""
    if pool not in ("knowledge", "cases"):
        raise typer.BadParameter(f"no pool {pool!r}: knowledge or cases", param_hint="--pool")
    chosen: Pool = "cases" if pool == "cases" else "knowledge"
    with Console(stderr=True).status("Loading the models and the index"):
        from assistant.assembly import build_assistant
        from assistant.terminal import print_passages
        from assistant.wire import PassageOut

        passages = build_assistant(ctx.obj).search(" ".join(words), chosen, k=limit)
    if as_json:
        found = [PassageOut.of(passage).model_dump() for passage in passages]
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    print_passages(console, passages)
    if not passages:
        console.print("Nothing found.")


def _assistant(settings: Settings) -> "Assistant":
    """Ready to draft: with its models and index loaded."""
    from assistant.assembly import build_assistant

    assistant = build_assistant(settings)
    assistant.warm_up()
    return assistant
