"""What a build would change, told before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.generations import DocumentEntry, Manifest
from ingest.quarantine import Quarantined, Release, judge_document
from ingest.sources.detect import read_source


@dataclass(frozen=True, slots=True)
class Plan:
    """Documents by what a build does with them. `removed` and `unchanged` are ids; `kept` says why an id stays.

    `quarantined` has all documents that are kept out, `judged_anew` says whether these are others than before.
    """

    sources: tuple[str, ...]
    added: tuple[SourceDocument, ...]
    changed: tuple[SourceDocument, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    kept: tuple[Skipped, ...]
    moved: tuple[SourceDocument, ...] = ()
    quarantined: Mapping[str, Quarantined] = field(default_factory=dict)
    judged_anew: bool = False

    @property
    def empty(self) -> bool:
        """Nothing to write."""
        return not (self.added or self.changed or self.removed or self.moved or self.judged_anew)


def make_plan(
    sources: Iterable[Path],
    manifest: Manifest | None,
    *,
    recipe: str,
    removed_sources: Iterable[str] = (),
    fresh: bool = False,
    released: Mapping[str, Release] | None = None,
) -> Plan:
    """Read the sources and compare them with `manifest`.

    Only documents of these sources can be added, changed or removed; those of other sources stay.
    With `fresh`, or a different `recipe` (embedder, split settings, scrubber), every document is changed, so the
    other sources of the index are read as well. What is added or changed is judged: a suspicious document that is not
    `released` as it is goes into quarantine, and out of the index.
    Raises `SourceError` when a source cannot be read at all: then nothing is planned.
    """
    old = dict(manifest.documents) if manifest else {}
    same_recipe = manifest is not None and manifest.recipe == recipe and not fresh
    before = dict(manifest.quarantined) if manifest else {}
    leaving = _leaving(removed_sources, old, before)
    names = [name for path in sources if (name := str(path.resolve())) not in leaving]
    if not same_recipe:
        names += sorted({*(e.source for e in old.values()), *(e.source for e in before.values())} - {*names, *leaving})
    documents, skipped, damaged = _read(names, {id_: e.source for id_, e in old.items() if e.source not in leaving})
    quarantined = _judged(documents, old, before if same_recipe else {}, released or {}, same_recipe)
    stay = {id_: one for id_, one in before.items() if one.source not in {*names, *leaving}}
    added, changed, unchanged, moved = [], [], [], []
    for document in documents.values():
        entry = old.get(document.id)
        if document.id in quarantined:
            continue
        if entry is None:
            added.append(document)
        elif entry.hash != document.content_hash or not same_recipe:
            changed.append(document)
        else:
            unchanged.append(document.id)
            if (entry.place, entry.source) != (document.place, document.source):
                moved.append(document)
    present = documents.keys() - quarantined.keys()
    gone = [id_ for id_, e in old.items() if e.source in {*names, *leaving} and id_ not in present]
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
        quarantined=stay | quarantined,
        judged_anew=stay | quarantined != before,
    )


def _judged(
    documents: Mapping[str, SourceDocument],
    old: Mapping[str, DocumentEntry],
    before: Mapping[str, Quarantined],
    released: Mapping[str, Release],
    same_recipe: bool,
) -> dict[str, Quarantined]:
    """The documents that are kept out. What an earlier build judged by the same rules is not judged again."""
    kept_out: dict[str, Quarantined] = {}
    for document in documents.values():
        digest = document.content_hash
        entry, held, release = old.get(document.id), before.get(document.id), released.get(document.id)
        if (release and release.hash == digest) or (same_recipe and entry and entry.hash == digest):
            continue
        spots = held.spots if held and held.hash == digest else judge_document(document)
        if spots:
            kept_out[document.id] = Quarantined(digest, document.source, document.place, spots)
    return kept_out


def _leaving(
    removed_sources: Iterable[str], old: Mapping[str, DocumentEntry], before: Mapping[str, Quarantined]
) -> set[str]:
    leaving, known = set(removed_sources), {*(e.source for e in old.values()), *(e.source for e in before.values())}
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
