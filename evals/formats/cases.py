"""Our own format: a case to a line of JSON, or a YAML list of cases."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.errors import SuiteInvalid
from evals.running.task import Task
from guardrails.yaml_file import Unreadable, composed, read_text
from ingest.documents import Skipped
from ingest.errors import SourceError
from ingest.sources.jsonl import read_lines


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """Rows with their place. `SuiteInvalid` where the file is missing or a line is no JSON."""
    yield from _yaml(path) if path.suffix in (".yaml", ".yml") else rows(path)


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
