"""Scorers of what a ticket's answer was found by, wherever it stands: in an article, or in an earlier ticket."""

from collections.abc import Callable
from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer

_TASKS = frozenset({"assist"})
_FIRST = (1, 3, 5)


def _found_at(k: int) -> Callable[[Any, Any], Score]:
    def judge(expect: Any, output: Any) -> Score:
        wanted = set(expect.relevant)
        if not wanted:
            return NOT_ASKED
        shown = {one.document for pool in (output.knowledge, output.cases) for one in pool[:k]}
        missing = sorted(wanted - shown)
        return Score(1 - len(missing) / len(wanted), f"not found: {', '.join(missing)}" if missing else "")

    return judge


SCORERS: tuple[Scorer, ...] = tuple(
    Scorer(f"found@{k}", f"share of the relevant among the first {k} articles or solved tickets", _TASKS, _found_at(k))
    for k in _FIRST
)
