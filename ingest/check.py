"""Does a generation really hold what its manifest says? Asked of the stores themselves, never assumed."""

from dataclasses import dataclass

import numpy as np

from ingest.documents import COLLECTIONS, Collection, collection_name
from ingest.generations import Manifest
from ingest.lexical import LexicalIndex
from ingest.store import VectorStore

PROBES = 8
"""Chunks of each collection that must find themselves."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a store differs from the manifest."""

    collection: str
    what: str


def check(manifest: Manifest, store: VectorStore, lexical: dict[Collection, LexicalIndex]) -> list[Fault]:
    """All faults; an empty list means that the generation may serve."""
    faults: list[Fault] = []
    for collection in COLLECTIONS:
        name, expected = collection_name(collection), manifest.ids(collection)
        held = store.ids(collection)
        faults += _difference(name, "vector store", expected, held)
        faults += _difference(name, "lexical index", expected, set(lexical[collection].ids))
        faults += [Fault(name, what) for what in _probe(store, collection, sorted(expected & held), manifest.dimension)]
    return faults


def _difference(name: str, place: str, expected: set[str], held: set[str]) -> list[Fault]:
    faults = []
    if missing := expected - held:
        faults.append(
            Fault(name, f"{len(missing)} chunks of the manifest are not in the {place}, first {min(missing)!r}")
        )
    if extra := held - expected:
        faults.append(Fault(name, f"{len(extra)} chunks in the {place} are not in the manifest, first {min(extra)!r}"))
    return faults


def _probe(store: VectorStore, collection: Collection, ids: list[str], dimension: int) -> list[str]:
    """A stored vector asked as a query must bring its own chunk back (or one with the very same vector)."""
    faults = []
    chosen = ids[:: max(1, len(ids) // PROBES)][:PROBES]
    for id_, vector in store.vectors(collection, chosen).items():
        if vector.shape != (dimension,) or not np.isfinite(vector).all():
            faults.append(f"the vector of {id_!r} has shape {vector.shape} or is not finite, expected ({dimension},)")
            continue
        found = store.nearest(collection, vector, 5)
        if id_ not in found and max(found.values(), default=0.0) < 1 - 1e-4:
            faults.append(f"the chunk {id_!r} is not found by its own vector")
    return faults
