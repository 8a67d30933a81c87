"""`draftdesk eval report`: a run log for people, for other programs, and for a CI."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.errors import EvalError

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from evals.running.log import Log

Html = Annotated[Path | None, typer.Option("--html", help="Write one page for people: charts, cases, what moved.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write figures, thresholds, times and settings.")]
Junit = Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML: a test for each case and threshold.")]


def add_report(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(report)


def report(
    log: Annotated[Path, typer.Argument(help="A run log.")],
    baseline: Annotated[Path | None, typer.Option(help="An older log: what changed, and which cases moved.")] = None,
    html: Html = None,
    json: Json = None,
    junit: Junit = None,
    slices: Annotated[bool, typer.Option("--slices", help="Figures by slice in the table, too.")] = False,
) -> None:
    """Print what a run came to, and write it as one page of HTML, as JSON, or as JUnit XML."""
    from evals.reporting.table import print_log
    from evals.running.log import read_log

    must_be_writable(html, json, junit)
    try:
        newer = _figured(read_log(log))
        older = read_log(baseline) if baseline else None
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="LOG") from None
    print_log(newer, Console(highlight=False), slices=slices)
    write_reports(newer, html=html, json=json, junit=junit, baseline=older)


def _figured(log: "Log") -> "Log":
    """A baseline keeps no figures: they are worked out from its scores."""
    from evals.comparing.figures import figures_of

    if log.figures:
        return log
    seed = int(log.run.get("seed", 0))
    return replace(log, figures=tuple(one.as_json() for suite in log.suites for one in figures_of(suite, seed=seed)))


def must_be_writable(*paths: Path | None) -> None:
    """Before a run that takes minutes: `BadParameter` where there is no folder to write into."""
    for path in filter(None, paths):
        if not path.parent.is_dir() or path.is_dir():
            raise typer.BadParameter(f"cannot write {path}: name a file in a folder that is there")


def write_reports(
    log: "Log",
    *,
    html: Path | None = None,
    json: Path | None = None,
    junit: Path | None = None,
    baseline: "Log | None" = None,
    command: str = "eval report",
) -> None:
    """The files that were asked for, each named on standard error."""
    from evals.reporting.junit import write_junit
    from evals.reporting.machine import write_json
    from evals.reporting.page import write_page

    notes = Console(stderr=True)
    if json:
        write_json(log, json, command=command, baseline=baseline)
    if junit:
        write_junit(log, junit)
    if html:
        write_page(log, html, baseline=baseline)
    for path in filter(None, (html, json, junit)):
        notes.print(f"Written: {path}", markup=False, soft_wrap=True)
