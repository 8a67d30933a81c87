"""From scores to chances: how much each learner's scores count, chosen on texts that it had not seen."""

from collections.abc import Sequence

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


def mixing_weights(scores: Sequence[npt.ArrayLike], truth: Ints) -> Floats:
    """A weight from 0 up for each learner: `softmax(sum of weight x scores)` has the greatest likelihood (convex).

    One learner's weight is the inverse of the temperature of Guo et al. 2017 (arXiv 1706.04599). The truth is softened
    by one text's worth (Platt 1999), so that few texts, all of them right, make nobody certain.
    """
    stacked = np.stack([np.asarray(one, dtype=np.float64) for one in scores])
    rows, doubt = np.arange(len(truth)), 1 / (len(truth) + 2)
    right = (1 - doubt) * stacked[:, rows, truth] + doubt * stacked.mean(axis=2)

    def loss(at: Floats) -> tuple[float, Floats]:
        mixed = np.tensordot(at, stacked, axes=1)
        top = mixed.max(axis=1)
        powers = np.exp(mixed - top[:, None])
        total = powers.sum(axis=1)
        value = (np.log(total) + top - at @ right).mean()
        slope = (np.einsum("rl,mrl->mr", powers / total[:, None], stacked) - right).mean(axis=1)
        return float(value), slope

    # The scores of a regression on 0 and 1 have to be stretched about tenfold.
    start = 1 / np.maximum(stacked.std(axis=(1, 2)), _LEAST_SPREAD)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(stacked))
    mixed: Floats = np.asarray(found.x, dtype=np.float64)
    return mixed


def log_loss(scores: npt.ArrayLike, truth: Ints) -> float:
    """Mean negative log-likelihood of `scores` at their best temperature."""
    (stretch,) = mixing_weights([scores], truth)
    chances = softmax(stretch * np.asarray(scores, dtype=np.float64))
    return float(-np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12)).mean())
