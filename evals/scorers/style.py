"""Scorers: style."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
