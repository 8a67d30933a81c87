"""Scorers: prompts."""

from evals.scorers.score import Scorer

SCORERS: tuple[Scorer, ...] = ()
