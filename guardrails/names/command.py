"""`draftdesk guard train-names`: makes the name tagger anew from made-up text."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Option("--out", help="Folder that the model and its card are written into.")]
Texts = Annotated[int, typer.Option(min=1, help="How many texts to make and to train on.")]
Passes = Annotated[int, typer.Option(min=1, help="How often to go through them.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of texts and training; the same seed gives the same model.")]
Validate = Annotated[
    bool, typer.Option(help="Train another model first, without held-out templates and countries, and measure it.")
]


def train_names(out: Out, texts: Texts = 90_000, passes: Passes = 3, seed: Seed = 7, validate: Validate = True) -> None:
    """Train the model that finds names of people and addresses. Takes about ten minutes on one core.

    The text is made from the package's templates with Faker's names (install the `dev` extra). The model that the
    package ships was made with the options as they are here.
    """
    try:
        from guardrails.names.train import Recipe, train
    except ModuleNotFoundError as exc:
        raise typer.BadParameter(f"{exc.name!r} is missing: install draftdesk[dev], then try again") from exc
    from guardrails.name_model import english_words
    from guardrails.recognisers.lexicon import load_lexicon

    card = train(
        load_lexicon(common=english_words()),
        Recipe(texts=texts, passes=passes, seed=seed),
        out=out,
        validate=validate,
        report=lambda line: typer.echo(line, err=True),
    )
    typer.echo(f"{card['model']}: {card['bytes']} bytes, sha256 {card['sha256'][:12]}")
