"""`draftdesk guard …`: what Support Ops run to see, to explain and to change what is masked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guardrails.injection_model.command import train_injection
from guardrails.names.command import train_names
from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from guardrails.explain import Explanation
    from guardrails.house import HouseRules

app = typer.Typer(help="See what is masked and why, and check your own rules for it.", no_args_is_help=True)

app.command()(train_names)
app.command()(train_injection)

Channel = Annotated[
    str, typer.Option(help="Where the text comes from, as your rule file calls it; it may switch kinds off.")
]
_MAX_EXPLAINED = 50_000
_COLOURS = {"masked": "green", "beaten": "yellow", "shielded": "cyan", "off": "magenta", "dropped": "dim"}


@app.command()
def explain(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="The text itself, or a file with it. Values are shown as you gave them.")],
    channel: Channel = "",
) -> None:
    """Show every claim on a text, also those that lost, and what stays because it is technical.

    The values are printed, since you typed them: mind who sees your screen.
    """
    given = _given(text)
    with Console(stderr=True).status("Loading the models"):
        from guardrails.analyzer import Analyzer
        from guardrails.explain import explain as explained
        from guardrails.normalise import normalise

        analyzer = Analyzer(_house(ctx.obj))
        normal = normalise(given).text
        found = explained(normal, analyzer, channel=channel)
    _print_explanation(Console(highlight=False), normal, found)


@app.command()
def rules(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A rule file; without one, the file of DRAFTDESK_HOUSE_RULES.")
    ] = None,
) -> None:
    """Check a rule file, and show what it puts in force. Every mistake in it is told at once."""
    from guardrails.house_file import load_house

    settings: Settings = ctx.obj
    path = file or settings.house_rules
    house = load_house(path)
    console = Console(highlight=False)
    console.print(f"{path} has no mistakes.", markup=False)
    _print_rules(console, house)


def _given(text: str) -> str:
    """A file's text when there is a file of this name, else the text itself."""
    try:
        path = Path(text)
        if not path.is_file():
            return text
        found = path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return text
    if len(found) > _MAX_EXPLAINED:
        hint = "draftdesk guard check takes any size"
        raise typer.BadParameter(f"{text} is longer than {_MAX_EXPLAINED:,} characters: {hint}", param_hint="TEXT")
    return found


def _house(settings: Settings) -> "HouseRules":
    from guardrails.house_file import load_house

    return load_house(settings.house_rules)


def _print_explanation(console: Console, text: str, found: "Explanation") -> None:
    console.print(found.masked, markup=False)
    table = Table("value", "kind", "said by", "score", "became", box=None, header_style="dim")
    for claim in found.claims:
        hit = claim.hit
        fate = f"[{_COLOURS[claim.fate]}]{claim.fate}[/]" + (f": {escape(claim.because)}" if claim.because else "")
        value = " ".join(text[hit.start : hit.end].split())
        table.add_row(escape(value), hit.kind, escape(hit.source), f"{hit.score:.2f}", fate)
    console.print(table if found.claims else "Nobody claimed anything here.")
    if found.stays:
        stays = Table("stays", "because it is", box=None, header_style="dim")
        for shield in found.stays:
            stays.add_row(escape(text[shield.start : shield.end]), shield.why or "technical")
        console.print(stays)


def _print_rules(console: Console, house: "HouseRules") -> None:
    """Counts and names; a denied value is not shown."""
    table = Table("rule", "in force", box=None, header_style="dim")
    table.add_row("allowed terms", str(len(house.terms)))
    for kind in dict.fromkeys(one.kind for one in house.denied):
        table.add_row(f"denied, {kind}", str(sum(one.kind == kind for one in house.denied)))
    for one in house.patterns:
        near = f", near {', '.join(one.context)}" if one.context else ""
        table.add_row(f"pattern, {one.kind}", escape(one.name + near))
    for channel, kinds in house.off.items():
        table.add_row(f"channel, {escape(channel)}", f"off: {', '.join(sorted(kinds))}" if kinds else "nothing is off")
    console.print(table)
