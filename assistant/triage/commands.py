"""`draftdesk triage …`: correct what triage said, let it learn, look at its versions, take one back, watch drift."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.triage.keeper import TriageKeeper
    from assistant.triage.versions import Version
    from ingest.index import Index

app = typer.Typer(help="Correct triage, let it learn, look at its versions and at drift.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]


@app.command()
def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Show which triage serves, whether it is stale, and what waits to be learned."""
    from assistant.triage.reports import triage_status

    found = triage_status(*_opened(ctx.obj))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    typer.echo(f"Serves: {found['serves']}.")
    for line in ([f"The version is not used: {found['why']}"] if found["why"] else []) + found["stale"]:
        typer.echo(f"  {line}")
    if version := found["version"]:
        typer.echo(f"  {_learned_from(version)}; {version['check']['reason']}")
    typer.echo(f"Corrections: {found['corrections']} kept, {found['waiting']} not learned from yet.")
    if found["damaged_lines"]:
        typer.echo(f"  {found['damaged_lines']} lines cannot be read: they are kept aside in corrections.damaged.jsonl")
    for kind, labels in found["unlisted"].items():
        named = ", ".join(f"{label} ({count})" for label, count in labels.items())
        typer.echo(f"Labels of tickets that the taxonomy does not list, {kind}: {named}")
    if found["learning"]:
        typer.echo(f"Being learned by {found['learning']}")
    if found["waiting"] or found["stale"]:
        typer.echo("To learn: draftdesk triage train")


@app.command()
def train(
    ctx: typer.Context,
    again: Annotated[bool, typer.Option("--again", help="Even from the same tickets as an earlier version.")] = False,
    as_json: Json = False,
) -> None:
    """Learn a new version from solved tickets and corrections; it serves if it does not fall behind."""
    from assistant.triage.reports import version_json

    keeper, index = _opened(ctx.obj)
    notes = Console(stderr=True)
    with notes.status("Learning") as shown:
        done = keeper.train(index, again=again, tell=lambda step: shown.update(step[0].upper() + step[1:]))
    if as_json:
        version = version_json(done.version) if done.version else None
        told = {"outcome": done.outcome, "reason": done.reason, "seconds": done.seconds, "version": version}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if done.version is None:
        typer.echo(f"Nothing was learned: {done.reason}. To learn all the same: draftdesk triage train --again")
        return
    _print_figures(done.version)
    verdict = "serves" if done.outcome == "serves" else "is kept, but does not serve"
    typer.echo(f"Version {done.version.version} {verdict}: it {done.reason} ({done.seconds:.1f} s).")


@app.command()
def correct(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A ticket .json, a .jsonl with one ticket a line, or - .")],
    ticket_id: Annotated[str, typer.Option("--id", help="The ticket, where the file holds more than one.")] = "",
    category: Annotated[str, typer.Option(help="What its category is; none_of_these where none fits.")] = "",
    severity: Annotated[str, typer.Option(help="What its severity is.")] = "",
    team: Annotated[str, typer.Option(help="Which team it is for.")] = "",
    product_area: Annotated[str, typer.Option(help="Which product area it is about.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag that fits; repeat for all of them.")] = None,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="No tag fits.")] = False,
    agent: Annotated[str, typer.Option(help="Who says so, as a plain number.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the correction of this ticket back.")] = False,
) -> None:
    """Say what a ticket really is. Only its scrubbed words are kept; learn from them with: draftdesk triage train."""
    from assistant.files import load_tickets

    tickets, _ = load_tickets(file, ticket_id=ticket_id)
    if len(tickets) != 1:
        raise typer.BadParameter(f"{file} holds {len(tickets)} tickets: name one", param_hint="--id")
    given = {"category": category, "severity": severity, "team": team, "product_area": product_area}
    labels = {kind: label for kind, label in given.items() if label}
    with Console(stderr=True).status("Loading the models and the index"):
        from assistant.assembly import build_assistant

        assistant = build_assistant(ctx.obj)
        if withdraw:
            done = assistant.withdraw(tickets[0].id)
        else:
            done = assistant.correct(tickets[0], labels, tags=[] if no_tags else tag, agent=agent)
    if done.withdrawn:
        typer.echo(f"The correction of {done.ticket} is gone. To forget it: draftdesk triage train")
        return
    for kind, label in done.labels.items():
        before = done.said.get(kind)
        said = f"{before.label or 'nothing'} at {before.confidence:.0%}" if before else "nothing"
        typer.echo(f"{kind}: {label} ({done.made_by} said {said})")
    if done.tags is not None:
        typer.echo(f"tags: {', '.join(done.tags) or 'none'}")
    typer.echo(
        f"Kept{', in place of an earlier correction' if done.replaced else ''}. To learn: draftdesk triage train"
    )


@app.command()
def versions(ctx: typer.Context, as_json: Json = False) -> None:
    """List the versions that are kept, newest first, with what the check said of each."""
    from assistant.errors import VersionUnusable
    from assistant.triage.reports import version_json
    from assistant.triage.versions import Versions

    settings: Settings = ctx.obj
    held = Versions(settings.triage_folder / "versions")
    found = held.readable()[::-1]
    try:
        current = held.current() or ""
    except VersionUnusable:
        current = ""
    back = {one.version for one in held.taken_back().values()}
    if as_json:
        told = [version_json(one) | {"state": _state(one, current, back)} for one in found]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.echo(f"{one.version}  {_state(one, current, back)}  {one.created_at}  {_learned_from(version_json(one))}")
        typer.echo(f"        {one.check.reason}")
    typer.echo("" if found else "No version was trained yet: triage is what the index teaches by itself.", nl=not found)


@app.command()
def rollback(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", help="A version, or index; the one that served before by default.")] = "",
) -> None:
    """Let an earlier version serve again, at once. What served is not learned again from the same tickets."""
    from assistant.triage.rollback import roll_back

    keeper, _ = _opened(ctx.obj)
    left, now = roll_back(keeper, to=to)
    forward = f" (was version {left}). To go forward: draftdesk triage rollback --to {left}" if left else ""
    typer.echo(f"{f'Version {now}' if now else 'What the index teaches by itself'} serves again{forward or '.'}")


@app.command()
def drift(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days count as lately.")] = 30,
    as_json: Json = False,
) -> None:
    """Have tickets changed since triage was learned? Labels, words never seen and doubt, with n and chance."""
    from assistant.triage.reports import triage_drift

    found = triage_drift(*_opened(ctx.obj), days=days)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    against = f"version {found['version']}" if found["version"] else "no version"
    typer.echo(f"Since {found['since']}, against {against}.")
    if found["why"]:
        typer.echo(f"  {found['why']}: draftdesk triage train")
    for one in [*found["triaged"], *found["solved"]]:
        n = f"n {one['n_before']} before, {one['n_lately']} lately"
        if one["verdict"] == "too few":
            typer.echo(f"{'too few':<11} {one['name']}: {n}")
            continue
        change = f"{one['value']:+.3f} [{one['low']:+.3f}, {one['high']:+.3f}]"
        typer.echo(f"{one['verdict']:<11} {one['name']}: {change}, chance {one['p']:.3f}, {n}; {one['why']}")
    typer.echo("The change is, of labels, the Jensen-Shannon divergence of their shares (0 to 1); else the difference.")


def _opened(settings: Settings) -> "tuple[TriageKeeper, Index]":
    """What is kept of triage, and the index that serves."""
    with Console(stderr=True).status("Opening the index"):
        from assistant.assembly import build_triage
        from ingest.assembly import build_embedder, build_generations
        from ingest.index import IndexReader

        embedder = build_embedder(settings)
        return build_triage(settings, embedder), IndexReader(build_generations(settings)).index()


def _state(version: "Version", current: str, back: set[str]) -> str:
    if version.version == current:
        return "serves"
    if not version.check.accepted:
        return "refused"
    return "rolled back" if version.version in back else "served before"


def _learned_from(version: dict[str, Any]) -> str:
    return (
        f"learned from {version['solved']} solved tickets and {version['corrections']} corrected ones "
        f"({version['held_out']} held out), {version['generation']}"
    )


def _print_figures(version: "Version") -> None:
    table = Table("held-out accuracy", "n", "before", "now", "difference [95 %]", box=None)
    for one in version.check.figures:
        difference = f"{one.difference:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"
        table.add_row(one.name, str(one.n), f"{one.before:.3f}", f"{one.after:.3f}", difference)
    if version.check.figures:
        Console(highlight=False).print(table)
    for label in version.check.losing:
        typer.echo(f"loses: {label}")
