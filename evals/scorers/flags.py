"""Scorers: flags."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
