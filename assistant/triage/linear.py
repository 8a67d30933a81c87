"""Softmax regression: L-BFGS in coordinates in which the problem is nearly round, begun from least squares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

PENALTIES = (3.0, 1.0, 0.3, 0.1, 0.03)
"""Of the weights, from the strongest on: each fit begins where the one before ended."""
_STEPS = 8
_MEMORY = 8
_STRETCH = 10.0
"""A regression on 0 and 1 has to be stretched about so much to be scores of a softmax."""


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows @ weights + bias`."""

    weights: Singles
    bias: Singles

    def scores(self, rows: Singles) -> Singles:
        """One column for each label."""
        found: Singles = rows @ self.weights + self.bias
        return found


@dataclass(frozen=True, slots=True)
class Task:
    """Rows, the number of the label of each, how much each counts, and the products of their columns.

    The products shape the steps only, so those of more rows than these will do.
    """

    rows: Singles
    truth: Ints
    weights: Singles
    products: Floats
    labels: int

    def without(self, left_out: Ints) -> "Task":
        """The same without some rows."""
        kept = np.setdiff1d(np.arange(len(self.truth)), left_out)
        return Task(self.rows[kept], self.truth[kept], self.weights[kept], self.products, self.labels)


def softmax_path(
    task: Task, *, penalties: Sequence[float] = PENALTIES, start: Linear | None = None
) -> Iterator[tuple[float, Linear]]:
    """Regressions of falling penalty, each begun from the one before; stop when you have enough."""
    linear = start
    for penalty in penalties:
        if linear is None:
            linear = _least_squares(task, penalty)
        linear = _descend(task, penalty, linear)
        yield penalty, linear


def _least_squares(task: Task, penalty: float) -> Linear:
    targets = np.eye(task.labels, dtype=np.float32)[task.truth]
    shares = np.log(np.maximum(task.weights @ targets, 0.5) / task.weights.sum()).astype(np.float32)
    factor = cholesky(task.products + penalty * np.eye(len(task.products)), lower=True)
    aims = task.rows.T @ (task.weights[:, None] * (targets - targets.mean(axis=0)))
    return Linear((_STRETCH * cho_solve((factor, True), aims)).astype(np.float32), shares - shares.mean())


def _descend(task: Task, penalty: float, start: Linear) -> Linear:
    objective = _Objective(task, penalty)
    options = {"maxiter": _STEPS, "maxcor": _MEMORY, "ftol": 1e-6}
    found = minimize(objective, objective.round(start), jac=True, method="L-BFGS-B", options=options)
    return objective.back(found.x)


class _Objective:
    """Penalised negative log-likelihood and its gradient, by coordinates in which every direction bends alike."""

    def __init__(self, task: Task, penalty: float) -> None:
        self._task = task
        self._penalty = penalty
        bend = (task.labels - 1) / task.labels**2
        curved = bend * task.products + penalty * np.eye(len(task.products))
        self._factor = cholesky(curved, lower=True).astype(np.float32)
        self._bias_unit = np.float32(1 / np.sqrt(1 + bend * task.weights.sum()))
        self._places = np.arange(len(task.truth)), task.truth

    def round(self, linear: Linear) -> Floats:
        turned = self._factor.T @ linear.weights
        return np.vstack([turned, linear.bias / self._bias_unit]).ravel().astype(np.float64)

    def back(self, at: Floats) -> Linear:
        turned = at.astype(np.float32).reshape(-1, self._task.labels)
        weights = solve_triangular(self._factor, turned[:-1], lower=True, trans="T", check_finite=False)
        return Linear(weights, turned[-1] * self._bias_unit)

    def __call__(self, at: Floats) -> tuple[float, Floats]:
        task, linear = self._task, self.back(at)
        scores = linear.scores(task.rows)
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[self._places]
        np.exp(scores, out=scores)
        total = scores.sum(axis=1)
        loss = float(((np.log(total) - right) * task.weights).sum(dtype=np.float64))
        loss += self._penalty / 2 * float(np.square(linear.weights).sum(dtype=np.float64))
        scores *= (task.weights / total)[:, None]
        scores[self._places] -= task.weights
        slope = task.rows.T @ scores + self._penalty * linear.weights
        turned = solve_triangular(self._factor, slope, lower=True, check_finite=False)
        gradient = np.vstack([turned, scores.sum(axis=0) * self._bias_unit])
        return loss, gradient.ravel().astype(np.float64)
