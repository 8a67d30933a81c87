"""`draftdesk eval replay`: how would the assistant have done?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.errors import EvalError
from evals.measure_commands import Json, Limit, Seed, progress_bar

Solved = Annotated[
    Path,
    typer.Argument(
        metavar="FILE|DIR",
        help="Solved tickets .jsonl as a help desk exports them, or a folder of corpus.jsonl, queries.jsonl with "
        "`created`, qrels.tsv and, if there is one, replies.jsonl.",
    ),
]
After = Annotated[str, typer.Option(help="Play tickets again that came on this day or later, such as 2026-06-01.")]
Before = Annotated[str, typer.Option(help="Only those that came before this day.")]
Knowledge = Annotated[
    list[Path] | None,
    typer.Option(
        help="What else the house knows: a source as `index build` takes it; repeatable. Without "
        "it, for a FILE, those of the settings."
    ),
]
Refresh = Annotated[
    int, typer.Option(min=0, help="Bring the index up to date every so many days; 0 leaves it as it was at first.")
]
Field = Annotated[
    list[str] | None,
    typer.Option(help="A field that customers fill in when they write, to be kept in the ticket; repeatable."),
]
Dated = Annotated[bool, typer.Option("--dated-only", help="Leave documents out whose age nobody tells.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the log here instead of under var/evals.")]


def add_replay(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(replay)


def replay(
    ctx: typer.Context,
    file: Solved,
    after: After,
    before: Before = "",
    knowledge: Knowledge = None,
    refresh: Refresh = 0,
    field: Field = None,
    dated_only: Dated = False,
    limit: Limit = 0,
    seed: Seed = 0,
    out: Out = None,
    json: Json = None,
) -> None:
    """Play solved tickets again with only what was known before them, against what really happened."""
    from evals.replay.plan import Wanted
    from evals.replay.run import replayed
    from evals.replay.suite import NAME
    from evals.running.recorded import new_log_named

    for path in filter(None, (json, out)):
        if not path.parent.is_dir():
            raise typer.BadParameter(f"there is no folder {path.parent}: make it first", param_hint="--out or --json")
    if out and out.exists():
        raise typer.BadParameter(f"{out} is there already: name another file", param_hint="--out")
    sources = tuple(knowledge or (() if file.is_dir() else (one for one in ctx.obj.sources if one.exists())))
    fields = tuple(field or ())
    wanted = Wanted(file, after, before, sources, refresh, fields, dated_only, limit, seed, ctx.obj.taxonomy)
    try:
        path = out or new_log_named(ctx.obj, NAME)
        with progress_bar() as tell:
            done = replayed(wanted, ctx.obj, path, progress=tell)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="FILE") from None
    if json:
        done.outcome.write(json)
    done.outcome.show(Console(highlight=False))
    Console(stderr=True).print(f"The log is {path}", markup=False, soft_wrap=True)
