"""Scorers of masking: what leaked, what was masked without need, what had to survive."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from evals.scorers.score import NOT_ASKED, Judge, Score, Scorer, not_graded
from evals.spans import Labelled, Masked, meets
from guardrails.registry import PERSONAL

_TASKS = frozenset({"mask"})
_UNALIGNED = not_graded("the places in the raw text are not known")


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
        kilobytes=output.size / 1024,
    )


def _aligned(judge: Callable[[Masked], Score]) -> Judge:
    """A scorer of what was masked, where that is known."""
    return lambda expect, output: judge(_masked(expect, output)) if output.aligned else _UNALIGNED


def _named(spans: Sequence[Labelled], what: str) -> str:
    """Labels, never words of the text."""
    return f"{what}: {', '.join(sorted({span.label or 'unnamed' for span in spans}))}" if spans else ""


def _open(case: Masked) -> list[Labelled]:
    """Spans of which a character was left."""
    return [span for span in case.must if not case.mask[span.start : span.end].all()]


def char_leak(case: Masked, label: str = "") -> Score:
    """Share of the characters that had to be masked, of one label or of all, and were left."""
    wanted = case.wanted_of(label) if label else case.wanted
    size = int(wanted.sum())
    if not size:
        return NOT_ASKED
    left = int((wanted & ~case.mask).sum())
    return Score(left / size, _named([s for s in _open(case) if label in ("", s.label)], "left"), weight=float(size))


def record_leak(case: Masked) -> Score:
    """1 where any character was left that had to be masked."""
    if not case.must:
        return NOT_ASKED
    left = _open(case)
    return Score(float(bool(left)), _named(left, "left"))


def full_recall(case: Masked) -> Score:
    """Share of the spans that are wholly masked."""
    if not case.must:
        return NOT_ASKED
    left = _open(case)
    return Score(1 - len(left) / len(case.must), _named(left, "not wholly"), weight=float(len(case.must)))


def char_precision(case: Masked) -> Score:
    """Share of the masked characters that had to be masked; what counts neither way is left out."""
    counted = case.mask & ~case.neutral
    size = int(counted.sum())
    if not size:
        return NOT_ASKED
    right = int((counted & case.wanted).sum())
    return Score(right / size, "" if right == size else f"{size - right} characters too many", weight=float(size))


def keep_loss(case: Masked) -> Score:
    """Share of the spans that had to survive and were touched."""
    if not case.keep:
        return NOT_ASKED
    lost = [span for span in case.keep if case.mask[span.start : span.end].any()]
    return Score(len(lost) / len(case.keep), _named(lost, "lost"), weight=float(len(case.keep)))


def clean_flagged(case: Masked) -> Score:
    """1 where something was masked in a text with nothing to mask."""
    if case.must:
        return NOT_ASKED
    flagged = bool((case.mask & ~case.neutral).any())
    return Score(float(flagged), f"masked as {', '.join(sorted(set(case.kinds)))}" if flagged else "")


def wrong_hits(case: Masked) -> Score:
    """Masked spans per KB that meet nothing that had to be masked."""
    if not case.kilobytes:
        return NOT_ASKED
    wrong = sum(not meets(pair, (*case.must, *case.amb)) for pair in case.masked)
    return Score(wrong / case.kilobytes, weight=case.kilobytes)


def _scorer(name: str, about: str, judge: Callable[[Masked], Score], *, higher: bool = False) -> Scorer:
    return Scorer(name, about, _TASKS, _aligned(judge), better="higher" if higher else "lower")


SCORERS: tuple[Scorer, ...] = (
    _scorer("char_leak", "share of the characters to mask that were left", char_leak),
    _scorer("record_leak", "share of the texts with something to mask in which some was left", record_leak),
    _scorer("char_precision", "share of the masked characters that had to be masked", char_precision, higher=True),
    _scorer("keep_loss", "share of the spans to keep that were touched", keep_loss),
    _scorer("full_recall", "share of the spans to mask that are wholly masked", full_recall, higher=True),
    _scorer("clean_flagged", "share of the texts with nothing to mask in which something was", clean_flagged),
    _scorer("wrong_hits_per_kb", "masked spans per KB that meet nothing to mask", wrong_hits),
    *(
        _scorer(f"char_leak_{kind.lower()}", f"char_leak of {kind} alone", partial(char_leak, label=kind))
        for kind in (*PERSONAL, "SECRET")
    ),
)
