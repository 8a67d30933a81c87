"""Score a log again from what it kept: cases whose input is another one by now cannot be graded."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evals.comparing.figures import figures_of
from evals.errors import LogInvalid
from evals.running.case import Case, digest
from evals.running.log import CaseRun, Log, SuiteRun
from evals.running.run import scores_of, told_thresholds
from evals.running.suite import Suite, load_suite
from evals.scorers.score import not_graded


def rescored(log: Log) -> Log:
    """The same outputs, scored by the suites as their files are now. `LogInvalid` for a log without outputs."""
    suites = tuple(_suite(run) for run in log.suites)
    seed = int(log.run.get("seed", 0))
    figures = tuple(figure.as_json() for run in suites for figure in figures_of(run, seed=seed))
    return replace(log, suites=suites, figures=figures)


def _suite(run: SuiteRun) -> SuiteRun:
    suite = load_suite(Path(run.path))
    if run.cases and all(case.output is None and not case.error for case in run.cases):
        raise LogInvalid(
            f"the log keeps no outputs of {run.name}: only a log of `draftdesk eval run` can be scored again"
        )
    cases = {case.id: case for case in suite.cases}
    return replace(
        run,
        version=suite.version,
        scorers=tuple(scorer.name for scorer in suite.scorers),
        thresholds=told_thresholds(suite),
        cases=tuple(_case(suite, one, cases) for one in run.cases),
    )


def _case(suite: Suite, run: CaseRun, cases: Mapping[str, Case]) -> CaseRun:
    case, why = cases.get(run.id), ""
    if case is None:
        why = "the suite has no such case any more"
    elif digest(case.input) != run.digest:
        why = "its input is another one than was run"
    elif run.output is None:
        why = "the case failed"
    if why or case is None:
        return replace(run, scores={scorer.name: not_graded(why) for scorer in suite.scorers})
    output = suite.task.output.model_validate(run.output)
    return replace(run, slices=case.slices, group=case.group, scores=scores_of(suite, case, output))
