"""Scorers: facts."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
