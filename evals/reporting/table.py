"""A run log as tables in a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from evals.comparing.thresholds import Check
from evals.reporting.checks import checks_of, failed, score_of, worst_cases
from evals.reporting.times import TaskTimes, times_of
from evals.running.log import CaseRun, Log

_FAILED_SHOWN = 20
_REASON = 160


def print_log(log: Log, console: Console, *, slices: bool = False) -> None:
    """Every figure with n, interval, what has no value, and its threshold; what was missed; time and cost."""
    checks = checks_of(log)
    console.print(_figures(log.figures, checks))
    if slices:
        console.print(_slices(log.figures))
    if times := times_of(log.suites):
        console.print(_times(times))
    for line in _lines(log, checks):
        console.print(line, markup=False, soft_wrap=True)


def _figures(figures: Sequence[Mapping[str, Any]], checks: Sequence[Check]) -> Table:
    """Columns that would be empty are left out, so that the rest fits."""
    counts = [name for name in ("no_answer", "not_graded") if any(figure.get(name) for figure in figures)]
    table = Table(*_names(), *_numbers(), *(name.replace("_", "\n") for name in counts), box=None)
    if checks:
        table.add_column("threshold", ratio=1)
    for figure in figures:
        own = [one for one in checks if (one.suite, one.scorer) == (figure["suite"], figure["scorer"])]
        cells = [*_spread(figure), *(str(figure.get(name) or "") for name in counts)]
        table.add_row(figure["suite"], figure["scorer"], *cells, *([_told(own)] if checks else []))
    return table


def _slices(figures: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(*_names(), "slice", *_numbers(), box=None)
    for figure in figures:
        for axis, values in figure.get("slices", {}).items():
            for value, measure in values.items():
                if measure["n"]:
                    table.add_row(figure["suite"], figure["scorer"], Text(f"{axis}: {value}"), *_spread(measure))
    return table


def _times(times: Sequence[TaskTimes]) -> Table:
    costly = any(one.tokens_in or one.tokens_out or one.cost for one in times)
    table = Table(
        "task", "inputs", "ms (median)", "ms (95 %)", *(("tokens in", "out", "cost") if costly else ()), box=None
    )
    for one in times:
        tokens = (f"{one.tokens_in}", f"{one.tokens_out}", f"{one.cost:.4f}") if costly else ()
        table.add_row(one.task, str(one.n), f"{one.total.p50_ms:.0f}", f"{one.total.p95_ms:.0f}", *tokens)
    return table


def _lines(log: Log, checks: Sequence[Check]) -> Iterator[str]:
    for check in (one for one in checks if not one.met):
        suite = log.suite(check.suite)
        yield f"Missed: {check.suite} {check.scorer}: {check.told}"
        for case in worst_cases(suite, check) if suite else ():
            yield f"  {case.id}: {told_case(case, check.scorer)}"
    errors = failed(log.suites)
    for suite, case in errors[:_FAILED_SHOWN]:
        yield f"Failed: {suite.name} {case.id}: {case.error}"
    if len(errors) > _FAILED_SHOWN:
        yield f"  and {len(errors) - _FAILED_SHOWN} more: the log names all"
    if checks:
        yield f"{sum(one.met for one in checks)} of {len(checks)} thresholds are met"


def told_case(case: CaseRun, scorer: str) -> str:
    """What a case came to, in a line: its error, or value and reason."""
    if case.error:
        return f"failed: {case.error}"
    score = score_of(case, scorer)
    value = score.state.replace("_", " ") if score.value is None else f"{score.value:.3f}"
    reason = " ".join(score.reason.split())
    return f"{value} {reason[:_REASON]}{'…' if len(reason) > _REASON else ''}".rstrip()


def _names() -> tuple[Column, Column]:
    return Column("suite", no_wrap=True), Column("scorer", no_wrap=True)


def _numbers() -> tuple[Column, Column, Column]:
    return Column("n", justify="right"), Column("mean", justify="right"), Column("95 % interval", no_wrap=True)


def _spread(measure: Mapping[str, Any]) -> tuple[str, str, str]:
    if not measure["n"]:
        return "0", "-", "-"
    return str(measure["n"]), f"{measure['mean']:.3f}", f"{measure['low']:.3f} to {measure['high']:.3f}"


def _told(checks: Sequence[Check]) -> Text:
    parts = [(one.wish if one.met else f"MISSED {one.wish}", "" if one.met else "bold red") for one in checks]
    return Text("; ").join(Text(text, style=style) for text, style in parts)
