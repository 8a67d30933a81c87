"""Scorers of evidence: what is not held, stands elsewhere, is internal, or comes from another document."""

import pytest

from evals.scorers.evidence import (
    citation_precision,
    citation_recall,
    facts_cited,
    internal_quoted,
    misquoted,
    steps_kept,
    supported,
    unsupported,
)
from evals.scorers.score import Judge
from evals.tasks.shapes import PassageKept, SentenceKept, StepsKept

from .kept import assisted, expect, expect_assist, frame, message, passage, quoted, text, wrote

QUOTE = "After a rotation both secrets are accepted for 24 hours."


@pytest.mark.parametrize(
    "sentence",
    [
        quoted(QUOTE),
        SentenceKept(text="Please reply to this message.", evidence=[frame("Please reply to this message.")]),
        SentenceKept(text="You wrote: “it fails”", evidence=[frame("You wrote: “$quote”"), message("it fails")]),
        SentenceKept(text="Both secrets are accepted for 24 hours after you rotate.", evidence=[passage(QUOTE)]),
        SentenceKept(
            text="Plan Growth: limit 300.", evidence=[passage("| Plan | limit |\n| --- | --- |\n| Growth | 300 |")]
        ),
        SentenceKept(text="Hello <PERSON_1b>,", evidence=[frame("Hello $name,"), message("Ada")]),
        SentenceKept(text="I am <PERSON_2>.", evidence=[message("I am <PERSON_1c>.")]),
    ],
)
def test_a_quotation_a_frame_and_a_near_wording_are_supported(sentence: SentenceKept) -> None:
    assert supported(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        SentenceKept(text=QUOTE),
        SentenceKept(text=QUOTE.replace("24", "48"), evidence=[passage(QUOTE)]),
        SentenceKept(text=QUOTE, evidence=[passage("Exports are kept for a week.")]),
        SentenceKept(text=f"{QUOTE} See https://evil.example/x.", evidence=[passage(QUOTE)]),
        SentenceKept(text="We will call you today.", evidence=[frame("Please reply to this message.")]),
        SentenceKept(text=QUOTE, evidence=[passage(QUOTE[20:40])]),
    ],
)
def test_what_its_evidence_does_not_hold_is_not_supported(sentence: SentenceKept) -> None:
    assert not supported(sentence)


def test_one_unsupported_sentence_of_the_summary_marks_the_case() -> None:
    bad = text(SentenceKept(text="It rains."), kind="summary")
    score = unsupported(expect_assist(), assisted(text(quoted(QUOTE)), bad))
    assert score.value == 1.0
    assert "sentence 2 of 2" in score.reason
    assert unsupported(expect_assist(), assisted(text(quoted(QUOTE)))).value == 0.0


def test_a_quote_that_stands_elsewhere_is_told() -> None:
    moved = SentenceKept(text=QUOTE, evidence=[passage(QUOTE, moved=True)])
    assert misquoted(expect(), wrote(text(moved))).value == 1.0
    assert misquoted(expect(), wrote(text(quoted(QUOTE)))).value == 0.0


def test_an_internal_source_counts_before_a_customer_only() -> None:
    internal = SentenceKept(text=QUOTE, evidence=[passage(QUOTE, audience="internal")])
    assert internal_quoted(expect(), wrote(text(internal))).value == 1.0
    assert internal_quoted(expect(), wrote(text(internal, kind="handover"))).state == "not_asked"
    assert internal_quoted(expect_assist(), assisted(text(quoted(QUOTE)), text(internal, kind="summary"))).value == 0.0
    assert internal_quoted(expect_assist(), assisted(None, questions=[internal])).value == 1.0


@pytest.mark.parametrize("judge", [unsupported, misquoted, internal_quoted, steps_kept])
def test_without_a_sentence_nothing_is_asked(judge: Judge) -> None:
    assert judge(expect(), wrote(None)).state == "not_asked"


def test_citations_are_held_against_the_right_documents() -> None:
    output = wrote(
        text(quoted("One.", "kb-a"), quoted("Two.", "kb-b"), quoted("Three.", "kb-a"), quoted("Four.", "kb-a"))
    )
    precise = citation_precision(expect(relevant=["kb-a", "kb-c"]), output)
    assert precise.value == 0.75
    assert precise.reason == "others: kb-b"
    recalled = citation_recall(expect(relevant=["kb-a", "kb-c"]), output)
    assert (recalled.value, recalled.reason) == (0.5, "not cited: kb-c")


def test_a_document_that_is_known_to_be_internal_need_not_be_cited() -> None:
    found = PassageKept(document="rb-x", chunk="rb-x#1", pool="knowledge", audience="internal", score=0.5)
    output = assisted(text(quoted("One.")), knowledge=[found])
    assert citation_recall(expect_assist(relevant=["kb-a", "rb-x"]), output).value == 1.0
    assert citation_recall(expect_assist(relevant=["rb-x"]), output).state == "not_asked"


@pytest.mark.parametrize("judge", [citation_precision, citation_recall, facts_cited])
def test_without_a_text_citations_have_no_answer(judge: Judge) -> None:
    wanted = expect(relevant=["kb-a"], facts=[["x"]])
    assert judge(wanted, wrote(None)).state == "no_answer"
    assert judge(expect(), wrote(text(quoted("One.")))).state == "not_asked"


def test_a_text_that_cites_nothing_has_no_precision() -> None:
    plain = text(SentenceKept(text="Bye.", evidence=[frame("Bye.")]))
    assert citation_precision(expect(relevant=["kb-a"]), wrote(plain)).state == "no_answer"


def test_a_fact_has_to_be_told_by_a_sentence_that_cites_a_right_document() -> None:
    output = wrote(text(quoted("Press Resend.", "kb-a"), quoted("Wait 24 hours.", "kb-b")))
    wanted = expect(relevant=["kb-a"], facts=[["resend"], ["24 hours"], ["not told"]])
    assert facts_cited(wanted, output).value == 0.5
    assert facts_cited(expect(relevant=["kb-a"], facts=[["not told"]]), output).state == "no_answer"


def test_steps_that_are_missing_or_too_early_lower_the_share() -> None:
    def score(**counts: int) -> float | None:
        return steps_kept(expect(), wrote(text(quoted("One."), steps=StepsKept(**counts)))).value

    assert score(told=4) == 1.0
    assert score(told=3, missing=1) == 0.75
    assert score(told=4, misplaced=1) == 0.75
