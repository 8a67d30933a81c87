"""`draftdesk write`: any kind of text for a ticket, in a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer
from rich.console import Console

from assistant.steering.steering import Length, Steering, Tone

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.records import TextKind

Instruct = Annotated[str, typer.Option("--instruct", help="One line that a chat model follows, such as a wish.")]
Facts = Annotated[
    list[str] | None, typer.Option("--fact", help="What only you know, such as a date that you may tell; repeatable.")
]
Turns = Annotated[
    list[str] | None, typer.Option("--turn", help="A refinement, such as 'leave out step 3'; repeatable, in order.")
]


def write(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help="The kind of text; --list shows them.")] = "",
    file: Annotated[Path | None, typer.Argument(help="A ticket .json or .jsonl, or - for standard input.")] = None,
    ticket_id: Annotated[str, typer.Option("--id", help="The ticket with this id; without it the first.")] = "",
    instruct: Instruct = "",
    fact: Facts = None,
    tone: Annotated[str, typer.Option(help="neutral, warm, formal or brief.")] = "neutral",
    length: Annotated[str, typer.Option(help="short, normal or long.")] = "normal",
    language: Annotated[str, typer.Option(help="Language to write in, such as de; else the customer's own.")] = "",
    turn: Turns = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False,
    list_kinds: Annotated[bool, typer.Option("--list", help="List the kinds of text with their sections.")] = False,
) -> None:
    """Write a text for a ticket: a reply, a status update, an escalation; every sentence with its evidence."""
    if list_kinds:
        _print_kinds()
        return
    chosen = _kind(kind)
    if file is None:
        raise typer.BadParameter("name a ticket file", param_hint="FILE")
    steering = Steering(
        instruct,
        tuple(fact or ()),
        cast(Tone, _one_of("--tone", tone, get_args(Tone))),
        cast(Length, _one_of("--length", length, get_args(Length))),
        language.lower(),
        tuple(turn or ()),
    )
    from assistant.files import load_tickets

    ticket = load_tickets(file, ticket_id=ticket_id, limit=1)[0][0]
    with Console(stderr=True).status("Writing"):
        from assistant.assembly import build_assistant
        from assistant.terminal_texts import print_written
        from assistant.wire import WrittenOut

        done = build_assistant(ctx.obj).write(ticket, chosen, steering=steering)
    if as_json:
        typer.echo(WrittenOut.of(done).model_dump_json())
    else:
        print_written(Console(highlight=False), done)


def _kind(name: str) -> "TextKind":
    from assistant.texts.kinds import SPECS

    return cast("TextKind", _one_of("KIND", name.replace("-", "_"), tuple(SPECS)))


def _one_of(option: str, value: str, known: tuple[Any, ...]) -> str:
    if value not in known:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(map(str, known))}", param_hint=option)
    return value


def _print_kinds() -> None:
    from assistant.texts.kinds import SPECS

    for spec in SPECS.values():
        typer.echo(f"{spec.kind:16}{spec.title}, for the {spec.reader}: {', '.join(s.title for s in spec.sections)}")
