"""What a build would change, told before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.generations import DocumentEntry, Manifest
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
    sources: Iterable[Path],
    manifest: Manifest | None,
    *,
    recipe: str,
    removed_sources: Iterable[str] = (),
    fresh: bool = False,
) -> Plan:
    """Read the sources and compare them with `manifest`.

    Only documents of these sources can be added, changed or removed; those of other sources stay.
    With `fresh`, or a different `recipe` (embedder, split settings, scrubber), every document is changed, so the
    other sources of the index are read as well.
    Raises `SourceError` when a source cannot be read at all: then nothing is planned.
    """
    old = dict(manifest.documents) if manifest else {}
    same_recipe = manifest is not None and manifest.recipe == recipe and not fresh
    leaving = _leaving(removed_sources, old)
    names = [name for path in sources if (name := str(path.resolve())) not in leaving]
    if not same_recipe:
        names += sorted({entry.source for entry in old.values()} - {*names, *leaving})
    documents, skipped, damaged = _read(names, {id_: e.source for id_, e in old.items() if e.source not in leaving})
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
    gone = [id_ for id_, e in old.items() if e.source in {*names, *leaving} and id_ not in documents]
    # What another recipe made cannot stay beside what this one makes.
    kept = [id_ for id_ in gone if same_recipe and (old[id_].source, old[id_].place) in damaged]
    return Plan(
        sources=tuple(names),
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(sorted(set(gone) - set(kept))),
        unchanged=tuple(unchanged),
        skipped=tuple(skipped),
        kept=tuple(Skipped(id_, "its page cannot be read now: the version in the index stays") for id_ in kept),
        moved=tuple(moved),
    )


def _leaving(removed_sources: Iterable[str], old: Mapping[str, DocumentEntry]) -> set[str]:
    leaving, known = set(removed_sources), {entry.source for entry in old.values()}
    if unknown := sorted(leaving - known):
        raise SourceError(f"the index has nothing from {unknown[0]}: it has {', '.join(sorted(known)) or 'no source'}")
    return leaving


def _read(
    names: list[str], indexed: Mapping[str, str]
) -> tuple[dict[str, SourceDocument], list[Skipped], set[tuple[str, str]]]:
    """Documents by id, what was left out, and the (source, place) pairs that are damaged."""
    elsewhere = {id_: source for id_, source in indexed.items() if source not in names}
    documents: dict[str, SourceDocument] = {}
    skipped: list[Skipped] = []
    damaged: set[tuple[str, str]] = set()
    for name in names:
        for item in read_source(Path(name)):
            if isinstance(item, Skipped):
                skipped.append(item)
                if item.damaged:
                    damaged.add((name, item.place))
            elif item.id in documents:
                other = documents[item.id].place
                skipped.append(Skipped(item.place, f"id {item.id!r} is already used by {other}: give it its own id"))
            elif item.id in elsewhere:
                skipped.append(Skipped(item.place, f"id {item.id!r} is already indexed from {elsewhere[item.id]}"))
            else:
                documents[item.id] = item
    return documents, skipped, damaged


def reasons(skipped: Iterable[Skipped]) -> Counter[str]:
    """How often each reason occurs, for a short report."""
    return Counter(skip.reason for skip in skipped)
