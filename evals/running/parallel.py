"""Suites in several processes: each holds its own models and indexes, and suites that share outputs stay together."""

import io
import json
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.util import Finalize
from pathlib import Path
from queue import Empty
from typing import Any

import structlog

from evals.rows import sample
from evals.running.bench import Benches, benches
from evals.running.log import LogWriter, SuiteRun, as_runs
from evals.running.run import Asked, run_on
from evals.running.suite import Suite, load_suite
from ingest.build import Progress
from settings import Settings

_EVERY_S = 0.3
_held: dict[str, Any] = {}
"""What a worker process keeps from one unit to the next."""


def run_parallel(
    suites: Sequence[Suite], settings: Settings, writer: LogWriter, *, asked: Asked, progress: Progress, jobs: int
) -> Iterator[SuiteRun]:
    """As `run_suites`, by `jobs` processes; suites come, and are logged, in their order."""
    context = get_context("spawn")
    told: Queue[tuple[str, int]] = context.Queue()
    planned = sum(len(sample(suite.cases, asked.limit, asked.seed)) for suite in suites)
    done: dict[str, str] = {}
    waiting = {suite.name: suite for suite in suites}
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(settings, told)) as pool:
        units = sorted(_units(suites), key=_size, reverse=True)
        going = {pool.submit(_work, [suite.path for suite in unit], asked) for unit in units}
        counts: dict[str, int] = {}
        while going:
            ended, going = wait(going, timeout=_EVERY_S, return_when=FIRST_COMPLETED)
            _drain(told, counts)
            progress(f"{len(suites)} suites", sum(counts.values()), planned)
            for one in ended:
                done |= one.result()
            while waiting and (first := next(iter(waiting))) in done:
                waiting.pop(first)
                yield from _logged(done.pop(first), writer)
    progress(f"{len(suites)} suites", planned, planned)


def _units(suites: Sequence[Suite]) -> list[list[Suite]]:
    """Suites that put the same inputs to the same task on the same knowledge: a ticket runs once for all of them."""
    found: dict[str, list[Suite]] = {}
    for suite in suites:
        key = json.dumps([suite.task.name, [str(one) for one in suite.sources], dict(suite.settings)], default=str)
        found.setdefault(key, []).append(suite)
    return list(found.values())


def _size(unit: Sequence[Suite]) -> tuple[bool, int]:
    """What is begun first: units with an index of their own, and of these the larger ones."""
    return bool(unit[0].sources), len({case.id for suite in unit for case in suite.cases})


def _begin(settings: Settings, told: "Queue[tuple[str, int]]") -> None:
    # What the command set up for its own process: events of single cases are nobody's reading here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    stack = ExitStack()
    _held["told"] = told
    _held["benches"] = stack.enter_context(benches(settings, lambda *_: None))
    Finalize(None, stack.close, exitpriority=10)


def _work(paths: Sequence[Path], asked: Asked) -> dict[str, str]:
    """In a worker: lines of the log by suite."""
    made: Benches = _held["benches"]
    told: Queue[tuple[str, int]] = _held["told"]
    found = {}
    suites = [load_suite(path) for path in paths]
    stream = io.StringIO()
    writer = LogWriter(stream)
    running = run_on(made, suites, writer, asked=asked, progress=lambda name, n, _: told.put((name, n)))
    for run in running:
        writer.timings()
        found[run.name] = stream.getvalue()
        stream.seek(0)
        stream.truncate()
    return found


def _drain(told: "Queue[tuple[str, int]]", counts: dict[str, int]) -> None:
    while True:
        try:
            name, done = told.get_nowait()
        except Empty:
            return
        counts[name] = done


def _logged(lines: str, writer: LogWriter) -> Iterator[SuiteRun]:
    """Put a worker's lines into the log, and give back what they tell."""
    for run in as_runs([json.loads(line) for line in lines.splitlines()]):
        writer.suite(run)
        for case in run.cases:
            writer.case(run.name, case)
        yield run
