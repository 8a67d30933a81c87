"""Retrieval: two searches fused, the best chunk of each document, and identifiers that are found by name."""

import pytest

from assistant.retrieval.search import Query, search
from tests.ingest.index_house import House

from .desk import GROUPS, Desk

NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def pages(house: House) -> House:
    house.page("webhooks", "Rotate the signing secret when webhook deliveries fail with 401.")
    house.page("exports", "An export is kept for thirty days and then removed.")
    house.page("imports", "An import skips a row when a number repeats, for example FWK-7788.")
    house.page("roles", "A viewer can read every report and change nothing.")
    house.build()
    return house


def ask(house: House, words: str) -> Query:
    return Query(house.embedder.encode([words])[0], words)


def test_scores_lie_between_0_and_1_and_descend(pages: House) -> None:
    passages = search(pages.open(), ask(pages, "webhook deliveries fail"), "knowledge", groups=NOBODY)
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert passages[0].chunk.document_id == "webhooks"


def test_weight_1_ranks_by_cosine_and_weight_0_by_words(pages: House) -> None:
    index, query = pages.open(), ask(pages, "export removed 401 number FWK-7788")
    dense = search(index, query, "knowledge", groups=NOBODY, dense_weight=1.0)
    lexical = search(index, query, "knowledge", groups=NOBODY, dense_weight=0.0)
    assert [p.dense for p in dense] == sorted((p.dense for p in dense), reverse=True)
    assert [p.lexical for p in lexical] == sorted((p.lexical for p in lexical), reverse=True)
    assert {p.chunk.id for p in dense} == {p.chunk.id for p in lexical}


def test_the_fused_score_is_the_weighted_sum_of_both_scaled_sides(pages: House) -> None:
    passages = search(pages.open(), ask(pages, "webhook export 401"), "knowledge", groups=NOBODY, dense_weight=0.7)
    dense, lexical = [p.dense for p in passages], [p.lexical for p in passages]
    for passage in passages:
        near = (passage.dense - min(dense)) / (max(dense) - min(dense))
        shared = (passage.lexical - min(lexical)) / (max(lexical) - min(lexical))
        assert passage.score == pytest.approx(0.7 * near + 0.3 * shared, abs=1e-5)


def test_only_the_best_chunk_of_a_document_is_given(house: House) -> None:
    sections = "\n\n".join(
        f"## Part {name}\n\nThe signing secret of a webhook is rotated in part {name}, where everything is explained."
        for name in ("one", "two", "three")
    )
    house.page("long", sections)
    house.page("short", "The signing secret has an owner.")
    house.build()
    index = house.open()
    passages = search(index, ask(house, "signing secret webhook part two"), "knowledge", groups=NOBODY)
    assert sorted(p.chunk.document_id for p in passages) == ["long", "short"]
    assert len(index.document("long")) == 3
    assert next(p.chunk.heading for p in passages if p.chunk.document_id == "long") == "Part two"


def test_a_long_document_does_not_crowd_out_the_others(house: House) -> None:
    house.page(
        "manual",
        "\n\n".join(f"## Secret {n}\n\nRotate the signing secret {n}. " + "More words. " * 9 for n in range(70)),
    )
    house.page("other", "Somebody else may rotate things, too.")
    house.build()
    passages = search(house.open(), ask(house, "rotate the signing secret"), "knowledge", groups=NOBODY, k=2)
    assert {p.chunk.document_id for p in passages} == {"manual", "other"}


@pytest.mark.parametrize("k", [1, 2, 3, 50])
def test_k_is_the_most_that_is_given(pages: House, k: int) -> None:
    assert len(search(pages.open(), ask(pages, "secret"), "knowledge", groups=NOBODY, k=k)) == min(k, 4)


def test_an_empty_pool_finds_nothing(pages: House) -> None:
    assert search(pages.open(), ask(pages, "secret"), "cases", groups=NOBODY) == []


def test_words_that_no_document_holds_still_rank_by_meaning(pages: House) -> None:
    passages = search(pages.open(), ask(pages, "zzz qqq"), "knowledge", groups=NOBODY)
    assert [p.lexical for p in passages] == [0.0] * 4


@pytest.mark.parametrize("identifier", ["FWK-2107", "FWK-2301", "FWK-1029", "FWK-3408"])
def test_an_exact_identifier_finds_an_article_that_holds_it(desk: Desk, identifier: str) -> None:
    query = Query(desk.embedder.encode([identifier])[0], identifier)
    passages = search(desk.index, query, "knowledge", groups=GROUPS, k=5)
    assert any(identifier in p.chunk.text + p.chunk.title for p in passages)


def test_a_question_in_other_words_finds_its_article(desk: Desk) -> None:
    words = "our receiver answers unauthorized to every event since we made a new signing secret"
    query = Query(desk.embedder.encode([words])[0], words)
    found = [p.chunk.document_id for p in search(desk.index, query, "knowledge", groups=GROUPS, k=3)]
    assert {"kb-webhook-401", "rb-webhook-401"} & set(found)
