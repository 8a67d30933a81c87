"""Does a generation really hold what its manifest says? Asked of the stores themselves, never assumed."""

from dataclasses import dataclass

import numpy as np

from ingest.documents import COLLECTIONS, Collection, collection_name
from ingest.generations import Manifest
from ingest.lexical import LexicalIndex
from ingest.store import VectorStore

PROBES = 8
"""Chunks of each collection that are looked for."""
MAX_LENGTH_ERROR = 0.01
"""How far the length of a vector may be from 1."""
NEAR = 0.9
"""Cosine from which a chunk that is found stands for the one that was looked for."""


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
        faults += [Fault(name, what) for what in probe(store, collection, sorted(expected & held), manifest.dimension)]
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


def probe(store: VectorStore, collection: Collection, ids: list[str], dimension: int) -> list[str]:
    """What is wrong with some of `ids`: a stored vector asked as a query must bring its own chunk back, or a near one.

    The search is approximate and may lose a chunk among many copies, so it is a fault when most are lost.
    """
    chosen = ids[:: max(1, len(ids) // PROBES)][:PROBES]
    vectors = store.vectors(collection, chosen)
    faults, lost = [f"the chunk {id_!r} has no vector" for id_ in chosen if id_ not in vectors], []
    for id_, vector in vectors.items():
        length = float(np.linalg.norm(vector))
        if vector.shape != (dimension,) or not abs(length - 1) < MAX_LENGTH_ERROR:
            faults.append(
                f"the vector of {id_!r} has {vector.size} numbers and length {length:.3g}, not {dimension} and 1"
            )
            continue
        found = store.nearest(collection, vector, 5)
        if id_ not in found and max(found.values(), default=0.0) < NEAR:
            lost.append(id_)
    if len(lost) * 2 > len(chosen):
        faults.append(f"{len(lost)} of {len(chosen)} chunks are not found by their own vectors, first {lost[0]!r}")
    return faults
