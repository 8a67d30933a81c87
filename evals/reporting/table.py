"""A run log as a table."""

from rich.console import Console
from rich.table import Table

from evals.running.log import Log


def print_log(log: Log, console: Console) -> None:
    """Every figure with n, interval, and what has no value; then the cases that failed."""
    table = Table("suite", "scorer", "n", "mean", "95 % interval", "no answer", "not graded", box=None)
    for figure in log.figures:
        spread = (
            (f"{figure['mean']:.3f}", f"{figure['low']:.3f} to {figure['high']:.3f}") if figure["n"] else ("-", "-")
        )
        counts = (str(figure[name] or "") for name in ("no_answer", "not_graded"))
        table.add_row(figure["suite"], figure["scorer"], str(figure["n"]), *spread, *counts)
    console.print(table)
    for suite in log.suites:
        for case in suite.cases:
            if case.error:
                console.print(f"{suite.name} {case.id} failed: {case.error}", markup=False, soft_wrap=True)
