"""Scorers of masking: what leaked, what was masked without need, what had to survive."""

from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer, not_graded
from evals.spans import Labelled, Masked

_TASKS = frozenset({"mask"})


def _masked(expect: Any, output: Any) -> Masked:
    def of(spans: Any) -> tuple[Labelled, ...]:
        return tuple(Labelled(span.start, span.end, span.label) for span in spans)

    return Masked(
        length=output.length,
        must=of(expect.spans),
        keep=of(expect.keep),
        amb=of(expect.amb),
        masked=tuple((span.start, span.end) for span in output.spans),
        kinds=tuple(span.kind for span in output.spans),
    )


def char_leak(expect: Any, output: Any) -> Score:
    """Share of the characters that had to be masked and were left."""
    if not expect.spans:
        return NOT_ASKED
    if not output.aligned:
        return not_graded("the places in the raw text are not known")
    case = _masked(expect, output)
    wanted = case.wanted
    left = int((wanted & ~case.mask).sum())
    labels = sorted({span.label for span in case.must if not case.mask[span.start : span.end].all()})
    return Score(left / int(wanted.sum()), f"left: {', '.join(labels)}" if left else "", weight=float(wanted.sum()))


SCORERS: tuple[Scorer, ...] = (
    Scorer("char_leak", "share of the characters to mask that were left", _TASKS, char_leak, better="lower"),
)
