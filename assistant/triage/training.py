"""Learn a new version of triage beside the one that serves, compare the two, and switch if it does not fall behind."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.errors import NothingToLearn, VersionUnusable
from assistant.triage.corrections import Corrections, corrected_examples
from assistant.triage.examples import Example, Examples, merged
from assistant.triage.lessons import Lessons
from assistant.triage.lock import triage_lock
from assistant.triage.model import TriageModel
from assistant.triage.regression import Check, answers_of, judge
from assistant.triage.seen import Vocabulary
from assistant.triage.versions import MODEL, REFERENCE, TWIN, WORDS, Version, Versions, hashes
from ingest.index import Index
from ingest.lock import who

KEEP = 5
"""Versions that are kept for rollback."""
REFERENCES = 300
"""Held-out tickets, the latest ones, that drift is measured against: enough to tell, and quickly looked at."""

Outcome = Literal["serves", "refused", "unchanged"]
Tell = Callable[[str], None]


def silent(_step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of it. Without a new version (`unchanged`) `reason` says why none was made."""

    outcome: Outcome
    reason: str
    version: Version | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What a version is learned from, `data` its name, and the version that serves meanwhile."""

    index: Index
    solved: list[Example]
    corrected: list[Example]
    examples: Examples
    data: str
    serving: Version | None

    @property
    def is_index_alone(self) -> bool:
        """It is what serves already, as no version does and nothing was corrected."""
        return self.serving is None and not self.corrected


class Trainer:
    """Learns from the solved tickets of an index and from corrections; writes versions."""

    def __init__(self, lessons: Lessons, versions: Versions, corrections: Corrections, *, keep: int = KEEP) -> None:
        self._lessons = lessons
        self._versions = versions
        self._corrections = corrections
        self._keep = keep

    def train(self, index: Index, *, again: bool = False, tell: Tell = silent, timeout_s: float = 0.0) -> Trained:
        """A new version, which serves if it does not fall behind the one that serves now.

        Nothing is learned when the data is that of the version that serves, or of one that was refused or rolled back,
        unless `again`. Raises `TriageBusy`, `TriageUnwritable`, `NothingToLearn`.
        """
        started = time.perf_counter()
        with triage_lock(self._versions.folder, timeout_s=timeout_s):
            tell("reading the solved tickets and the corrections")
            solved = self._lessons.solved(index)
            corrected = corrected_examples(self._corrections.read().corrections, self._lessons.embedder)
            examples = self._lessons.examples(merged(solved, corrected))
            if not len(examples):
                raise NothingToLearn("no solved ticket of the index carries a label, and there is no correction")
            data, serving = self._lessons.data(examples), self.serving()
            if not again and (reason := self._known(data, serving)):
                return Trained("unchanged", reason, None, time.perf_counter() - started)
            version = self._write(_Lesson(index, solved, corrected, examples, data, serving), tell)
            outcome: Outcome = "serves" if version.check.accepted else "refused"
            return Trained(outcome, version.check.reason, version, time.perf_counter() - started)

    def serving(self) -> Version | None:
        """The version that serves and can be used here; None when that is the index alone."""
        try:
            name = self._versions.current()
            version = self._versions.version(name) if name else None
            if version is not None:
                self._versions.verify(version)
                self._lessons.refuse_foreign(version)
            return version
        except VersionUnusable:
            return None

    def _known(self, data: str, serving: Version | None) -> str:
        if serving is not None and serving.data == data:
            return f"version {serving.version} serves and was learned from the same"
        if (turned := self._versions.taken_back().get(data)) is not None:
            return f"version {turned.version} was learned from the same and was rolled back by {turned.who}"
        refused = [one for one in self._versions.readable() if one.data == data and not one.check.accepted]
        if refused:
            return f"version {refused[-1].version} was learned from the same and was refused"
        return ""

    def _write(self, lesson: "_Lesson", tell: Tell) -> Version:
        versions, examples, (learned, held) = self._versions, lesson.examples, lesson.examples.split()
        tell(f"learning from {len(learned)} tickets, without the {len(held)} held-out ones")
        twin = self._lessons.learn(learned)
        tell("comparing with what serves")
        check = self._check(twin, held, lesson)
        tell(f"learning from all {len(examples)} tickets")
        model = self._lessons.learn(examples)
        tell("writing")
        name = versions.next_name()
        folder = versions.begin(name)
        model.save(folder / MODEL)
        twin.save(folder / TWIN)
        self._write_reference(folder, twin, learned, held, examples)
        version = self._manifest(name, lesson, held, check)
        version = replace(version, files=hashes(folder))
        versions.write_manifest(folder, version)
        versions.finish(folder)
        if check.accepted:
            versions.switch(name)
        versions.remove(versions.beyond(self._keep, current=versions.pointed_at()))
        return version

    def _check(self, twin: TriageModel, held: Examples, lesson: "_Lesson") -> Check:
        if not len(held):
            return judge([], against="")
        against = f"version {lesson.serving.version}" if lesson.serving else "the index alone"
        before = twin if lesson.is_index_alone else self._before(lesson)
        answers = answers_of(
            held.labels,
            before.best_labels(held),
            twin.best_labels(held),
            tickets=held.ids,
            corrected=[origin == "correction" for origin in held.origins],
        )
        return judge(answers, against=against)

    def _before(self, lesson: "_Lesson") -> TriageModel:
        """What serves now, as it would be without the held-out tickets."""
        if lesson.serving is not None:
            return self._lessons.load(self._versions.folder / lesson.serving.version / TWIN)
        return self._lessons.learn(self._lessons.examples(lesson.solved).split()[0])

    def _write_reference(
        self, folder: Path, twin: TriageModel, learned: Examples, held: Examples, examples: Examples
    ) -> None:
        """What drift is measured against: how held-out tickets look to a version that has not seen them."""
        words = Vocabulary.of(learned.texts)
        latest = held.take(range(max(0, len(held) - REFERENCES), len(held)))
        rows = twin.rows(latest, words)
        (folder / REFERENCE).write_text(json.dumps([asdict(row) for row in rows], sort_keys=True), encoding="utf-8")
        np.save(folder / WORDS, Vocabulary.of(examples.texts).hashes)

    def _manifest(self, name: str, lesson: "_Lesson", held: Examples, check: Check) -> Version:
        examples = lesson.examples
        corrections = examples.origins.count("correction")
        counts: dict[str, dict[str, int]] = {
            kind: dict(Counter(label for label in column if label)) for kind, column in examples.labels.items()
        }
        counts["tags"] = dict(Counter(tag for tags in examples.tags for tag in tags))
        return Version(
            version=name,
            parent=lesson.serving.version if lesson.serving else "",
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=who(),
            embedder=self._lessons.embedder.fingerprint,
            generation=lesson.index.name,
            groups=tuple(sorted(self._lessons.groups)),
            taxonomy=self._lessons.taxonomy.version,
            data=lesson.data,
            solved=len(examples) - corrections,
            corrections=corrections,
            learned_until=max((one.date for one in lesson.corrected), default=""),
            held_out=len(held),
            labels=counts,
            check=check,
        )
