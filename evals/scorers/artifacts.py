"""Scorers of artifacts: is everything technical found that a ticket holds, in the right kind, and nothing else?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer

_TASKS = frozenset({"assist", "artifacts"})
_Counts = Mapping[str, Sequence[int]]


def _counts(expect: Any, output: Any) -> _Counts:
    """By kind: how many are right, how many were expected, how many were found. A value counts once."""
    wanted = {(kind, value) for kind, values in expect.artifacts.items() for value in values}
    found = {(one.kind, one.value) for one in output.artifacts}
    right, expected, given = (Counter(kind for kind, _ in pairs) for pairs in (wanted & found, wanted, found))
    return {kind: [right[kind], expected[kind], given[kind]] for kind in sorted(expected | given)}


def _asked(expect: Any) -> bool:
    """`{}` is an expectation, too: there is nothing to find."""
    return expect.artifacts is not None


def artifact_recall(expect: Any, output: Any) -> Score:
    """Share of the expected ones that were found in their kind, each artifact counting the same."""
    if not _asked(expect) or not any(expect.artifacts.values()):
        return NOT_ASKED
    counts = _counts(expect, output)
    right, whole = sum(one[0] for one in counts.values()), sum(one[1] for one in counts.values())
    missing = [f"{kind} {one[1] - one[0]} of {one[1]}" for kind, one in counts.items() if one[0] < one[1]]
    return Score(right / whole, f"missing: {', '.join(missing)}" if missing else "", weight=whole)


def artifact_precision(expect: Any, output: Any) -> Score:
    """Share of the found ones that were expected; the case has to name all that its ticket holds."""
    if not _asked(expect):
        return NOT_ASKED
    counts = _counts(expect, output)
    right, whole = sum(one[0] for one in counts.values()), sum(one[2] for one in counts.values())
    if not whole:
        return no_answer("nothing was found") if any(expect.artifacts.values()) else NOT_ASKED
    wrong = [f"{kind} {one[2] - one[0]} of {one[2]}" for kind, one in counts.items() if one[0] < one[2]]
    return Score(right / whole, f"not expected: {', '.join(wrong)}" if wrong else "", weight=whole)


def artifact_kinds(expect: Any, output: Any) -> Score:
    """What the mean F1 over the kinds needs."""
    if not _asked(expect):
        return NOT_ASKED
    counts = _counts(expect, output)
    right = all(one[0] == one[1] == one[2] for one in counts.values())
    return Score(float(right), detail={"counts": {kind: list(one) for kind, one in counts.items()}})


def artifact_normalised(expect: Any, output: Any) -> Score:
    """Share of the values that have the form to compare by; a value that was not found has none."""
    if not expect.normalised:
        return NOT_ASKED
    told = {one.value: one.normalised for one in output.artifacts}
    wrong = sum(told.get(value, "") != form for value, form in expect.normalised.items())
    whole = len(expect.normalised)
    return Score(1 - wrong / whole, f"{wrong} of {whole} otherwise" if wrong else "", weight=whole)


def false_artifacts(expect: Any, output: Any) -> Score:
    """1 where something is found in a ticket that holds nothing technical."""
    if not _asked(expect) or any(expect.artifacts.values()):
        return NOT_ASKED
    kinds = sorted({one.kind for one in output.artifacts})
    return Score(float(bool(kinds)), f"found: {', '.join(kinds)}" if kinds else "")


def _macro_f1(scores: Sequence[Score]) -> float | None:
    sums: dict[str, list[int]] = {}
    for score in scores:
        for kind, counts in score.detail["counts"].items():
            own = sums.setdefault(kind, [0, 0, 0])
            sums[kind] = [one + more for one, more in zip(own, counts, strict=True)]
    if not sums:
        return None
    return sum(2 * right / (wanted + found) for right, wanted, found in sums.values()) / len(sums)


SCORERS: tuple[Scorer, ...] = (
    Scorer("artifact_recall", "share of the artifacts that are found in their kind", _TASKS, artifact_recall),
    Scorer("artifact_precision", "share of what is found that is an artifact of its kind", _TASKS, artifact_precision),
    Scorer("artifact_f1", "mean F1 of the kinds, each counting the same", _TASKS, artifact_kinds, statistic=_macro_f1),
    Scorer("artifact_normalised", "share of the values in the right form", _TASKS, artifact_normalised),
    Scorer(
        "false_artifacts",
        "share of the texts without artifacts in which one is found",
        _TASKS,
        false_artifacts,
        "lower",
    ),
)
