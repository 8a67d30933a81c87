"""`draftdesk prompts shadow`: what came of prompts that were tried beside the live ones."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from evals.prompt_trials import Compared, TriedText
    from evals.statistics import Measure
    from settings import Settings


def shadow(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option(help="Only this kind of text, such as reply.")] = "",
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Compare the prompts that were tried (DRAFTDESK_SHADOW_PROMPTS) with the live ones, text by text."""
    from evals.prompt_trials import by_change, figures, load_trials

    settings: Settings = ctx.obj
    trials, broken = load_trials(settings.shadow_folder, kind=kind)
    groups = by_change(trials)
    if broken:
        typer.echo(f"{broken} lines in {settings.shadow_folder} could not be read and are left out.", err=True)
    if as_json:
        typer.echo(json.dumps(figures(groups, seed=seed), indent=2))
    elif not groups:
        typer.echo("No prompt was tried yet: set DRAFTDESK_SHADOW_PROMPTS to a folder with the prompts to try.")
    for (model, change), some in groups.items() if not as_json else ():
        _print(f"{model}: {change}", some, seed)


def _print(title: str, trials: "list[TriedText]", seed: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from evals.prompt_trials import compared, objections

    table = Table("measure", box=None)
    for name in ("n", "live", "tried", "difference", "95 % interval"):
        table.add_column(name, justify="right")
    for one in compared(trials, seed=seed):
        table.add_row(*_row(one))
    console = Console()
    console.print(f"\n{title} ({len(trials)} texts of {len({one.ticket_id for one in trials})} tickets)")
    console.print(table)
    for kind, live, tried in objections(trials):
        console.print(f"{kind}: {live} live, {tried} tried")


def _row(one: "Compared") -> tuple[Any, ...]:
    apart: Measure = one.difference
    number = "{:,.3f}" if abs(one.live.mean) < 10 and abs(one.shadow.mean) < 10 else "{:,.0f}"
    live, tried, mean, low, high = (
        number.format(value) for value in (one.live.mean, one.shadow.mean, apart.mean, apart.low, apart.high)
    )
    span = f"{low} to {high}" if apart.low != apart.high else "all alike"
    return one.live.name, str(apart.n), live, tried, mean, span if apart.n else ""
