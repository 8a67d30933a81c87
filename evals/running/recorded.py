"""One run from beginning to end: where its log goes, what stands in it first and last."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from evals.comparing.figures import figures_of
from evals.errors import LogInvalid
from evals.running.log import Log, LogWriter, SuiteRun, read_log
from evals.running.parallel import run_parallel
from evals.running.run import Asked, run_suites
from evals.running.suite import Suite
from evals.running.versions import code_revision, packages, plain_settings
from ingest.build import Progress
from settings import Settings

LOGS = "evals"
"""Folder of the logs in the folder of the settings."""


def new_log(settings: Settings, suites: Sequence[Suite]) -> Path:
    """A file of its own for a run that begins now, such as `var/evals/20261123-101500-verdict.jsonl`."""
    return new_log_named(settings, suites[0].name if len(suites) == 1 else f"{len(suites)}-suites")


def new_log_named(settings: Settings, name: str) -> Path:
    """The same for a run of this name."""
    folder = settings.var / LOGS
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{name}"
    path, number = folder / f"{stem}.jsonl", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.jsonl"
    return path


def recorded(
    suites: Sequence[Suite],
    settings: Settings,
    path: Path,
    *,
    asked: Asked,
    progress: Progress,
    given: Mapping[str, Any] | None = None,
    jobs: int = 1,
) -> Log:
    """Run suites into the log `path`, and read it back. `given` are the arguments of the command, for the log.

    With `jobs` above 1 so many processes share the work. `LogInvalid` where the log cannot be written.
    """
    started = time.perf_counter()
    with _new(path) as stream:
        writer = LogWriter(stream)
        writer.run(first_line(settings, asked, given or {}))
        alone = jobs < 2 or len(suites) < 2
        running: Iterator[SuiteRun] = (
            run_suites(suites, settings, writer, asked=asked, progress=progress)
            if alone
            else run_parallel(suites, settings, writer, asked=asked, progress=progress, jobs=jobs)
        )
        for run in running:
            for figure in figures_of(run, seed=asked.seed):
                writer.figure(figure.as_json())
        writer.end({"seconds": round(time.perf_counter() - started, 1)})
    return read_log(path)


def _new(path: Path) -> IO[str]:
    try:
        return path.open("x", encoding="utf-8")
    except FileExistsError:
        raise LogInvalid(f"{path} is there already: name another file, a log is never written over") from None
    except OSError as exc:
        raise LogInvalid(f"cannot write {path}: {exc.strerror}") from exc


def first_line(settings: Settings, asked: Asked, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a log says of its run before anything else."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": asked.seed,
        "limit": asked.limit,
        "given": dict(given),
        "code": code_revision(),
        "packages": packages(),
        "settings": plain_settings(settings),
    }
