"""Near copies among what was found: one is shown, the others are named with it."""

import numpy as np

from assistant.retrieval.ranking import Evidence
from ingest.embed import Vectors
from ingest.lexical import Ints
from ingest.shelf import Shelf, View

COPY = 0.98
"""Cosine of the mean vectors from which two documents are copies of each other."""


def folded(
    shelf: Shelf, view: View, evidence: Evidence, order: Ints, *, k: int
) -> tuple[list[int], dict[int, tuple[str, ...]]]:
    """The first `k` places of `order` that are no copy of an earlier one, and the ids of the copies of each."""
    kept: list[int] = []
    means: list[Vectors] = []
    twins: dict[int, tuple[str, ...]] = {}
    for at in (int(place) for place in order):
        mean = _mean(shelf, view, int(evidence.document[at]))
        close = [place for place, other in zip(kept, means, strict=True) if float(other @ mean) >= COPY]
        if close:
            twins[close[0]] = (*twins.get(close[0], ()), shelf.documents[evidence.document[at]])
        elif len(kept) == k:
            break
        else:
            kept.append(at)
            means.append(mean)
    return kept, twins


def _mean(shelf: Shelf, view: View, document: int) -> Vectors:
    rows = shelf.rows_of(document)
    mean: Vectors = shelf.vectors[rows[view.readable[rows]]].mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)
