"""A run log as JUnit XML: a test suite for each suite, a test case for each case and for each threshold.

A threshold that is missed is a failure, and so is a case that breaks one which allows no such case (`at_most: 0`,
`at_least: 1`). A case that ended in an error is an error. One without a single value is skipped, and says why.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Tree

from evals.comparing.junit import clean
from evals.comparing.thresholds import Check, number
from evals.reporting.checks import checks_of, standing
from evals.reporting.times import TOTAL
from evals.running.log import CaseRun, Log, SuiteRun
from evals.scorers.score import Score

_KINDS = ("tests", "failures", "errors", "skipped")


def write_junit(log: Log, path: Path) -> None:
    """For a CI that reads JUnit."""
    Tree.ElementTree(junit_of(log)).write(path, encoding="utf-8", xml_declaration=True)


def junit_of(log: Log) -> Tree.Element:
    """The tree, with its counts."""
    checks = checks_of(log)
    root = Tree.Element("testsuites", name="draftdesk eval", time=_seconds(float(log.run.get("seconds", 0)) * 1000))
    for suite in log.suites:
        root.append(_suite(suite, [one for one in checks if one.suite == suite.name]))
    for kind in _KINDS:
        root.set(kind, str(sum(int(suite.get(kind, 0)) for suite in root)))
    Tree.indent(root)
    return root


def _suite(suite: SuiteRun, checks: Sequence[Check]) -> Tree.Element:
    made = Tree.Element("testsuite", name=clean(suite.name))
    made.extend(_threshold(suite, one) for one in checks)
    made.extend(_case(suite, case, checks) for case in suite.cases)
    found = {kind: sum(len(case.findall(tag)) for case in made) for kind, tag in _TAGS.items()}
    for kind, count in {"tests": len(made), **found}.items():
        made.set(kind, str(count))
    made.set("time", _seconds(sum(case.timings_ms.get(TOTAL, 0.0) for case in suite.cases)))
    return made


_TAGS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _threshold(suite: SuiteRun, check: Check) -> Tree.Element:
    made = Tree.Element("testcase", classname=f"{clean(suite.name)}.thresholds", name=f"{check.scorer} {check.wish}")
    if not check.met:
        _tell(made, "failure", check.told)
    return made


def _case(suite: SuiteRun, case: CaseRun, checks: Sequence[Check]) -> Tree.Element:
    made = Tree.Element("testcase", classname=f"{clean(suite.name)}.cases", name=clean(case.id))
    made.set("time", _seconds(case.timings_ms.get(TOTAL, 0.0)))
    asked = {name: score for name, score in case.scores.items() if score.state != "not_asked"}
    lines = [_line(name, score) for name, score in asked.items()]
    broken = [_line(one.scorer, asked[one.scorer]) for one in checks if _breaks(one, asked.get(one.scorer))]
    if case.error:
        _tell(made, "error", case.error)
    elif broken:
        _tell(made, "failure", "; ".join(broken))
    elif not any(score.state == "scored" for score in asked.values()):
        _tell(made, "skipped", "; ".join(lines) or "nothing was asked of it")
    if lines:
        Tree.SubElement(made, "system-out").text = clean("\n".join(lines))
    return made


def _breaks(check: Check, score: Score | None) -> bool:
    return check.allows_none and score is not None and standing(check.scorer, score) in ("partly", "wrong")


def _line(name: str, score: Score) -> str:
    value = score.state.replace("_", " ") if score.value is None else number(score.value)
    return f"{name}: {value}" + (f" ({score.reason})" if score.reason else "")


def _tell(case: Tree.Element, tag: str, message: str) -> None:
    told = clean(message)
    Tree.SubElement(case, tag, message=told).text = told if tag != "skipped" else None


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.3f}"
