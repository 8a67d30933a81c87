"""`draftdesk usage`: what chat models were asked and what it cost."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.writers.model.spend import SpentDay
    from settings import Settings


def usage(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=3660, help="So many days back, today included (UTC).")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Show what chat models were asked, by day and kind of text: calls, tokens and, with your prices, money."""
    from assistant.writers.model.spend import SpendBook

    settings: Settings = ctx.obj
    spent = SpendBook(settings.spend_file).days(last=days)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in spent], indent=2))
    elif not spent:
        typer.echo(f"No chat model was asked in the last {days} days.")
    else:
        _print(spent)


def _print(spent: "list[SpentDay]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("day", "text", "model", box=None)
    for name in ("calls", "tokens in", "tokens out", "cost"):
        table.add_column(name, justify="right")
    for one in spent:
        mark = "~" if one.estimated else ""
        table.add_row(
            one.day,
            one.kind,
            one.model,
            str(one.calls),
            f"{mark}{one.tokens_in:,}",
            f"{mark}{one.tokens_out:,}",
            "" if one.cost is None else f"{one.cost:.4f} {one.currency}",
        )
    console = Console()
    console.print(table)
    if any(one.estimated for one in spent):
        console.print("~ holds calls whose provider sent no count: these tokens are estimated.")
