"""One change, tried: a working copy of suites and sample, the change put in place, the gate's answer."""

import io
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.mutants.change import Change, Patch
from evals.comparing.baseline import read_baseline
from evals.comparing.gate import GateResult, judge, only
from evals.comparing.gate_file import GATE, Rules, load_rules
from evals.running.case import digest
from evals.running.log import Log, LogWriter, SuiteRun
from evals.running.run import Asked, run_suites
from evals.running.suite import Suite, load_suite
from settings import ROOT, Settings

_COPIED = ("sample", "evals/suites", "evals/probes", "evals/support")
_TOGETHER = ("test", "together")


def tried(
    change: Change | None, *, cache: Path, baselines: Sequence[Path], tier: str = "quick", first: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What the gate says of the system with this change, as JSON; of the system as it is without one.

    Suites run one by one, those of `first` before the others. A weakening that has failed already is not run further;
    a harmless change always is. `outputs` names what came out: equal to that of no change means that it had no effect.
    """
    started = time.perf_counter()
    with TemporaryDirectory(prefix="draftdesk-gate-") as place:
        root = Path(place)
        for name in _COPIED:
            shutil.copytree(ROOT / name, root / name)
        patch = Patch(root)
        try:
            if change:
                change.apply(patch)
            settings = _settings(patch, root / "var", cache)
            told = _judged(change, root, settings, baselines, tier, first)
        finally:
            patch.undo()
    return told | {"seconds": round(time.perf_counter() - started, 1)}


def _judged(
    change: Change | None, root: Path, settings: Settings, baselines: Sequence[Path], tier: str, first: tuple[str, ...]
) -> dict[str, Any]:
    order = {name: number for number, name in enumerate(first)}
    found = sorted((root / "evals" / "suites").glob("*.yaml"))
    paths = sorted(found, key=lambda path: order.get(path.stem, len(order)))
    suites = [suite for path in paths if (suite := load_suite(path)).tier == tier or tier == "full"]
    return put_to(suites, settings, read_baseline(baselines), early=change is not None and not change.harmless)


def put_to(suites: Sequence[Suite], settings: Settings, before: Log, *, early: bool = False) -> dict[str, Any]:
    """What the gate says of a run of `suites`; `early` ends with the first that fails whatever the others say."""
    rules = load_rules(GATE)
    done: list[SuiteRun] = []
    seconds: dict[str, float] = {}
    writer = LogWriter(io.StringIO())
    with closing(run_suites(suites, settings, writer, asked=Asked(), progress=lambda *_: None)) as running:
        started = time.perf_counter()
        for run in running:
            done.append(run)
            seconds[run.name] = round(time.perf_counter() - started, 1)
            if early and _surely_fails(run, before, rules):
                break
            started = time.perf_counter()
    asked = frozenset(seconds) if len(done) < len(suites) else frozenset(suite.name for suite in suites)
    result = judge(Log({}, tuple(done)), only(before, asked), rules)
    return _told(result, done, [suite.name for suite in suites]) | {"suites": seconds}


def _surely_fails(run: SuiteRun, before: Log, rules: Rules) -> bool:
    """Whether one suite fails by a rule that looks at no other one: the tests are adjusted for all suites together."""
    result = judge(Log({}, (run,)), only(before, frozenset([run.name])), rules)
    return any(failure.rule not in _TOGETHER for failure in result.failures)


def _told(result: GateResult, run: Sequence[SuiteRun], suites: Sequence[str]) -> dict[str, Any]:
    outputs = {
        suite.name: digest([[case.id, dict(case.output or {}), case.error] for case in suite.cases]) for suite in run
    }
    return {
        "passed": result.passed,
        "failures": [
            {"rule": one.rule, "name": one.name, "told": one.told, "cases": [each.case for each in one.moved[:5]]}
            for one in result.failures
        ],
        "moved": len(result.moved),
        "outputs": outputs,
        "not_run": sorted(set(suites) - outputs.keys()),
    }


def _settings(patch: Patch, var: Path, cache: Path) -> Settings:
    """Those of the sample company, from the working copy, with the vectors that are there already."""
    var.mkdir(parents=True)
    values: dict[str, Any] = {"var": var, "index_threads": 1}
    settings = Settings()
    for name in ("house_rules", "policy", "taxonomy", "macros"):
        own = getattr(settings, name)
        if own.is_relative_to(ROOT):
            values[name] = patch.root / own.relative_to(ROOT)
    made = Settings.model_validate(settings.model_dump() | values | patch.settings)
    if cache.is_file():
        made.cache_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(cache, made.cache_file)
    return made
