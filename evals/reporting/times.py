"""How long tasks took and what they cost. A ticket that two suites put to one task ran once, and counts once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evals.running.log import CaseRun, SuiteRun

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Step:
    """Milliseconds of a step over all inputs of a task."""

    name: str
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class TaskTimes:
    """A task over its `n` inputs: each one's whole time, its steps, and tokens and cost where a model wrote."""

    task: str
    totals_ms: tuple[float, ...]
    steps: tuple[Step, ...]
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    @property
    def n(self) -> int:
        return len(self.totals_ms)

    @property
    def total(self) -> Step:
        return _step(TOTAL, self.totals_ms)


def times_of(suites: Sequence[SuiteRun]) -> list[TaskTimes]:
    """By task, in the order in which they come."""
    by_task: dict[str, list[CaseRun]] = {}
    for task, case in _once(suites):
        by_task.setdefault(task, []).append(case)
    return [_times(task, cases) for task, cases in by_task.items()]


def _once(suites: Sequence[SuiteRun]) -> Iterator[tuple[str, CaseRun]]:
    seen: set[tuple[str, str, tuple[tuple[str, float], ...]]] = set()
    for suite in suites:
        for case in suite.cases:
            key = (suite.task, case.digest, tuple(sorted(case.timings_ms.items())))
            if case.timings_ms and key not in seen:
                seen.add(key)
                yield suite.task, case


def _times(task: str, cases: Sequence[CaseRun]) -> TaskTimes:
    names = dict.fromkeys(name for case in cases for name in case.timings_ms if name != TOTAL)
    steps = (_step(name, [case.timings_ms[name] for case in cases if name in case.timings_ms]) for name in names)
    tokens = {name: sum(case.tokens.get(name, 0) for case in cases) for name in ("in", "out", "cost")}
    totals = tuple(float(case.timings_ms.get(TOTAL, sum(case.timings_ms.values()))) for case in cases)
    return TaskTimes(task, totals, tuple(steps), int(tokens["in"]), int(tokens["out"]), float(tokens["cost"]))


def _step(name: str, values: Sequence[float]) -> Step:
    p50, p95 = np.percentile(values, [50, 95])
    return Step(name, round(float(p50), 1), round(float(p95), 1))
