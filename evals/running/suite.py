"""A suite: a YAML file that names its cases, the task they are put through, and scorers with their thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from evals.errors import SuiteInvalid
from evals.formats.catalog import FORMATS, read_cases
from evals.running.case import Case
from evals.running.task import Task
from evals.scorers.catalog import scorers, unknown
from evals.scorers.score import Scorer
from evals.tasks.catalog import tasks
from guardrails.yaml_file import Composed, Mistake, Unreadable, all_told, composed, read_text, schema_mistakes

SUITES = Path(__file__).resolve().parents[1] / "suites"
"""The suites of the package; they measure the sample company."""
_NAME = r"^[a-z][a-z0-9_]{1,39}$"
_SHARE = Annotated[float | None, Field(ge=0)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScorerIn(_In):
    """A scorer and what it has to reach. Values are those of the measure: shares from 0 to 1 for most."""

    name: str = Field(description="a scorer that `draftdesk eval list` names")
    at_least: _SHARE = Field(None, description="the mean must not be below this")
    at_most: _SHARE = Field(None, description="the mean must not be above this")
    answered: _SHARE = Field(None, le=1, description="least share of the cases that got a value and not `no answer`")


class DataIn(_In):
    """Cases from a file or a folder, in a format of ours or a public one."""

    path: str = Field(description="relative to the suite's file")
    format: Annotated[str, Field(description="cases, tickets, beir, spans, …")] = "cases"
    options: dict[str, Any] = Field(default={}, description="what the format needs to know")
    only: Annotated[list[str], Field(description="ids of the cases to use; all without it")] = []
    slices: dict[str, str] = Field(default={}, description="slices that all of these cases belong to")


class SuiteIn(_In):
    """What the YAML file of a suite holds."""

    name: str = Field(pattern=_NAME)
    version: int = Field(ge=1, description="count it up when cases or scorers change their meaning")
    about: str
    task: str
    tier: Literal["quick", "full"] = "quick"
    sources: Annotated[
        list[str],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
        Field(description="what a throw-away index is built of; the house's own index without it"),
    ] = []
    settings: dict[str, Any] = Field(default={}, description="settings that this suite changes, by their names")
    options: dict[str, Any] = Field(default={}, description="what the task needs to know")
    data: Annotated[list[DataIn], Field(min_length=1)]
    scorers: Annotated[list[ScorerIn], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure has to reach; None where nothing is asked."""

    at_least: float | None = None
    at_most: float | None = None
    answered: float | None = None


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite with its cases read and everything it names found."""

    name: str
    version: int
    about: str
    tier: str
    task: Task
    path: Path
    sources: tuple[Path, ...]
    settings: Mapping[str, Any]
    options: Mapping[str, Any]
    cases: tuple[Case, ...]
    scorers: tuple[Scorer, ...]
    thresholds: Mapping[str, Threshold]


def find_suites(names: Sequence[str], *, tier: str = "") -> list[Path]:
    """Files of suites by name of the package's own, file or folder; without any, all of the package.

    `tier` leaves only the suites of the package that are of it. `SuiteInvalid` for a name that is none.
    """
    own = {path.stem: path for path in sorted(SUITES.glob("*.yaml"))}
    if not names:
        return [path for path in own.values() if not tier or f"\ntier: {tier}" in path.read_text(encoding="utf-8")]
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if name in own:
            found.append(own[name])
        elif path.is_dir():
            found += sorted(path.glob("*.yaml"))
        elif path.suffix in (".yaml", ".yml"):
            found.append(path)
        else:
            raise SuiteInvalid(f"suite {unknown(name, own)}, or name a YAML file")
    return found


def load_suite(path: Path) -> Suite:
    """Raises `SuiteInvalid` with a line for every mistake, of the suite and of its cases."""
    found = _composed(path)
    mistakes = [*found.mistakes]
    if found.root is not None:
        mistakes += schema_mistakes(SuiteIn, found, keys=_KEYS, what="a suite")
    if mistakes:
        raise SuiteInvalid(all_told(path, mistakes))
    raw = SuiteIn.model_validate(found.root)
    mistakes += _names_mistakes(raw, found)
    if mistakes:
        raise SuiteInvalid(all_told(path, mistakes))
    task = tasks()[raw.task]
    cases = list(_cases(raw, path.parent, task))
    twice = _twice(cases)
    if not cases or twice:
        why = f"case {twice!r} stands twice: ids must differ" if twice else "the suite has no cases"
        raise SuiteInvalid(f"{path}: {why}")
    return Suite(
        name=raw.name,
        version=raw.version,
        about=raw.about,
        tier=raw.tier,
        task=task,
        path=path,
        sources=tuple((path.parent / source).resolve() for source in raw.sources),
        settings=raw.settings,
        options=raw.options | {"folder": str(path.parent)},
        cases=tuple(cases),
        scorers=tuple(scorers()[one.name] for one in raw.scorers),
        thresholds={one.name: Threshold(one.at_least, one.at_most, one.answered) for one in raw.scorers},
    )


_KEYS = {
    (): tuple(SuiteIn.model_fields),
    ("data",): tuple(DataIn.model_fields),
    ("scorers",): tuple(ScorerIn.model_fields),
}


def _composed(path: Path) -> Composed:
    try:
        text = read_text(
            path, remedy="name a suite of the package or a YAML file", shorten="put cases in their own file"
        )
    except Unreadable as exc:
        raise SuiteInvalid(str(exc)) from exc
    return composed(text, levels="a suite needs five levels")


def _names_mistakes(raw: SuiteIn, found: Composed) -> Iterator[Mistake]:
    """Tasks, scorers, formats that do not exist, and scorers that cannot read what the task puts out."""
    if raw.task not in tasks():
        yield found.mistake(("task",), unknown(raw.task, tasks()))
    for number, data in enumerate(raw.data):
        if data.format not in FORMATS:
            yield found.mistake(("data", number, "format"), unknown(data.format, FORMATS))
    for number, one in enumerate(raw.scorers):
        scorer = scorers().get(one.name)
        if scorer is None:
            yield found.mistake(("scorers", number, "name"), unknown(one.name, scorers()))
        elif raw.task not in scorer.tasks:
            fitting = ", ".join(sorted(scorer.tasks))
            yield found.mistake(("scorers", number, "name"), f"{one.name} scores {fitting}, not {raw.task}")


def _cases(raw: SuiteIn, folder: Path, task: Task) -> Iterator[Case]:
    for data in raw.data:
        wanted = set(data.only)
        for case in read_cases(folder / data.path, data.format, task, data.options | {"folder": str(folder)}):
            if not wanted or case.id in wanted:
                yield Case(case.id, case.input, case.expect, {**case.slices, **data.slices}, case.where, case.group)


def _twice(cases: Iterable[Case]) -> str:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            return case.id
        seen.add(case.id)
    return ""
