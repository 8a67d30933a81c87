"""`draftdesk prompts`: which prompts are live, since when, and what changed between two versions."""

import difflib
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prompts.archive import Kept, PromptArchive
from prompts.prompt import Prompt, PromptError, Prompts, load_prompts

from .naming import named

if TYPE_CHECKING:
    from settings import Settings

app = typer.Typer(help="See which prompts chat models get, compare their versions, and try others beside them.")

_WHICH = "NAME for the live prompt, NAME@VERSION for one that was used, or a file."


@app.command("list")
def list_prompts(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """List the prompts with their live version, since when it is used and how many versions are known."""
    archive, live = _archive(ctx), _live(ctx)
    rows = [_row(live[name], archive.versions(name)) for name in sorted(live)]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("prompt", "live version", "since (UTC)", "versions known", box=None)
    for row in rows:
        table.add_row(row["name"], row["version"], row["since"] or "not used yet", str(row["known"]))
    Console().print(table)


@app.command()
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help=_WHICH)],
) -> None:
    """Show the text of a prompt, the live one or an earlier version."""
    typer.echo(_named(ctx, name).text, nl=False)


@app.command()
def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help=_WHICH)],
    after: Annotated[str, typer.Argument(metavar="B", help=_WHICH)],
) -> None:
    """Show what changed from one prompt to another, line by line."""
    one, other = _named(ctx, before), _named(ctx, after)
    lines = difflib.unified_diff(
        one.text.splitlines(), other.text.splitlines(), _title(one), _title(other), lineterm="", n=2
    )
    text = "\n".join(lines)
    typer.echo(text or f"{_title(one)} and {_title(other)} are the same.")


def _row(prompt: Prompt, kept: list[Kept]) -> dict[str, Any]:
    since = next((one.since for one in kept if one.prompt.version == prompt.version), None)
    return {
        "name": prompt.name,
        "version": prompt.version,
        "since": since.isoformat(sep=" ", timespec="minutes").removesuffix("+00:00") if since else None,
        "known": len({prompt.version, *(one.prompt.version for one in kept)}),
    }


def _title(prompt: Prompt) -> str:
    return f"{prompt.name}@{prompt.version}"


def _named(ctx: typer.Context, asked: str) -> Prompt:
    try:
        return named(asked, _live(ctx), _archive(ctx))
    except PromptError as exc:
        raise typer.BadParameter(str(exc)) from exc


def _live(ctx: typer.Context) -> Prompts:
    settings: Settings = ctx.obj
    try:
        return load_prompts(settings.prompts)
    except PromptError as exc:
        raise typer.BadParameter(str(exc), param_hint="DRAFTDESK_PROMPTS") from exc


def _archive(ctx: typer.Context) -> PromptArchive:
    settings: Settings = ctx.obj
    return PromptArchive(settings.prompts_folder)
