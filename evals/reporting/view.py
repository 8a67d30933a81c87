"""A log as its page shows it: figures with thresholds and slices, and every input once with all that is said of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evals.comparing.compare import Comparison, Difference
from evals.comparing.thresholds import Check
from evals.reporting.charts import whisker
from evals.reporting.checks import Standing, checks_of, standing
from evals.reporting.points import figures_by_label
from evals.reporting.texts import Block, blocks_of
from evals.reporting.times import TOTAL
from evals.running.log import CaseRun, Log, SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import Score

_GRAVITY = {"failed": 0, "wrong": 1, "partly": 2, "right": 3, "counted": 4, "unscored": 5}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: `values` as the log keeps them, its thresholds, its picture, and how it changed since the baseline."""

    scorer: str
    about: str
    better: str
    values: Mapping[str, Any]
    checks: tuple[Check, ...]
    whisker: Markup
    change: Difference | None

    @property
    def missed(self) -> bool:
        return any(not check.met for check in self.checks)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure over one slice."""

    value: str
    values: Mapping[str, Any]
    whisker: Markup


@dataclass(frozen=True, slots=True)
class Sliced:
    """A scorer by the values of an axis; `even` where the figure is the same in all of them."""

    scorer: str
    axis: str
    parts: tuple[Part, ...]

    @property
    def even(self) -> bool:
        return len({part.values["mean"] for part in self.parts}) == 1


@dataclass(frozen=True, slots=True)
class SuiteView:
    """A suite with its rows and slices."""

    run: SuiteRun
    rows: tuple[Row, ...]
    slices: tuple[Sliced, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorer of one suite says of a case."""

    suite: str
    scorer: str
    score: Score
    standing: Standing


@dataclass(frozen=True, slots=True)
class CaseView:
    """An input, once, whichever suites put it to its task. `state` is the worst that is said of it."""

    number: int
    task: str
    suites: tuple[str, ...]
    case: CaseRun
    scored: tuple[Scored, ...]
    blocks: tuple[Block, ...]

    @property
    def state(self) -> str:
        if self.case.error:
            return "failed"
        found = {one.standing for one in self.scored}
        return next((name for name in ("wrong", "partly", "right", "counted") if name in found), "unscored")

    @property
    def bad(self) -> list[Scored]:
        """The scorers that call it wrong."""
        return [one for one in self.scored if one.standing == "wrong"]

    @property
    def ms(self) -> float | None:
        return self.case.timings_ms.get(TOTAL)


def suites_of(log: Log, comparison: Comparison | None, *, seed: int) -> list[SuiteView]:
    """In the order of the log."""
    checks, labels = checks_of(log), figures_by_label(log.suites, seed=seed)
    changes = {(one.suite, one.scorer.name): one for one in comparison.differences} if comparison else {}
    made = []
    for run in log.suites:
        figures = [one for one in log.figures if one["suite"] == run.name]
        own = [one for one in checks if one.suite == run.name]
        rows = tuple(_row(one, own, changes.get((run.name, one["scorer"]))) for one in figures)
        made.append(SuiteView(run, rows, tuple(_slices(run.name, figures, labels))))
    return made


def cases_of(log: Log) -> list[CaseView]:
    """The worst first, then by id."""
    found: dict[tuple[str, str, str, str], list[tuple[SuiteRun, CaseRun]]] = {}
    for suite in log.suites:
        for case in suite.cases:
            came_out = json.dumps(case.output, sort_keys=True) + case.error
            found.setdefault((suite.task, case.id, case.digest, came_out), []).append((suite, case))
    made = [_case(number, runs) for number, runs in enumerate(found.values(), start=1)]
    return sorted(made, key=lambda one: (_GRAVITY[one.state], -len(one.bad), one.case.id))


def drawn(values: Mapping[str, Any], marks: Sequence[float]) -> Markup:
    """The whisker of a figure; nothing where nothing was scored."""
    if not values["n"]:
        return Markup("")
    top = max(1.0, values["high"], *marks)
    return whisker(values["mean"], values["low"], values["high"], limits=marks, top=top)


def _row(figure: Mapping[str, Any], checks: Sequence[Check], change: Difference | None) -> Row:
    name = figure["scorer"]
    own = tuple(one for one in checks if one.scorer == name)
    known = scorers().get(name)
    picture = drawn(figure, [one.asked for one in own if one.kind != "answered"])
    about, better = (known.about, known.better) if known else ("is no scorer any more", "higher")
    return Row(name, about, better, figure, own, picture, change)


def _slices(suite: str, figures: Sequence[Mapping[str, Any]], labels: Sequence[Mapping[str, Any]]) -> Iterator[Sliced]:
    """Axes with two values at the least; labels of a scorer's details are an axis, too."""
    for figure in figures:
        axes = {axis: dict(values) for axis, values in figure.get("slices", {}).items()}
        own = [one for one in labels if (one["suite"], one["scorer"]) == (suite, figure["scorer"])]
        by_label = {one["label"]: one for one in own}
        if by_label and not any(by_label.keys() == values.keys() for values in axes.values()):
            axes["label"] = by_label
        for axis, values in axes.items():
            kept = {value: measure for value, measure in values.items() if measure["n"]}
            if len(kept) > 1 and figure["n"]:
                marks = [figure["mean"]]
                parts = tuple(Part(value, measure, drawn(measure, marks)) for value, measure in kept.items())
                yield Sliced(figure["scorer"], axis, parts)


def _case(number: int, runs: Sequence[tuple[SuiteRun, CaseRun]]) -> CaseView:
    suite, case = runs[0]
    scored = tuple(
        Scored(own.name, name, score, standing(name, score))
        for own, run in runs
        for name, score in run.scores.items()
        if score.state != "not_asked"
    )
    slices = {key: value for _, run in runs for key, value in run.slices.items()}
    timed = next((run for _, run in runs if run.timings_ms), case)
    merged = CaseRun(
        case.id, case.digest, slices, case.output, {}, case.error, case.group, timed.timings_ms, timed.tokens
    )
    return CaseView(
        number, suite.task, tuple(own.name for own, _ in runs), merged, scored, tuple(blocks_of(case.output))
    )
