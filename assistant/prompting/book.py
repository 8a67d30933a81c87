"""What came of texts that were written twice: one JSON line each, in a file for each day (UTC). Placeholders stay."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: what it was made with, what it took and what is left of it after the checks.

    `written` sentences came from the model, `kept` of them stand in the text; `removed` counts what the checks
    objected to by kind of finding. `failed` is why the model's text is not there, if it is not.
    """

    prompts: Mapping[str, str]
    made_by: str
    failed: str
    ms: int
    calls: int
    tokens_in: int
    tokens_out: int
    written: int
    kept: int
    removed: Mapping[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A text by the live prompts and by those that are tried."""

    id: str
    at: str
    ticket_id: str
    kind: str
    language: str
    model: str
    live: Side
    shadow: Side


class TrialBook:
    """A folder with a file for each day. Lines are written whole, so several processes may add to one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, tried: Tried) -> None:
        """Put it on disk. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{datetime.now(UTC).date().isoformat()}.jsonl"
        line = json.dumps(asdict(tried), ensure_ascii=False) + "\n"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
