"""`draftdesk guard train-injection`: train the injection model anew, on your own labelled texts."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Argument(help="JSON Lines of {id, text, label: 0 or 1, slice}; plain or .gz.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for injection_model.npz and its card.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the made-up texts; the same seed gives the same model.")]
Own = Annotated[int, typer.Option(min=100, help="How many made-up texts to train on beside yours.")]


def train_injection(data: Data, out: Out, seed: Seed = 7, own: Own = 8000) -> None:
    """Train the model that finds instructions to a model, and write it with its data card. Takes some minutes."""
    from guardrails.errors import RulesInvalid
    from guardrails.injection_model.recipe import train
    from guardrails.injection_model.rows import read_training

    if not out.is_dir():
        raise typer.BadParameter(f"there is no folder {out}: make it first", param_hint="--out")
    try:
        rows = read_training(data)
    except RulesInvalid as exc:
        raise typer.BadParameter(str(exc), param_hint="DATA") from None
    trained = train(rows, seed=seed, own=own, tell=_tell)
    trained.write(out)
    typer.echo(f"Trained on {len(rows)} rows and {own} made-up texts; share flagged by slice, out of fold:")
    for name, share in trained.card["out_of_fold"].items():
        typer.echo(f"  {name:24} {share:.3f}")


def _tell(_step: str, done: int, total: int) -> None:
    typer.echo(f"fold {done + 1} of {total}", err=True)
