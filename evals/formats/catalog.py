"""Every format by its name, and reading a file of it as cases."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from evals.errors import SuiteInvalid
from evals.running.case import Case
from evals.running.task import Task

FORMATS: Mapping[str, str] = {
    "cases": "our own: {id, input, expect, slices}, JSON Lines or YAML",
    "tickets": "tickets with `gold` answers",
    "texts": "{id, file, kind, must, must_not} beside ticket files",
    "beir": "a folder of corpus.jsonl, queries.jsonl, qrels.tsv",
    "answerability": "a folder of corpus.jsonl with answerable and unanswerable queries",
    "labels": "{text, label}",
    "spans": "{id, text, spans, keep, amb}",
    "flags": "{id, text, label: 0 or 1, slice}",
    "dialogues": "{id, turns, summaries}",
    "threads": "long tickets: {id, ticket, messages, at: {place: message}, expect}, filled up with small talk",
    "replay": "solved tickets as they came in, against what became of them",
}
_SHOWN = 20


class Reader(Protocol):
    """Rows of one file as cases, still unchecked: `where`, and the keys of a case of ours."""

    def __call__(self, path: Path, task: Task, options: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """Raises `SuiteInvalid` or `DataInvalid` where the file cannot be read."""
        ...


def read_cases(path: Path, format_: str, task: Task, options: Mapping[str, Any]) -> list[Case]:
    """Cases whose input and expectation the task has checked; `SuiteInvalid` names file, line and field of each other.

    Nothing is left out silently: one bad case makes the file invalid.
    """
    reader: Reader = import_module(f"evals.formats.{format_}").read
    cases: list[Case] = []
    mistakes: list[str] = []
    for where, value in reader(path, task, options):
        try:
            cases.append(_case(where, value, task))
        except _Mistaken as exc:
            mistakes += exc.args
    if mistakes:
        more = f"\nand {len(mistakes) - _SHOWN} more" if len(mistakes) > _SHOWN else ""
        raise SuiteInvalid("\n".join(mistakes[:_SHOWN]) + more)
    return cases


class _Mistaken(Exception):
    """What is wrong with a case, a line each."""


class _CaseIn(BaseModel, extra="forbid"):
    id: str
    input: dict[str, Any]
    expect: dict[str, Any] = {}
    slices: dict[str, str] = {}
    group: str = ""


def _case(where: str, value: Mapping[str, Any], task: Task) -> Case:
    raw = _checked(_CaseIn, value, where, "")
    given = _checked(task.given, raw.input, where, "input.")
    expect = _checked(task.expect, raw.expect, where, "expect.")
    return Case(
        raw.id,
        given.model_dump(mode="json", exclude_defaults=True),
        expect.model_dump(mode="json", exclude_defaults=True),
        raw.slices,
        where,
        raw.group,
    )


def _checked(model: type[Any], value: Any, where: str, prefix: str) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as exc:
        raise _Mistaken(*_told(exc, where, prefix)) from None


def _told(exc: ValidationError, where: str, prefix: str) -> Iterator[str]:
    """File, line, field, problem; values are not quoted: they may be a ticket's text."""
    for error in exc.errors(include_input=False, include_url=False):
        place = prefix + ".".join(str(step) for step in error["loc"])
        told = error["msg"].removeprefix("Value error, ")
        problem = "is no key of a case" if error["type"] == "extra_forbidden" else told
        yield f"{where}: {place.removesuffix('.')}: {problem}"
