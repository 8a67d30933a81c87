"""Scorers of verdicts: is a reply written where one is right, and nothing that looks like one elsewhere?"""

from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer

_TASKS = frozenset({"assist"})


def verdict(expect: Any, output: Any) -> Score:
    """1 where the verdict is the right one."""
    if expect.verdict is None:
        return NOT_ASKED
    right = output.verdict == expect.verdict
    return Score(
        float(right), "" if right else f"{output.verdict} instead of {expect.verdict}: {output.verdict_reason}"
    )


SCORERS: tuple[Scorer, ...] = (Scorer("verdict", "share of right verdicts", _TASKS, verdict),)
