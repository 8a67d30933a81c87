"""JSON schemas of suites and cases, for editors that complete and check while one types."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, create_model

from evals.errors import SuiteInvalid
from evals.running.suite import SUITES, SuiteIn
from evals.scorers.catalog import unknown
from evals.tasks.catalog import tasks

SUITE = "suite"
_BY_ID = {"type": "string", "description": "id of a ticket in the file that the suite's `options.tickets` names"}
FOLDER = SUITES / "schema"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a suite's file (`suite`), or of the cases of a task: one to a line of JSON, or a list in YAML.

    `SuiteInvalid` for any other name.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _title(name)}
    if name == SUITE:
        return head | SuiteIn.model_json_schema()
    known = tasks()
    if name not in known:
        raise SuiteInvalid(f"schema {unknown(name, (SUITE, *known))}")
    task = known[name]
    case: type[BaseModel] = create_model(
        "Case",
        __config__={"extra": "forbid"},
        id=(str, Field(description="unlike any other case of the suite")),
        input=(task.given, Field(description=task.about)),
        expect=(task.expect, Field(default_factory=dict, description="what is left out is not asked")),
        slices=(dict[str, str], Field(default_factory=dict, description="axes to look at apart, such as language: de")),
        group=(str, Field("", description="cases of one group are not independent, such as fills of one template")),
    )
    made = case.model_json_schema(ref_template="#/$defs/{model}")
    definitions = made.pop("$defs", {}) | {"Case": made}
    for one in definitions.values():
        if "ticket" in one.get("properties", {}):
            one["properties"]["ticket"] = {"anyOf": [one["properties"]["ticket"], _BY_ID]}
    either = [{"$ref": "#/$defs/Case"}, {"type": "array", "items": {"$ref": "#/$defs/Case"}}]
    return head | {"oneOf": either, "$defs": definitions}


def names() -> list[str]:
    """All that there is a schema of."""
    return [SUITE, *tasks()]


def written(name: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def file_of(name: str) -> Path:
    """Where the package keeps it."""
    return FOLDER / f"{name}.json"


def _title(name: str) -> str:
    return "A suite of Draftdesk evals" if name == SUITE else f"Cases of the task {name}"


if __name__ == "__main__":  # `make docs`
    FOLDER.mkdir(exist_ok=True)
    for one in names():
        file_of(one).write_text(written(one), encoding="utf-8")
