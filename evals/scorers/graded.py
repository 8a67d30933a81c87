"""Scorer by a chat model, for whoever sets one: never part of the gate, and never without its agreement with people."""

from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer, not_graded

_TASKS = frozenset({"write"})


def graded_support(_expect: Any, output: Any) -> Score:
    """Share of the sentences that a chat model finds supported; the task has asked it (the suite's option `grader`)."""
    if output.text is None:
        return NOT_ASKED
    graded = output.graded
    if graded is None:
        return not_graded("could not be graded: name a chat model with `options: {grader: …}` in the suite")
    if graded.sentences is None:
        return not_graded(f"could not be graded: {graded.model or 'no chat model'} gave no usable answer")
    if not graded.sentences:
        return NOT_ASKED
    told = "its agreement with labels is not known"
    if graded.kappa is not None:
        told = f"kappa {graded.kappa:.2f} ({graded.low:.2f} to {graded.high:.2f}) on {graded.n} labelled sentences"
    value = 1 - len(graded.unsupported) / graded.sentences
    detail = {"kappa": graded.kappa, "low": graded.low, "high": graded.high, "n": graded.n}
    return Score(value, f"{graded.model}: {told}", weight=float(graded.sentences), detail=detail)


SCORERS: tuple[Scorer, ...] = (
    Scorer("graded_support", "share of the sentences that a chat model finds supported", _TASKS, graded_support),
)
