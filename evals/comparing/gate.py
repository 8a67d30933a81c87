"""The gate: a run against its thresholds and against a baseline, by rules from a file. Pure: no run, no files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from evals.comparing.compare import Comparison, Difference, Moved, compare, oriented
from evals.comparing.gate_file import Allowed, Rules
from evals.comparing.making import Change, changes_of_making
from evals.comparing.paired import FLOOR
from evals.comparing.thresholds import thresholds_of
from evals.running.log import Log, SuiteRun

Rule = Literal[
    "error", "missing", "changed", "made_with", "threshold", "zero_tolerance", "drop", "test", "together", "answered"
]
_ROUNDING = 0.0005
"""A baseline keeps four digits: less than this is no difference."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run may not go live: `told` in words, figures where it is about figures, and the cases, worst first."""

    rule: Rule
    suite: str
    told: str
    scorer: str = ""
    old: float | None = None
    new: float | None = None
    allowed: float | None = None
    moved: tuple[Moved, ...] = ()

    @property
    def name(self) -> str:
        """As gate files write it."""
        return f"{self.suite}/{self.scorer}" if self.scorer else self.suite


@dataclass(frozen=True, slots=True)
class GateResult:
    """What a gate says of a run, and what it rests on. `making` is what was made otherwise than the baseline."""

    failures: tuple[Failure, ...]
    comparison: Comparison
    making: tuple[Change, ...] = ()

    @property
    def passed(self) -> bool:
        """May it go live?"""
        return not self.failures

    @property
    def moved(self) -> tuple[Moved, ...]:
        """All cases that moved, worst first, whether or not anything failed."""
        return self.comparison.moved


def judge(log: Log, baseline: Log, rules: Rules, *, seed: int = 0) -> GateResult:
    """Hold a run against its own thresholds and against `baseline`; the same two logs get the same answer."""
    comparison = compare(baseline, log, seed=seed, slices=False)
    making = tuple(changes_of_making(baseline, log)) if baseline.suites else ()
    failures = [*_errors(log, rules), *_not_there(comparison), *_made_otherwise(making, rules)]
    for suite in log.suites:
        failures += thresholds_missed(suite)
    for one in comparison.differences:
        failures += _fallen(one, rules.allowed(one.suite, one.scorer.name), rules)
    failures += _weaker_together(comparison, rules)
    return GateResult(tuple(failures), comparison, making)


def only(log: Log, names: frozenset[str]) -> Log:
    """The log of these suites alone."""
    figures = tuple(figure for figure in log.figures if figure["suite"] in names)
    return replace(log, suites=tuple(suite for suite in log.suites if suite.name in names), figures=figures)


def thresholds_missed(suite: SuiteRun) -> Iterator[Failure]:
    """What the suite itself asks for."""
    for one in thresholds_of(suite):
        if not one.met:
            yield Failure("threshold", suite.name, one.told, one.scorer, None, one.got, one.asked)


def _errors(log: Log, rules: Rules) -> Iterator[Failure]:
    failed = [(suite.name, case) for suite in log.suites for case in suite.cases if case.error]
    if len(failed) > rules.errors:
        for suite, case in failed:
            yield Failure("error", suite, f"case {case.id} failed: {case.error}", allowed=rules.errors)


def _not_there(comparison: Comparison) -> Iterator[Failure]:
    """What the baseline holds and the run does not: a gate that looks at less is weaker."""
    for one in comparison.left_out:
        if not one.new:
            names = "" if one.names == (one.suite,) else f": {_some(one.names)}"
            rule: Rule = "changed" if one.what in ("version", "input") else "missing"
            yield Failure(rule, one.suite, f"{one.told}{names}")


def _made_otherwise(making: tuple[Change, ...], rules: Rules) -> Iterator[Failure]:
    for change in making:
        if any(change.what == key or change.what.startswith(f"{key}.") for key in rules.must_match):
            told = f"{change.what} is {change.new}, the baseline was made with {change.old}"
            yield Failure("made_with", ", ".join(change.suites) or "all suites", told)


def _fallen(one: Difference, allowed: Allowed, rules: Rules) -> Iterator[Failure]:
    if allowed.zero:
        yield from _newly_bad(one)
    else:
        yield from _lower(one, allowed, rules)
    yield from _held_back(one, allowed)


def _newly_bad(one: Difference) -> Iterator[Failure]:
    best = 1.0 if one.scorer.better == "higher" else 0.0
    bad = tuple(
        each
        for each in one.moved
        if each.new.state == "scored"
        and (each.gain < 0 if each.gain is not None else abs((each.new.value or 0.0) - best) >= FLOOR)
    )
    if bad:
        told = f"{_cases(len(bad))} got worse, and none may"
        yield Failure("zero_tolerance", one.suite, told, one.scorer.name, one.old, one.new, 0.0, bad)


def _lower(one: Difference, allowed: Allowed, rules: Rules) -> Iterator[Failure]:
    """By too much, over the pairs or over all that have a value; or by less, but surely."""
    worse = tuple(each for each in one.moved if each.gain is None or each.gain < 0)
    if one.old is not None and one.new is None:
        told = f"was {one.old:.4f} and has no value any more"
        yield Failure("drop", one.suite, told, one.scorer.name, one.old, None, allowed.drop, worse)
        return
    limit = max(allowed.drop, allowed.cases / max(one.cases, 1))
    for old, new, over in (
        (one.pairs.old, one.pairs.new, f"the {_cases(one.pairs.n)} that have a value in both"),
        (one.old, one.new, "all cases that have a value"),
    ):
        if old is None or new is None:
            continue
        fall = -(oriented(one.scorer, new - old) or 0.0)
        if fall > limit + _ROUNDING and not (_by_luck(one, rules) and fall <= 2 * limit):
            told = f"from {old:.4f} to {new:.4f} over {over}: worse by {fall:.4f}, {limit:.4f} is allowed"
            yield Failure("drop", one.suite, told, one.scorer.name, old, new, limit, worse)
            return
    gain = one.gain or 0.0
    if gain <= -rules.test.floor and one.p_adjusted < rules.test.significance:
        told = f"worse by {-gain:.4f}, and surely so: p = {one.p_adjusted:.4f}, adjusted for all scorers"
        yield Failure("test", one.suite, told, one.scorer.name, one.pairs.old, one.pairs.new, rules.test.floor, worse)


def _by_luck(one: Difference, rules: Rules) -> bool:
    """Did cases move both ways, so that swapping old and new makes such a change often?"""
    return any(each.gain is not None and each.gain > 0 for each in one.moved) and one.pairs.p > rules.luck


def _weaker_together(comparison: Comparison, rules: Rules) -> Iterator[Failure]:
    for one in comparison.together:
        if one.gain <= -rules.together.floor and one.p_adjusted < rules.together.significance:
            told = (
                f"over all scorers {one.worse} of {one.n} inputs got worse and {one.better} better: by {-one.gain:.4f} "
                f"in the mean, p = {one.p_adjusted:.4f}"
            )
            yield Failure("together", f"task {one.task}", told, new=one.gain, allowed=rules.together.floor)


def _held_back(one: Difference, allowed: Allowed) -> Iterator[Failure]:
    """More cases lost their value than got one, by more than is allowed."""
    fewer = one.lost - one.got
    if one.cases and fewer / one.cases > allowed.answered and fewer > allowed.cases:
        told = f"{_cases(one.lost)} of {one.cases} lost their value, {one.got} got one"
        lost = tuple(each for each in one.moved if each.lost)
        yield Failure("answered", one.suite, told, one.scorer.name, 1.0, 1 - fewer / one.cases, allowed.answered, lost)


def _cases(count: int) -> str:
    return f"{count} case{'' if count == 1 else 's'}"


def _some(names: tuple[str, ...], shown: int = 8) -> str:
    return ", ".join(names[:shown]) + (f" and {len(names) - shown} more" if len(names) > shown else "")
