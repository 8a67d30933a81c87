"""Eval runs as jobs of the server: started in a process of their own, followed by their log, kept as history.

The log is the only truth: progress is how many of the planned cases it holds, the history is what lies in the folder.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from evals.errors import EvalBusy, EvalUnknown, LogInvalid
from evals.running.log import Log, read_log
from evals.running.recorded import LOGS
from evals.running.suite import find_suites, load_suite
from settings import Settings

State = Literal["running", "done", "failed", "cancelled"]
_KEPT = 60
"""Runs of the history that are told at the most, the newest first."""
_SAID = 400
"""Characters of what a failed run said last."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a job runs: suites by name, or all of a tier; at the most `limit` cases of each."""

    suites: tuple[str, ...] = ()
    tier: Literal["", "quick", "full"] = "quick"
    limit: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A run: `cases` done of `planned`, seconds so far, and its figures once it is done."""

    id: str
    state: State
    started: str
    seconds: float
    cases: int
    planned: int
    suites: tuple[str, ...]
    failed: int = 0
    problem: str = ""
    run: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Mapping[str, Any], ...] = ()

    @property
    def seconds_left(self) -> float | None:
        """Of a run that goes on; None before its first case is done."""
        if self.state != "running" or not self.cases:
            return None
        return round(self.seconds / self.cases * max(0, self.planned - self.cases), 1)


class EvalJobs:
    """Runs under `var/evals`, one at a time. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.var / LOGS
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._read: dict[Path, tuple[tuple[int, int], Job]] = {}
        self._suites: list[dict[str, Any]] = []

    def start(self, wish: Wish) -> Job:
        """Begin a run. `EvalBusy` while one goes on, `SuiteInvalid` for suites that cannot run."""
        suites = [load_suite(path) for path in _chosen(wish)]
        with self._lock:
            going = next((job for job in self.history() if job.state == "running"), None)
            if going:
                raise EvalBusy(f"the run {going.id} goes on: {going.cases} of {going.planned} cases are done")
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._free(suites[0].name if len(suites) == 1 else wish.tier or "all")
            planned = sum(min(len(suite.cases), wish.limit or len(suite.cases)) for suite in suites)
            self._process = self._begun(wish, path)
            note = {"pid": self._process.pid, "planned": planned, "suites": [suite.name for suite in suites]}
            note |= {"started": datetime.now(UTC).isoformat(timespec="seconds"), "wish": asdict(wish)}
            _note_of(path).write_text(json.dumps(note) + "\n", encoding="utf-8")
        return self.job(path.stem)

    def history(self) -> list[Job]:
        """Runs of the command line and of this server, the newest first."""
        stems = {path.name.removesuffix(".jsonl").removesuffix(".job.json") for path in self._folder.glob("*.js*")}
        return [self._told(stem) for stem in sorted(stems, reverse=True)[:_KEPT]]

    def job(self, id_: str) -> Job:
        """`EvalUnknown` where there is none."""
        if not (self._path(id_).is_file() or _note_of(self._path(id_)).is_file()):
            raise EvalUnknown(f"there is no run {id_!r}")
        return self._told(id_)

    def log(self, id_: str) -> Log:
        """The log of a run that came to its end; `LogInvalid` before that."""
        self.job(id_)
        return read_log(self._path(id_))

    def suites(self) -> list[dict[str, Any]]:
        """Name, about, tier and number of cases of each suite of the package."""
        if not self._suites:
            loaded = [load_suite(path) for path in find_suites([])]
            self._suites = [
                {"name": one.name, "about": one.about, "tier": one.tier, "cases": len(one.cases)} for one in loaded
            ]
        return self._suites

    def report(self, id_: str, against: str = "") -> str:
        """A run as a page of HTML, beside the run `against` where one is named. `LogInvalid` before it is done."""
        from evals.reporting.page import page_of  # templates and charts, which nothing else of the server needs

        return page_of(self.log(id_), baseline=self.log(against) if against else None)

    def gate(self, id_: str) -> dict[str, Any]:
        """What the package's gate says of a run; `BaselineMissing` where there is no baseline of its suites."""
        from evals.comparing.as_json import verdict_json
        from evals.comparing.baseline import places_of, read_baseline
        from evals.comparing.gate import judge, only
        from evals.comparing.gate_file import load_rules

        log, rules = self.log(id_), load_rules()
        before = read_baseline(places_of(rules, "full", every=True).values())
        result = judge(log, only(before, frozenset(suite.name for suite in log.suites)), rules)
        return {key: value for key, value in verdict_json(result).items() if key in ("passed", "failures")}

    def cancel(self, id_: str) -> Job:
        """Stop a run; what it has done stays in its log. A run that is over stays as it is."""
        job = self.job(id_)
        if job.state == "running":
            note = _noted(self._path(id_))
            _note_of(self._path(id_)).write_text(json.dumps(note | {"cancelled": True}) + "\n", encoding="utf-8")
            with suppress(ProcessLookupError, KeyError):
                os.killpg(note["pid"], signal.SIGTERM)
            self._wait_for_end(note.get("pid", 0))
        return self.job(id_)

    def close(self) -> None:
        """Stop what goes on: nobody would follow it."""
        for job in self.history():
            if job.state == "running":
                self.cancel(job.id)

    def _begun(self, wish: Wish, path: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "from draftdesk import main; main()", "--var", str(self._settings.var)]
        command += ["eval", "run", *wish.suites, "--out", str(path), "--seed", str(wish.seed)]
        command += ["--limit", str(wish.limit), *(["--tier", wish.tier] if wish.tier and not wish.suites else [])]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "NO_COLOR": "1"}
        with _said_of(path).open("wb") as said:
            process = subprocess.Popen(  # noqa: S603  our own command, names checked above
                command, stdout=subprocess.DEVNULL, stderr=said, env=environment, start_new_session=True
            )
        with suppress(OSError):  # agents come first
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        return process

    def _wait_for_end(self, pid: int) -> None:
        for _ in range(100):
            if not self._alive(pid):
                return
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)

    def _alive(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return pid > 0

    def _told(self, id_: str) -> Job:
        path = self._path(id_)
        note = _noted(path)
        going = self._alive(note.get("pid", 0)) if note else False
        if going:
            return _from_lines(id_, path, note, "running")
        stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0)
        if path not in self._read or self._read[path][0] != stamp:
            self._read[path] = (stamp, _ended(id_, path, note))
        return self._read[path][1]

    def _path(self, id_: str) -> Path:
        return self._folder / f"{Path(id_).name}.jsonl"

    def _free(self, name: str) -> Path:
        stem = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{name}"
        number, path = 1, self._path(stem)
        while path.exists() or _note_of(path).exists():
            number += 1
            path = self._path(f"{stem}-{number}")
        return path


def _chosen(wish: Wish) -> Sequence[Path]:
    """Suites of the package only: a name from outside must not become a path."""
    own = {path.stem: path for path in find_suites([], tier=wish.tier if not wish.suites else "")}
    for name in wish.suites:
        if name not in own:
            raise EvalUnknown(f"there is no suite {name!r}: take one of {', '.join(sorted(own))}")
    return [own[name] for name in wish.suites] or list(own.values())


def _ended(id_: str, path: Path, note: Mapping[str, Any]) -> Job:
    try:
        log = read_log(path)
    except LogInvalid as exc:
        if note.get("cancelled"):
            return _from_lines(id_, path, note, "cancelled")
        problem = _last_said(path) or str(exc)
        return _from_lines(id_, path, note, "failed", problem=problem)
    cases = [case for suite in log.suites for case in suite.cases]
    return Job(
        id=id_,
        state="done",
        started=str(log.run.get("started", "")),
        seconds=float(log.run.get("seconds", 0)),
        cases=len(cases),
        planned=len(cases),
        suites=tuple(suite.name for suite in log.suites),
        failed=sum(bool(case.error) for case in cases),
        run={name: log.run.get(name) for name in ("code", "seed", "limit", "given")},
        figures=tuple({k: v for k, v in figure.items() if k != "slices"} for figure in log.figures),
    )


def _from_lines(id_: str, path: Path, note: Mapping[str, Any], state: State, *, problem: str = "") -> Job:
    """What a log that has no end yet tells."""
    lines = path.read_bytes().splitlines() if path.is_file() else []
    cases = sum(line.startswith(b'{"kind": "case"') for line in lines)
    started = str(note.get("started", ""))
    since = datetime.now(UTC) - datetime.fromisoformat(started) if started else None
    return Job(
        id=id_,
        state=state,
        started=started,
        seconds=round(since.total_seconds(), 1) if since and state == "running" else 0.0,
        cases=cases,
        planned=int(note.get("planned", 0)),
        suites=tuple(note.get("suites", ())),
        problem=problem,
    )


def _note_of(path: Path) -> Path:
    return path.with_name(path.stem + ".job.json")


def _said_of(path: Path) -> Path:
    return path.with_name(path.stem + ".txt")


def _noted(path: Path) -> dict[str, Any]:
    """What was written down when the job began; empty for a run of the command line."""
    try:
        value = json.loads(_note_of(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _last_said(path: Path) -> str:
    try:
        return _said_of(path).read_text(encoding="utf-8", errors="replace").strip()[-_SAID:]
    except OSError:
        return ""
