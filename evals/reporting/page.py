"""A run log as one page of HTML: self-contained, everything escaped, nothing fetched, no script run but its own."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.comparing.compare import compare
from evals.comparing.making import changes_of_making
from evals.comparing.thresholds import Check, number
from evals.curve import Point, selective
from evals.reporting.charts import latency, reliability, risk_coverage
from evals.reporting.checks import checks_of, failed, worst_cases
from evals.reporting.moved import moved_cases
from evals.reporting.points import Bin, Chances, bins_of, chances_of, confusions_of
from evals.reporting.table import told_case
from evals.reporting.times import times_of
from evals.reporting.view import CaseView, cases_of, suites_of
from evals.running.log import CaseRun, Log

_FOLDER = Path(__file__).with_name("template")


@dataclass(frozen=True, slots=True)
class Curves:
    """The pictures of chances, with the numbers they were drawn from."""

    name: str
    n: int
    bins: tuple[Bin, ...]
    points: tuple[Point, ...]
    reliability: Markup
    risk: Markup


def write_page(log: Log, path: Path, *, baseline: Log | None = None) -> None:
    """The page as a file."""
    path.write_text(page_of(log, baseline=baseline), encoding="utf-8")


def page_of(log: Log, *, baseline: Log | None = None) -> str:
    """The same logs give the same page."""
    seed = int(log.run.get("seed", 0))
    comparison = compare(baseline, log, seed=seed, slices=False) if baseline else None
    cases = cases_of(log)
    shown = {
        "head": _head(log),
        "suites": suites_of(log, comparison, seed=seed),
        "missed": _missed(log),
        "failed": failed(log.suites),
        "moved": moved_cases(comparison.moved, log, baseline) if comparison and baseline else [],
        "making": changes_of_making(baseline, log) if baseline else [],
        "curves": [_curves(one, seed) for one in chances_of(log.suites)],
        "confusions": confusions_of(log.suites),
        "times": [(one, latency(one, title=f"Time of {one.task}")) for one in times_of(log.suites)],
        "states": Counter(one.state for one in cases),
        "anchors": _anchors(cases),
        "made_with": _making(log),
    }
    template = _environment().get_template("report.html")
    return template.render(log=log, baseline=baseline, comparison=comparison, cases=cases, **shown)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "words": lambda text: str(text).replace("_", " ")}
    return made


def _head(log: Log) -> dict[str, Any]:
    """What stands at the top, style and script, and the policy that lets only these two in."""
    style, script = ((_FOLDER / f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    checks = checks_of(log)
    return {
        "style": Markup(style),  # noqa: S704 - a file of ours
        "script": Markup(script),  # noqa: S704 - a file of ours
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        "cases": sum(len(suite.cases) for suite in log.suites),
        "checks": len(checks),
        "missed": sum(not one.met for one in checks),
        "name": log.path.name if log.path else "",
    }


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _missed(log: Log) -> list[tuple[Check, list[tuple[CaseRun, str]]]]:
    """Each threshold that was missed, with its worst cases and what is said of them."""
    found = []
    for check in checks_of(log):
        suite = log.suite(check.suite)
        if suite and not check.met:
            found.append((check, [(case, told_case(case, check.scorer)) for case in worst_cases(suite, check)]))
    return found


def _curves(chances: Chances, seed: int) -> Curves:
    bins = bins_of(chances, seed=seed)
    points = selective(np.array(chances.chances), np.array(chances.right, dtype=float), seed=seed)
    name, words = chances.name, ("cases that get an answer", "wrong among the answers")
    return Curves(
        name=name,
        n=len(chances.chances),
        bins=tuple(bins),
        points=tuple(points),
        reliability=reliability(bins, title=f"Reliability of {name}"),
        risk=risk_coverage(points, title=f"Risk and coverage of {name}", across=words[0], up=words[1]),
    )


def _anchors(cases: Sequence[CaseView]) -> dict[tuple[str, str], str]:
    """Where a case of a suite stands on the page."""
    return {(suite, one.case.id): f"case-{one.number}" for one in cases for suite in one.suites}


def _making(log: Log) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the run and each suite were made with, as rows; what suites share is told once."""
    run = {name: log.run[name] for name in ("started", "code", "seed", "limit", "given") if name in log.run}
    parts = [("Run", list(_rows(run)))]
    shared: dict[str, list[str]] = {}
    for suite in log.suites:
        shared.setdefault(json.dumps(suite.made_with, sort_keys=True), []).append(suite.name)
    parts += [(f"Made with: {', '.join(names)}", list(_rows(json.loads(made)))) for made, names in shared.items()]
    parts += [(name.capitalize(), list(_rows(log.run.get(name, {})))) for name in ("settings", "packages")]
    return [(title, rows) for title, rows in parts if rows]


def _rows(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _rows(value, f"{before}{key}.")
        elif value not in (None, "", [], {}):
            yield f"{before}{key}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
