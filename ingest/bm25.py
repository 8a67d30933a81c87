"""BM25 over the rows that a reader may see: what is hidden counts in no frequency, no length and no score.

Written out instead of taken from a library because of that: libraries weigh words once, over everything indexed, so
that a hidden page changes the scores, and at the edge the order, of what others find.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from ingest.lexical import Ints, LexicalIndex, tokenize

Scores = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

K1 = 1.5
B = 0.75


def frequencies_of(parts: Sequence[LexicalIndex], readable: Flags) -> list[Ints]:
    """For each part how many readable rows hold each of its terms. Worth keeping: it looks at every posting."""
    flags = np.split(readable, np.cumsum([len(part.ids) for part in parts])[:-1])
    return [part.frequencies(own) for part, own in zip(parts, flags, strict=True)]


def bm25(
    parts: Sequence[LexicalIndex], query: str, readable: Flags, frequencies: Sequence[Ints] | None = None
) -> Scores:
    """BM25 (Lucene's variant) of every row of `parts`, one after the other; 0 for rows that are not readable.

    `readable` has a flag for each of these rows, `frequencies` are what `frequencies_of` gives for them. Words that
    stand more than once in the query count as often.
    """
    scores = np.zeros(len(readable), dtype=np.float32)
    weights = term_weights(parts, query, readable, frequencies)
    if not weights:
        return scores
    lengths = np.concatenate([part.lengths for part in parts])
    norm = (K1 * (1 - B + B * lengths / max(float(lengths[readable].mean()), 1.0))).astype(np.float32)
    ends = np.cumsum([len(part.ids) for part in parts])[:-1]
    for part, own_scores, own_norm in zip(parts, np.split(scores, ends), np.split(norm, ends), strict=True):
        for token, weight in weights.items():
            _add(own_scores, own_norm, *part.postings(token), weight)
    scores[~readable] = 0
    return scores


def term_weights(
    parts: Sequence[LexicalIndex], query: str, readable: Flags, frequencies: Sequence[Ints] | None = None
) -> Mapping[str, float]:
    """How much each word of `query` that a readable row holds can count: its rarity times how often it is asked for."""
    total, weights = np.count_nonzero(readable), {}
    known = frequencies_of(parts, readable) if frequencies is None else frequencies
    for token, asked in Counter(tokenize(query)).items():
        held = sum(part.frequency(token, own) for part, own in zip(parts, known, strict=True))
        if held:
            weights[token] = asked * log1p((total - held + 0.5) / (held + 0.5))
    return weights


def _add(scores: Scores, norm: Scores, rows: Ints, counts: Scores, weight: float) -> None:
    """What a word counts for in `rows`. In place, for these arrays are long and a question has a hundred words."""
    each = norm.take(rows)
    each += counts
    np.divide(counts, each, out=each)
    each *= np.float32(weight)
    scores[rows] += each
