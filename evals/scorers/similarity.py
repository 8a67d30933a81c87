"""Scorers: similarity."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
