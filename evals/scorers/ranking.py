"""Scorers: ranking."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
