"""A baseline: a run log cut down to what a comparison needs, sorted, so that it can be committed and diffed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.comparing.gate_file import Rules
from evals.errors import BaselineMissing, LogInvalid
from evals.running.log import FORMAT, CaseRun, Log, SuiteRun, read_log
from evals.running.suite import find_suites
from evals.scorers.catalog import scorers
from evals.scorers.score import Score, weighted_mean
from settings import ROOT

_KEPT = ("seed", "limit", "code", "packages")
_DIGITS = 4


def places_of(rules: Rules, tier: str, *, every: bool = False) -> dict[str, Path]:
    """Where the baselines of a tier lie: `full` is all that is quick, too. `every` takes all that are there."""
    tiers = ("quick", "full") if tier == "full" or every else ("quick",)
    found = {one: rules.baselines[one] for one in tiers if one in rules.baselines}
    there = {one: path for one, path in found.items() if path.is_file()} if every else {}
    if not found:
        raise BaselineMissing(f"the gate file names no baseline of the tier {tier}: name one, or use --baseline LOG")
    return there or found


def read_baseline(paths: Iterable[Path], *, missing_ok: bool = False) -> Log:
    """One log of all of these. `BaselineMissing` where one is not there, `LogInvalid` where it cannot be read."""
    logs = []
    for path in paths:
        if path.is_file():
            logs.append(read_log(path))
        elif not missing_ok:
            raise BaselineMissing(f"there is no baseline {path}: make one with `draftdesk eval gate --update`")
    return Log(logs[0].run if logs else {}, tuple(suite for log in logs for suite in log.suites))


def update_baselines(log: Log, places: Mapping[str, Path], *, whole: bool) -> list[Path]:
    """Put the suites of a log into the baselines of their tiers; `whole` leaves nothing of what was there.

    `LogInvalid` for a log that no later run could be held against: cases failed, or only some were run.
    """
    failed = [f"{suite.name} {case.id}" for suite in log.suites for case in suite.cases if case.error]
    if failed or log.run.get("limit"):
        why = f"case {failed[0]} failed" if failed else "only some cases were run (--limit)"
        raise LogInvalid(f"{why}: the baseline stays as it was")
    full = {path.stem for path in find_suites([], tier="full")}
    for tier, path in places.items():
        mine = [suite for suite in log.suites if not tier or (suite.name in full) == (tier == "full")]
        names = {suite.name for suite in mine}
        old = () if whole or not path.is_file() else read_log(path).suites
        write_baseline(replace(log, suites=(*(one for one in old if one.name not in names), *mine)), path)
    return list(places.values())


def write_baseline(log: Log, path: Path) -> None:
    """A line for each case: its scores, and reasons only where something is wrong. No outputs, no timings."""
    lines: list[dict[str, Any]] = [
        {"kind": "run", "format": FORMAT} | {key: log.run[key] for key in _KEPT if key in log.run}
    ]
    for suite in sorted(log.suites, key=lambda one: one.name):
        lines.append(_suite(suite))
        lines += [_case(suite.name, case) for case in sorted(suite.cases, key=lambda one: one.id)]
    lines.append({"kind": "end"})
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def _suite(suite: SuiteRun) -> dict[str, Any]:
    path = Path(suite.path)
    told = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    values = {name: getattr(suite, name) for name in ("name", "version", "task", "thresholds", "made_with")}
    return {"kind": "suite", "path": told, "scorers": sorted(suite.scorers), **values}


def _case(suite: str, case: CaseRun) -> dict[str, Any]:
    line: dict[str, Any] = {"kind": "case", "suite": suite, "id": case.id, "digest": case.digest}
    if case.error:
        line["error"] = case.error
    asked = sorted((name, score) for name, score in case.scores.items() if score.state != "not_asked")
    return line | {"scores": {name: _score(name, score) for name, score in asked}}


def _score(name: str, score: Score) -> Any:
    """A number where there is nothing else to say."""
    known = scorers().get(name)
    value = _rounded(score.value)
    best = known is not None and value == (1.0 if known.better == "higher" else 0.0)
    reason = "" if best else score.reason
    detail = {} if known is not None and known.statistic is weighted_mean else _rounded(score.detail)
    line = Score(value, reason, score.state, _rounded(score.weight), detail).as_json()
    return value if line.keys() == {"value"} else line


def _rounded(value: Any) -> Any:
    """With four digits at the most, and none where there is nothing behind the point."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
