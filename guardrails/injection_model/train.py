"""Fit the model: windows of the texts, where the most suspicious window of an attack stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from guardrails.injection_model.features import CHAR_BITS, NAMES, WORD_BITS, Floats, Seen, see
from guardrails.injection_model.generate import Example
from guardrails.injection_model.model import InjectionModel

ROUNDS = 3
"""Times that the windows that stand for the attacks are chosen anew."""
_REGULARISATION = 6.0
"""C of the logistic regression: of 2 and 6 the one that found more attacks of held-out folds at the same alarms."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example with its features, and the windows that stand inside an attack (all when nobody knows where)."""

    example: Example
    seen: Seen
    inside: Bools
    touching: Bools


def prepare(example: Example) -> Prepared:
    """Features of the example, and which of its windows belong to an attack."""
    seen = see(example.text)
    spans = [seen.span(number) for number in range(len(seen.windows))]
    if example.attacks is None:
        every = np.ones(len(spans), dtype=bool)
        return Prepared(example, seen, every, every)
    inside = [any(start >= a - 2 and end <= b + 2 for a, b in example.attacks) for start, end in spans]
    touching = [any(start < b and end > a for a, b in example.attacks) for start, end in spans]
    return Prepared(example, seen, np.array(inside, dtype=bool), np.array(touching, dtype=bool))


def fit(prepared: Sequence[Prepared]) -> InjectionModel:
    """A model of these examples; the same examples give the same model."""
    matrix, hand = _matrix(prepared)
    scale = np.maximum(np.abs(hand).max(axis=0), 1e-6)
    full = hstack([matrix, csr_matrix(hand / scale)], format="csr")
    model: InjectionModel | None = None
    for _ in range(ROUNDS):
        rows, labels, weights = _chosen(prepared, model)
        model = _fit_rows(full[rows], labels, weights, scale)
    assert model is not None
    return model


def _chosen(prepared: Sequence[Prepared], model: InjectionModel | None) -> tuple[list[int], list[int], list[float]]:
    """Rows to train on: every harmless window, and of each attack the windows that show it best."""
    rows: list[int] = []
    labels: list[int] = []
    weights: list[float] = []
    at = 0
    for one in prepared:
        count = len(one.seen.windows)
        best = _best(one, model)
        harmless = _harmless(one, best, model)
        rows += (at + harmless).tolist()
        labels += [0] * len(harmless)
        weights += [one.example.weight] * len(harmless)
        if len(best):
            rows += (at + best).tolist()
            labels += [1] * len(best)
            weights += [one.example.weight * 3 / len(best)] * len(best)
        at += count
    return rows, labels, weights


def _best(one: Prepared, model: InjectionModel | None) -> npt.NDArray[np.int64]:
    inside = np.flatnonzero(one.inside)
    if model is None:
        return inside if one.example.attacks is not None else inside[:0]
    order = np.argsort(-model.logits(one.seen)[inside], kind="stable")
    return inside[order[:2]]


def _harmless(one: Prepared, best: npt.NDArray[np.int64], model: InjectionModel | None) -> npt.NDArray[np.int64]:
    """Windows outside the attack; where its place is unknown, the ones apart from the window that stands for it."""
    if one.example.attacks is not None:
        return np.flatnonzero(~one.touching)
    if model is None or not len(best) or not one.example.long:
        return best[:0]
    start, end = one.seen.span(int(best[0]))
    spans = [one.seen.span(number) for number in range(len(one.seen.windows))]
    return np.array([n for n, (a, b) in enumerate(spans) if b <= start or a >= end], dtype=np.int64)


def _matrix(prepared: Sequence[Prepared]) -> tuple[csr_matrix, Floats]:
    """One row for each window: hashed words, then hashed letters, each over the root of their number."""
    blocks, hands = [], []
    for one in prepared:
        for first, last in one.seen.windows:
            blocks.append(_row(one.seen, first, last))
        hands.append(one.seen.hand)
    sizes = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in blocks])])
    columns = np.concatenate([columns for columns, _ in blocks])
    values = np.concatenate([values for _, values in blocks])
    matrix = csr_matrix((values, columns, sizes), shape=(len(blocks), 2**WORD_BITS + 2**CHAR_BITS))
    matrix.sum_duplicates()
    return matrix, np.concatenate(hands)


def _row(seen: Seen, first: int, last: int) -> tuple[npt.NDArray[np.int32], Floats]:
    columns, values = [], []
    for grams, unit, shift in ((seen.words, seen.word_unit, 0), (seen.chars, seen.char_unit, 2**WORD_BITS)):
        mine = grams[(unit >= first) & (unit <= last)]
        columns.append((mine + shift).astype(np.int32))
        values.append(np.full(len(mine), 1 / np.sqrt(max(len(mine), 1)), dtype=np.float32))
    return np.concatenate(columns), np.concatenate(values)


def _fit_rows(matrix: csr_matrix, labels: list[int], weights: list[float], scale: Floats) -> InjectionModel:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        fitted = LogisticRegression(C=_REGULARISATION, max_iter=60, tol=1e-3).fit(matrix, labels, sample_weight=weights)
    found = fitted.coef_[0].astype(np.float32)
    words, chars = 2**WORD_BITS, 2**WORD_BITS + 2**CHAR_BITS
    assert len(found) == chars + len(NAMES)
    return InjectionModel(found[:words], found[words:chars], found[chars:] / scale, float(fitted.intercept_[0]))
