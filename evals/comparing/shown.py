"""Comparisons and verdicts of the gate on the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from evals.comparing.compare import Comparison, Difference, Moved
from evals.comparing.gate import Failure, GateResult
from evals.comparing.making import Change
from evals.scorers.score import Score

_CASES = 5
"""Cases that are shown of each scorer, the worst."""


def show_comparison(found: Comparison, making: Sequence[Change], console: Console, *, every: bool = False) -> None:
    """What was made otherwise, figures side by side, cases that moved. `every` shows what stayed as it was, too."""
    show_making(making, console)
    shown = [one for one in found.differences if every or one.moved]
    if shown:
        console.print(_table(shown, "scorer"))
    still = len(found.differences) - len(shown)
    if still:
        console.print(f"{still} figure{'s' if still > 1 else ''} stayed as they were: --all shows them.")
    slices = [one for one in found.slices if one.moved and (every or one.p_adjusted < 0.05)]
    if slices:
        console.print("\nBy slice (exploratory: p is adjusted for all of them):")
        console.print(_table(slices, "slice"))
    for one in found.differences:
        if one.moved:
            console.print(f"\n{one.name}: {_count(one)}", markup=False)
            show_moved(one.moved, console, every=every)
    show_left_out(found, console)


def show_verdict(result: GateResult, console: Console) -> None:
    """Every failure with the cases that moved, then the verdict."""
    show_making(result.making, console)
    show_left_out(result.comparison, console, new=True)
    better = sum(one.gain is not None and one.gain > 0 for one in result.moved)
    worse = sum(one.gain is not None and one.gain < 0 for one in result.moved)
    for failure in result.failures:
        console.print(f"{failure.rule}: {failure.name} {failure.told}", markup=False, soft_wrap=True)
        show_moved(failure.moved, console)
    console.print(f"{better} scores of cases got better, {worse} worse, against the baseline.")
    count = len(result.failures)
    console.print("The gate is open." if result.passed else f"The gate is shut: {count} reason{'s'[: count > 1]}.")


def show_moved(moved: Sequence[Moved], console: Console, *, every: bool = False) -> None:
    """Cases with both values and both reasons."""
    for one in moved if every else moved[:_CASES]:
        console.print(f"  {one.case}: {_score(one.old)} -> {_score(one.new)}", markup=False, soft_wrap=True)
    if not every and len(moved) > _CASES:
        console.print(f"  and {len(moved) - _CASES} more")


def show_making(making: Sequence[Change], console: Console) -> None:
    """One line for each thing that was made otherwise."""
    for one in making:
        suites = f" ({', '.join(one.suites)})" if one.suites else ""
        console.print(f"{one.what}: {one.old} -> {one.new}{suites}", markup=False, soft_wrap=True)


def show_left_out(found: Comparison, console: Console, *, new: bool = False) -> None:
    """What could not be compared; with `new` only what the old log does not know."""
    for one in found.left_out:
        if one.new or not new:
            console.print(f"not compared: {one.suite}: {one.told}", markup=False, soft_wrap=True)


def failure_lines(failure: Failure) -> Iterator[str]:
    """A failure and its cases as plain text."""
    yield f"{failure.rule}: {failure.name} {failure.told}"
    yield from (f"  {one.case}: {_score(one.old)} -> {_score(one.new)}" for one in failure.moved)


def _table(rows: Sequence[Difference], by: str) -> Table:
    table = Table("suite", *(["scorer", "slice"] if by == "slice" else ["scorer"]), box=None)
    for name in ("n", "old", "new", "change", "95 % interval", "p", "adjusted", "better", "worse", "got", "lost"):
        table.add_column(name, justify="right")
    for one in rows:
        names = [one.suite, one.scorer.name, *([one.slice] if by == "slice" else [])]
        table.add_row(*names, *_figures(one))
    return table


def _figures(one: Difference) -> Iterator[str]:
    pairs = one.pairs
    yield str(pairs.n)
    yield from (_value(pairs.old), _value(pairs.new))
    yield "-" if pairs.change is None else f"{pairs.change:+.3f}"
    yield f"{pairs.low:+.3f} to {pairs.high:+.3f}"
    yield f"{pairs.p:.3f}"
    yield f"{one.p_adjusted:.3f}"
    yield from (str(number or "") for number in (_better(one), _worse(one), one.got, one.lost))


def _count(one: Difference) -> str:
    told = [(_better(one), "better"), (_worse(one), "worse"), (one.got, "got a value"), (one.lost, "lost their value")]
    return ", ".join(f"{number} {word}" for number, word in told if number)


def _better(one: Difference) -> int:
    return sum(each.gain is not None and each.gain > 0 for each in one.moved)


def _worse(one: Difference) -> int:
    return sum(each.gain is not None and each.gain < 0 for each in one.moved)


def _score(score: Score) -> str:
    told = score.state.replace("_", " ") if score.value is None else f"{score.value:.3g}"
    return f"{told} ({score.reason})" if score.reason else told


def _value(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
