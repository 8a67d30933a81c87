"""What a build would change, told before anything is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Skipped, SourceDocument
from ingest.generations import Manifest
from ingest.sources.detect import read_source


@dataclass(frozen=True, slots=True)
class Plan:
    """Documents by what a build does with them. `removed` and `unchanged` are ids; `kept` says why an id stays."""

    sources: tuple[str, ...]
    added: tuple[SourceDocument, ...]
    changed: tuple[SourceDocument, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    kept: tuple[Skipped, ...]
    moved: tuple[SourceDocument, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to write."""
        return not (self.added or self.changed or self.removed or self.moved)


def make_plan(
    sources: Iterable[Path], manifest: Manifest | None, *, recipe: str, removed_sources: Iterable[str] = ()
) -> Plan:
    """Read the sources and compare them with `manifest`.

    Only documents of these sources can be added, changed or removed; those of other sources stay.
    A different `recipe` (embedder, split settings, scrubber) makes every document changed.
    Raises `SourceError` when a source cannot be read at all: then nothing is planned.
    """
    names = [str(path.resolve()) for path in sources]
    documents, skipped = _read(names, manifest)
    old = dict(manifest.documents) if manifest else {}
    same_recipe = manifest is not None and manifest.recipe == recipe
    added, changed, unchanged, moved = [], [], [], []
    for document in documents.values():
        entry = old.get(document.id)
        if entry is None:
            added.append(document)
        elif entry.hash != document.content_hash or not same_recipe:
            changed.append(document)
        else:
            unchanged.append(document.id)
            if (entry.place, entry.source) != (document.place, document.source):
                moved.append(document)
    gone = [id_ for id_, entry in old.items() if entry.source in names and id_ not in documents]
    damaged = {skip.place for skip in skipped if skip.damaged}
    kept = [id_ for id_ in gone if old[id_].place in damaged]
    dropped = [id_ for id_, entry in old.items() if entry.source in set(removed_sources)]
    return Plan(
        sources=tuple(names),
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(sorted({id_ for id_ in gone if id_ not in kept} | set(dropped))),
        unchanged=tuple(unchanged),
        skipped=tuple(skipped),
        kept=tuple(Skipped(id_, "its page cannot be read now: the version in the index stays") for id_ in kept),
        moved=tuple(moved),
    )


def _read(names: list[str], manifest: Manifest | None) -> tuple[dict[str, SourceDocument], list[Skipped]]:
    elsewhere = {id_: e.source for id_, e in manifest.documents.items() if e.source not in names} if manifest else {}
    documents: dict[str, SourceDocument] = {}
    skipped: list[Skipped] = []
    for name in names:
        for item in read_source(Path(name)):
            if isinstance(item, Skipped):
                skipped.append(item)
            elif item.id in documents:
                other = documents[item.id].place
                skipped.append(Skipped(item.place, f"id {item.id!r} is already used by {other}: give it its own id"))
            elif item.id in elsewhere:
                skipped.append(Skipped(item.place, f"id {item.id!r} is already indexed from {elsewhere[item.id]}"))
            else:
                documents[item.id] = item
    return documents, skipped


def reasons(skipped: Iterable[Skipped]) -> Counter[str]:
    """How often each reason occurs, for a short report."""
    return Counter(skip.reason for skip in skipped)
