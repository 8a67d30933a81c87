"""`draftdesk guard train-promises`: makes the model that reads commitments anew, with the house's embedder."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Option("--out", help="Folder for promises_model.npz and its card.")]


def train_promises(ctx: typer.Context, out: Out) -> None:
    """Train the model that finds commitments, blame and unsafe advice. Takes about two minutes on one core.

    The sentences are the package's own (promises_training.yaml), the vectors those of DRAFTDESK_EMBEDDER. The same
    sentences give the same model.
    """
    from guardrails.promise_model.train import read_training, train
    from ingest.assembly import build_embedder

    if not out.is_dir():
        raise typer.BadParameter(f"there is no folder {out}: make it first", param_hint="--out")
    embedder = build_embedder(ctx.obj)
    card = train(
        read_training(),
        embed=embedder.encode,
        embedder=embedder.fingerprint,
        out=out,
        tell=lambda line: typer.echo(line, err=True),
    )
    typer.echo(f"{card['model']}: {card['bytes']} bytes, sha256 {card['sha256'][:12]}")
    typer.echo(f"held out: recall {card['held_out_recall']}, false alarms {card['held_out_false_alarms']}")
