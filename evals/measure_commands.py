"""`draftdesk eval retrieval | answerability | triage | pii | secrets | …`: figures on data that you bring."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from evals.errors import EvalError

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from evals.outcome import Outcome
    from ingest.build import Progress as Tell

Folder = Annotated[Path, typer.Argument(help="A folder with corpus.jsonl, queries.jsonl and qrels.tsv.")]
LearnFrom = Annotated[
    Path | None,
    typer.Option(
        "--learn-from",
        help="An older folder over the same corpus: its queries are the house's solved tickets, its qrels.tsv what "
        "their answers cited. The ranking learns from them first.",
    ),
]
Questions = Annotated[
    Path,
    typer.Argument(
        help="A folder with corpus.jsonl and queries.jsonl, and out_of_product.jsonl or `answerability` in the queries."
    ),
]
Curve = Annotated[
    Path | None, typer.Option("--curve", help="Draw risk against coverage, with the threshold, into this SVG file.")
]
Spans = Annotated[Path, typer.Argument(help="JSON Lines of {id, text, spans, keep?, amb?}; plain or .gz.")]
Annotations = Annotated[
    Path | None,
    typer.Option(
        "--spans",
        help="JSON Lines of {id, sha256, spans, keep?, amb?} for a FILE of {id, title?, text}: only those are used.",
    ),
]
Dialogues = Annotated[Path, typer.Argument(help="JSON Lines of {id, turns, summaries, brand_handle?}; plain or .gz.")]
Labels = Annotated[Path, typer.Argument(help="JSON Lines of {id, text, label: 0 or 1, slice}; plain or .gz.")]
CrossValidate = Annotated[
    bool, typer.Option("--cross-validate", help="Judge each source by a model trained without it; takes minutes.")
]
Lessons = Annotated[
    Path, typer.Argument(metavar="TRAIN", help="JSON Lines of {text, label} to learn from; plain or .gz.")
]
Exam = Annotated[
    Path,
    typer.Argument(
        metavar="TEST",
        help="JSON Lines of {text, label} to score; label oos, out_of_scope or none_of_these: none of the known.",
    ),
]
TextsGold = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="JSON Lines of {id, file, kind, must: {section: facts}, must_not} beside the ticket files."
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Only texts of this kind, such as handover; repeatable. All without it."),
]
Drafted = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="JSON Lines of tickets, or of questions {id, title, text}, to reply to."),
]
Json = Annotated[Path | None, typer.Option("--json", help="Write the figures and settings to this file.")]
Limit = Annotated[int, typer.Option(min=0, help="At the most this many, drawn with the seed; 0 for all.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the drawing and of the bootstrap.")]

_STEPS = {
    "read": "Reading the corpus",
    "scrub": "Removing personal data",
    "embed": "Embedding",
    "write": "Writing the throw-away index",
    "check": "Checking it",
    "learn": "Learning from earlier tickets",
    "measure": "Measuring on later ones",
    "query": "Asking",
    "scan": "Scanning",
    "train": "Training without one source",
    "texts": "Writing",
    "sum up": "Summing up",
}


def add_measures(app: typer.Typer) -> None:
    """Register the commands of this module."""
    guards = (pii, secrets, injection, policy, evidence)
    for command in (retrieval, answerability, citations, triage, *guards, summary, texts):
        app.command()(command)


def retrieval(
    ctx: typer.Context,
    folder: Folder,
    learn_from: LearnFrom = None,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Index a corpus, send each query in as a ticket, and score what is found."""
    from evals.retrieval import measure_retrieval

    _run(
        lambda tell: measure_retrieval(folder, ctx.obj, limit=limit, seed=seed, progress=tell, learn_from=learn_from),
        json,
        "DIR",
    )


def answerability(
    ctx: typer.Context,
    folder: Questions,
    curve: Curve = None,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Does the verdict tell questions that the knowledge answers from those that it does not?"""
    from evals.answerability import measure_answerability

    if curve and not curve.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {curve.parent}: make it first", param_hint="--curve")
    _run(
        lambda tell: measure_answerability(folder, ctx.obj, limit=limit, seed=seed, progress=tell, curve=curve),
        json,
        "DIR",
    )


def citations(ctx: typer.Context, folder: Folder, json: Json = None, limit: Limit = 0, seed: Seed = 0) -> None:
    """Do drafts rest on the articles that people's answers cited?"""
    from evals.citations import measure_citations

    _run(lambda tell: measure_citations(folder, ctx.obj, limit=limit, seed=seed, progress=tell), json, "DIR")


def triage(ctx: typer.Context, train: Lessons, test: Exam, json: Json = None, limit: Limit = 0, seed: Seed = 0) -> None:
    """Learn labels from one file as triage does: how right are they on another, and how honest the chances?"""
    from evals.triage import measure_triage

    _run(lambda tell: measure_triage(train, test, ctx.obj, limit=limit, seed=seed, progress=tell), json, "TRAIN TEST")


def summary(ctx: typer.Context, file: Dialogues, json: Json = None, limit: Limit = 0, seed: Seed = 0) -> None:
    """Sum dialogues up: ROUGE of the summary's first lines against those that people wrote, and against baselines."""
    from evals.summary import measure_summary

    _run(lambda tell: measure_summary(file, ctx.obj, limit=limit, seed=seed, progress=tell), json, "FILE")


def pii(
    ctx: typer.Context,
    file: Spans,
    spans: Annotations = None,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Personal data: what leaks, what is masked without need, what should have survived."""
    _masking("eval pii", ctx, file, spans, json, limit, seed)


def secrets(
    ctx: typer.Context,
    file: Spans,
    spans: Annotations = None,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Passwords, keys and tokens: what leaks, what is masked without need, what should have survived."""
    _masking("eval secrets", ctx, file, spans, json, limit, seed)


def injection(
    ctx: typer.Context,
    file: Labels,
    cross_validate: CrossValidate = False,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Instructions aimed at the model: attacks seen, and harmless texts taken for one."""
    from evals.guards import measure_injection

    _run(
        lambda tell: measure_injection(
            file, ctx.obj, cross_validate=cross_validate, limit=limit, seed=seed, progress=tell
        ),
        json,
        "FILE",
    )


def policy(ctx: typer.Context, file: Labels, json: Json = None, limit: Limit = 0, seed: Seed = 0) -> None:
    """Promises and blame in drafts: sentences flagged that had to be, and those that had not."""
    from evals.guards import measure_promises

    _run(lambda tell: measure_promises(file, ctx.obj, limit=limit, seed=seed, progress=tell), json, "FILE")


def evidence(ctx: typer.Context, file: Drafted, json: Json = None, limit: Limit = 0, seed: Seed = 0) -> None:
    """Make correct drafts wrong in every way: what do the checks see, and what do they object to without need?"""
    from evals.evidence import measure_evidence

    _run(lambda tell: measure_evidence(file, ctx.obj, limit=limit, seed=seed, progress=tell), json, "FILE")


def texts(
    ctx: typer.Context,
    file: TextsGold,
    kind: Kinds = None,
    json: Json = None,
    limit: Limit = 0,
    seed: Seed = 0,
) -> None:
    """Write every kind of text for tickets with gold facts: are the facts in their sections, and what must not be?"""
    from evals.texts import measure_texts

    _run(
        lambda tell: measure_texts(file, ctx.obj, limit=limit, seed=seed, progress=tell, kinds=kind or ()),
        json,
        "FILE",
    )


def _masking(
    command: str, ctx: typer.Context, file: Path, spans: Path | None, json: Path | None, limit: int, seed: int
) -> None:
    from evals.guards import measure_masking

    _run(
        lambda tell: measure_masking(command, file, ctx.obj, spans=spans, limit=limit, seed=seed, progress=tell),
        json,
        "FILE",
    )


def _run(measure: "Callable[[Tell], Outcome]", json: Path | None, argument: str) -> None:
    """Measure with progress on standard error, then print, and write where asked to."""
    if json and not json.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {json.parent}: make it first", param_hint="--json")
    try:
        with progress_bar() as tell:
            outcome = measure(tell)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint=argument) from None
    if json:
        outcome.write(json)
    outcome.show(Console(highlight=False))


@contextmanager
def progress_bar() -> "Iterator[Tell]":
    """Progress with the time left, on standard error."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Loading the models", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=_STEPS.get(step, step), completed=done, total=total or None)

        yield tell
