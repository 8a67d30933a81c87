"""Scorers: labels."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
