"""A classifier for tickets: learned from labelled texts, their embeddings and the taxonomy, with calibrated chances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.errors import NothingToLearn
from assistant.triage.calibration import log_loss, stretch
from assistant.triage.classifier import Classifier, Predictions, Weights
from assistant.triage.features import Floats, Singles
from assistant.triage.guide import Guide
from assistant.triage.linear import Linear, Task, softmax_path
from assistant.triage.novelty import Ints, Novelty, Signs, certainty, learn_novelty, nearness, without_own
from assistant.triage.shared import Features
from ingest.embed import Vectors

__all__ = ["NONE_OF_THESE", "Classifier", "Embed", "Features", "Floats", "Guide", "Predictions", "learn", "learn_kind"]

Embed = Callable[[Sequence[str]], Vectors]

NONE_OF_THESE = frozenset({"oos", "out_of_scope", "none_of_these"})
"""Labels that say "none of the known": never a class."""
_HELD_OUT = 0.2
_FOLDS = 4
_FEWEST = 8
"""Fewer tickets than this cannot choose anything: a fixed penalty then."""
_PENALTY_OF_FEW = 0.1
_MANY = 30_000
"""Texts x labels up to which every text is held out once; above, a fifth of them is enough to choose by."""
_MOST_NOVEL = 2000
_ENOUGH = 12.0
"""A label with fewer tickets than this counts as if it had as many (but no more than others usually have)."""
_RAISED = 0.25
"""How much more a ticket of a rare label counts: this power of how much rarer the label is."""


@dataclass(frozen=True, slots=True)
class _Taught:
    """Rows of the features that carry a label. `real` are tickets, the others come from the taxonomy."""

    labels: tuple[str, ...]
    rows: Ints
    truth: Ints
    real: np.ndarray
    task: Task


@dataclass(frozen=True, slots=True)
class _Fit:
    """Scores as they are used, and those of held-out tickets (places in `_Taught.rows`), which had no part in it."""

    linear: Linear
    held: Ints
    scores: Floats


def learn(
    texts: Sequence[str],
    vectors: Vectors,
    labels: Sequence[str],
    *,
    guides: Sequence[Guide] = (),
    embed: Embed | None = None,
    seed: int = 0,
) -> Classifier:
    """A classifier from one label for each text; `guides` teach labels that few texts or none carry.

    A text without a label is left out; one that is none of the labels (`NONE_OF_THESE`) only tells what unknown
    tickets are like. For several kinds of labels over the same texts see `learn_kind`. Raises `NothingToLearn`.
    """
    if not len(texts) == len(vectors) == len(labels):
        sizes = f"{len(texts)} texts, {len(vectors)} vectors, {len(labels)} labels"
        raise ValueError(f"{sizes}: give one vector and one label for each text")
    said = [(text, guide.label) for guide in guides for text in guide.texts()] if embed else []
    every = [*labels, *(label for _, label in said)]
    _refuse_nothing(every, len(texts))
    own = np.asarray(vectors, dtype=np.float32)
    if embed and said:
        told = np.asarray(embed([text for text, _ in said]), dtype=np.float32)
        own = np.concatenate([own, told]) if len(own) else told
    features = Features.fit([*texts, *(text for text, _ in said)], own, seed=seed)
    return learn_kind(features, every, tickets=len(texts))


def learn_kind(features: Features, labels: Sequence[str], *, tickets: int) -> Classifier:
    """A classifier from one label for each text of `features`; the first `tickets` are tickets.

    The other texts are what the taxonomy tells. A text with the label "" has no part in it. Raises `NothingToLearn`.
    """
    _refuse_nothing(labels, tickets)
    # More threads than cores make these fits slower, and the service shares its machine.
    with threadpool_limits(limits=1):
        taught = _gather(features, labels, tickets)
        fit = _fit(taught, features.seed) if len(taught.labels) > 1 else None
        examples = np.flatnonzero(np.isin(features.near, taught.rows))
        foreign = np.array([n for n, label in enumerate(labels) if label in NONE_OF_THESE], dtype=np.int64)
        novelty = _novelty(features, taught, fit, examples, foreign)
        return Classifier(taught.labels, features.reader, _folded(features, fit), examples, novelty)


def _refuse_nothing(labels: Sequence[str], tickets: int) -> None:
    if not any(label and label not in NONE_OF_THESE for label in labels):
        raise NothingToLearn(f"none of {tickets} texts carries a label, and no label is described")


def _gather(features: Features, labels: Sequence[str], tickets: int) -> _Taught:
    rows = np.array([n for n, label in enumerate(labels) if label and label not in NONE_OF_THESE], dtype=np.int64)
    names = tuple(sorted({labels[n] for n in rows}))
    number = {name: n for n, name in enumerate(names)}
    truth = np.array([number[labels[n]] for n in rows], dtype=np.int64)
    real = rows < tickets
    weights = _row_weights(truth, real, len(names))
    # Most often every text carries a label, and nothing has to be copied.
    own = features.rows if len(rows) == len(features) else features.rows[rows]
    return _Taught(names, rows, truth, real, Task(own, truth, weights, features.products, len(names)))


def _row_weights(truth: Ints, real: np.ndarray, labels: int) -> Singles:
    """How much each row counts: rare labels more than their share, or they would hardly be learned.

    What the taxonomy says of a label makes up for the tickets that it lacks.
    """
    tickets = np.bincount(truth[real], minlength=labels)
    told = np.bincount(truth[~real], minlength=labels)
    common = np.median(tickets[tickets > 0]) if tickets.any() else 0.0
    enough = min(_ENOUGH, common)
    lacking = np.maximum(np.maximum(enough - tickets, 0) / np.maximum(told, 1), 1.0)
    shares = np.maximum(tickets, 1)
    raised = np.maximum((shares.max() / shares) ** _RAISED, np.where(told > 0, 1.0, enough / shares))
    raised *= shares.sum() / (raised * shares).sum()
    weights: Singles = np.where(real, raised[truth], lacking[truth]).astype(np.float32)
    return weights


def _fit(taught: _Taught, seed: int) -> _Fit:
    """Held-out tickets choose the penalty, and how far their scores are stretched: that makes the chances honest."""
    folds = _folds(taught, seed)
    if not folds:
        linear = _last(taught.task, (_PENALTY_OF_FEW,), None)
        everything = np.arange(len(taught.truth))
        return _Fit(linear, everything, linear.scores(taught.task.rows).astype(np.float64))
    held = np.concatenate(folds)
    penalty, scores, start = _tried(taught, folds)
    far = stretch(scores, taught.truth[held])
    linear = _last(taught.task, (penalty,), start)
    return _Fit(Linear(np.float32(far) * linear.weights, np.float32(far) * linear.bias), held, far * scores)


def _last(task: Task, penalties: Sequence[float], start: Linear | None) -> Linear:
    *_, (_, linear) = softmax_path(task, penalties=penalties, start=start)
    return linear


def _tried(taught: _Taught, folds: Sequence[Ints]) -> tuple[float, Floats, Linear]:
    """The penalty that served the held-out tickets best, their scores under it, and a fit to go on from."""
    truth = taught.truth[np.concatenate(folds)]
    scores: dict[float, list[Singles]] = {}
    starts: dict[float, Linear] = {}
    for fold in folds:
        losses: list[float] = []
        for penalty, linear in softmax_path(taught.task.without(fold)):
            scores.setdefault(penalty, []).append(linear.scores(taught.task.rows[fold]))
            starts.setdefault(penalty, linear)
            losses.append(log_loss(scores[penalty][-1], taught.truth[fold]))
            if len(folds) == 1 and len(losses) > 1 and losses[-1] > losses[-2]:
                break
    found = {penalty: np.concatenate(parts).astype(np.float64) for penalty, parts in scores.items()}
    best = min(found, key=lambda penalty: log_loss(found[penalty], truth))
    return best, found[best], starts[best]


def _folds(taught: _Taught, seed: int) -> list[Ints]:
    """Tickets by fold, every label spread over all of them; none when too few have a second one of their label.

    One fold of a fifth when there are many.
    """
    shared = taught.real & (np.bincount(taught.truth, minlength=len(taught.labels))[taught.truth] > 1)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(shared))
    if len(order) < _FEWEST or len(np.unique(taught.truth[order])) < 2:
        return []
    order = order[np.argsort(taught.truth[order], kind="stable")]
    if len(order) * len(taught.labels) > _MANY:
        return [order[:: round(1 / _HELD_OUT)]]
    return [order[n::_FOLDS] for n in range(_FOLDS)]


def _folded(features: Features, fit: _Fit | None) -> Weights:
    """The weights of words and of the embedding, in place of those of the columns that were learned over."""
    numbers = features.vectors.shape[1]
    if fit is None:
        flat = [np.zeros((size, 1), dtype=np.float32) for size in (len(features.turn), numbers)]
        return Weights(flat[0], flat[1], np.zeros(1, dtype=np.float32))
    weights = fit.linear.weights
    bias = fit.linear.bias - features.middle @ weights
    return Weights(features.turn @ weights[numbers:], weights[:numbers], bias)


def _novelty(features: Features, taught: _Taught, fit: _Fit | None, examples: Ints, foreign: Ints) -> Novelty:
    """Known: held-out tickets. Unknown: the same with their label taken away, and the texts said to be foreign."""
    every = fit.held if fit is not None else np.arange(len(taught.rows))
    step = -(-len(every) // _MOST_NOVEL)
    held = every[::step]
    scores = fit.scores[::step] if fit is not None else np.zeros((len(held), 1))
    points = features.reader.examples[examples]
    which, own = features.near[examples], features.vectors[taught.rows[held]]
    cosines = own @ points.T
    itself = taught.rows[held][:, None] == which[None, :]
    known = Signs(nearness(cosines, itself), certainty(scores))
    unknown = []
    if len(foreign):
        sure = fit.linear.scores(features.rows[foreign]).astype(np.float64) if fit is not None else np.zeros((1, 1))
        unknown.append(Signs(nearness(features.vectors[foreign] @ points.T), certainty(sure)))
    if fit is not None:
        label_of = np.full(len(features), -1)
        label_of[taught.rows] = taught.truth
        same = taught.truth[held][:, None] == label_of[which][None, :]
        unknown.append(Signs(nearness(cosines, same), certainty(without_own(scores, taught.truth[held]))))
    return learn_novelty(known, unknown)
