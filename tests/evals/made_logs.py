"""Run logs with scores as a test wants them."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.running.log import CaseRun, Log, SuiteRun
from evals.scorers.score import Score, Scorer


def scored(*values: float) -> list[Score]:
    return [Score(value) for value in values]


def plain(judge_name: str, **options: Any) -> Scorer:
    """A scorer of which only name, direction and statistic count."""
    return Scorer(judge_name, "", frozenset({"assist"}), lambda _expect, _output: Score(None), **options)


def case(id_: str, scores: Mapping[str, Score], **options: Any) -> CaseRun:
    values: dict[str, Any] = {"digest": f"input of {id_}", "slices": {}, "output": None} | options
    return CaseRun(id=id_, scores=scores, **values)


def suite(name: str, scores: Mapping[str, Sequence[Score]], **options: Any) -> SuiteRun:
    """Cases c00, c01 …, each with its score of every scorer."""
    cases = options.pop("cases", None)
    if cases is None:
        rows = zip(*scores.values(), strict=True)
        cases = [case(f"c{n:02}", dict(zip(scores, row, strict=True))) for n, row in enumerate(rows)]
    values: dict[str, Any] = {
        "version": 1,
        "task": "assist",
        "path": f"{name}.yaml",
        "thresholds": {},
        "made_with": {},
    } | options
    return SuiteRun(name=name, scorers=tuple(scores), cases=tuple(cases), **values)


def log(*suites: SuiteRun, **run: Any) -> Log:
    return Log({"seed": 0, "limit": 0, "code": "abc", "packages": {}} | run, suites)


def verdicts(*values: float, **options: Any) -> Log:
    """A log of one suite whose scorer is `verdict`."""
    return log(suite("one", {"verdict": scored(*values)}, **options))
