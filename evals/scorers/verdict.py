"""Scorers of verdicts: is a reply written where one is right, and nothing that looks like one elsewhere?"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.answerable import auroc, calibration_error
from evals.scorers.facts import stands
from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer
from evals.scorers.texts import told
from evals.statistics import Floats
from evals.triage_figures import Labelled, macro_f1

_ASSIST = frozenset({"assist"})
_TASKS = frozenset({"assist", "write"})


def verdict(expect: Any, output: Any) -> Score:
    """1 where the verdict is the right one."""
    if expect.verdict is None:
        return NOT_ASKED
    right = output.verdict == expect.verdict
    why = "" if right else f"{output.verdict} instead of {expect.verdict}: {output.verdict_reason}"
    return Score(float(right), why, detail={"truth": expect.verdict, "given": output.verdict, "label": expect.verdict})


def verdict_score(expect: Any, output: Any) -> Score:
    """What the score, a chance that knowledge answers, gives to what is right.

    A contradiction scores high, because knowledge says too much: it counts neither way.
    """
    if expect.verdict is None or expect.verdict == "contradiction":
        return NOT_ASKED
    answers, chance = expect.verdict == "answerable", output.verdict_score
    own = chance if answers else 1 - chance
    return Score(own, f"score {chance:.2f}", detail={"chance": chance, "right": answers})


def draft_on_unanswerable(expect: Any, output: Any) -> Score:
    """1 where something like an answer is written for a ticket that nothing answers."""
    if expect.verdict in (None, "answerable"):
        return NOT_ASKED
    wrong = output.verdict == "answerable" and output.reply is not None
    return Score(float(wrong), f"a reply, where it is {expect.verdict}" if wrong else "")


def draft_on_answerable(expect: Any, output: Any) -> Score:
    """1 where a ticket gets the reply that knowledge has for it."""
    if expect.verdict != "answerable":
        return NOT_ASKED
    return Score(float(output.reply is not None), "" if output.reply else f"{output.verdict}: {output.verdict_reason}")


def asks(expect: Any, output: Any) -> Score:
    """Share of what is missing that the questions ask for."""
    if not expect.asks:
        return NOT_ASKED
    if not output.questions:
        return no_answer(f"nothing is asked: {output.verdict}")
    said = told(output.questions)
    missing = [wordings[0] for wordings in expect.asks if not stands(wordings, said)]
    return Score(1 - len(missing) / len(expect.asks), f"not asked for: {'; '.join(missing)}" if missing else "")


def asks_what_is_there(expect: Any, output: Any) -> Score:
    """1 where something is asked for that the ticket holds."""
    if not expect.asks_not:
        return NOT_ASKED
    said = told(output.questions)
    wrong = [wordings[0] for wordings in expect.asks_not if stands(wordings, said)]
    return Score(float(bool(wrong)), f"asked for: {'; '.join(wrong)}" if wrong else "")


def left_out(_expect: Any, output: Any) -> Score:
    """1 where a part of the ticket was not read."""
    count = output.left_out
    return Score(float(bool(count)), f"{count} parts not read" if count else "")


def _macro_f1(scores: Sequence[Score]) -> float | None:
    kinds = sorted({str(score.detail[key]) for score in scores for key in ("truth", "given")})
    number = {name: place for place, name in enumerate(kinds)}
    truth, given = (np.array([number[str(s.detail[k])] for s in scores], dtype=np.int64) for k in ("truth", "given"))
    return macro_f1(Labelled(truth, given, np.ones(len(scores)))) if scores else None


def _sides(scores: Sequence[Score]) -> tuple[Floats, Floats]:
    yes, no = (
        np.array([float(s.detail["chance"]) for s in scores if s.detail["right"] is kind]) for kind in (True, False)
    )
    return yes, no


def _auroc(scores: Sequence[Score]) -> float | None:
    yes, no = _sides(scores)
    return auroc(yes, no) if len(yes) and len(no) else None


def _ece(scores: Sequence[Score]) -> float | None:
    yes, no = _sides(scores)
    return calibration_error(yes, no) if len(yes) and len(no) else None


SCORERS: tuple[Scorer, ...] = (
    Scorer("verdict", "share of right verdicts", _TASKS, verdict),
    Scorer("verdict_macro_f1", "mean F1 of the verdicts, each counting the same", _TASKS, verdict, statistic=_macro_f1),
    Scorer("verdict_score", "chance given to what is right: answered or not", _ASSIST, verdict_score),
    Scorer(
        "verdict_auroc",
        "chance that a ticket with an answer scores above one without",
        _ASSIST,
        verdict_score,
        statistic=_auroc,
    ),
    Scorer(
        "verdict_ece",
        "how far the score is from the share of tickets with an answer",
        _ASSIST,
        verdict_score,
        "lower",
        statistic=_ece,
    ),
    Scorer(
        "draft_on_unanswerable",
        "share of the tickets without an answer that get a reply",
        _ASSIST,
        draft_on_unanswerable,
        "lower",
    ),
    Scorer("draft_on_answerable", "share of the tickets with an answer that get a reply", _ASSIST, draft_on_answerable),
    Scorer("left_out", "share of the tickets of which something was not read", _ASSIST, left_out, "lower"),
    Scorer("asks", "share of what is missing that is asked for", _TASKS, asks),
    Scorer(
        "asks_what_is_there",
        "share of the cases that ask for what the ticket holds",
        _TASKS,
        asks_what_is_there,
        "lower",
    ),
)
