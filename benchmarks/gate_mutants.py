"""How many careless changes the release gate catches, and how often it cries wolf.

Each weakening of `benchmarks.mutants` is put into a system of its own, the suites are run, and the gate is asked; so is
each harmless change. Figures come with 95 % intervals (Clopper & Pearson, Biometrika 26, 1934).

Run: `python -m benchmarks.gate_mutants`.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scipy.stats import binomtest

from benchmarks.mutants.catalog import CHANGES, first_of
from benchmarks.mutants.change import Change, production
from settings import ROOT, Settings

CONTROL = "nothing_changed"
_MADE_OF = ("assistant", "guardrails", "ingest", "prompts", "evals", "sample")
_HEAVY = ("torch", "sentence_transformers", "chromadb", "presidio_analyzer", "scipy.optimize")
"""Libraries that take seconds to import, beside what our own modules import."""


def main() -> int:
    """Try every change, print what became of it; 1 when the gate catches less, or cries wolf more, than is claimed."""
    asked = _arguments()
    names = asked.only or [name for name, change in CHANGES.items() if asked.family in ("", change.family)]
    unknown = sorted(set(names) - CHANGES.keys() - {CONTROL})
    if unknown:
        raise SystemExit(f"no change is called {', '.join(unknown)}: see benchmarks/mutants")
    with TemporaryDirectory(prefix="draftdesk-mutants-") as place:
        folder = asked.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        results = _all([CONTROL, *(name for name in names if name != CONTROL)], asked, folder)
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
    parser.add_argument("--baseline", type=Path, help="instead of those that the gate file names")
    parser.add_argument("--cache", type=Path, default=Settings().cache_file, help="vectors that are there already")
    parser.add_argument("--keep", type=Path, help="keep results here, and use those of the same code that are there")
    parser.add_argument("--json", type=Path, help="write all results to this file")
    return parser.parse_args()


def _all(names: Sequence[str], asked: argparse.Namespace, folder: Path) -> dict[str, dict[str, Any]]:
    """Each in a process of its own, forked from one that has imported everything and loaded nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.mutants.world", *production(), *_HEAVY])
    results: dict[str, dict[str, Any]] = {}
    made_of = _made_of(asked)
    with ThreadPoolExecutor(asked.jobs) as pool:
        waiting = {pool.submit(_tried, name, asked, folder, made_of, context): name for name in names}
        for number, done in enumerate(as_completed(waiting), start=1):
            name = waiting[done]
            results[name] = done.result()
            print(f"{number}/{len(names)} {name}: {_word(name, results)}", file=sys.stderr, flush=True)
    return {name: results[name] for name in names}


def _tried(name: str, asked: argparse.Namespace, folder: Path, made_of: str, context: Any) -> dict[str, Any]:
    path = folder / f"{name}.json"
    if (there := _read(path)) and there.get("made_of") == made_of and "broken" not in there:
        return there
    process = context.Process(target=_one, args=(name, asked, path, made_of))
    process.start()
    process.join()
    return _read(path) or _broken(f"the process ended with {process.exitcode}")


def _one(name: str, asked: argparse.Namespace, path: Path, made_of: str) -> None:
    """In a process of its own: what a change patches stays with it."""
    from benchmarks.mutants.world import tried
    from draftdesk import set_up_logging
    from evals.comparing.baseline import places_of
    from evals.comparing.gate_file import GATE, load_rules

    set_up_logging("ERROR")  # as the command does: what it does not print must be heard all the same
    change = CHANGES.get(name)
    baselines = [asked.baseline] if asked.baseline else list(places_of(load_rules(GATE), asked.tier).values())
    try:
        first = first_of(change) if change else ()
        result = tried(change, cache=asked.cache, baselines=baselines, tier=asked.tier, first=first)
    except Exception as exc:  # told beside the others: one that cannot be tried must not end the run
        result = _broken(f"{type(exc).__name__}: {exc}")
    path.write_text(json.dumps(result | {"made_of": made_of}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _broken(why: str) -> dict[str, Any]:
    return {"broken": why, "passed": False, "failures": [], "outputs": {}}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def _made_of(asked: argparse.Namespace) -> str:
    """Names the code, the data and the baseline: a kept result of others is not used."""
    digest = sha256(asked.tier.encode())
    for path in [*_files(), *([asked.baseline] if asked.baseline else [])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for name in _MADE_OF:
        found = sorted(path for path in (ROOT / name).rglob("*") if path.is_file())
        yield from (path for path in found if "__pycache__" not in path.parts)


def _word(name: str, results: Mapping[str, Mapping[str, Any]]) -> str:
    one = results[name]
    if "broken" in one:
        return f"broken: {one['broken']}"
    if one["passed"]:
        return "passes"
    return "fails: " + "; ".join(f"{failure['rule']} {failure['name']}" for failure in one["failures"][:3])


def _no_effect(one: Mapping[str, Any], control: Mapping[str, Any]) -> bool:
    return bool(one["outputs"]) and not one["not_run"] and one["outputs"] == control["outputs"]


def _caught(one: Mapping[str, Any], control: Mapping[str, Any]) -> bool:
    """Whether something fails that does not fail without any change."""
    before = {(failure["rule"], failure["name"]) for failure in control["failures"]}
    return any((failure["rule"], failure["name"]) not in before for failure in one["failures"])


def _counted(results: Mapping[str, Mapping[str, Any]]) -> tuple[list[Change], list[Change], int, int]:
    """Weakenings and harmless changes that were tried, and how many of each the gate objects to."""
    tried = [CHANGES[name] for name in results if name != CONTROL]
    weaker, harmless = [one for one in tried if not one.harmless], [one for one in tried if one.harmless]
    caught, cried = (sum(_caught(results[one.name], results[CONTROL]) for one in some) for some in (weaker, harmless))
    return weaker, harmless, caught, cried + sum("broken" in results[one.name] for one in harmless)


def _holds(results: Mapping[str, Mapping[str, Any]]) -> bool:
    weaker, harmless, caught, cried = _counted(results)
    return results[CONTROL]["passed"] and caught >= 0.95 * len(weaker) and cried <= len(harmless) / 20


def _print(results: Mapping[str, Mapping[str, Any]]) -> None:
    weaker, harmless, caught, cried = _counted(results)
    control = results[CONTROL]
    print(f"Nothing changed: {_word(CONTROL, results)} [{control.get('seconds', 0):.0f} s]")
    for title, changes in (("Weakenings", weaker), ("Harmless changes", harmless)):
        print(f"\n{title}")
        for one in changes:
            effect = " (no effect on any output)" if _no_effect(results[one.name], control) else ""
            seconds = results[one.name].get("seconds", 0)
            print(f"  {one.family:<10} {one.name:<34} {_word(one.name, results)}{effect} [{seconds:.0f} s]")
    for title, changes, count in (("Caught", weaker, caught), ("False alarms", harmless, cried)):
        if changes:
            low, high = binomtest(count, len(changes)).proportion_ci()
            print(f"\n{title}: {count} of {len(changes)} ({count / len(changes):.1%}, 95 % {low:.1%} to {high:.1%})")


if __name__ == "__main__":
    sys.exit(main())
