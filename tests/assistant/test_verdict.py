"""Five verdicts and the borders between them."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.contradictions import Contradiction
from assistant.records import Evidence
from assistant.verdict import Signs, Thresholds, case_support, judge

from .desk import passage

T = Thresholds()
CLEAR = Signs(
    answered=0.8,
    best_article=0.65,
    nearest_case=0.6,
    cited_case=0.0,
    uncited_case=0.0,
    vague=0.1,
    out_of_scope=0.1,
    words=12,
    has_signal=False,
    contradiction=None,
)
DISAGREE = Contradiction(Evidence("message", "m2", 0, 1, "x"), Evidence("passage", "c", 0, 1, "y", "Retention"), "day")
E = 0.001


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "answerable"),
        ({"answered": T.answer}, "answerable"),
        ({"answered": T.answer - 2 * E}, "knowledge_gap"),
        ({"answered": 0.1, "cited_case": 0.7}, "answerable"),
        ({"answered": 0.1, "cited_case": 0.53}, "answerable"),
        ({"answered": 0.1, "cited_case": 0.52}, "knowledge_gap"),
        ({"answered": 0.1, "best_article": 0.29, "nearest_case": 0.29}, "out_of_scope"),
        ({"answered": 0.1, "best_article": T.in_scope, "nearest_case": 0.1}, "knowledge_gap"),
        ({"answered": 0.1, "best_article": 0.1, "nearest_case": T.in_scope}, "knowledge_gap"),
        ({"out_of_scope": 0.7}, "out_of_scope"),
        ({"out_of_scope": 0.64}, "answerable"),
        ({"out_of_scope": T.prototype, "best_article": 0.2, "answered": 0.2}, "out_of_scope"),
        ({"out_of_scope": T.prototype - E, "best_article": 0.2, "answered": 0.5}, "answerable"),
        ({"vague": 0.7}, "needs_customer_info"),
        ({"vague": 0.7, "out_of_scope": 0.69}, "needs_customer_info"),
        ({"vague": 0.7, "has_signal": True}, "answerable"),
        ({"words": T.min_words}, "answerable"),
        ({"words": T.min_words - 1}, "needs_customer_info"),
        ({"words": 0, "has_signal": True}, "answerable"),
        ({"uncited_case": 0.9}, "knowledge_gap"),
        ({"uncited_case": 0.84}, "answerable"),
        ({"uncited_case": 0.9, "cited_case": 0.8}, "answerable"),
        ({"uncited_case": T.solved_without - E, "best_article": 0.3}, "answerable"),
        ({"contradiction": DISAGREE}, "contradiction"),
        ({"contradiction": DISAGREE, "answered": 0.1}, "knowledge_gap"),
    ],
)
def test_kinds(changes: dict[str, Any], kind: str) -> None:
    verdict = judge(replace(CLEAR, **changes), T)
    assert verdict.kind == kind
    assert verdict.reason.endswith(".")
    assert 0 <= verdict.score <= 1


def test_a_contradiction_says_who_disagrees_with_what() -> None:
    reason = judge(replace(CLEAR, contradiction=DISAGREE), T).reason
    assert "m2" in reason
    assert "Retention" in reason


def test_the_score_is_a_chance_that_a_citing_case_can_only_raise() -> None:
    assert CLEAR.score == CLEAR.answered
    assert replace(CLEAR, answered=0.003).score == 0.003
    scores = [replace(CLEAR, answered=0.5, cited_case=near).score for near in (0.5, 0.6, 0.7, 0.9, 1.0)]
    assert scores == sorted(scores)
    assert scores[0] == 0.5
    assert 0.9 < scores[-1] < 1


def test_cases_support_by_what_they_cite() -> None:
    articles = [passage(0.5, document_id="kb-a")]
    cases = [
        passage(0.7, pool="cases", document_id="S-1", fields={"articles": "kb-x, kb-a"}),
        passage(0.8, pool="cases", document_id="S-2", fields={"articles": "kb-x"}),
        passage(0.6, pool="cases", document_id="S-3", fields={"category": "billing", "articles": ""}),
        passage(0.9, pool="cases", document_id="S-4", fields={}),
        passage(0.9, pool="cases", document_id="S-5", fields={"category": "billing"}),
    ]
    assert case_support(cases, articles) == (0.7, 0.6)
    assert case_support(cases[1:], articles) == (0.0, 0.6)
    assert case_support([passage(0.49, pool="cases", fields={"articles": "kb-a"})], articles) == (0.0, 0.0)
    assert case_support([], articles) == (0.0, 0.0)
