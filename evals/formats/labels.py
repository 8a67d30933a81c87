"""Labelled texts, or tickets that carry a label: the text goes in, the label is what is expected."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.triage.learner import NONE_OF_THESE
from evals.errors import SuiteInvalid
from evals.formats.cases import rows
from evals.running.task import Task

_NONE = "none_of_these"


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """A case for each text. `options.label` names the label of a ticket's `gold` or `fields`, such as `category`."""
    for number, (where, value) in enumerate(rows(path), start=1):
        text, label = _read(where, value, options)
        expected = _NONE if label in NONE_OF_THESE else label
        yield (
            where,
            {
                "id": str(value.get("id") or number),
                "input": {"text": text},
                "expect": {"label": expected},
                "slices": {"label": expected},
            },
        )


def texts_of(path: Path, options: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Place, text and label of each row; `SuiteInvalid` where one has no text or no label."""
    for where, value in rows(path):
        text, label = _read(where, value, options)
        yield where, text, label


def _read(where: str, value: Mapping[str, Any], options: Mapping[str, Any]) -> tuple[str, str]:
    name = str(options.get("label") or "label")
    text: Any
    label: Any
    if "messages" in value:
        text, label = _of_a_ticket(value), _labels(value).get(name)
    else:
        text, label = value.get("text"), value.get(name)
    if not isinstance(text, str) or not text.strip():
        raise SuiteInvalid(f"{where}: text: expected the text that carries the label")
    if not isinstance(label, str | int) or isinstance(label, bool) or not str(label).strip():
        raise SuiteInvalid(f"{where}: {name}: expected a label")
    return text, str(label).strip()


def _labels(value: Mapping[str, Any]) -> Mapping[str, Any]:
    found = [value.get(key) for key in ("fields", "gold")]
    return {name: label for one in found if isinstance(one, dict) for name, label in one.items()}


def _of_a_ticket(value: Mapping[str, Any]) -> str:
    """Subject and first message of a customer: what is there when somebody has to tell what the ticket is."""
    messages = (
        [one for one in value["messages"] if isinstance(one, dict)] if isinstance(value["messages"], list) else []
    )
    asked = [one for one in messages if (one.get("author") or {}).get("role") == "customer"] or messages
    first = str(asked[0].get("text", "")) if asked else ""
    return "\n\n".join(part for part in (str(value.get("subject") or ""), first) if part.strip())
