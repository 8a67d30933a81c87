"""`draftdesk eval compare | gate`: two runs side by side, and whether the newer one may go live."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from evals.errors import EvalError
from evals.measure_commands import Seed, progress_bar
from evals.suite_commands import Jobs, Suites

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from evals.running.log import Log
    from settings import Settings

_WIDTH = 160
LogFile = Annotated[Path | None, typer.Option("--log", help="Judge this run log; without it the suites are run.")]
Baseline = Annotated[Path | None, typer.Option(help="Compare with this log instead of the gate file's baseline.")]
GateFile = Annotated[Path | None, typer.Option("--file", help="What a run may lose; the package's gate.yaml without.")]
GateTier = Annotated[str, typer.Option(help="Without SUITE: quick runs the quick suites, full all of them.")]
Update = Annotated[bool, typer.Option("--update", help="Show what changed, and make this run the baseline.")]
JsonOut = Annotated[Path | None, typer.Option("--json", help="Write the verdict to this file.")]
Junit = Annotated[Path | None, typer.Option(help="Write the verdict as JUnit XML for a CI.")]


def add_gate(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (compare, gate):
        app.command()(command)


def compare(
    old: Annotated[Path, typer.Argument(help="A run log, or a baseline.")],
    new: Annotated[Path, typer.Argument(help="A run log of the same suites.")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the comparison to this file.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Show what stayed as it was, too, and all cases.")] = False,
    seed: Seed = 0,
) -> None:
    """Show two runs side by side: what they were made with, figures with their difference, the cases that moved."""
    from evals.comparing.as_json import comparison_json
    from evals.comparing.compare import compare as compared
    from evals.comparing.making import changes_of_making
    from evals.comparing.shown import show_comparison
    from evals.running.log import read_log

    try:
        before, after = read_log(old), read_log(new)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint="LOG") from None
    found, making = compared(before, after, seed=seed), changes_of_making(before, after)
    show_comparison(found, making, _console(), every=every)
    if json_out:
        _write(json_out, {"command": "eval compare", "old": str(old), "new": str(new)} | comparison_json(found, making))


def gate(
    ctx: typer.Context,
    suites: Suites = None,
    tier: GateTier = "quick",
    baseline: Baseline = None,
    log: LogFile = None,
    file: GateFile = None,
    update: Update = False,
    json_out: JsonOut = None,
    junit: Junit = None,
    seed: Seed = 0,
    jobs: Jobs = 1,
) -> None:
    """Run suites and fail where they miss a threshold or fell behind the baseline; says which cases moved and why."""
    from evals.comparing.as_json import verdict_json
    from evals.comparing.baseline import places_of, read_baseline, update_baselines
    from evals.comparing.gate import judge, only
    from evals.comparing.gate_file import GATE, load_rules
    from evals.comparing.junit import write_junit
    from evals.comparing.shown import show_verdict

    try:
        rules = load_rules(file or GATE)
        places = {"": baseline} if baseline else places_of(rules, tier, every=bool(suites))
        before = read_baseline(places.values(), missing_ok=update)
        made = _made(ctx.obj, suites or [], tier, log, jobs)
        against = only(before, frozenset(suite.name for suite in made.suites)) if suites else before
        result = judge(made, against, rules, seed=seed)
    except EvalError as exc:
        raise typer.BadParameter(str(exc), param_hint=type(exc).__name__) from None
    show_verdict(result, _console())
    if json_out:
        _write(json_out, {"command": "eval gate"} | verdict_json(result))
    if junit:
        write_junit(result, junit)
    if update:
        try:
            written = update_baselines(made, places, whole=not suites)
        except EvalError as exc:
            raise typer.BadParameter(str(exc), param_hint="--update") from None
        for path in written:
            Console(stderr=True).print(f"The baseline is {path}: read what changed, and commit it", soft_wrap=True)
    elif not result.passed:
        raise typer.Exit(1)


def _made(settings: "Settings", names: list[str], tier: str, path: Path | None, jobs: int) -> "Log":
    """The log at `path`, or that of a run that is made now."""
    from evals.comparing.gate import only
    from evals.running.changes import changed
    from evals.running.log import read_log
    from evals.running.recorded import new_log, recorded
    from evals.running.run import Asked
    from evals.running.suite import find_suites, load_suite

    if tier not in ("quick", "full"):
        raise typer.BadParameter(f"{tier!r} is no tier: take quick or full", param_hint="--tier")
    if path is not None and not names:
        return read_log(path)
    loaded = [load_suite(one) for one in find_suites(names, tier="" if tier == "full" else tier)]
    if path is not None:
        return only(read_log(path), frozenset(suite.name for suite in loaded))
    path = new_log(settings, loaded)
    with changed(settings, prompts=[], values=[]) as unchanged, progress_bar() as tell:
        given = {"suites": names, "tier": tier}
        made = recorded(loaded, unchanged, path, asked=Asked(), progress=tell, given=given, jobs=jobs)
    Console(stderr=True).print(f"The log is {path}", markup=False, soft_wrap=True)
    return made


def _console() -> Console:
    """Wide where nobody looks at a window, so that no column is cut."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
