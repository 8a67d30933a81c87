"""A run log as JSON for other programs; keys stay, new ones may come.

`command`, `data` (the log), `n` (cases), `settings` (seed, limit, what was given), `seconds`; `metrics` by
`suite/scorer` (null where nothing was scored) and `intervals` beside them (n, low, high); `figures` as the log keeps
them, with slices and counts of what has no value; `thresholds` (suite, scorer, kind, asked, got, met) and `met` over
all of them; `counts` (suites, cases, failed); `failed` (suite, id, error); `times` by task (inputs, ms, tokens, cost);
`suites` (version, task, made_with); `run` as the log's first line has it. With a baseline also its path and
the `comparison` as `draftdesk eval compare --json` writes it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.comparing.as_json import comparison_json
from evals.comparing.compare import compare
from evals.comparing.making import changes_of_making
from evals.reporting.checks import checks_of, failed
from evals.reporting.times import TaskTimes, times_of
from evals.running.log import Log, SuiteRun

_RUN = ("started", "code", "packages", "settings")


def report_json(log: Log, *, command: str = "eval report", baseline: Log | None = None) -> dict[str, Any]:
    """The whole report but the outputs, which the log holds."""
    checks = checks_of(log)
    errors = failed(log.suites)
    cases = sum(len(suite.cases) for suite in log.suites)
    made = {
        "command": command,
        "data": str(log.path or ""),
        "n": cases,
        "settings": {name: log.run.get(name) for name in ("seed", "limit", "given")},
        "seconds": log.run.get("seconds", 0),
        "metrics": {_key(one): one["mean"] for one in log.figures},
        "intervals": {_key(one): {k: one[k] for k in ("n", "low", "high")} for one in log.figures if one["n"]},
        "figures": [dict(one) for one in log.figures],
        "thresholds": [asdict(one) | {"met": one.met} for one in checks],
        "met": all(one.met for one in checks),
        "counts": {"suites": len(log.suites), "cases": cases, "failed": len(errors)},
        "failed": [{"suite": suite.name, "id": case.id, "error": case.error} for suite, case in errors],
        "times": {one.task: _times(one) for one in times_of(log.suites)},
        "suites": {suite.name: _suite(suite) for suite in log.suites},
        "run": {name: log.run[name] for name in _RUN if name in log.run},
    }
    if baseline:
        made["baseline"] = str(baseline.path or "")
        found = compare(baseline, log, slices=False)
        made["comparison"] = comparison_json(found, changes_of_making(baseline, log))
    return made


def write_json(log: Log, path: Path, *, command: str = "eval report", baseline: Log | None = None) -> None:
    """The same as a file."""
    made = report_json(log, command=command, baseline=baseline)
    path.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _key(figure: Mapping[str, Any]) -> str:
    return f"{figure['suite']}/{figure['scorer']}"


def _suite(suite: SuiteRun) -> dict[str, Any]:
    return {
        "version": suite.version,
        "task": suite.task,
        "cases": len(suite.cases),
        "made_with": dict(suite.made_with),
    }


def _times(times: TaskTimes) -> dict[str, Any]:
    steps = {step.name: {"p50_ms": step.p50_ms, "p95_ms": step.p95_ms} for step in (times.total, *times.steps)}
    return {
        "inputs": times.n,
        "steps": steps,
        "tokens_in": times.tokens_in,
        "tokens_out": times.tokens_out,
        "cost": times.cost,
    }
