"""A classifier for tickets: learned from labelled texts, their embeddings and the taxonomy, with calibrated chances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from assistant.errors import NothingToLearn
from assistant.triage.calibration import log_loss, mixing_weights
from assistant.triage.classifier import Classifier, Floats, Predictions, Weights
from assistant.triage.features import Singles, Vocabulary, directions, unit
from assistant.triage.guide import Guide
from assistant.triage.landmarks import Landmarks, choose_landmarks
from assistant.triage.linear import Linear, least_squares, softmax_path
from assistant.triage.novelty import Ints, Novelty, Signs, certainty, learn_novelty, nearness, without_own
from ingest.embed import Vectors

__all__ = ["NONE_OF_THESE", "Classifier", "Embed", "Floats", "Guide", "Predictions", "learn"]

Embed = Callable[[Sequence[str]], Vectors]

NONE_OF_THESE = frozenset({"oos", "out_of_scope", "none_of_these"})
"""Labels that say "none of the known": never a class."""
MAX_NEIGHBOURS = 8000
"""Examples that a text's nearness is measured against, the same share of every label."""
_WORDS_IN_SOFTMAX = 0.7
_WORDS_IN_SQUARES = 0.5
"""How long the words of a text are beside its embedding (length 1), for each learner."""
_HELD_OUT = 0.2
_FOLDS = 4
_FEWEST = 8
"""Fewer tickets than this cannot choose anything: fixed settings then."""
_PENALTY_OF_FEW = 0.1
_MANY = 30_000
"""Texts x labels up to which every text is held out once; above, a fifth of them is enough to choose by."""
_MOST_NOVEL = 2000
_DESCRIBED = 12.0
"""A label with fewer tickets than this counts as if it had as many, where the taxonomy describes it."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is learned from. `truth` numbers the labels; `real` are tickets, the others come from the taxonomy."""

    texts: list[str]
    vectors: Vectors
    labels: tuple[str, ...]
    truth: Ints
    weights: Singles
    real: np.ndarray
    raised: Floats

    @property
    def targets(self) -> Singles:
        """One column for each label."""
        return np.eye(len(self.labels), dtype=np.float32)[self.truth]


@dataclass(frozen=True, slots=True)
class _Space:
    """The rows as both learners see them, and the way back from their weights to words and embeddings."""

    vocabulary: Vocabulary
    turn: Singles
    landmarks: Landmarks
    vectors: Vectors
    words: Singles
    near: Singles

    @property
    def for_softmax(self) -> Singles:
        return np.hstack([self.vectors, _WORDS_IN_SOFTMAX * self.words])

    @property
    def for_squares(self) -> Singles:
        return np.hstack([self.near, _WORDS_IN_SQUARES * self.words])


@dataclass(frozen=True, slots=True)
class _Mix:
    """Both learners, how much each counts, and their scores for texts that they had not seen."""

    softmax: Linear
    squares: Linear
    shares: Floats
    lowered: Floats
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
    tickets are like. Raises `NothingToLearn`.
    """
    if not len(texts) == len(vectors) == len(labels):
        sizes = f"{len(texts)} texts, {len(vectors)} vectors, {len(labels)} labels"
        raise ValueError(f"{sizes}: give one vector and one label for each text")
    # More threads than cores make these fits slower, and the service shares its machine.
    with threadpool_limits(limits=1):
        rows = _gather(texts, vectors, labels, guides, embed)
        space = _space(rows, seed)
        mix = _learn_mix(rows, space, seed) if len(rows.labels) > 1 else None
        near = _neighbours(rows, seed)
        foreign = [n for n, label in enumerate(labels) if label in NONE_OF_THESE]
        made = Classifier(
            rows.labels,
            space.vocabulary,
            space.landmarks.points,
            _fold(space, mix),
            # As they are saved, so that a saved classifier says the same.
            rows.vectors[near].astype(np.float16).astype(np.float32),
            Novelty((0.0, 0.0), 0.0),
        )
        away = made.signs([texts[n] for n in foreign], np.asarray(vectors)[foreign]) if foreign else None
        return made.with_novelty(_novelty(rows, near, mix, away))


def _gather(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[str], guides: Sequence[Guide], embed: Embed | None
) -> _Rows:
    used = [n for n, label in enumerate(labels) if label and label not in NONE_OF_THESE]
    told = [(text, guide.label) for guide in guides if guide.label not in NONE_OF_THESE for text in guide.texts()]
    if not embed:
        told = []
    if not used and not told:
        raise NothingToLearn(f"none of {len(texts)} texts carries a label, and no label is described")
    names = tuple(sorted({*(labels[n] for n in used), *(label for _, label in told)}))
    number = {name: n for n, name in enumerate(names)}
    truth = np.array([number[label] for label in (*(labels[n] for n in used), *(la for _, la in told))], dtype=np.int64)
    real = np.arange(len(truth)) < len(used)
    own = np.asarray(vectors, dtype=np.float32)[used]
    parts = [own] if used else []
    if told and embed:
        parts.append(np.asarray(embed([text for text, _ in told]), dtype=np.float32))
    weights, raised = _row_weights(truth, real, len(names))
    return _Rows(
        [*(texts[n] for n in used), *(text for text, _ in told)],
        unit(np.concatenate(parts)),
        names,
        truth,
        weights,
        real,
        raised,
    )


def _row_weights(truth: Ints, real: np.ndarray, labels: int) -> tuple[Singles, Floats]:
    """How much each row counts, and how much more each label counts by it than its share (as a logarithm).

    Rare labels count more than their share (by the root of it), or they would hardly be learned. What the taxonomy
    says of a label makes up for the tickets that it lacks.
    """
    tickets = np.bincount(truth[real], minlength=labels)
    told = np.bincount(truth[~real], minlength=labels)
    common = np.median(tickets[tickets > 0]) if tickets.any() else 0.0
    lacking = np.maximum(np.maximum(min(_DESCRIBED, common) - tickets, 0) / np.maximum(told, 1), 1.0)
    shares = np.maximum(tickets, 1)
    raised = np.sqrt(shares.max() / shares)
    raised = raised * shares.sum() / (raised * shares).sum()
    weights: Singles = np.where(real, raised[truth], lacking[truth]).astype(np.float32)
    return weights, np.where(tickets > 0, np.log(raised), 0.0)


def _space(rows: _Rows, seed: int) -> _Space:
    vocabulary, matrix = Vocabulary.of(rows.texts)
    turn = directions(matrix, seed=seed)
    landmarks = choose_landmarks(rows.vectors, seed=seed)
    return _Space(vocabulary, turn, landmarks, rows.vectors, _project(matrix, turn), landmarks.features(rows.vectors))


def _project(matrix: csr_matrix, turn: Singles) -> Singles:
    return np.ascontiguousarray(matrix @ turn, dtype=np.float32)


def _learn_mix(rows: _Rows, space: _Space, seed: int) -> _Mix:
    """Softmax regression on held-out folds and least squares by leave-one-out choose their penalties and shares."""
    features = space.for_softmax
    folds = _folds(rows, seed)
    squares, left_out = _best_squares(rows, space.for_squares)
    if not folds:
        soft = _fit(features, rows, _PENALTY_OF_FEW, None)
        everything = np.arange(len(rows.truth))
        return _Mix(
            soft, squares, np.array([1.0, 0.0]), -rows.raised, everything, soft.scores(features).astype(np.float64)
        )
    tried = _held_out(rows, features, folds)
    # The third is what rare labels were raised by, taken back as far as the held-out tickets ask for it.
    scores = [tried.scores, left_out[tried.held].astype(np.float64), np.tile(-rows.raised, (len(tried.held), 1))]
    shares = mixing_weights(scores, rows.truth[tried.held])
    soft = _fit(features, rows, tried.penalty, tried.start)
    return _Mix(soft, squares, shares, -shares[2] * rows.raised, tried.held, np.tensordot(shares, scores, axes=1))


def _fit(features: Singles, rows: _Rows, penalty: float, start: Linear | None) -> Linear:
    path = softmax_path(features, rows.targets, rows.weights, penalties=(penalty,), start=start)
    return next(linear for _, linear in path)


@dataclass(frozen=True, slots=True)
class _Tried:
    """Tickets in the order of their folds, the penalty that served them best, their scores under it, a first fit."""

    held: Ints
    penalty: float
    scores: Floats
    start: Linear


def _held_out(rows: _Rows, features: Singles, folds: Sequence[Ints]) -> _Tried:
    held = np.concatenate(folds)
    scores: dict[float, list[Singles]] = {}
    starts: dict[float, Linear] = {}
    for fold in folds:
        kept = np.setdiff1d(np.arange(len(rows.truth)), fold)
        losses: list[float] = []
        for penalty, linear in softmax_path(features[kept], rows.targets[kept], rows.weights[kept]):
            scores.setdefault(penalty, []).append(linear.scores(features[fold]))
            starts.setdefault(penalty, linear)
            losses.append(log_loss(scores[penalty][-1], rows.truth[fold]))
            if len(folds) == 1 and len(losses) > 1 and losses[-1] > losses[-2]:
                break
    found = {penalty: np.concatenate(parts).astype(np.float64) for penalty, parts in scores.items()}
    best = min(found, key=lambda penalty: log_loss(found[penalty], rows.truth[held]))
    return _Tried(held, best, found[best], starts[best])


def _folds(rows: _Rows, seed: int) -> list[Ints]:
    """Tickets by fold, every label spread over all of them; none when too few have a second one of their label.

    One fold of a fifth when there are many.
    """
    shared = rows.real & (np.bincount(rows.truth, minlength=len(rows.labels))[rows.truth] > 1)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(shared))
    if len(order) < _FEWEST or len(np.unique(rows.truth[order])) < 2:
        return []
    order = order[np.argsort(rows.truth[order], kind="stable")]
    if len(order) * len(rows.labels) > _MANY:
        return [order[:: round(1 / _HELD_OUT)]]
    return [order[n::_FOLDS] for n in range(_FOLDS)]


def _best_squares(rows: _Rows, features: Singles) -> tuple[Linear, Singles]:
    """The fit whose leave-one-out scores of the tickets are likeliest, and these scores."""
    seen = rows.real if rows.real.any() else ~rows.real
    fits = least_squares(features, rows.targets, rows.weights)
    best = min(fits, key=lambda fit: log_loss(fit[2][seen], rows.truth[seen]))
    return best[1], best[2]


def _fold(space: _Space, mix: _Mix | None) -> Weights:
    """Both learners are linear over the same words, numbers and landmarks, so their weighted sum is one model."""
    numbers = space.vectors.shape[1]
    if mix is None:
        return Weights(
            np.zeros((space.turn.shape[0], 1), dtype=np.float32),
            np.zeros((numbers, 1), dtype=np.float32),
            np.zeros((len(space.landmarks.points), 1), dtype=np.float32),
            np.zeros(1, dtype=np.float32),
        )
    soft, square = (np.float32(share) for share in mix.shares[:2])
    turned = space.near.shape[1]
    words = soft * _WORDS_IN_SOFTMAX * mix.softmax.weights[numbers:]
    words = words + square * _WORDS_IN_SQUARES * mix.squares.weights[turned:]
    return Weights(
        space.turn @ words,
        soft * mix.softmax.weights[:numbers],
        space.landmarks.whitening @ (square * mix.squares.weights[:turned]),
        soft * mix.softmax.bias + square * mix.squares.bias + mix.lowered.astype(np.float32),
    )


def _neighbours(rows: _Rows, seed: int) -> Ints:
    """Examples to be near to: all, or the same share of every label."""
    order = np.random.default_rng(seed).permutation(len(rows.truth))
    order = order[np.argsort(rows.truth[order], kind="stable")]
    if len(order) <= MAX_NEIGHBOURS:
        return np.sort(order)
    picked = np.linspace(0, len(order) - 1, MAX_NEIGHBOURS).astype(np.int64)
    return np.sort(order[picked])


def _novelty(rows: _Rows, near: Ints, mix: _Mix | None, away: Signs | None) -> Novelty:
    """Known: held-out tickets. Unknown: the same with their label taken away, and the texts said to be foreign."""
    every = -(-len(mix.held if mix is not None else near) // _MOST_NOVEL)
    held = (mix.held if mix is not None else near)[::every]
    scores = mix.scores[::every] if mix is not None else np.zeros((len(held), 1))
    vectors, examples = rows.vectors[held], rows.vectors[near]
    itself = held[:, None] == near[None, :]
    known = Signs(nearness(vectors, examples, itself), certainty(scores))
    unknown = [away] if away is not None else []
    if mix is not None:
        own = rows.truth[held][:, None] == rows.truth[near][None, :]
        unknown.append(Signs(nearness(vectors, examples, own), certainty(without_own(scores, rows.truth[held]))))
    return learn_novelty(known, unknown)
