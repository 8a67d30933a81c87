"""Nearness to some of the examples, as features: what lets a linear learner draw curved borders (Nyström)."""

from dataclasses import dataclass

import numpy as np

from assistant.triage.features import Singles
from ingest.embed import Vectors

MAX_LANDMARKS = 1200
MAX_FEATURES = 800
_LEAST = 1e-5


@dataclass(frozen=True, slots=True)
class Landmarks:
    """`whitening` turns nearness to `points` into features whose products are the kernel again."""

    points: Vectors
    whitening: Singles

    def features(self, vectors: Vectors) -> Singles:
        """One row for each (unit) vector."""
        found: Singles = kernel(vectors, self.points) @ self.whitening
        return found


def kernel(vectors: Vectors, points: Vectors) -> Singles:
    """A Gaussian of the distance between unit vectors."""
    found: Singles = np.exp(2 * (vectors @ points.T - 1)).astype(np.float32)
    return found


def choose_landmarks(vectors: Vectors, *, seed: int) -> Landmarks:
    """Some of `vectors`, drawn with `seed`."""
    drawn = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:MAX_LANDMARKS])
    points = vectors[drawn]
    values, basis = np.linalg.eigh(kernel(points, points).astype(np.float64))
    kept = np.argsort(-values)[:MAX_FEATURES]
    kept = kept[values[kept] > _LEAST]
    return Landmarks(points, (basis[:, kept] / np.sqrt(values[kept])).astype(np.float32))
