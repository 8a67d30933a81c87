"""How well a document's text fits a query: its best chunk and its three best, dense and lexical."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.bm25 import Scores
from ingest.embed import Vectors
from ingest.lexical import Ints
from ingest.shelf import Shelf, View

DENSE_WEIGHT = 0.7
"""Share of the dense side. docs/design/retrieval.md has the figures for this and for the two constants below."""
BEST_CHUNKS = 3
_COPYING = 0.2
"""From this share of a shelf on, comparing all its vectors is cheaper than first copying those that are asked for."""
_BEST_SHARE = 0.5
"""Share of the best chunk in a document's score on either side; the rest is the mean of the best three."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """For each candidate document: its best row with cosine and BM25, and both sides of the whole document, 0 to 1."""

    document: Ints
    row: Ints
    dense: Scores
    lexical: Scores
    dense_side: Floats
    lexical_side: Floats


def gather(
    shelf: Shelf, view: View, documents: Ints, vector: Vectors, lexical: Scores, *, dense_weight: float
) -> Evidence:
    """Score the readable rows of `documents`; every document must have one.

    The dense side is scaled from the cosine with the middle of what the reader may see (0) to the best document (1),
    the lexical one from 0 to the best: unlike the least candidate, neither end depends on how many are looked at.
    """
    rows, sizes = shelf.rows_of_each(documents)
    runs = np.repeat(np.arange(len(documents)), sizes)[view.readable[rows]]
    rows = rows[view.readable[rows]]
    dense, words = cosines(shelf, rows, vector), lexical[rows]
    floor = float(view.middle @ vector)
    both = dense_weight * _scaled(dense, floor) + (1 - dense_weight) * _scaled(words, 0.0)
    sides = [_document_side(values, runs) for values in (dense, words)]
    chosen = _in_runs(both, runs)[_starts(runs)]
    return Evidence(
        documents,
        rows[chosen],
        dense[chosen],
        words[chosen],
        _scaled(sides[0], floor),
        _scaled(sides[1], 0.0),
    )


def cosines(shelf: Shelf, rows: Ints, vector: Vectors) -> Scores:
    """The cosine of each of `rows` with `vector`: bit for bit the same, whatever the other rows are.

    A product of matrix and vector is not: there the last bit depends on which rows stand beside it, hidden ones, too.
    """
    if len(rows) < _COPYING * len(shelf.ids):
        few: Scores = np.einsum("ij,j->i", shelf.vectors[rows], vector)
        return few
    every: Scores = np.einsum("ij,j->i", shelf.vectors, vector)
    return every[rows]


def text_scores(evidence: Evidence, *, dense_weight: float = DENSE_WEIGHT) -> Floats:
    """Both sides in one number, 0 to 1 (a convex combination, Bruch et al. 2023, doi:10.1145/3596512)."""
    return dense_weight * evidence.dense_side + (1 - dense_weight) * evidence.lexical_side


def _document_side(values: Scores, runs: Ints) -> Floats:
    """For each run of `values`: the mean of its best and of the mean of its best few."""
    ordered = np.asarray(values, dtype=np.float64)[_in_runs(values, runs)]
    starts = _starts(runs)
    place = np.arange(len(runs)) - starts[runs]
    few = place < BEST_CHUNKS
    means = np.bincount(runs[few], weights=ordered[few]) / np.bincount(runs[few])
    side: Floats = _BEST_SHARE * ordered[starts] + (1 - _BEST_SHARE) * means
    return side


def _in_runs(values: npt.NDArray[np.floating], runs: Ints) -> Ints:
    """The places of `values`, run by run and in each the highest first, the first of equal ones."""
    return np.lexsort((-values, runs))


def _starts(runs: Ints) -> Ints:
    """Where each run begins; `runs` counts up from 0 and leaves no number out."""
    starts: Ints = np.flatnonzero(np.diff(runs, prepend=-1))
    return starts


def _scaled(values: npt.NDArray[np.floating], floor: float) -> Floats:
    top = float(values.max(initial=floor))
    scaled: Floats = (
        np.clip((np.asarray(values, dtype=np.float64) - floor) / (top - floor), 0, 1)
        if top > floor
        else np.zeros(len(values))
    )
    return scaled
