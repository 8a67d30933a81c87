"""Knowledge that gives orders to a model stays out of the index until an owner of the knowledge base accepts it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.documents import SourceDocument
from ingest.durable import write_durably
from ingest.errors import IndexCorrupt

if TYPE_CHECKING:  # the guard and what it imports are needed only when there is something to judge
    from guardrails.findings import Finding

RELEASED = "released.json"
_LEAST: Mapping[str, float] = {"leak": 0.95, "tool": 0.998, "task": 0.998}
"""Manuals order actions, set tasks and say what to show all the time: these kinds must be all but certain."""
_DESCRIBES = re.compile(
    r"\b(?:for example|e\.g\.|such as|examples?|like|says?|phrases?|reads?|attacks?|attackers?|injections?|jailbreaks?"
    r"|injected|malicious|zum beispiel|beispiel|exemple|ejemplo)\b",
    re.IGNORECASE,
)
_QUOTES = "\"'`“”„«»‘’"
_BEFORE = 160
"""Characters before a quotation in which its announcement is looked for."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document is suspicious: a finding's class, the part of the document, and the line in its text."""

    kind: str
    part: str
    line: int
    score: float


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that is kept out of the index, and why. Never carries document text."""

    hash: str
    source: str
    place: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Somebody accepted a document as it was then: `hash` is of its content."""

    hash: str
    who: str
    when: str
    because: str


def judge_document(document: SourceDocument) -> tuple[Spot, ...]:
    """What keeps this document out of the index; nothing for nearly all."""
    from guardrails.injection import scan

    spots = []
    for name, text in (("title", document.title), *((part.name, part.text) for part in document.parts)):
        for finding in scan(text, where=name):
            if _blocks(finding, text):
                line = text.count("\n", 0, finding.start) + 1
                spots.append(Spot(finding.kind, name, line, finding.score))
    return tuple(spots)


def _blocks(finding: "Finding", text: str) -> bool:
    from guardrails.injection import BLOCKING

    kind = finding.kind.removeprefix("injection.")
    return finding.score >= _LEAST.get(kind, BLOCKING) and not _is_quoted(text, finding.start, finding.end)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the passage is shown as an example: quoted, or in a block of code, with words before that say so."""
    passage = text[start:end]
    quotes = sum(passage.count(mark) for mark in _QUOTES) >= 2
    fenced = text.count("```", 0, start) % 2 == 1
    around = text[max(0, start - _BEFORE) : end]
    return (quotes or fenced) and _DESCRIBES.search(around) is not None


class Releases:
    """Accepted documents, in a file beside the generations."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RELEASED

    def read(self) -> dict[str, Release]:
        """By document id; `IndexCorrupt` when the file is damaged."""
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            return {id_: Release(**value) for id_, value in values.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError) as exc:
            raise IndexCorrupt(f"{self._path} cannot be read ({type(exc).__name__}): mend it or remove it") from exc

    def add(self, ids: Iterable[str], quarantined: Mapping[str, Quarantined], *, who: str, because: str) -> None:
        """Accept these documents as they are in quarantine. The caller holds the writer's lock."""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        released = self.read() | {id_: Release(quarantined[id_].hash, who, when, because) for id_ in ids}
        text = json.dumps({id_: asdict(one) for id_, one in released.items()}, ensure_ascii=False, indent=1)
        write_durably(self._path, text)
