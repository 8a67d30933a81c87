"""Which triage serves: the version that the pointer names, or, where none can be used, what the index alone teaches."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from assistant.errors import AssistantError, VersionUnusable
from assistant.triage.lessons import Lessons
from assistant.triage.model import TriageModel
from assistant.triage.seen import Vocabulary
from assistant.triage.versions import MODEL, WORDS, Version, Versions
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Serving:
    """A model with the name that answers tell: `version 000007`, or the generation that it was learned from.

    `why` says why no version is used, where there is one.
    """

    model: TriageModel
    name: str
    words: Vocabulary
    version: Version | None = None
    why: str = ""


class ServedTriage:
    """Notices a switch at the next call, like the reader of the index; a version that cannot be used is tried once."""

    def __init__(self, lessons: Lessons, versions: Versions | None) -> None:
        self._lessons = lessons
        self._versions = versions
        self._version: Serving | None = None
        self._index: Serving | None = None
        self._loaded: tuple[str, int] | None = None
        self._refused: tuple[tuple[str, int], str] | None = None
        self._lock = Lock()

    def of(self, index: Index) -> Serving:
        """What serves now. The first call may take seconds."""
        with self._lock:
            why = ""
            try:
                name = self._versions.current() if self._versions else None
                if name is not None:
                    return self._of_version(name)
            except AssistantError as exc:
                why = str(exc)
            return self._of_index(index, why)

    def _of_version(self, name: str) -> Serving:
        assert self._versions is not None
        switch = (name, self._versions.switched_at())
        if self._version is not None and self._loaded == switch:
            return self._version
        if self._refused is not None and self._refused[0] == switch:
            raise VersionUnusable(self._refused[1])
        try:
            self._version = load_version(self._versions, name, self._lessons)
        except AssistantError as exc:
            self._refused = (switch, str(exc))
            raise
        self._loaded = switch
        return self._version

    def _of_index(self, index: Index, why: str) -> Serving:
        if self._index is None or (self._index.name, self._index.why) != (index.name, why):
            examples = self._lessons.examples(self._lessons.solved(index))
            self._index = Serving(self._lessons.learn(examples), index.name, Vocabulary.of(examples.texts), None, why)
        return self._index


def load_version(versions: Versions, name: str, lessons: Lessons) -> Serving:
    """`VersionUnusable` when it is damaged, or made for another embedder or other agents."""
    version = versions.version(name)
    versions.verify(version)
    lessons.refuse_foreign(version)
    folder = versions.folder / name
    try:
        words = Vocabulary(np.load(folder / WORDS, allow_pickle=False))
    except (OSError, ValueError) as exc:
        raise VersionUnusable(f"the words of version {name} cannot be read ({type(exc).__name__})") from exc
    return Serving(lessons.load(folder / MODEL), f"version {name}", words, version)
