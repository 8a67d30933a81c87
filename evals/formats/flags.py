"""Texts that a guard must flag (`label` 1) or let pass (0): for injection and for what no customer is told."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.errors import SuiteInvalid
from evals.formats.cases import rows
from evals.running.task import Task

_FLAGS: Mapping[Any, bool] = {0: False, 1: True}


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """A case for each row. `slice` is the class of the attack, or what the rule is about that has to object."""
    for number, (where, value) in enumerate(rows(path), start=1):
        label, about = value.get("label"), str(value.get("slice") or "")
        if label not in _FLAGS or isinstance(label, bool):
            raise SuiteInvalid(f"{where}: label: expected 0 or 1")
        expect: dict[str, Any] = {"flag": _FLAGS[label]}
        if label and about and "about" in task.expect.model_fields:
            expect["about"] = about
        slices = {name: str(one) for name, one in (("class", about), ("language", value.get("lang"))) if one}
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
