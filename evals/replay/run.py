"""Run a back-test: for every step the index of its day, and its tickets through the assistant."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.comparing.figures import figures_of
from evals.formats.replay import case_id
from evals.outcome import Outcome
from evals.replay.figures import Told, outcome_of
from evals.replay.leaks import Answers, Seen, in_input
from evals.replay.plan import Replay, Step, Wanted, plan
from evals.replay.suite import write_suite
from evals.running.bench import Bench
from evals.running.log import CaseRun, Log, LogWriter, SuiteRun, read_log
from evals.running.recorded import first_line
from evals.running.run import Asked, described, put_through, score_case
from evals.running.suite import Suite
from ingest.assembly import build_embedder, build_generations, guard_version, house_rules
from ingest.build import Builder, Progress
from ingest.cache import EmbeddingCache
from ingest.documents import SourceDocument
from ingest.sources.detect import read_source
from settings import Settings

SUITE_SUFFIX = ".suite.yaml"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: the log, which can be compared and reported as any other, and the figures."""

    log: Log
    outcome: Outcome


def replayed(wanted: Wanted, settings: Settings, path: Path, *, progress: Progress) -> Replayed:
    """Run it into the log `path`; its suite stands beside it. Raises `DataInvalid`, and whatever a build raises."""
    started = time.perf_counter()
    progress("read", 0, 0)
    planned = plan(wanted)
    asked = Asked(wanted.limit, wanted.seed)
    with TemporaryDirectory(prefix="draftdesk-replay-") as place, path.open("x", encoding="utf-8") as stream:
        suite = write_suite(planned, path.with_suffix(SUITE_SUFFIX), Path(place) / "known")
        writer = LogWriter(stream)
        given = {"file": str(wanted.path), "refresh": wanted.refresh_days} | wanted.options()
        writer.run(first_line(settings, asked, given))
        run, seen = _suite_run(planned, suite, settings, Path(place), writer, progress)
        for figure in figures_of(run, seed=wanted.seed):
            writer.figure(figure.as_json())
        seconds = round(time.perf_counter() - started, 1)
        writer.end({"seconds": seconds})
    log = read_log(path)
    return Replayed(log, outcome_of(planned, log, Told(seen, seconds)))


def _suite_run(
    planned: Replay, suite: Suite, settings: Settings, place: Path, writer: LogWriter, progress: Progress
) -> tuple[SuiteRun, list[Seen]]:
    seen, done = list(in_input(planned.pasts)), list[CaseRun]()
    run: SuiteRun | None = None
    with closing(_House(settings, place)) as house:
        for step in planned.steps:
            sources = house.knows(planned, step, progress)
            answers = Answers(step.pasts)
            seen += [one for document in _documents(sources) for one in answers.in_document(document)]
            if run is None:
                run = _described(planned, suite, house.bench)
                writer.suite(run)
            for case in _cases(step, suite, house.bench, len(done), len(suite.cases), progress):
                done.append(case)
                writer.case(suite.name, case)
    assert run is not None
    return replace(run, cases=tuple(done)), seen


class _House:
    """The house as it was: its own settings, and an index that grows from step to step."""

    def __init__(self, settings: Settings, place: Path) -> None:
        self._sources = place / "known"
        own = settings.model_copy(update={"var": place / "var"})
        self.bench = Bench(own)
        self._builder = Builder(
            build_generations(own),
            embedder=build_embedder(settings, indexing=True),
            scrubber=self.bench.scrubber,
            cache=EmbeddingCache(settings.cache_file),
            guard_version=guard_version(house_rules(settings)),
            keep=2,
        )

    def knows(self, planned: Replay, step: Step, progress: Progress) -> list[Path]:
        """Bring the index to what was known before the step; the sources that it is made of."""
        sources = planned.library.write(self._sources, step.known)
        self._builder.build(sources, progress=progress)
        return sources

    def close(self) -> None:
        self.bench.close()


def _documents(sources: Sequence[Path]) -> Iterator[SourceDocument]:
    """Read again what was indexed, so that the check does not rest on the plan that it checks."""
    for source in sources:
        yield from (one for one in read_source(source) if isinstance(one, SourceDocument))


def _described(planned: Replay, suite: Suite, bench: Bench) -> SuiteRun:
    steps = [{"cut": step.cut, "tickets": len(step.pasts), "documents": len(step.known)} for step in planned.steps]
    run = described(suite, bench)
    return replace(run, made_with={**run.made_with, "replay": steps})


def _cases(step: Step, suite: Suite, bench: Bench, done: int, total: int, progress: Progress) -> Iterator[CaseRun]:
    by_id = {case.id: case for case in suite.cases}
    for number, past in enumerate(step.pasts, start=done):
        progress("query", number, total)
        case = by_id[case_id(past)]
        yield score_case(suite, case, put_through(suite, bench, case))
    progress("query", done + len(step.pasts), total)
