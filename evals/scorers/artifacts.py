"""Scorers: artifacts."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
