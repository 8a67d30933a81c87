"""Texts with labelled spans: the text goes in, the spans are what is expected."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.formats.cases import rows
from evals.running.task import Task


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """A case for each row; rows of one `template` are a group."""
    for number, (where, value) in enumerate(rows(path), start=1):
        expect = {name: value[name] for name in ("spans", "keep", "amb") if value.get(name)}
        slices = {name: str(value[key]) for name, key in (("language", "lang"), ("kind", "kind")) if value.get(key)}
        yield (
            where,
            {
                "id": str(value.get("id") or number),
                "input": {"text": value.get("text")},
                "expect": expect,
                "slices": slices,
                "group": str(value.get("template") or ""),
            },
        )
