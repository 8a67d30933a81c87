"""Two linear learners over the same rows: softmax regression, and least squares with its leave-one-out for free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

PENALTIES = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03)
"""Of the weights, from the strongest on: each fit begins where the one before ended."""
_STEPS = 25
_MEMORY = 8


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows @ weights + bias`."""

    weights: Singles
    bias: Singles

    def scores(self, rows: Singles) -> Singles:
        """One column for each label."""
        found: Singles = rows @ self.weights + self.bias
        return found


def softmax_path(
    rows: Singles,
    targets: Singles,
    row_weights: Singles,
    *,
    penalties: Sequence[float] = PENALTIES,
    start: Linear | None = None,
) -> Iterator[tuple[float, Linear]]:
    """Softmax regressions (L-BFGS) of falling penalty, each begun from the one before; stop when you have enough."""
    size, labels = rows.shape[1], targets.shape[1]
    objective = _Objective(rows, targets, row_weights)
    first = start or Linear(np.zeros((size, labels), dtype=np.float32), np.zeros(labels, dtype=np.float32))
    at = np.vstack([first.weights, first.bias]).ravel().astype(np.float64)
    for penalty in penalties:
        options = {"maxiter": _STEPS, "maxcor": _MEMORY, "ftol": 1e-6}
        at = minimize(objective, at, args=(penalty,), jac=True, method="L-BFGS-B", options=options).x
        theta = at.astype(np.float32).reshape(size + 1, labels)
        yield penalty, Linear(theta[:-1], theta[-1])


@dataclass(frozen=True, slots=True)
class _Objective:
    rows: Singles
    targets: Singles
    row_weights: Singles

    def __call__(self, at: Floats, penalty: float) -> tuple[float, Floats]:
        """Penalised negative log-likelihood and its gradient."""
        labels = self.targets.shape[1]
        theta = at.astype(np.float32).reshape(-1, labels)
        scores = self.rows @ theta[:-1]
        scores += theta[-1]
        scores -= scores.max(axis=1, keepdims=True)
        right = (scores * self.targets).sum(axis=1)
        np.exp(scores, out=scores)
        total = scores.sum(axis=1)
        loss = float(((np.log(total) - right) * self.row_weights).sum(dtype=np.float64))
        loss += penalty / 2 * float(np.square(theta[:-1]).sum(dtype=np.float64))
        scores /= total[:, None]
        scores -= self.targets
        scores *= self.row_weights[:, None]
        gradient = np.empty_like(theta)
        np.matmul(self.rows.T, scores, out=gradient[:-1])
        gradient[:-1] += penalty * theta[:-1]
        gradient[-1] = scores.sum(axis=0)
        return loss, gradient.ravel().astype(np.float64)


def least_squares(
    rows: Singles, targets: Singles, row_weights: Singles, penalties: Sequence[float] = PENALTIES
) -> Iterator[tuple[float, Linear, Singles]]:
    """Ridge regressions on the targets, each with the scores of every row by the model learned without that row."""
    share = row_weights / row_weights.sum()
    middle, mean = share @ rows, share @ targets
    root = np.sqrt(row_weights)[:, None]
    centred, wanted = (rows - middle) * root, (targets - mean) * root
    values, basis = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    basis = basis.astype(np.float32)
    turned = centred @ basis
    aims = turned.T @ wanted
    for penalty in penalties:
        shrunk = (1 / (np.maximum(values, 0) + penalty)).astype(np.float32)
        inner = shrunk[:, None] * aims
        leverage = np.minimum(np.square(turned) @ shrunk + share, 0.999)
        left_out = targets - (wanted - turned @ inner) / (root * (1 - leverage)[:, None])
        weights = basis @ inner
        yield penalty, Linear(weights, mean - middle @ weights), left_out
