"""`draftdesk draft` and `draftdesk search`: the assistant in a terminal."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console

from assistant.steering.steering import Steering
from assistant.text_commands import Facts, Instruct
from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.assistant import Assistant
    from ingest.tickets import Ticket


def draft(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="A ticket .json, a .jsonl with one ticket a line, or - for standard input."),
    ] = None,
    ticket_id: Annotated[str, typer.Option("--id", help="Only the ticket with this id.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At the most this many tickets; 0 for all.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    instruct: Instruct = "",
    fact: Facts = None,
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
            done = assistant.assist(ticket, steering=Steering(instruct, tuple(fact or ())))
        if as_json:
            typer.echo(AssistOut.of(done).model_dump_json())
        else:
            print_assist(console, done)


def search(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="What to search for.")] = None,
    ticket: Annotated[
        Path | None, typer.Option(help="Search for the ticket in this .json or .jsonl file instead, or - for stdin.")
    ] = None,
    ticket_id: Annotated[str, typer.Option("--id", help="The ticket with this id; without it the first.")] = "",
    pool: Annotated[str, typer.Option(help="What to search: knowledge, cases for solved tickets, or both.")] = (
        "knowledge"
    ),
    public: Annotated[bool, typer.Option("--public", help="Only what a customer may read.")] = False,
    field: Annotated[
        list[str] | None, typer.Option(help="Only documents whose field says so, such as category=billing; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="At the most this many passages of a pool.")] = 8,
    why: Annotated[bool, typer.Option("--why", help="Everything that counted: words, weights, factors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False,
) -> None:
    """Search runbooks and articles, or solved tickets, and see why each passage was found."""
    if pool not in ("knowledge", "cases", "both"):
        raise typer.BadParameter(f"no pool {pool!r}: knowledge, cases or both", param_hint="--pool")
    if bool(words) == (ticket is not None):
        raise typer.BadParameter("give either words or --ticket FILE", param_hint="WORDS")
    fields = _fields(field or [])
    asked = " ".join(words or []) if ticket is None else _first_ticket(ticket, ticket_id)
    with Console(stderr=True).status("Loading the models and the index"):
        from assistant.assembly import build_assistant
        from assistant.retrieval.lookup import Pools, Scope
        from assistant.terminal_passages import print_found
        from assistant.wire import SearchOut

        found = build_assistant(ctx.obj).look_up(asked, Scope(cast(Pools, pool), limit, public, fields))
    if as_json:
        typer.echo(SearchOut.of(found).model_dump_json(indent=2, exclude={"passages"}))
        return
    print_found(Console(highlight=False), found, details=why)


def _fields(pairs: list[str]) -> dict[str, str]:
    """`category=billing` for each field that is wanted."""
    for pair in pairs:
        if not all(part.strip() for part in pair.partition("=")):
            raise typer.BadParameter(f"{pair!r} is no name=value, such as category=billing", param_hint="--field")
    return {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}


def _first_ticket(file: Path, ticket_id: str) -> "Ticket":
    from assistant.files import load_tickets

    return load_tickets(file, ticket_id=ticket_id, limit=1)[0][0]


def _assistant(settings: Settings) -> "Assistant":
    """Ready to draft: with its models and index loaded."""
    from assistant.assembly import build_assistant

    assistant = build_assistant(settings)
    assistant.warm_up()
    return assistant
