"""Scorers of verdicts, drafts and questions."""

from typing import Any

import pytest

from evals.scorers.catalog import scorers
from evals.scorers.score import Score
from evals.tasks.assist import AssistExpect, AssistOutput
from evals.tasks.shapes import SentenceKept, TextKept

SUMMARY = TextKept(kind="summary", made_by="extractive", sections=[])
REPLY = TextKept(kind="reply", made_by="extractive", sections=[])


def output(verdict: str = "answerable", score: float = 0.7, **more: Any) -> AssistOutput:
    reply = REPLY if verdict == "answerable" else None
    return AssistOutput(**{"verdict": verdict, "verdict_score": score, "summary": SUMMARY, "reply": reply} | more)


def judged(name: str, expect: dict[str, Any], out: AssistOutput) -> Score:
    return scorers()[name].judge(AssistExpect.model_validate(expect), out)


def test_a_verdict_is_right_or_wrong() -> None:
    assert judged("verdict", {"verdict": "answerable"}, output()).value == 1
    wrong = judged("verdict", {"verdict": "knowledge_gap"}, output(verdict_reason="found"))
    assert (wrong.value, wrong.reason) == (0, "answerable instead of knowledge_gap: found")
    assert wrong.detail == {"truth": "knowledge_gap", "given": "answerable", "label": "knowledge_gap"}
    assert judged("verdict", {}, output()).state == "not_asked"


@pytest.mark.parametrize(
    ("truth", "value"), [("answerable", 0.7), ("knowledge_gap", 0.3), ("out_of_scope", 0.3), ("contradiction", None)]
)
def test_the_score_is_a_chance(truth: str, value: float | None) -> None:
    score = judged("verdict_score", {"verdict": truth}, output())
    assert score.value == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("truth", "given", "unanswerable", "answerable"),
    [
        ("answerable", "answerable", None, 1),
        ("answerable", "knowledge_gap", None, 0),
        ("knowledge_gap", "answerable", 1, None),
        ("needs_customer_info", "needs_customer_info", 0, None),
        (None, "answerable", None, None),
    ],
)
def test_drafts(truth: str | None, given: str, unanswerable: float | None, answerable: float | None) -> None:
    expect = {"verdict": truth}
    assert judged("draft_on_unanswerable", expect, output(given)).value == unanswerable
    assert judged("draft_on_answerable", expect, output(given)).value == answerable


def _statistic(name: str, *pairs: tuple[str, str, float]) -> float | None:
    found = [judged(name, {"verdict": truth}, output(given, score)) for truth, given, score in pairs]
    return scorers()[name].statistic([one for one in found if one.state == "scored"])


def test_figures_over_all_cases() -> None:
    pairs = [("answerable", "answerable", 0.9), ("answerable", "answerable", 0.4), ("knowledge_gap", "answerable", 0.6)]
    assert _statistic("verdict_macro_f1", *pairs) == pytest.approx(0.4)
    assert _statistic("verdict_auroc", *pairs) == 0.5
    assert _statistic("verdict_auroc", *pairs[:2]) is None
    sure = [("answerable", "answerable", 1.0), ("knowledge_gap", "knowledge_gap", 0.0)]
    assert _statistic("verdict_ece", *sure) == 0


def _asked(*questions: str) -> AssistOutput:
    return output("needs_customer_info", questions=[SentenceKept(text=text, role="question") for text in questions])


def test_questions_ask_for_what_is_missing() -> None:
    expect = {"asks": [["which browser", "version of the browser"], ["at what time"]]}
    score = judged("asks", expect, _asked("Which browser do you use?"))
    assert (score.value, score.reason) == (0.5, "not asked for: at what time")
    assert judged("asks", expect, output()).state == "no_answer"
    assert judged("asks", {}, _asked("Which browser?")).state == "not_asked"


def test_questions_leave_out_what_the_ticket_holds() -> None:
    expect = {"asks_not": [["error code"]]}
    assert judged("asks_what_is_there", expect, _asked("Which error code do you see?")).value == 1
    assert judged("asks_what_is_there", expect, _asked("Which page is it?")).value == 0
    assert judged("asks_what_is_there", expect, output()).value == 0
    assert judged("asks_what_is_there", {}, _asked("Which error code?")).state == "not_asked"


def test_what_was_not_read_is_told() -> None:
    assert judged("left_out", {}, output()).value == 0
    assert judged("left_out", {}, output(left_out=2)).value == 1
