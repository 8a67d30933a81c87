"""Scorers of what a text says: a missing text is no zero, a missing expectation counts nowhere."""

import pytest

from evals.scorers.facts import SCORERS, fact_share, facts_anywhere, facts_in_section, forbidden, must_not, written
from evals.scorers.score import Judge

from .kept import assisted, expect, expect_assist, in_sections, quoted, text, wrote

REPLY = text(quoted("Press Resend after 24 hours."))


def test_any_wording_of_a_fact_counts_whatever_its_case_and_line_breaks() -> None:
    score = fact_share(expect(facts=[["press\nRESEND", "resume"], ["never there"]]), wrote(REPLY))
    assert score.value == 0.5
    assert "never there" in score.reason


def test_facts_of_an_assist_are_looked_for_in_the_reply_and_not_in_the_summary() -> None:
    output = assisted(REPLY, in_sections("summary", problem="It fails."))
    assert fact_share(expect_assist(facts=[["it fails"], ["resend"]]), output).value == 0.5


@pytest.mark.parametrize("judge", [fact_share, facts_in_section, facts_anywhere])
def test_where_nothing_was_written_there_is_no_answer(judge: Judge) -> None:
    score = judge(expect(facts=[["x"]], must={"answer": ["x"]}), wrote(None, verdict="knowledge_gap"))
    assert (score.state, score.value) == ("no_answer", None)
    assert "knowledge_gap" in score.reason


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda one: one.name)
def test_what_is_not_expected_is_not_asked(scorer: object) -> None:
    assert scorer.judge(expect(), wrote(REPLY)).state == "not_asked"  # type: ignore[attr-defined]


def test_a_section_without_facts_asks_nothing() -> None:
    assert facts_in_section(expect(must={"state": []}), wrote(REPLY)).state == "not_asked"


def test_a_fact_in_another_section_counts_anywhere_only() -> None:
    output = wrote(in_sections("handover", state="It fails.", next="Call her."))
    wanted = expect(must={"state": ["fails", "call her"]})
    assert facts_in_section(wanted, output).value == 0.5
    assert "state: call her" in facts_in_section(wanted, output).reason
    assert facts_anywhere(wanted, output).value == 1.0


def test_sections_of_an_assist_are_those_of_its_summary() -> None:
    output = assisted(None, in_sections("summary", problem="It fails."))
    assert facts_in_section(expect_assist(must={"problem": ["it fails"]}), output).value == 1.0


def test_forbidden_words_count_in_questions_too() -> None:
    output = assisted(None, questions=[quoted("Which rb-tool is it?")])
    assert forbidden(expect_assist(forbidden=["RB-TOOL"]), output).value == 1.0


def test_a_forbidden_word_that_is_not_there_is_a_zero_and_its_text_is_never_in_the_reason() -> None:
    assert forbidden(expect(forbidden=["secret"]), wrote(REPLY)).value == 0.0
    assert "resend" not in forbidden(expect(forbidden=["resend"]), wrote(REPLY)).reason


def test_what_must_not_stand_in_a_text_is_looked_for_in_all_its_sections() -> None:
    output = wrote(in_sections("handover", state="It fails.", next="Call her."))
    assert must_not(expect(must_not=["nobody", "call her"]), output).value == 1.0
    assert must_not(expect(must_not=["nobody"]), output).value == 0.0


@pytest.mark.parametrize(
    ("wanted", "there", "value"), [(True, True, 1.0), (True, False, 0.0), (False, True, 0.0), (False, False, 1.0)]
)
def test_a_text_is_there_or_rightly_is_not(wanted: bool, there: bool, value: float) -> None:
    assert written(expect(written=wanted), wrote(REPLY if there else None)).value == value


def test_a_text_with_facts_to_hold_should_be_there() -> None:
    assert written(expect(facts=[["x"]]), wrote(None)).value == 0.0
