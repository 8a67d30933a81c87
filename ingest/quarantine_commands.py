"""`draftdesk index quarantine | release`: knowledge that was kept out, and accepting it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from settings import Settings

_SHOWN = 12


def add_quarantine(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(quarantine)
    app.command()(release)


def quarantine(
    ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False
) -> None:
    """List the documents that are kept out of the index, with the reason and the place."""
    from ingest.assembly import build_generations
    from ingest.quarantine import Releases

    settings: Settings = ctx.obj
    generations = build_generations(settings)
    held = generations.manifest(generations.current()).quarantined
    released = Releases(generations.folder).read()
    waiting = {id_ for id_, one in held.items() if id_ in released and released[id_].hash == one.hash}
    if as_json:
        found = {id_: asdict(one) | {"released": id_ in waiting} for id_, one in sorted(held.items())}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not held:
        typer.echo("Nothing is in quarantine.")
        return
    for id_, one in sorted(held.items()):
        typer.echo(
            f"{id_}  {Path(one.source) / one.place}" + ("  released, waits for a build" if id_ in waiting else "")
        )
        for spot in one.spots[:_SHOWN]:
            typer.echo(f"  {spot.kind}  {spot.part}, line {spot.line} of its text  (score {spot.score:.2f})")
    typer.echo('To accept one as it is: draftdesk index release ID --because "…", then draftdesk index build')


def release(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Documents in quarantine, as `index quarantine` names them.")],
    because: Annotated[str, typer.Option("--because", help="Why it is harmless, for whoever asks later.")],
) -> None:
    """Accept documents in quarantine as they are now. The next build indexes them; a later change is judged anew."""
    from ingest.assembly import build_generations
    from ingest.lock import who, writer_lock
    from ingest.quarantine import Releases

    settings: Settings = ctx.obj
    generations = build_generations(settings)
    if not because.strip():
        raise typer.BadParameter("say why in a few words", param_hint="--because")
    held = generations.manifest(generations.current()).quarantined
    if unknown := [id_ for id_ in ids if id_ not in held]:
        known = ", ".join(sorted(held)) or "nothing"
        raise typer.BadParameter(f"{unknown[0]!r} is not in quarantine: there is {known}", param_hint="ID")
    with writer_lock(generations.folder):
        Releases(generations.folder).add(ids, held, who=who(), because=because.strip())
    typer.echo(f"Released: {', '.join(ids)}. To index: draftdesk index build")
