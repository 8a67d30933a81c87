"""Particulars of an answer: what must be the same in any answer that means the same."""

from types import SimpleNamespace

import pytest

from evals.scorers.specifics import sent_specifics, specifics
from evals.tasks.assist import AssistExpect, AssistOutput
from evals.tasks.shapes import SectionKept, SentenceKept, TextKept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://help.example/en-US/kb/reset?x=1.", {"help.example/kb/reset"}),
        ("Run `fwk  sync --all` once", {"fwk sync --all"}),
        ("Open Settings > Developers → Webhooks and press Save", {"settings > developers > webhooks"}),
        ("Error FWK-1029 since v2.8.1, at most 50 a minute", {"fwk-1029", "v2.8.1", "50"}),
        ("1. First do this\n2. Then do that", set()),
        ("Write to ana@mail.example or call +44 20 7946 0123", set()),
        ("Nothing in particular.", set()),
    ],
)
def test_what_counts_as_particular(text: str, found: set[str]) -> None:
    assert specifics(text) == found


def output(text: str | None) -> AssistOutput:
    summary = TextKept(kind="summary", made_by="x")
    section = [SectionKept(section="reply", sentences=[SentenceKept(text=text or "")])]
    reply = TextKept(kind="reply", made_by="x", sections=section) if text is not None else None
    return AssistOutput(verdict="answerable", verdict_score=0.5, summary=summary, reply=reply)


def test_the_share_that_the_draft_has() -> None:
    expect = AssistExpect(sent="Set the limit to 50 under Settings > Limits, see https://help.example/kb/limits")
    score = sent_specifics(expect, output("Open Settings > Limits and enter 50."))
    assert score.value == pytest.approx(2 / 3)
    assert score.reason == "2 of 3"


def test_no_draft_is_no_answer_and_nothing_particular_is_not_asked() -> None:
    assert sent_specifics(AssistExpect(sent="Set it to 50"), output(None)).state == "no_answer"
    assert sent_specifics(AssistExpect(sent="Just wait."), output("Wait.")).state == "not_asked"
    assert sent_specifics(AssistExpect(), output("Wait.")).state == "not_asked"


def test_the_reason_quotes_nothing_of_what_was_sent() -> None:
    score = sent_specifics(SimpleNamespace(sent="Your code is 998877"), output("No code."))
    assert score.value == 0
    assert "998877" not in score.reason
