"""What was adopted, on disk: one small file of numbers, written atomically; undoing goes back to what was before."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import structlog
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from assistant.errors import TuningUnusable
from assistant.retrieval.learned import LearnedRanking, Ranker
from assistant.retrieval.tune import Tuning
from assistant.retrieval.votes import CitingCases
from ingest.durable import write_durably
from ingest.errors import IndexUnwritable
from ingest.index import Index
from ingest.lock import who, writer_lock

log = structlog.get_logger()

FORMAT = 1
KEPT = 10
"""Adopted rankings that can be gone back to."""


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Adopted:
    """A ranking that was adopted, what it was learned from, and what it was worth then. `made_at` is in UTC."""

    embedder: str
    generation: str
    made_at: str
    made_by: str
    tickets: int
    articles: int
    fitted_on: int
    measured_on: int
    base: float
    tuned: float
    low: float
    high: float
    vote_weight: float = Field(ge=0, le=1000, allow_inf_nan=False)

    @classmethod
    def of(cls, tuning: Tuning, index: Index) -> "Adopted":
        return cls(
            embedder=index.manifest.embedder,
            generation=index.name,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=who(),
            tickets=tuning.tickets,
            articles=tuning.articles,
            fitted_on=tuning.fitted_on,
            measured_on=tuning.measured_on,
            base=tuning.base,
            tuned=tuning.tuned,
            low=tuning.low,
            high=tuning.high,
            vote_weight=tuning.ranker.vote_weight,
        )


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class _File:
    format: int
    adopted: tuple[Adopted, ...]


_FILE = TypeAdapter(_File)


class TunedFile:
    """`ranking.json`: what was adopted, oldest first; the last one serves."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ranking.json"

    def read(self) -> tuple[Adopted, ...]:
        """Empty when nothing was adopted; `TuningUnusable` when the file is damaged or of another format."""
        try:
            found = _FILE.validate_json(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except (OSError, ValidationError) as exc:
            raise TuningUnusable(f"{self.path} cannot be read ({type(exc).__name__})") from exc
        if found.format != FORMAT:
            raise TuningUnusable(f"{self.path} has format {found.format}, this version reads {FORMAT}")
        return found.adopted

    def adopt(self, one: Adopted) -> None:
        """Let it serve from now on. `IndexBusy` while another process writes, `IndexUnwritable`."""
        with writer_lock(self.path.parent):
            self._write((*self.read(), one)[-KEPT:])

    def undo(self) -> tuple[Adopted | None, Adopted | None]:
        """Take the last one back; gives it, and what serves now. None, None when there was nothing to take back."""
        if not self.read():
            return None, None
        with writer_lock(self.path.parent):
            *before, last = self.read()
            self._write(tuple(before))
        return last, before[-1] if before else None

    def _write(self, adopted: tuple[Adopted, ...]) -> None:
        value = {"format": FORMAT, "adopted": [asdict(one) for one in adopted]}
        try:
            write_durably(self.path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
        except OSError as exc:
            raise IndexUnwritable(f"{self.path} cannot be written: {exc.strerror or type(exc).__name__}") from exc


class TunedReader:
    """Gives the ranking that was adopted, over the index that serves; notices when either changes. Thread-safe.

    A damaged file, or one for another embedder, is ignored and logged: the base ranking serves then.
    """

    def __init__(self, file: TunedFile) -> None:
        self._file = file
        self._known: tuple[tuple[int, int], str] | None = None
        self._ranking: LearnedRanking | None = None
        self._lock = Lock()

    def ranking(self, index: Index) -> LearnedRanking | None:
        """None when nothing was adopted, or what was adopted does not fit the index."""
        key = (self._stamp(), index.name)
        with self._lock:
            if key != self._known:
                self._ranking = self._load(index)
                self._known = key
            return self._ranking

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._file.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def _load(self, index: Index) -> LearnedRanking | None:
        try:
            adopted = self._file.read()
        except TuningUnusable as exc:
            log.warning("ranking.ignored", reason="damaged", detail=str(exc))
            return None
        if not adopted:
            return None
        if adopted[-1].embedder != index.manifest.embedder:
            log.warning("ranking.ignored", reason="other embedder", learned_with=adopted[-1].embedder)
            return None
        return LearnedRanking(Ranker(adopted[-1].vote_weight), CitingCases.of(index))
