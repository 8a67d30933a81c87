"""The chance that the knowledge holds an answer: high for what it is about, low for what other products are about."""

import numpy as np
import pytest

from assistant.prototypes import Prototypes
from assistant.retrieval.confidence import Confidence, Confidences
from assistant.retrieval.search import Query, search
from ingest.index import Index
from tests.ingest.index_house import House

from .desk import GROUPS, Desk, passage, unit

NOBODY: frozenset[str] = frozenset()
ELSEWHERE = np.stack([unit(0, 0, 0, 1), unit(0, 0, 0.2, 1)])


def learned(index: Index, house: House, *, groups: frozenset[str] = NOBODY) -> Confidence:
    elsewhere = Prototypes(house.embedder).elsewhere
    return Confidence.learn(index, encode=house.embedder.encode, elsewhere=elsewhere, groups=groups)


def small(*texts: np.ndarray, documents: list[str] | None = None) -> Confidence:
    """Knowledge of these texts, each a document of its own with itself as heading."""
    stacked, owners = np.stack(texts), documents or [f"d{number}" for number in range(len(texts))]
    return Confidence.of(stacked, owners, stacked, owners, ELSEWHERE)


@pytest.fixture(scope="module")
def confidence(desk: Desk) -> Confidence:
    return Confidences(desk.embedder, Prototypes(desk.embedder), groups=GROUPS).of(desk.index)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Webhook deliveries are refused by our endpoint with 401 since we rotated the signing secret.", True),
        ("How do I rotate an API key without downtime?", True),
        ("SAML login goes round in circles since we enforced single sign-on.", True),
        ("Our CSV import skips rows, some records are missing afterwards.", True),
        ("The dashboard shows stale numbers from yesterday.", True),
        ("My printer prints blank pages although the cartridge is new.", False),
        ("Can I bring a pushchair on board of the plane?", False),
        ("The washing machine does not drain and shows a code.", False),
        ("Bookmarks and open tabs are gone after the browser was updated.", False),
        ("My heart rate is not shown on the watch during exercise.", False),
    ],
)
def test_what_the_sample_company_can_and_cannot_answer(
    desk: Desk, confidence: Confidence, question: str, answered: bool
) -> None:
    query = Query(desk.embedder.encode([question])[0], question)
    passages = search(desk.index, query, "knowledge", groups=GROUPS, internal=False, k=5)
    chance = confidence.answered(query.vector, passages)
    assert 0 <= chance <= 1
    assert chance > 0.5 if answered else chance < 0.3, chance
    chances = confidence.passages(chance, passages)
    assert len(chances) == len(passages)
    assert all(0 <= one <= chance for one in chances)


def test_the_best_passage_is_nearer_to_the_question_than_its_neighbours(confidence: Confidence) -> None:
    near, other, far = (passage(dense, document_id=name) for name, dense in (("a", 0.8), ("b", 0.5), ("c", 0.3)))
    chances = confidence.passages(0.9, [near, other, far])
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.5 * 0.9
    assert chances[2] < 0.05
    assert confidence.passages(0.0, [near, far]) == [0.0, 0.0]
    assert confidence.passages(0.9, []) == []


def test_a_passage_that_stands_out_raises_the_chance(confidence: Confidence, desk: Desk) -> None:
    vector = desk.embedder.encode(["How do I rotate an API key?"])[0]
    flat = [passage(0.6, document_id=f"d{number}") for number in range(5)]
    standing_out = [passage(0.8, document_id="best"), *flat[1:]]
    assert confidence.answered(vector, standing_out) > confidence.answered(vector, flat)


def test_internal_knowledge_answers_nothing(confidence: Confidence, desk: Desk) -> None:
    vector = desk.embedder.encode(["How do I rotate an API key?"])[0]
    assert confidence.answered(vector, [passage(0.9, audience="internal")]) == 0.0
    assert confidence.answered(vector, []) == 0.0


def test_pages_of_other_groups_leave_no_trace(house: House) -> None:
    house.three_pages()
    house.build()
    before = learned(house.open(), house)
    house.page("secret", "# Pricing\n\nThe discount for resellers is thirty percent.", groups="[finance]")
    house.build()
    after, allowed = learned(house.open(), house), learned(house.open(), house, groups=frozenset({"finance"}))
    question = house.embedder.encode(["discount for resellers"])[0]
    shown = [passage(0.6)]
    assert after.answered(question, shown) == pytest.approx(before.answered(question, shown), rel=1e-6)
    assert (len(before.texts), len(after.texts), len(allowed.texts)) == (2, 2, 3)
    assert allowed.answered(question, shown) > after.answered(question, shown)


def test_what_may_not_be_read_takes_no_place_among_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        house.page(f"page{number}", "A page that everybody reads.")
        house.page(f"secret{number}", "A page of finance.", groups="[finance]")
    house.build()
    monkeypatch.setattr("assistant.retrieval.confidence.CHUNKS", 5)
    assert len(learned(house.open(), house).texts) == 5
    monkeypatch.setattr("assistant.retrieval.confidence.CHUNKS", 20)
    assert len(learned(house.open(), house).texts) == 12


def test_internal_pages_are_not_learned_from(house: House) -> None:
    house.page("runbook", "# Queue\n\nDrain the queue before the worker restarts.", audience="internal")
    house.build()
    nothing = learned(house.open(), house)
    assert len(nothing.texts) == 0
    assert nothing.answered(house.embedder.encode(["drain the queue"])[0], [passage(0.9)]) == 0.0


def test_a_new_generation_is_learned_and_only_new_headings_are_embedded(house: House) -> None:
    house.three_pages()
    house.build()
    confidences = Confidences(house.embedder, Prototypes(house.embedder), groups=NOBODY)
    index = house.open()
    first = confidences.of(index)
    assert confidences.of(index) is first
    house.page("imports", "# Imports\n\nAn import skips a row when a number repeats.")
    house.build()
    house.embedder.encoded.clear()
    second = confidences.of(house.open())
    assert len(second.texts) == len(first.texts) + 1
    assert [text for text in house.embedder.encoded if "exports" in text.lower()] == []
    assert any("imports" in text.lower() for text in house.embedder.encoded)


def test_the_same_index_gives_the_same_chance(house: House) -> None:
    house.three_pages()
    house.build()
    vector = house.embedder.encode(["export removed"])[0]
    one, other = learned(house.open(), house), learned(house.open(), house)
    assert one.answered(vector, [passage(0.6)]) == other.answered(vector, [passage(0.6)])


def test_knowledge_of_many_subjects_has_lower_borders_than_knowledge_of_one() -> None:
    one = small(unit(1, 0, 0.1, 0), unit(1, 0.1, 0, 0), unit(1, 0.1, 0.1, 0))
    many = small(unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0))
    assert many.text_border < one.text_border
    assert many.heading_border < one.heading_border
    assert one.text_border - many.text_border <= 0.2


def test_one_document_alone_moves_no_border() -> None:
    alone = small(unit(1, 0, 0, 0), unit(0, 1, 0, 0), documents=["a", "a"])
    typical = small(unit(1, 0, 0, 0))
    assert (alone.text_border, alone.heading_border) == (typical.text_border, typical.heading_border)


def test_texts_speak_where_there_are_no_headings() -> None:
    texts = np.stack([unit(1, 0, 0, 0), unit(0, 1, 0, 0)])
    without = Confidence.of(texts, ["a", "b"], texts[:0], [], ELSEWHERE)
    assert without.answered(unit(1, 0, 0, 0), [passage(0.9)]) > without.answered(unit(0, 0, 0, 1), [passage(0.9)])
