"""`draftdesk eval run | score | list`: suites of cases, and what they come to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.errors import EvalError
from evals.measure_commands import Limit, Seed, progress_bar
from evals.report_commands import Html, Json, Junit, must_be_writable, write_reports

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from evals.running.log import Log

Suites = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SUITE]...", help="Suites of the package by name, YAML files, or folders; all without any."
    ),
]
Tier = Annotated[str, typer.Option(help="Of the package's suites only those of this tier: quick or full.")]
Model = Annotated[str, typer.Option(help="The chat model that writes, such as openai:gpt-5-mini, for this run.")]
PromptFile = Annotated[
    list[str] | None, typer.Option("--prompt", help="NAME=FILE: this prompt from a file, for this run; repeatable.")
]
Set = Annotated[list[str] | None, typer.Option("--set", help="SETTING=VALUE for this run; repeatable.")]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="So many processes share the suites; each needs about 1.5 GB.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the log here instead of under var/evals.")]


def add_suites(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (run, score):
        app.command()(command)
    app.command("list")(list_)
    app.command("schema")(schema)


def run(
    ctx: typer.Context,
    suites: Suites = None,
    tier: Tier = "",
    model: Model = "",
    prompt: PromptFile = None,
    set_: Set = None,
    limit: Limit = 0,
    seed: Seed = 0,
    jobs: Jobs = 1,
    out: Out = None,
    html: Html = None,
    json: Json = None,
    junit: Junit = None,
) -> None:
    """Run suites of cases into a log, and print what they come to."""
    from evals.running.changes import changed
    from evals.running.recorded import new_log, recorded
    from evals.running.run import Asked
    from evals.running.suite import find_suites, load_suite

    must_be_writable(html, json, junit)
    try:
        loaded = [load_suite(path) for path in find_suites(suites or [], tier=tier)]
        with changed(ctx.obj, model=model, prompts=prompt or [], values=set_ or []) as settings:
            path = out or new_log(ctx.obj, loaded)
            given = {"suites": suites or [], "tier": tier, "model": model, "prompt": prompt or [], "set": set_ or []}
            with progress_bar() as tell:
                log = recorded(loaded, settings, path, asked=Asked(limit, seed), progress=tell, given=given, jobs=jobs)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="SUITE") from None
    show(log)
    write_reports(log, html=html, json=json, junit=junit, command="eval run")
    Console(stderr=True).print(f"The log is {path}", markup=False, soft_wrap=True)


def score(log: Annotated[Path, typer.Argument(help="A run log.")], out: Out = None) -> None:
    """Score a log again by its suites as they are now, without running the assistant."""
    from evals.running.log import read_log, write_log
    from evals.running.rescore import rescored

    must_be_writable(out)
    try:
        made = rescored(read_log(log))
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="LOG") from None
    if out:
        write_log(made, out)
    show(made)


def list_() -> None:
    """Name the suites of the package, the tasks, the scorers and the formats."""
    from evals.formats.catalog import FORMATS
    from evals.running.suite import find_suites, load_suite
    from evals.scorers.catalog import scorers
    from evals.tasks.catalog import tasks

    console = Console(highlight=False)
    for title, rows in (
        ("Suites", [(s.name, f"{len(s.cases)} cases, {s.tier}: {s.about}") for s in map(load_suite, find_suites([]))]),
        ("Tasks", [(name, task.about) for name, task in tasks().items()]),
        ("Scorers", [(name, f"{', '.join(sorted(s.tasks))}: {s.about}") for name, s in scorers().items()]),
        ("Formats", list(FORMATS.items())),
    ):
        console.print(f"{title}:", markup=False)
        for name, about in rows:
            console.print(f"  {name:<22} {about}", markup=False, soft_wrap=True)


def schema(name: Annotated[str, typer.Argument(help="suite, or a task, such as assist.")] = "suite") -> None:
    """Print the JSON schema of suites, or of the cases of a task, for your editor."""
    from evals.running.schema import written

    try:
        typer.echo(written(name), nl=False)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="NAME") from None


def show(log: "Log") -> None:
    """A log as a table on standard output."""
    from evals.reporting.table import print_log

    print_log(log, Console(highlight=False))
