"""Rows of a JSON Lines file, each checked at the edge; what cannot be used is left out and named."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from evals.errors import DataInvalid
from ingest.documents import Skipped
from ingest.errors import SourceError
from ingest.sources.jsonl import read_lines

Row = TypeVar("Row", bound=BaseModel)
_Any = TypeVar("_Any")


def read_rows(path: Path, model: type[Row]) -> tuple[list[Row], list[Skipped]]:
    """The rows of `path` (plain or gzipped) and what was left out; `DataInvalid` when there is no usable one."""
    if not path.is_file():
        raise DataInvalid(f"there is no file {path}")
    rows: list[Row] = []
    skipped: list[Skipped] = []
    try:
        for one in _parsed(path, model):
            if isinstance(one, Skipped):
                skipped.append(one)
            else:
                rows.append(one)
    except SourceError as exc:
        raise DataInvalid(str(exc)) from exc
    if not rows:
        why = f": {skipped[0].where}: {skipped[0].reason}" if skipped else ": it is empty"
        raise DataInvalid(f"no usable row in {path}{why}")
    return rows, skipped


def _parsed(path: Path, model: type[Row]) -> Iterator[Row | Skipped]:
    for line in read_lines(path):
        if isinstance(line, Skipped):
            yield line
            continue
        where, value = line
        try:
            yield model.model_validate(value)
        except ValidationError as exc:
            yield Skipped(where, reason_of(exc))


def reason_of(exc: ValidationError) -> str:
    """The first thing that is wrong, without the value: that may be a ticket's text."""
    first = exc.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    told = first["msg"].removeprefix("Value error, ")
    return f"{place}: {told}" if place else told


def sample(rows: Sequence[_Any], limit: int, seed: int) -> list[_Any]:
    """At the most `limit` rows (0 for all), drawn with `seed`, in the order of the file."""
    if not limit or limit >= len(rows):
        return list(rows)
    chosen = np.random.default_rng(seed).choice(len(rows), size=limit, replace=False)
    return [rows[n] for n in sorted(chosen)]
