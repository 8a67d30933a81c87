"""Scorers of likeness to what people wrote."""

import pytest

from evals.rouge import RougeMissing
from evals.scorers import similarity as scorers

from .kept import assisted, expect, expect_assist, in_sections, quoted, text, wrote

SENT = "Please load the new signing secret into your endpoint."


def test_the_same_words_are_wholly_alike_and_greeting_and_closing_do_not_count() -> None:
    made = text(quoted("Hello Ada,", role="greeting"), quoted(SENT), quoted("Bye for now.", role="closing"))
    assert scorers.similarity(expect(sent=SENT), wrote(made)).value == 1.0
    other = scorers.similarity(expect(sent=SENT), wrote(text(quoted("Nobody answers.")))).value
    assert other == 0.0


def test_the_first_lines_are_held_against_the_best_of_the_summaries() -> None:
    summary = in_sections("summary", brief="The import stops.", problem="It stops at row nine.")
    wanted = {"summaries": ["Nobody can log in.", "The import stops."]}
    assert scorers.brief_similarity(expect_assist(**wanted), assisted(None, summary)).value == 1.0
    assert scorers.brief_similarity(expect(**wanted), wrote(summary)).value == 1.0


def test_what_is_not_there_has_no_answer_and_what_is_not_expected_is_not_asked() -> None:
    assert scorers.similarity(expect(sent=SENT), wrote(None)).state == "no_answer"
    assert scorers.similarity(expect(), wrote(text(quoted(SENT)))).state == "not_asked"
    without = in_sections("summary", problem="It stops.")
    assert scorers.brief_similarity(expect(summaries=["x"]), wrote(without)).state == "no_answer"
    assert scorers.brief_similarity(expect(), wrote(without)).state == "not_asked"


def test_without_the_package_that_counts_nothing_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_text: str, _references: list[str]) -> None:
        raise RougeMissing("rouge_score is not installed")

    monkeypatch.setattr(scorers, "rouge", missing)
    assert scorers.similarity(expect(sent=SENT), wrote(text(quoted(SENT)))).state == "not_graded"
