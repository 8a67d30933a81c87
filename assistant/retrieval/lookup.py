"""Search as a person asks for it: one pool or both, each ranked apart, for a customer's eyes only, by fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from assistant.permissions import may_read
from assistant.records import Passage
from ingest.documents import Pool
from ingest.index import Index

Pools = Literal["knowledge", "cases", "both"]

MAX_CHARS = 4000
"""Characters of free words; a whole ticket is searched for as a ticket."""
FARTHEST = 400
"""Documents that are looked at for a filter; what ranks below is hardly about the search any more."""
_FURTHER = 5
_NEAR = 0.30
"""The least cosine of the best passage, from which on it is near without sharing any word."""
_SOURCES: Mapping[Pool, str] = {"knowledge": "runbooks or articles", "cases": "solved tickets"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search. `public` is what a customer may read; `fields` what a document's own fields must say."""

    pools: Pools = "knowledge"
    limit: int = 8
    public: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[Pool, ...]:
        return ("knowledge", "cases") if self.pools == "both" else (self.pools,)

    def fits(self, passage: Passage) -> bool:
        """Whether the document says what is wanted; a field may hold several values, parted by commas."""
        held = {name.casefold(): value for name, value in passage.chunk.fields.items()}
        return all(
            wanted.strip().casefold()
            in {value.strip() for value in held.get(name.casefold(), "").casefold().split(",")}
            for name, wanted in self.fields.items()
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Passages by pool, best first; `advice` is what to do where nothing, or nothing close, was found.

    `titles` are those of the near copies that the passages name.
    """

    generation: str
    passages: Mapping[Pool, Sequence[Passage]]
    advice: Mapping[Pool, str]
    titles: Mapping[str, str]


def look_up(index: Index, scope: Scope, find: Callable[[Pool, int], list[Passage]], *, groups: Set[str]) -> Found:
    """What `find(pool, k)` gives, as far as it fits the scope."""
    passages = {pool: _fitting(scope, pool, find) for pool in scope.names}
    advice = {pool: said for pool, own in passages.items() if (said := _advice(scope, pool, own))}
    copies = (id_ for own in passages.values() for passage in own for id_ in passage.duplicates)
    titles = _titles(index, copies, groups=groups, internal=not scope.public)
    return Found(index.name, passages, advice, titles)


def _fitting(scope: Scope, pool: Pool, find: Callable[[Pool, int], list[Passage]]) -> list[Passage]:
    wanted = scope.limit
    while True:
        found = [one for one in find(pool, wanted) if scope.fits(one)]
        if len(found) >= scope.limit or not scope.fields or wanted >= FARTHEST:
            return found[: scope.limit]
        wanted = min(wanted * _FURTHER, FARTHEST)


def _advice(scope: Scope, pool: Pool, found: Sequence[Passage]) -> str:
    """The next step; empty where something was found. The same whether there is nothing or nothing to be read."""
    if not found and scope.fields:
        return "Nothing close to this carries these fields: leave one out, or look at how your documents spell it."
    if not found and scope.public:
        return f"No {_SOURCES[pool]} that a customer may read: search what agents may read, too."
    if not found:
        return f"No {_SOURCES[pool]} to be read here: name some as a source and run draftdesk index build."
    if max(one.dense for one in found) < _NEAR and not any(one.why.terms for one in found):
        return "Nothing is about this; these are only the nearest. Say it in other words, or name an error code."
    return ""


def _titles(index: Index, document_ids: Iterable[str], *, groups: Set[str], internal: bool) -> dict[str, str]:
    titles: dict[str, str] = {}
    for id_ in dict.fromkeys(document_ids):
        readable = (one for one in index.document(id_) if may_read(one, groups=groups, internal=internal))
        if chunk := next(readable, None):
            titles[id_] = chunk.title
    return titles
