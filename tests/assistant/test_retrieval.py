"""Retrieval: two searches fused, the best chunk of each document, and identifiers that are found by name."""

import pytest

from assistant.records import Passage
from assistant.retrieval.search import Query, search
from tests.ingest.index_house import House, write_lines

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


def test_the_text_score_is_the_weighted_sum_of_both_scaled_sides(pages: House) -> None:
    index, query = pages.open(), ask(pages, "webhook export 401")
    passages = search(index, query, "knowledge", groups=NOBODY, dense_weight=0.7)
    floor = float(index.shelf("knowledge").vectors.mean(axis=0) @ query.vector)
    near, shared = max(p.dense for p in passages) - floor, max(p.lexical for p in passages)
    for passage in passages:
        expected = 0.7 * max(0.0, passage.dense - floor) / near + 0.3 * passage.lexical / shared
        assert passage.score == pytest.approx(expected, abs=1e-5)


def test_three_good_chunks_beat_one(house: House) -> None:
    part = "Rotate the signing secret of the webhook in the settings of your account, as an owner, number {n}."
    other = "Somebody who reads reports likes them short and in colours, printed on paper, number {n}."
    for name, parts in (("whole", [part] * 3), ("single", [part, other, other])):
        text = "\n\n".join(f"## {name.title()} {n}\n\n{one.format(n=n)}" for n, one in enumerate(parts))
        house.page(name, text)
    house.build()
    passages = search(house.open(), ask(house, "rotate the signing secret of the webhook"), "knowledge", groups=NOBODY)
    assert [p.chunk.document_id for p in passages] == ["whole", "single"]


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


def case(id_: str, created: str, *, answer: str = "", helpful: int = 0) -> dict[str, object]:
    """A solved question as a retrieval folder holds it."""
    told = answer or "Please open the settings page, choose the entry for secrets there and press the button Save."
    return {
        "id": id_,
        "title": "Webhook refused",
        "text": "Every webhook delivery is refused since the signing secret was rotated.",
        "created": created,
        "url": f"https://help.example/questions/{id_}",
        "answers": [{"role": "agent", "text": told, "helpful": helpful}],
    }


def found_cases(house: House, *cases: dict[str, object], asked_at: str = "2026-06-01") -> list[Passage]:
    folder = house.kb.parent / "questions"
    folder.mkdir(exist_ok=True)
    write_lines(folder / "corpus.jsonl", *cases)
    house.build(folder)
    words = "webhook deliveries refused"
    query = Query(house.embedder.encode([words])[0], words, asked_at)
    return search(house.open(), query, "cases", groups=NOBODY, k=10)


def others(number: int) -> dict[str, object]:
    """A question about something else."""
    return case(f"x{number}", "2026-01-01") | {"title": f"Report {number}", "text": f"How do I print report {number}?"}


def test_of_two_equal_cases_the_fresher_one_comes_first(house: House) -> None:
    passages = found_cases(house, case("old", "2024-05-01"), case("new", "2026-05-01"))
    assert passages[0].chunk.document_id == "new"
    assert "31 days old" in passages[0].why.factors


def test_of_two_equal_cases_the_one_that_helped_comes_first(house: House) -> None:
    passages = found_cases(house, case("a", "2026-05-01"), case("b", "2026-05-01", helpful=5))
    assert passages[0].chunk.document_id == "b"
    assert "marked as helpful by 5" in passages[0].why.factors


def test_a_case_that_others_point_at_comes_first(house: House) -> None:
    link = "This is the same as https://www.help.example/questions/b?as=u#answer-1, please follow the steps there now."
    cases = [case("a", "2026-05-01"), case("b", "2026-05-01"), others(1) | {"answers": [{"text": link}]}]
    passages = found_cases(house, *cases)
    assert passages[0].chunk.document_id == "b"
    assert "named by 1 other document" in passages[0].why.factors


def test_who_points_at_it_later_does_not_count(house: House) -> None:
    link = "This is the same as https://help.example/questions/b, please follow the steps that are told there."
    cases = [case("a", "2026-05-01"), case("b", "2026-05-01"), others(1) | {"answers": [{"text": link}]}]
    passages = found_cases(house, *cases, asked_at="2025-12-31")
    assert all(not any("named" in line for line in passage.why.factors) for passage in passages)


def test_near_copies_are_folded_into_one(house: House) -> None:
    cases = [case("a", "2026-05-01"), case("b", "2026-05-01"), others(1), others(2)]
    passages = found_cases(house, *cases)
    assert passages[0].duplicates == ("b",)
    assert "b" not in [passage.chunk.document_id for passage in passages]


def test_copies_can_be_had_one_by_one(house: House) -> None:
    found_cases(house, case("a", "2026-05-01"), case("b", "2026-05-01"), others(1), others(2))
    query = ask(house, "webhook deliveries refused")
    passages = search(house.open(), query, "cases", groups=NOBODY, fold=False)
    assert {"a", "b"} < {passage.chunk.document_id for passage in passages}


def test_a_ticket_that_is_indexed_never_finds_itself_and_hides_no_copy(house: House) -> None:
    found_cases(house, case("a", "2026-05-01"), case("b", "2026-05-01"))
    words = "webhook deliveries refused"
    query = Query(house.embedder.encode([words])[0], words, own_id="a")
    (only,) = search(house.open(), query, "cases", groups=NOBODY)
    assert (only.chunk.document_id, only.duplicates) == ("b", ())


def test_a_ticket_alone_finds_nothing(house: House) -> None:
    found_cases(house, case("a", "2026-05-01"))
    words = "webhook deliveries refused"
    query = Query(house.embedder.encode([words])[0], words, own_id="a")
    assert search(house.open(), query, "cases", groups=NOBODY) == []


def test_a_large_pool_is_searched_by_the_stores_own_index(pages: House, monkeypatch: pytest.MonkeyPatch) -> None:
    index, query = pages.open(), ask(pages, "webhook deliveries fail with 401")
    exact = search(index, query, "knowledge", groups=NOBODY)
    monkeypatch.setattr("assistant.retrieval.search.EXACT_ROWS", 1)
    assert [p.chunk.id for p in search(index, query, "knowledge", groups=NOBODY)] == [p.chunk.id for p in exact]


def test_a_lift_adds_to_the_score_and_makes_a_candidate(pages: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.retrieval.search.CANDIDATES", 1)
    index, query = pages.open(), ask(pages, "webhook deliveries fail with 401")
    plain = search(index, query, "knowledge", groups=NOBODY, k=1)
    lifted = search(index, query, "knowledge", groups=NOBODY, k=1, lifts={"roles": 2.0, "unknown": 1.0})
    assert [p.chunk.document_id for p in (*plain, *lifted)] == ["webhooks", "roles"]
    assert lifted[0].score >= 2.0
