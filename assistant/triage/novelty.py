"""How likely a text is any of the labels at all: near to solved tickets, and taken firmly for one label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.triage.calibration import softmax

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

NEAREST = 3
"""The mean cosine with so many nearest examples is how near a text is."""
UNKNOWN_SHARE = 0.1
"""Of the tickets to come, so many are taken to be none of the labels: nothing in the examples can tell it."""
_LOW_SHARE = 0.02
_STEEP = 40.0
_LEAST_SPREAD = 0.02
_FLATTEST, _STEEPEST = 0.1, 5.0


@dataclass(frozen=True, slots=True)
class Signs:
    """Of each text: nearness, and the log odds of its best label."""

    nearness: Floats
    certainty: Floats

    def rows(self) -> Floats:
        """One column for each sign."""
        return np.column_stack([self.nearness, self.certainty])


@dataclass(frozen=True, slots=True)
class Novelty:
    """Chances by a logistic curve over the weighted signs; the higher a sign, the better known the text."""

    weights: tuple[float, ...]
    bias: float

    def known(self, signs: Signs) -> Floats:
        """The chance that each text is one of the labels."""
        chances: Floats = 1 / (1 + np.exp(-np.clip(signs.rows() @ np.array(self.weights) + self.bias, -50, 50)))
        return chances


def nearness(cosines: Singles, hidden: npt.NDArray[np.bool_] | None = None) -> Floats:
    """Mean cosine of each text with its nearest examples (texts x examples); `hidden` ones are not looked at."""
    if not cosines.shape[1]:
        return np.zeros(len(cosines))
    seen = cosines if hidden is None else np.where(hidden, np.float32(-1), cosines)
    count = min(NEAREST, seen.shape[1])
    nearest: Floats = np.partition(seen, -count, axis=1)[:, -count:].mean(axis=1).astype(np.float64)
    return nearest


def certainty(scores: Floats) -> Floats:
    """Log odds of the best label; 0 where there is only one."""
    if scores.shape[1] < 2:
        return np.zeros(len(scores))
    best = np.clip(softmax(scores).max(axis=1), 1e-6, 1 - 1e-6)
    odds: Floats = np.log(best / (1 - best))
    return odds


def without_own(scores: Floats, truth: Ints) -> Floats:
    """The scores as if the text's own label had never been heard of."""
    labels = scores.shape[1]
    kept = np.arange(labels)[None, :] != truth[:, None]
    others: Floats = scores[kept].reshape(len(scores), labels - 1)
    return others


def learn_novelty(known: Signs, unknown: Sequence[Signs]) -> Novelty:
    """Both signs count the same, in units of their spread among known texts; how much is fitted on the contrast.

    The contrast: held-out texts with their label taken away, and, where there are any, texts said to be foreign.
    """
    if not sum(len(signs.nearness) for signs in unknown):
        return by_quantile(known.nearness)
    spread = np.maximum(known.rows().std(axis=0), _LEAST_SPREAD)
    here, away = (signs @ (1 / spread) for signs in (known.rows(), np.concatenate([one.rows() for one in unknown])))
    scores = np.concatenate([here, away])
    known_truth, away_truth = (len(here) + 1) / (len(here) + 2), 1 / (len(away) + 2)
    real = np.arange(len(scores)) < len(here)
    truth = np.where(real, known_truth, away_truth)
    weights = np.where(real, (1 - UNKNOWN_SHARE) / len(here), UNKNOWN_SHARE / len(away))
    middle = float(scores.mean())

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = (scores - middle) * at[0] + at[1]
        value = (np.logaddexp(0, -odds) * truth + np.logaddexp(0, odds) * (1 - truth)) @ weights
        error = (1 / (1 + np.exp(-np.clip(odds, -50, 50))) - truth) * weights
        return float(value), np.array([error @ (scores - middle), error.sum()])

    slope, height = minimize(
        loss, np.array([1.0, 2.0]), jac=True, method="L-BFGS-B", bounds=[(_FLATTEST, _STEEPEST), (None, None)]
    ).x
    return Novelty(tuple(float(one) for one in slope / spread), float(height - middle * slope))


def by_quantile(near: Floats) -> Novelty:
    """Without any contrast: even odds where all but a few of the label's own texts lie nearer."""
    even = float(np.quantile(near, _LOW_SHARE)) if len(near) else 0.5
    return Novelty((_STEEP, 0.0), -_STEEP * even)
