"""`draftdesk index tune`: learn the ranking from the house's solved tickets, if that can be shown to help."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from settings import Settings

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.retrieval.tune import Progress as Tell
    from assistant.retrieval.tune import Tuning
    from assistant.retrieval.tuned import Adopted, TunedFile

_STEPS = {"learn": "Learning from earlier tickets", "measure": "Measuring on later ones"}


def tune(
    ctx: typer.Context,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the ranking before the last one adopted.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show which ranking serves; learn nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")] = False,
) -> None:
    """Learn the ranking from solved tickets that cite articles. Adopted only if later tickets show that it helps."""
    from assistant.retrieval.tuned import TunedFile

    settings: Settings = ctx.obj
    if undo and show:
        raise typer.BadParameter("--undo and --show exclude each other", param_hint="--undo")
    file = TunedFile(settings.tuned_folder)
    told = _undone(file) if undo else _shown(file, settings) if show else _tuned(file, settings)
    if as_json:
        typer.echo(json.dumps({key: value for key, value in told.items() if key != "lines"}, indent=2))
        return
    for line in told["lines"]:
        typer.echo(line)


def _tuned(file: "TunedFile", settings: Settings) -> dict[str, Any]:
    with Console(stderr=True).status("Opening the index"):
        from assistant.retrieval.tune import tune as learn
        from assistant.retrieval.tuned import Adopted
        from assistant.retrieval.votes import CitingCases
        from ingest.assembly import build_generations
        from ingest.index import Index

        generations = build_generations(settings)
        index = Index.open(generations, generations.current())
    try:
        with _progress() as tell:
            tuning = learn(index, CitingCases.of(index), progress=tell)
        if tuning.helps:
            file.adopt(Adopted.of(tuning, index))
    finally:
        index.store.close()
    return asdict(tuning) | {"adopted": tuning.helps, "lines": _lines(tuning)}


def _lines(tuning: "Tuning") -> list[str]:
    split = "earlier against later ones" if tuning.by_time else "split by id, as most carry no date"
    return [
        f"{tuning.tickets} solved tickets cite {tuning.articles} articles: {split}.",
        f"Measured on {tuning.measured_on} that nothing was learned from (nDCG@10): base {tuning.base:.3f}, "
        f"learned {tuning.tuned:.3f}.",
        f"Difference {tuning.gain:+.3f}, 95 % interval {tuning.low:+.3f} to {tuning.high:+.3f}.",
        "Adopted: it serves from now on. To go back: draftdesk index tune --undo"
        if tuning.helps
        else "Not adopted: the interval does not lie above 0, so what serves stays as it was.",
    ]


def _undone(file: "TunedFile") -> dict[str, Any]:
    last, now = file.undo()
    if last is None:
        return {"undone": False, "serves": "base", "lines": ["Nothing to undo: no ranking was adopted."]}
    serves = _named(now)
    return {
        "undone": True,
        "serves": serves,
        "lines": [f"The ranking of {last.made_at} was taken back.", f"Now serves: {serves}."],
    }


def _shown(file: "TunedFile", settings: Settings) -> dict[str, Any]:
    from ingest.assembly import build_generations

    adopted = file.read()
    generations = build_generations(settings)
    own = generations.manifest(generations.current()).embedder
    last = adopted[-1] if adopted else None
    lines, ignored = [], last is not None and last.embedder != own
    if last is not None:
        lines.append(
            f"Learned from {last.tickets} solved tickets of {last.generation}; on {last.measured_on} later ones "
            f"nDCG@10 went from {last.base:.3f} to {last.tuned:.3f} (difference {last.low:+.3f} to {last.high:+.3f})."
        )
    if last is not None and ignored:
        lines.append(
            f"It is ignored: learned with the embedder {last.embedder!r}, the index has {own!r}. "
            "Run draftdesk index tune again."
        )
    serves = "base" if ignored else _named(last)
    return {"serves": serves, "adopted": [asdict(one) for one in adopted], "lines": [*lines, f"Serves: {serves}."]}


def _named(one: "Adopted | None") -> str:
    return f"the ranking learned at {one.made_at}" if one else "base"


@contextmanager
def _progress() -> "Iterator[Tell]":
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading solved tickets", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=_STEPS[step], completed=done, total=total)

        yield tell
