"""Runs suites: every case through its task, scored as soon as it is done. A case that fails never ends the run."""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evals.rows import sample
from evals.running.bench import Bench, Benches, benches
from evals.running.case import Case, digest
from evals.running.log import CaseRun, LogWriter, SuiteRun
from evals.running.suite import Suite, Threshold
from evals.running.task import Kept, Ran
from evals.scorers.score import Score, not_graded
from ingest.build import Progress
from settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the suites is run: at the most `limit` cases of each (0 for all), drawn with `seed`."""

    limit: int = 0
    seed: int = 0


def run_suites(
    suites: Sequence[Suite], settings: Settings, writer: LogWriter, *, asked: Asked, progress: Progress
) -> Generator[SuiteRun, None, None]:
    """Each suite when it is done, its cases logged as they come."""
    with benches(settings, progress) as made:
        yield from run_on(made, suites, writer, asked=asked, progress=progress)


def run_on(
    made: Benches, suites: Sequence[Suite], writer: LogWriter, *, asked: Asked, progress: Progress
) -> Generator[SuiteRun, None, None]:
    """The same on benches that are there. Outputs are shared: a ticket that two suites put to one task runs once."""
    shared: dict[tuple[int, str, str, str], Ran | Exception] = {}
    for suite in suites:
        bench = made.of(suite.sources, suite.settings, suite.options)
        run = described(suite, bench)
        writer.suite(run)
        done = []
        for case in _watched(suite, asked, progress):
            key = (id(bench.settings), suite.task.name, digest(case.input), digest(suite.options))
            if key not in shared:
                shared[key] = put_through(suite, bench, case)
            done.append(score_case(suite, case, shared[key]))
            writer.case(suite.name, done[-1])
        yield replace(run, cases=tuple(done))


def score_case(suite: Suite, case: Case, ran: Ran | Exception) -> CaseRun:
    """What the suite's scorers say of what came out."""
    made = CaseRun(case.id, digest(case.input), case.slices, None, {}, group=case.group)
    if isinstance(ran, Exception):
        told = failure(ran)
        scores = {scorer.name: not_graded("the case failed") for scorer in suite.scorers}
        return replace(made, scores=scores, error=told)
    made = replace(made, output=ran.output.model_dump(mode="json", exclude_defaults=True))
    return replace(made, scores=scores_of(suite, case, ran.output), timings_ms=ran.timings_ms, tokens=ran.tokens)


def scores_of(suite: Suite, case: Case, output: Kept) -> dict[str, Score]:
    """Scores by name; a scorer that raises could not grade the case, and says so."""
    expect = suite.task.expect.model_validate(case.expect)
    found: dict[str, Score] = {}
    for scorer in suite.scorers:
        try:
            found[scorer.name] = scorer.judge(expect, output)
        except Exception as exc:  # one scorer's mistake must not take the run with it
            found[scorer.name] = not_graded(f"the scorer failed: {type(exc).__name__}")
    return found


def failure(exc: Exception) -> str:
    """Type and code of an error. Never its message, which may quote a ticket."""
    code = getattr(exc, "code", "")
    return f"{type(exc).__name__} ({code})" if code else type(exc).__name__


def put_through(suite: Suite, bench: Bench, case: Case) -> Ran | Exception:
    """What the suite's task makes of a case, or what it raised."""
    started = time.perf_counter()
    try:
        ran = suite.task.run(bench, suite.task.given.model_validate(case.input))
    except Exception as exc:  # told in the log; the next case goes on
        return exc
    whole = {"total": round((time.perf_counter() - started) * 1000, 1)}
    return replace(ran, timings_ms={**ran.timings_ms, **whole})


def _watched(suite: Suite, asked: Asked, progress: Progress) -> Iterator[Case]:
    cases = sample(suite.cases, asked.limit, asked.seed)
    for number, case in enumerate(cases):
        progress(suite.name, number, len(cases))
        yield case
    progress(suite.name, len(cases), len(cases))


def described(suite: Suite, bench: Bench) -> SuiteRun:
    """The suite as a log tells it before its cases."""
    return SuiteRun(
        name=suite.name,
        version=suite.version,
        task=suite.task.name,
        path=str(suite.path),
        scorers=tuple(scorer.name for scorer in suite.scorers),
        thresholds=told_thresholds(suite),
        made_with=bench.made_with,
    )


def told_thresholds(suite: Suite) -> dict[str, Mapping[str, float]]:
    """Thresholds as a log keeps them: by scorer, only what is asked."""
    return {name: _told(one) for name, one in suite.thresholds.items()}


def _told(threshold: Threshold) -> Mapping[str, float]:
    values: dict[str, Any] = {name: getattr(threshold, name) for name in ("at_least", "at_most", "answered")}
    return {name: value for name, value in values.items() if value is not None}
