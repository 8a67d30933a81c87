"""Scorers: graded."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
