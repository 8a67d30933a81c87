"""How many careless changes the release gate catches, and how often it cries wolf.

Each weakening of `benchmarks.mutants` is put into a system of its own, the suites are run, and the gate is asked; so is
each harmless change. Figures come with 95 % intervals (Clopper & Pearson, Biometrika 26, 1934).

Run: `python -m benchmarks.gate_mutants`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scipy.stats import binomtest

from benchmarks.mutants.catalog import CHANGES, first_of
from benchmarks.mutants.change import Change
from settings import ROOT, Settings

CONTROL = "nothing_changed"


def main() -> int:
    """Try every change, print what became of it; 1 when the gate catches less, or cries wolf more, than is claimed."""
    asked = _arguments()
    if asked.one:
        return _one(asked)
    names = asked.only or [name for name, change in CHANGES.items() if asked.family in ("", change.family)]
    unknown = sorted(set(names) - CHANGES.keys() - {CONTROL})
    if unknown:
        raise SystemExit(f"no change is called {', '.join(unknown)}: see benchmarks/mutants")
    with TemporaryDirectory(prefix="draftdesk-mutants-") as place:
        folder = asked.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        results = _all([CONTROL, *names], asked, folder)
    _print(results)
    if asked.json:
        asked.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if _holds(results) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate_mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these changes")
    parser.add_argument("--family", default="", help="only changes of this family")
    parser.add_argument("--jobs", type=int, default=2, help="changes tried at once")
    parser.add_argument("--tier", default="quick", choices=("quick", "full"))
    parser.add_argument("--baseline", type=Path, help="the committed one without")
    parser.add_argument("--cache", type=Path, default=Settings().cache_file, help="vectors that are there already")
    parser.add_argument("--keep", type=Path, help="keep results here, and use those that are there")
    parser.add_argument("--json", type=Path, help="write all results to this file")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(asked: argparse.Namespace) -> int:
    """In a process of its own: what a change patches stays with it."""
    from benchmarks.mutants.world import tried, written
    from evals.comparing.baseline import places_of
    from evals.comparing.gate_file import GATE, load_rules

    change = None if asked.one == CONTROL else CHANGES[asked.one]
    first = first_of(change) if change else ()
    baselines = [asked.baseline] if asked.baseline else list(places_of(load_rules(GATE), asked.tier).values())
    written(tried(change, cache=asked.cache, baselines=baselines, tier=asked.tier, first=first), asked.out)
    return 0


def _all(names: Sequence[str], asked: argparse.Namespace, folder: Path) -> dict[str, dict[str, Any]]:
    results: dict[str, dict[str, Any]] = {}
    with ThreadPoolExecutor(asked.jobs) as pool:
        waiting = {pool.submit(_tried, name, asked, folder): name for name in names}
        for number, done in enumerate(as_completed(waiting), start=1):
            name = waiting[done]
            results[name] = done.result()
            print(f"{number}/{len(names)} {name}: {_word(name, results)}", file=sys.stderr, flush=True)
    return {name: results[name] for name in names}


def _tried(name: str, asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    path = folder / f"{name}.json"
    if not path.is_file():
        command = [sys.executable, "-m", "benchmarks.gate_mutants", "--one", name, "--out", str(path)]
        command += ["--tier", asked.tier, "--cache", str(asked.cache)]
        command += ["--baseline", str(asked.baseline.resolve())] if asked.baseline else []
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        if not path.is_file():
            return {"broken": made.stderr.strip().splitlines()[-1:], "passed": False, "failures": [], "outputs": {}}
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def _word(name: str, results: Mapping[str, Mapping[str, Any]]) -> str:
    one = results[name]
    if "broken" in one:
        return f"broken: {' '.join(one['broken'])}"
    if one["passed"]:
        return "passes"
    return "fails: " + "; ".join(f"{failure['rule']} {failure['name']}" for failure in one["failures"][:3])


def _no_effect(one: Mapping[str, Any], control: Mapping[str, Any]) -> bool:
    return bool(one["outputs"]) and not one.get("not_run") and one["outputs"] == control["outputs"]


def _sorted_out(results: Mapping[str, Mapping[str, Any]]) -> tuple[list[Change], list[Change]]:
    """Weakenings and harmless changes that were tried."""
    tried = [CHANGES[name] for name in results if name != CONTROL]
    return [one for one in tried if not one.harmless], [one for one in tried if one.harmless]


def _holds(results: Mapping[str, Mapping[str, Any]]) -> bool:
    weaker, harmless = _sorted_out(results)
    caught = sum(not results[one.name]["passed"] and "broken" not in results[one.name] for one in weaker)
    cried = sum(not results[one.name]["passed"] for one in harmless)
    return results[CONTROL]["passed"] and caught >= 0.95 * len(weaker) and cried <= len(harmless) / 20


def _print(results: Mapping[str, Mapping[str, Any]]) -> None:
    weaker, harmless = _sorted_out(results)
    control = results[CONTROL]
    print(f"Nothing changed: {_word(CONTROL, results)}")
    for title, changes in (("Weakenings", weaker), ("Harmless changes", harmless)):
        print(f"\n{title}")
        for one in changes:
            effect = " (no effect on any output)" if _no_effect(results[one.name], control) else ""
            seconds = results[one.name].get("seconds", 0)
            print(f"  {one.family:<10} {one.name:<34} {_word(one.name, results)}{effect} [{seconds:.0f} s]")
    for title, changes in (("Caught", weaker), ("False alarms", harmless)):
        if changes:
            count = sum(not results[one.name]["passed"] and "broken" not in results[one.name] for one in changes)
            low, high = binomtest(count, len(changes)).proportion_ci()
            print(f"\n{title}: {count} of {len(changes)} ({count / len(changes):.1%}, 95 % {low:.1%} to {high:.1%})")


if __name__ == "__main__":
    sys.exit(main())
