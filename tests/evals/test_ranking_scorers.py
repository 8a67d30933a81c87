"""Scorers of rankings, on outputs as the log keeps them."""

from typing import Any

import pytest

from evals.scorers.catalog import scorers
from evals.scorers.ranking import graded_ndcg
from evals.scorers.score import Score
from evals.tasks.assist import AssistExpect
from evals.tasks.search import FoundKept, SearchExpect, SearchGiven, SearchOutput


def passage(document: str, **more: Any) -> FoundKept:
    usual = {"chunk": f"{document}#1", "pool": "knowledge", "audience": "public", "score": 1.0}
    return FoundKept(document=document, **usual | more)


def judged(name: str, expect: dict[str, Any], *found: FoundKept, **output: Any) -> Score:
    kept = SearchOutput(found=list(found), **output)
    return scorers()[name].judge(SearchExpect.model_validate(expect), kept)


FOUND = [passage(name) for name in "abcde"]


@pytest.mark.parametrize(
    ("name", "relevant", "value"),
    [
        ("recall@1", ["a", "c"], 0.5),
        ("recall@3", ["a", "c"], 1.0),
        ("recall@5", ["e", "z"], 0.5),
        ("recall@10", ["z"], 0.0),
        ("mrr@10", ["c", "e"], 1 / 3),
        ("hit@1", ["b"], 0.0),
        ("hit@3", ["b"], 1.0),
        ("ndcg@10", ["a"], 1.0),
        ("ndcg@10", ["z"], 0.0),
    ],
)
def test_what_is_relevant_counts_by_its_place(name: str, relevant: list[str], value: float) -> None:
    assert judged(name, {"relevant": relevant}, *FOUND).value == pytest.approx(value)


@pytest.mark.parametrize("name", ["recall@5", "mrr@10", "ndcg@10", "hit@1", "margin"])
@pytest.mark.parametrize("relevant", [{}, {"a": 0}])
def test_nothing_relevant_is_not_asked(name: str, relevant: dict[str, float]) -> None:
    assert judged(name, {"relevant": relevant}, *FOUND).state == "not_asked"


@pytest.mark.parametrize("name", ["recall@5", "mrr@10", "ndcg@10", "hit@1"])
def test_nothing_found_is_zero_where_something_is_relevant(name: str) -> None:
    assert judged(name, {"relevant": ["a"]}).value == 0


def test_the_reason_tells_the_places() -> None:
    assert judged("mrr@10", {"relevant": ["c", "z"]}, *FOUND).reason == "places: 3, not found"


def test_a_better_grade_further_up_gains_more() -> None:
    grades = {"a": 3.0, "b": 1.0}
    assert graded_ndcg(["a", "b"], grades) == 1
    assert graded_ndcg(["b", "a"], grades) < 0.8
    assert graded_ndcg(["x"] * 10 + ["a"], grades) == 0


def test_knowledge_of_a_ticket_is_ranked_like_a_search() -> None:
    class Output:
        knowledge = FOUND

    assert scorers()["mrr@10"].judge(AssistExpect(relevant=["b"]), Output()).value == 0.5


@pytest.mark.parametrize(
    ("found", "output", "value"),
    [
        (passage("a"), {}, 0),
        (passage("x"), {}, 1),
        (passage("a", duplicates=["x"]), {}, 1),
        (passage("a", audience="internal"), {}, 0),
        (passage("a", audience="internal"), {"public": True}, 1),
        (passage("a", groups=["support", "sre"]), {"groups": ["support"]}, 0),
        (passage("a", groups=["sre"]), {"groups": ["support"]}, 1),
        (passage("a", groups=["sre"]), {"groups": []}, 1),
    ],
)
def test_seen_by_whom_it_is_not_for(found: FoundKept, output: dict[str, Any], value: float) -> None:
    score = judged("forbidden_seen", {"never": ["x"]}, found, **output)
    assert score.value == value
    assert bool(score.reason) == bool(value)


def test_a_document_without_its_words_is_stale() -> None:
    assert judged("stale", {"present": ["a"]}, present=["a"]).value == 0
    score = judged("stale", {"present": ["a", "b"]}, present=["a"])
    assert (score.value, score.reason) == (1, "not there, or not in these words: b")
    assert judged("stale", {}).state == "not_asked"


@pytest.mark.parametrize(("found", "value"), [("a", 1), ("b", 1), ("ab", 0), ("x", 0)])
def test_of_near_copies_one_is_shown(found: str, value: float) -> None:
    assert judged("copies_folded", {"copies": [["a", "b"]]}, *map(passage, found)).value == value


def test_margin_is_between_the_best_right_and_the_best_other() -> None:
    good, other = passage("a", score=0.8), passage("b", score=0.6)
    assert judged("margin", {"relevant": ["a"]}, good, other).value == pytest.approx(0.25)
    assert judged("margin", {"relevant": ["b"]}, good, other).value == pytest.approx(-0.25)
    assert judged("margin", {"relevant": ["z"]}, good).value == -1
    assert judged("margin", {"relevant": ["z"]}).state == "not_asked"


@pytest.mark.parametrize("given", [{}, {"query": " "}, {"query": "a", "ticket": {"id": "1", "messages": []}}])
def test_a_search_has_either_words_or_a_ticket(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"query|ticket"):
        SearchGiven.model_validate(given)
