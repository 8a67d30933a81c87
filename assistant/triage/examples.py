"""What triage is learned from: labelled tickets, scrubbed, each with its vector. Solved ones, and corrections."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

import numpy as np

from assistant.permissions import may_read
from assistant.triage.taxonomy import KINDS, Kind
from ingest.documents import Chunk, Collection
from ingest.embed import Vectors
from ingest.index import Index

SINGLE: tuple[Kind, ...] = ("category", "severity", "team", "product_area")
"""Kinds of which a ticket has one label; `tags` are many."""
MAX_EXAMPLES = 6000
"""Solved tickets that are learned from at the most, the latest ones: keeps learning within seconds."""
HELD_OUT_EVERY = 5
"""One of so many examples is held out from the training that a new version is judged by."""

Origin = Literal["solved", "correction"]

_NUMBER = re.compile(r"[A-Za-z]{0,8}[-_#]?\d{1,8}")


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled tickets, column by column: entry `n` of each is about the same ticket.

    `labels` has one column for each kind of `SINGLE`, with "" where a ticket carries no such label; `tags` may be many.
    `texts` are scrubbed, `vectors` their embeddings, `dates` ISO 8601 or empty.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    labels: Mapping[Kind, tuple[str, ...]]
    tags: tuple[tuple[str, ...], ...]
    dates: tuple[str, ...]
    origins: tuple[Origin, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Sequence[int]) -> "Examples":
        """These rows, in this order."""
        return Examples(
            ids=tuple(self.ids[n] for n in rows),
            texts=tuple(self.texts[n] for n in rows),
            vectors=self.vectors[list(rows)],
            labels={kind: tuple(column[n] for n in rows) for kind, column in self.labels.items()},
            tags=tuple(self.tags[n] for n in rows),
            dates=tuple(self.dates[n] for n in rows),
            origins=tuple(self.origins[n] for n in rows),
        )

    def split(self) -> tuple["Examples", "Examples"]:
        """Those to learn from and those held out; where a ticket belongs never changes, whatever else comes."""
        held = [is_held_out(id_) for id_ in self.ids]
        learned = [n for n, out in enumerate(held) if not out]
        return self.take(learned), self.take([n for n, out in enumerate(held) if out])


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled ticket. A kind that is absent from `labels` was not stated; `tags` None were not stated either."""

    id: str
    text: str
    vector: Vectors
    labels: Mapping[Kind, str]
    tags: tuple[str, ...] | None
    date: str
    origin: Origin


def stored_id(ticket_id: str) -> str:
    """The id as it may be kept: a ticket number as it is; of anything else, which may be a name, a hash.

    >>> stored_id("T-1001"), stored_id("ana.duarte@brightmoor.example")
    ('T-1001', 'sha256:63ccbef71b68b99c')
    """
    return ticket_id if _NUMBER.fullmatch(ticket_id) else f"sha256:{sha256(ticket_id.encode()).hexdigest()[:16]}"


def is_held_out(id_: str) -> bool:
    """Decided by the id alone: the same answer for every version that is ever compared."""
    return int.from_bytes(sha256(f"held-out {id_}".encode()).digest()[:4]) % HELD_OUT_EVERY == 0


def as_examples(rows: Sequence[Example], *, dimension: int = 0) -> Examples:
    """The same, column by column. `dimension` is that of the vectors where there may be none."""
    vectors = np.stack([one.vector for one in rows]) if rows else np.zeros((0, dimension))
    return Examples(
        ids=tuple(one.id for one in rows),
        texts=tuple(one.text for one in rows),
        vectors=vectors.astype(np.float32),
        labels={kind: tuple(one.labels.get(kind, "") for one in rows) for kind in SINGLE},
        tags=tuple(one.tags or () for one in rows),
        dates=tuple(one.date for one in rows),
        origins=tuple(one.origin for one in rows),
    )


def merged(solved: Iterable[Example], corrections: Iterable[Example]) -> list[Example]:
    """All of them; what a correction states wins over what the solved ticket of the same id carries."""
    rows = {one.id: one for one in solved}
    for one in corrections:
        base = rows.get(one.id)
        if base is None:
            rows[one.id] = one
            continue
        tags = base.tags if one.tags is None else one.tags
        rows[one.id] = replace(base, labels={**base.labels, **one.labels}, tags=tags, origin="correction")
    return list(rows.values())


def solved_examples(index: Index, *, groups: Set[str] | None = None) -> list[Example]:
    """One for each labelled case: its title and problem, and the mean vector of its problem chunks; oldest first.

    With `groups` only cases that every agent in them may read: what was learned shows in everybody's answers.
    """
    found: list[Example] = []
    collections: tuple[Collection, ...] = (("cases", "public"), ("cases", "internal"))
    for collection in collections:
        found += _of_collection(index, collection, _readable(groups))
    return sorted(found, key=lambda one: (one.date, one.id))[-MAX_EXAMPLES:]


def _readable(groups: Set[str] | None) -> Callable[[Chunk], bool]:
    return lambda chunk: groups is None or may_read(chunk, groups=groups, internal=True)


def _of_collection(index: Index, collection: Collection, readable: Callable[[Chunk], bool]) -> list[Example]:
    chunks = index.chunks(sorted(index.manifest.ids(collection)), collection)
    problems: dict[str, list[str]] = {}
    for id_, chunk in sorted(chunks.items(), key=lambda item: (item[1].document_id, item[1].ordinal)):
        if chunk.part == "problem" and readable(chunk) and any(chunk.fields.get(kind) for kind in KINDS):
            problems.setdefault(chunk.document_id, []).append(id_)
    latest = sorted(problems, key=lambda document: (chunks[problems[document][0]].updated, document))[-MAX_EXAMPLES:]
    shelf = index.shelf("cases")
    return [_example([chunks[id_] for id_ in problems[one]], shelf.vectors_of(problems[one])) for one in latest]


def _example(own: list[Chunk], vectors: Vectors) -> Example:
    first = own[0]
    text = "\n".join([first.title, *(chunk.text for chunk in own)])
    labels = {kind: label for kind in SINGLE if (label := first.fields.get(kind, "").strip())}
    tags = tuple(tag for one in first.fields.get("tags", "").split(",") if (tag := one.strip()))
    mean: Vectors = np.mean(vectors, axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-12)
    return Example(stored_id(first.document_id), text, mean, labels, tags, first.updated, "solved")
