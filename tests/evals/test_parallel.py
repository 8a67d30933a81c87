"""Suites in two processes come to the same log as in one."""

from pathlib import Path

import pytest

from evals.errors import LogInvalid
from evals.running.log import CaseRun, Log
from evals.running.recorded import recorded
from evals.running.run import Asked
from evals.running.suite import find_suites, load_suite
from settings import Settings


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    suites = [load_suite(path) for path in find_suites(["secrets", "pii"])]
    told: list[tuple[str, int, int]] = []
    alone, shared = (
        recorded(
            suites,
            Settings(var=tmp_path),
            tmp_path / f"{jobs}.jsonl",
            asked=Asked(limit=4, seed=3),
            progress=lambda *step: told.append(step),
            jobs=jobs,
        )
        for jobs in (1, 2)
    )
    assert [suite.name for suite in shared.suites] == ["secrets", "pii"]
    assert shared.figures == alone.figures
    assert _cases(shared) == _cases(alone)
    assert all(case.timings_ms for suite in shared.suites for case in suite.cases)
    assert told[-1] == ("2 suites", 8, 8)


def test_a_log_is_never_written_over(tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    suites = [load_suite(path) for path in find_suites(["pii"])]
    with pytest.raises(LogInvalid, match="is there already"):
        recorded(suites, Settings(var=tmp_path), there, asked=Asked(limit=1), progress=lambda *_: None)
    assert there.read_text() == "mine"


def _cases(log: Log) -> list[tuple[object, ...]]:
    def told(case: CaseRun) -> tuple[object, ...]:
        return case.id, case.digest, case.output, case.scores, case.error

    return [told(case) for suite in log.suites for case in suite.cases]
