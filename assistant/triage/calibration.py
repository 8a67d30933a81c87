"""From scores to chances: how far they are stretched, chosen on texts that the learner had not seen."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_LEAST_SPREAD = 0.02


def softmax(scores: npt.ArrayLike) -> Floats:
    """Rows of chances."""
    raw = np.asarray(scores, dtype=np.float64)
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    chances: Floats = powers / powers.sum(axis=1, keepdims=True)
    return chances


def stretch(scores: npt.ArrayLike, truth: Ints) -> float:
    """How far to stretch scores so that `softmax` of them has the greatest likelihood (convex).

    The inverse of the temperature of Guo et al. 2017 (arXiv 1706.04599). The truth is softened by one text's worth
    (Platt 1999), so that few texts, all of them right, make nobody certain.
    """
    raw = np.asarray(scores, dtype=np.float64)
    rows, doubt = np.arange(len(truth)), 1 / (len(truth) + 2)
    right = float(((1 - doubt) * raw[rows, truth] + doubt * raw.mean(axis=1)).mean())
    below = raw - raw.max(axis=1, keepdims=True)
    top = float(raw.max(axis=1).mean())

    def loss(at: Floats) -> tuple[float, Floats]:
        powers = np.exp(at[0] * below)
        total = powers.sum(axis=1)
        value = float(np.log(total).mean()) + at[0] * (top - right)
        slope = float(((powers * below).sum(axis=1) / total).mean()) + top - right
        return value, np.array([slope])

    start = 1 / max(float(raw.std()), _LEAST_SPREAD)
    found = minimize(loss, np.array([start]), jac=True, method="L-BFGS-B", bounds=[(0.0, None)])
    return float(found.x[0])


def log_loss(scores: npt.ArrayLike, truth: Ints) -> float:
    """Mean negative log-likelihood of `scores` at their best stretch."""
    chances = softmax(stretch(scores, truth) * np.asarray(scores, dtype=np.float64))
    return float(-np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12)).mean())
