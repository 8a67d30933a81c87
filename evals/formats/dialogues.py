"""Dialogues with summaries that people wrote: the dialogue goes in as a ticket, its summaries are the references."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.dialogues import DialogueIn
from evals.errors import SuiteInvalid
from evals.formats.cases import rows
from evals.rows import reason_of
from evals.running.task import Task


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """Each dialogue is to be summed up. `SuiteInvalid` names line and field of one that cannot be used."""
    for where, value in rows(path):
        try:
            row = DialogueIn.model_validate(value)
        except ValidationError as exc:
            raise SuiteInvalid(f"{where}: {reason_of(exc)}") from None
        messages = [{"author": {"role": role}, "text": text} for role, text in row.said]
        given: dict[str, Any] = {"ticket": {"id": row.id, "messages": messages}}
        if task.name == "write":
            given["kind"] = "summary"
        yield where, {"id": row.id, "input": given, "expect": {"summaries": row.summaries}}
