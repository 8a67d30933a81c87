"""What agents corrected: one line for each ticket, scrubbed before it gets here, on the disk before this returns."""

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from assistant.errors import TriageUnwritable
from assistant.triage.examples import MAX_EXAMPLES, Example, stored_id
from assistant.triage.lock import triage_lock
from assistant.triage.taxonomy import Kind
from ingest.durable import write_durably
from ingest.embed import Embedder, Vectors

FILE = "corrections.jsonl"
DAMAGED = "corrections.damaged.jsonl"
WAIT_S = 30.0
"""So long a correction waits for another one that is being written."""

_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)

Share = Annotated[float, Field(ge=0, le=1)]


@checked_dataclass(frozen=True, slots=True, config=_STRICT)
class Said:
    """What triage had said of one kind; `label` is None where it had abstained."""

    label: str | None
    confidence: Share


@checked_dataclass(frozen=True, slots=True, config=_STRICT)
class Correction:
    """What an agent says a ticket is. `labels` has only the kinds that were stated; `tags` None were not stated.

    `text` is scrubbed without a way back, `vector` its embedding (base64 of little-endian float32) by `embedder`.
    `made_by` is the version that had `said` otherwise.
    """

    ticket: Annotated[str, Field(min_length=1)]
    at: Annotated[str, Field(min_length=10)]
    labels: Mapping[Kind, str]
    text: str
    vector: str
    embedder: str
    tags: tuple[str, ...] | None = None
    agent: str = ""
    made_by: str = ""
    said: Mapping[Kind, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What the file holds, oldest first, and how many of its lines cannot be read."""

    corrections: tuple[Correction, ...]
    damaged: int


_LINE = TypeAdapter(Correction)


class Corrections:
    """The corrections in a folder. Safe for threads and processes; the last word about a ticket counts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE

    def read(self) -> Held:
        """Everything that can be read; a line without its end is still being written and is not looked at."""
        good, bad = _parsed(self._complete())
        return Held(tuple(good.values()), len(bad) + self._lines(DAMAGED))

    def put(self, correction: Correction) -> bool:
        """Keep it, in the place of an earlier one of the same ticket; whether there was one."""
        with triage_lock(self.folder, timeout_s=WAIT_S):
            good, bad = _parsed(self._everything())
            earlier = good.pop(correction.ticket, None)
            if earlier or bad:
                self._rewrite([*good.values(), correction], bad)
            else:
                self._append(_LINE.dump_json(correction))
            return earlier is not None

    def withdraw(self, ticket_id: str) -> bool:
        """Take a correction back, its words with it; whether there was one."""
        if not self._path.exists():
            return False
        with triage_lock(self.folder, timeout_s=WAIT_S):
            good, bad = _parsed(self._everything())
            if good.pop(stored_id(ticket_id), None) is None:
                return False
            self._rewrite(list(good.values()), bad)
            return True

    def _everything(self) -> list[bytes]:
        try:
            return self._path.read_bytes().split(b"\n") if self._path.exists() else []
        except OSError as exc:
            raise TriageUnwritable(f"cannot read {self._path}: {exc.strerror}") from exc

    def _complete(self) -> list[bytes]:
        return self._everything()[:-1]

    def _lines(self, name: str) -> int:
        path = self.folder / name
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def _append(self, line: bytes) -> None:
        with self._path.open("ab") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _rewrite(self, corrections: Sequence[Correction], bad: Sequence[bytes]) -> None:
        """The good lines; what could not be read goes into a file of its own first, so that nothing is lost."""
        if bad:
            with (self.folder / DAMAGED).open("ab") as stream:
                stream.writelines(line + b"\n" for line in bad)
                stream.flush()
                os.fsync(stream.fileno())
        lines = [_LINE.dump_json(one).decode() + "\n" for one in corrections]
        write_durably(self._path, "".join(lines))


def _parsed(lines: Sequence[bytes]) -> tuple[dict[str, Correction], list[bytes]]:
    """By ticket, the latest last, and the lines that are no corrections."""
    good: dict[str, Correction] = {}
    bad: list[bytes] = []
    for line in lines:
        if not line.strip():
            continue
        try:
            one = _LINE.validate_json(line)
            vector_of(one)
        except (ValidationError, ValueError):
            bad.append(line)
            continue
        good.pop(one.ticket, None)
        good[one.ticket] = one
    return good, bad


def packed(vector: Vectors) -> str:
    """A vector as text for a line."""
    return base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode()


def vector_of(correction: Correction) -> Vectors:
    """`ValueError` when it is none."""
    vector = np.frombuffer(base64.b64decode(correction.vector, validate=True), dtype="<f4").astype(np.float32)
    if not len(vector) or not np.isfinite(vector).all():
        raise ValueError("not a vector")
    return vector


def corrected_examples(corrections: Sequence[Correction], embedder: Embedder) -> list[Example]:
    """The latest of them to learn from; those of another embedder are embedded again, from their scrubbed words."""
    latest = corrections[-MAX_EXAMPLES:]
    own = embedder.fingerprint
    others = [one.text for one in latest if one.embedder != own]
    again = iter(embedder.encode(others)) if others else iter(())
    return [
        Example(
            id=one.ticket,
            text=one.text,
            vector=vector_of(one) if one.embedder == own else next(again),
            labels=one.labels,
            tags=one.tags,
            date=one.at,
            origin="correction",
        )
        for one in latest
    ]
