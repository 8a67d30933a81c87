"""Scorers: evidence."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
