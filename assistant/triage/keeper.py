"""What the assistant and the command line ask of triage that learns: which serves, a correction, training, status."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from assistant.errors import CorrectionInvalid, TriageUnwritable
from assistant.records import Label, Triage
from assistant.triage.background import Background
from assistant.triage.corrections import Correction, Corrections, Said, packed
from assistant.triage.examples import SINGLE, stored_id
from assistant.triage.lessons import Lessons
from assistant.triage.seen import Seen, today
from assistant.triage.serving import ServedTriage, Serving
from assistant.triage.stated import stated
from assistant.triage.taxonomy import Kind, Taxonomy
from assistant.triage.training import Tell, Trained, Trainer, silent
from assistant.triage.versions import Versions
from ingest.embed import Embedder, Vectors
from ingest.index import Index

WAIT_S = 600.0
"""So long learning in the background waits for another process that is learning."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was kept of a correction. `ticket` is its number, or a hash of an id that is no number.

    `said` is what triage had said, `made_by` which version; `learns_in_s` is when it will be learned from at the
    soonest, None where that takes a `draftdesk triage train`. `corrections` counts all that are kept.
    """

    ticket: str
    labels: Mapping[Kind, str]
    tags: tuple[str, ...] | None
    replaced: bool
    withdrawn: bool
    said: Mapping[Kind, Said]
    made_by: str
    corrections: int
    learns_in_s: float | None


@dataclass(frozen=True, slots=True)
class ToLearn:
    """A ticket as it may be learned from: `text` is scrubbed without a way back, `vector` its embedding."""

    id: str
    text: str
    vector: Vectors


class TriageKeeper:
    """Thread-safe. Without a folder it keeps nothing: triage is then what the index alone teaches."""

    def __init__(
        self,
        folder: Path | None,
        *,
        embedder: Embedder,
        taxonomy: Taxonomy,
        groups: frozenset[str],
        learn_after_s: float = 0.0,
        counting: bool = False,
    ) -> None:
        self.lessons = Lessons(embedder, taxonomy, groups)
        self._folder = folder
        self._served = ServedTriage(self.lessons, Versions(folder / "versions") if folder else None)
        self._counting = counting
        self._learn_after_s = learn_after_s
        self._index: Callable[[], Index] | None = None
        self._background = Background(self._learn, after_s=learn_after_s)

    @property
    def corrections(self) -> Corrections:
        """`TriageUnwritable` where nothing is kept."""
        return Corrections(self._kept_in())

    @property
    def kept_versions(self) -> Versions:
        """`TriageUnwritable` where nothing is kept."""
        return Versions(self._kept_in() / "versions")

    @property
    def seen(self) -> Seen:
        """What was triaged lately, as numbers. `TriageUnwritable` where nothing is kept."""
        return Seen(self._kept_in())

    def _kept_in(self) -> Path:
        if self._folder is None:
            raise TriageUnwritable("this assistant keeps no corrections: it was put together without a folder")
        return self._folder

    def serving(self, index: Index) -> Serving:
        """What serves now; the first call may take seconds."""
        return self._served.of(index)

    def correct(
        self,
        index: Callable[[], Index],
        ticket: ToLearn,
        labels: Mapping[str, str],
        *,
        tags: Sequence[str] | None = None,
        agent: str = "",
        said: Triage,
    ) -> Corrected:
        """Keep what an agent says, and learn from it soon. `CorrectionInvalid`, `TriageBusy`, `TriageUnwritable`."""
        serving = self.serving(index())
        own = stated(
            labels,
            tags,
            taxonomy=self.lessons.taxonomy,
            learned={kind: one.labels for kind, one in serving.model.classifiers.items()},
        )
        if not ticket.text.strip():
            raise CorrectionInvalid("the ticket holds no words of its customer to learn from")
        correction = Correction(
            ticket=stored_id(ticket.id),
            at=datetime.now(UTC).isoformat(timespec="microseconds"),
            labels=own.labels,
            text=ticket.text,
            vector=packed(ticket.vector),
            embedder=self.lessons.embedder.fingerprint,
            tags=own.tags,
            agent=stored_id(agent) if agent else "",
            made_by=serving.name,
            said=_said(said),
        )
        replaced = self.corrections.put(correction)
        log.info("triage.corrected", kinds=sorted(own.labels), replaced=replaced, made_by=serving.name)
        return self._told(correction, index, replaced=replaced)

    def withdraw(self, index: Callable[[], Index], ticket_id: str) -> Corrected:
        """Take a correction back, its words with it. `CorrectionInvalid` where there is none."""
        if not self.corrections.withdraw(ticket_id):
            raise CorrectionInvalid(f"no correction of ticket {stored_id(ticket_id)} is kept")
        log.info("triage.withdrawn")
        gone = Correction(stored_id(ticket_id), datetime.now(UTC).isoformat(timespec="seconds"), {}, "", "", "")
        return self._told(gone, index, withdrawn=True)

    def train(self, index: Index, *, again: bool = False, tell: Tell = silent, timeout_s: float = 0.0) -> Trained:
        """Learn a new version now, which serves if it does not fall behind."""
        trainer = Trainer(self.lessons, self.kept_versions, self.corrections)
        return trainer.train(index, again=again, tell=tell, timeout_s=timeout_s)

    def count(self, ticket: ToLearn, serving: Serving) -> None:
        """Remember what was said of a ticket, as numbers, to tell drift by; never fails an answer."""
        if self._counting and serving.version is not None:
            row = serving.model.row(ticket.text, ticket.vector, day=today(), words=serving.words)
            self.seen.add(ticket.id, row)

    def wait(self, timeout_s: float) -> bool:
        """Until everything that was corrected is learned; whether it came to that."""
        return self._background.wait(timeout_s)

    def close(self) -> None:
        """Learn nothing more in the background."""
        self._background.close()

    def _told(
        self, correction: Correction, index: Callable[[], Index], *, replaced: bool = False, withdrawn: bool = False
    ) -> Corrected:
        self._index = index
        asked = self._background.ask()
        return Corrected(
            ticket=correction.ticket,
            labels=correction.labels,
            tags=correction.tags,
            replaced=replaced,
            withdrawn=withdrawn,
            said=correction.said,
            made_by=correction.made_by,
            corrections=len(self.corrections.read().corrections),
            learns_in_s=self._learn_after_s if asked else None,
        )

    def _learn(self) -> None:
        assert self._index is not None
        done = self.train(self._index(), timeout_s=WAIT_S)
        version = done.version.version if done.version else ""
        log.info("triage.learned", outcome=done.outcome, version=version, seconds=round(done.seconds, 1))


def _said(triage: Triage) -> dict[Kind, Said]:
    """What was said of each kind of one label."""
    said: dict[Kind, Said] = {}
    for kind in SINGLE:
        label = getattr(triage, kind, None)
        if isinstance(label, Label):
            said[kind] = Said(label.label, min(1.0, max(0.0, label.confidence)))
    return said
