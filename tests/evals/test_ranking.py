"""Ranking figures, each worked out by hand."""

from math import log2

import pytest

from evals.ranking import by_popularity, hit, ndcg, recall, reciprocal_rank

FOUND = ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [
        ({"a"}, 1.0),
        ({"b"}, 1 / log2(3)),
        ({"a", "c"}, (1 + 1 / 2) / (1 + 1 / log2(3))),
        ({"a", "z"}, 1 / (1 + 1 / log2(3))),
        ({"z"}, 0.0),
    ],
)
def test_ndcg(relevant: set[str], expected: float) -> None:
    assert ndcg(FOUND, relevant) == pytest.approx(expected)


def test_ndcg_looks_no_further_than_k_for_gain_and_for_the_best_possible() -> None:
    assert ndcg(FOUND, {"c"}, k=2) == 0
    assert ndcg(["a", "b"], {"a", "b", "c"}, k=2) == 1


@pytest.mark.parametrize(
    ("relevant", "expected"), [({"a"}, 1.0), ({"c"}, 1 / 3), ({"c", "b"}, 1 / 2), ({"z"}, 0.0), ({"f"}, 1 / 6)]
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_one(relevant: set[str], expected: float) -> None:
    assert reciprocal_rank(FOUND, relevant) == pytest.approx(expected)


def test_recall_counts_what_is_among_the_first_five() -> None:
    assert recall(FOUND, {"a", "e", "f", "z"}) == 2 / 4
    assert recall([], {"a"}) == 0


def test_hit_is_all_or_nothing() -> None:
    assert hit(FOUND, {"a", "z"}) == 1
    assert hit(FOUND, {"b"}) == 0
    assert hit([], {"b"}) == 0


def test_popular_documents_come_first_and_equal_ones_by_id() -> None:
    assert by_popularity([{"b", "c"}, {"b"}, {"a"}]) == ["b", "a", "c"]
