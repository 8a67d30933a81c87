"""Our own format: a case to a line of JSON, or a YAML list of cases.

Where the option `tickets` names ticket files, a case may name a ticket of theirs by its id instead of writing it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.errors import SuiteInvalid
from evals.running.task import Task
from guardrails.yaml_file import Unreadable, composed, read_text
from ingest.documents import Skipped
from ingest.errors import SourceError
from ingest.sources.jsonl import read_lines


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """Rows with their place. `SuiteInvalid` where a file is missing, a line is no JSON or no ticket has the id."""
    tickets = dict(_tickets(Path(options.get("folder", ".")), options.get("tickets", ())))
    for where, value in _yaml(path) if path.suffix in (".yaml", ".yml") else rows(path):
        given = value.get("input")
        if not isinstance(given, dict) or not isinstance(id_ := given.get("ticket"), str):
            yield where, value
        elif id_ in tickets:
            yield where, {**value, "input": {**given, "ticket": tickets[id_]}}
        else:
            raise SuiteInvalid(f"{where}: input.ticket: no ticket {id_!r} in the files of the option `tickets`")


def _tickets(folder: Path, names: str | Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Tickets by id, without the gold that they may carry."""
    for name in [names] if isinstance(names, str) else names:
        for _, value in rows(folder / name):
            yield str(value.get("id")), {key: one for key, one in value.items() if key != "gold"}


def rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Objects of a JSON Lines file with their place; a line that is none is a mistake, never left out."""
    if not path.is_file():
        raise SuiteInvalid(f"there is no file {path}")
    try:
        for line in read_lines(path):
            if isinstance(line, Skipped):
                raise SuiteInvalid(f"{path.parent / line.where}: {line.reason}")
            where, value = line
            yield f"{path.parent / where}", value
    except SourceError as exc:
        raise SuiteInvalid(str(exc)) from exc


def _yaml(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        found = composed(read_text(path, remedy="make it", shorten="cut it into two files"), levels="less will do")
    except Unreadable as exc:
        raise SuiteInvalid(str(exc)) from exc
    if found.mistakes:
        raise SuiteInvalid("\n".join(one.told(path) for one in sorted(found.mistakes)))
    if not isinstance(found.root, list):
        raise SuiteInvalid(f"{path}:1: expected a list of cases, each beginning with `- id:`")
    for number, value in enumerate(found.root):
        yield f"{path}:{found.lines[(number,)]}", value
