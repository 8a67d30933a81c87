"""The run log: JSON Lines that people can read and diff, enough to score every case again without the assistant.

Lines by `kind`: one `run` (what it was made with); for each suite one `suite`, its `case` lines (id, digest of the
input, slices, what came out or the error, scores) and its `figure` lines (means with n and interval); at the end the
`timing` lines, which differ from run to run, and one `end`. A log without `end` was cut short.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from evals.errors import LogInvalid
from evals.scorers.score import Score

FORMAT = 1


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case that was run: `output` is None where `error` tells why. Scores by name of the scorer."""

    id: str
    digest: str
    slices: Mapping[str, str]
    output: Mapping[str, Any] | None
    scores: Mapping[str, Score]
    error: str = ""
    group: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """A suite that was run. `made_with` names the versions of what it ran on; `scorers` those that were asked for."""

    name: str
    version: int
    task: str
    path: str
    scorers: tuple[str, ...]
    thresholds: Mapping[str, Mapping[str, float]]
    made_with: Mapping[str, Any]
    cases: tuple[CaseRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """A whole run. `run` holds settings, versions, seed, limit, code revision, packages, start and seconds."""

    run: Mapping[str, Any]
    suites: tuple[SuiteRun, ...]
    figures: tuple[Mapping[str, Any], ...] = ()
    path: Path | None = None

    def suite(self, name: str) -> SuiteRun | None:
        """The suite of this name, if it was run."""
        return next((one for one in self.suites if one.name == name), None)


class LogWriter:
    """Writes a log line by line, so that a run that is cut short leaves what it has done."""

    def __init__(self, stream: IO[str], *, outputs: bool = True) -> None:
        self._stream = stream
        self._outputs = outputs
        self._timings: list[dict[str, Any]] = []

    def run(self, values: Mapping[str, Any]) -> None:
        """The first line."""
        self._line({"kind": "run", "format": FORMAT, **values})

    def suite(self, suite: SuiteRun) -> None:
        """What a suite is; its cases follow."""
        names = ("name", "version", "task", "path", "scorers", "thresholds", "made_with")
        self._line({"kind": "suite"} | {name: getattr(suite, name) for name in names})

    def case(self, suite: str, case: CaseRun) -> None:
        """One case, as soon as it is scored."""
        line: dict[str, Any] = {"kind": "case", "suite": suite, "id": case.id, "digest": case.digest}
        line |= {name: value for name in ("slices", "group", "error") if (value := getattr(case, name))}
        line["scores"] = {name: score.as_json() for name, score in case.scores.items()}
        if self._outputs and case.output is not None:
            line["output"] = case.output
        self._line(line)
        if case.timings_ms or case.tokens:
            self._timings.append(
                {"kind": "timing", "suite": suite, "id": case.id, "ms": case.timings_ms, "tokens": case.tokens}
            )

    def figure(self, values: Mapping[str, Any]) -> None:
        """A figure over the cases of a suite."""
        self._line({"kind": "figure", **values})

    def end(self, values: Mapping[str, Any]) -> None:
        """Timings, and the last line."""
        self.timings()
        self._line({"kind": "end", **values})

    def timings(self) -> None:
        """Those of the cases so far."""
        for timing in self._timings:
            self._line(timing)
        self._timings.clear()

    def _line(self, value: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(_plain(value), ensure_ascii=False) + "\n")
        self._stream.flush()


def write_log(log: Log, path: Path, *, outputs: bool = True) -> None:
    """A whole log; without `outputs` it can be compared against, but not scored again."""
    with path.open("w", encoding="utf-8") as stream:
        writer = LogWriter(stream, outputs=outputs)
        writer.run(log.run)
        for suite in log.suites:
            writer.suite(suite)
            for case in suite.cases:
                writer.case(suite.name, case)
        for figure in log.figures:
            writer.figure(figure)
        writer.end({"seconds": log.run.get("seconds", 0)})


def read_log(path: Path) -> Log:
    """Raises `LogInvalid` for what is no log, is damaged, cut short, or of another format."""
    lines = list(_lines(path))
    if not lines or lines[0].get("kind") != "run":
        raise LogInvalid(f"{path} is no run log: its first line is no `run`")
    if lines[0].get("format") != FORMAT:
        raise LogInvalid(f"{path} is a run log of format {lines[0].get('format')!r}; this version reads {FORMAT}")
    if lines[-1].get("kind") != "end":
        raise LogInvalid(f"{path} was cut short after {len(lines)} lines: the run did not come to its end")
    try:
        made = tuple(as_runs(lines))
    except (KeyError, TypeError, AttributeError) as exc:
        raise LogInvalid(f"{path} is damaged: a line lacks {exc}") from exc
    run = {key: value for key, value in lines[0].items() if key not in ("kind", "format")}
    figures = tuple({k: v for k, v in line.items() if k != "kind"} for line in lines if line["kind"] == "figure")
    seconds = {"seconds": lines[-1].get("seconds", 0)}
    return Log(run | seconds, made, figures, path)


def as_runs(lines: Sequence[Mapping[str, Any]]) -> Iterator[SuiteRun]:
    """The suites that lines of a log tell of, with their cases."""
    suites = {line["name"]: _suite(line) for line in lines if line["kind"] == "suite"}
    timings = {(line["suite"], line["id"]): line for line in lines if line["kind"] == "timing"}
    cases: dict[str, list[CaseRun]] = {name: [] for name in suites}
    for line in lines:
        if line["kind"] == "case":
            cases[line["suite"]].append(_case(line, timings.get((line["suite"], line["id"]), {})))
    for name, suite in suites.items():
        yield replace(suite, cases=tuple(cases[name]))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                value = _value(path, number, line)
                if not isinstance(value, dict) or "kind" not in value:
                    raise LogInvalid(f"{path}:{number}: is no line of a run log")
                yield value
    except OSError as exc:
        raise LogInvalid(f"cannot read {path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise LogInvalid(f"{path} is no run log: it is not UTF-8") from exc


def _value(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise LogInvalid(f"{path}:{number}: is no JSON: {exc}") from exc


def _suite(line: Mapping[str, Any]) -> SuiteRun:
    return SuiteRun(
        name=line["name"],
        version=line["version"],
        task=line["task"],
        path=line["path"],
        scorers=tuple(line["scorers"]),
        thresholds=line["thresholds"],
        made_with=line["made_with"],
    )


def _case(line: Mapping[str, Any], timing: Mapping[str, Any]) -> CaseRun:
    return CaseRun(
        id=line["id"],
        digest=line["digest"],
        slices=line.get("slices", {}),
        output=line.get("output"),
        scores={name: _score(score) for name, score in line["scores"].items()},
        error=line.get("error", ""),
        group=line.get("group", ""),
        timings_ms=timing.get("ms", {}),
        tokens=timing.get("tokens", {}),
    )


def _score(value: Any) -> Score:
    """A baseline writes a number where there is nothing else to say."""
    return Score(**value) if isinstance(value, Mapping) else Score(float(value))


def _plain(value: Any) -> Any:
    """Floats with six digits, so that the same run reads the same on every machine."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value
