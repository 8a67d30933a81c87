"""A search tells why each passage was found, in words that the passage really holds, and never in masked ones."""

from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.errors import QueryInvalid
from assistant.records import Passage, SharedTerm
from assistant.retrieval.lookup import MAX_CHARS, Found, Scope
from assistant.retrieval.matches import matches, word_spans
from assistant.terminal_passages import reason
from assistant.wire import PassageOut
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import make_assistant, make_ticket, passage

ROTATE = "Rotate the signing secret of the webhook when deliveries fail with FWK-1029, then press Redeliver on each."


@pytest.fixture
def assistant(house: House) -> Assistant:
    house.page("secret", f"# Rotation\n\n{ROTATE}", title="Webhook secrets")
    house.page("secret-copy", f"# Rotation\n\n{ROTATE}", title="Webhook secrets")
    house.page("exports", "# Exports\n\nAn export is kept for thirty days and then removed from the list.")
    house.page("errors", "# Errors\n\nThe code FWK-2000 says that the number of a customer repeats in an import.")
    house.page("contact", "# Mail\n\nWrite to Ana Duarte, ana.duarte@brightmoor.example, when the export stays empty.")
    house.page("runbook", "# Queue\n\nDrain the webhook queue before the worker restarts.", audience="internal")
    tickets = [solved("T-1", "webhooks"), solved("T-2", "exports, webhooks"), solved("T-3", "exports")]
    write_lines(house.tickets, *tickets)
    house.build(house.kb, house.tickets)
    return make_assistant(house.reader(), house.embedder, house.scrubber)


def solved(id_: str, category: str) -> dict[str, Any]:
    text = f"Every delivery fails with {id_} and 401 since we rotated the secret of {category}."
    return ticket(id_, messages=[message("customer", text), message("agent", ROTATE)], fields={"category": category})


def first(found: Found) -> Passage:
    return found.passages["knowledge"][0]


def held(found: Found) -> dict[str, Passage]:
    return {one.chunk.document_id: one for passages in found.passages.values() for one in passages}


def terms(one: Passage) -> dict[str, SharedTerm]:
    return {term.word: term for term in one.why.terms}


def test_shared_words_are_told_as_they_were_searched_and_where_they_stand(assistant: Assistant) -> None:
    found = first(assistant.look_up("rotating secrets in Webhooks, then signing deliveries", Scope()))
    told = terms(found)
    assert told["secrets"].fields == ("title", "text")
    assert told["rotating"].fields == ("heading", "text")
    assert "in" not in told
    weights = [term.weight for term in found.why.terms]
    assert weights == sorted(weights, reverse=True)


def test_a_part_of_an_identifier_is_not_told_as_the_whole(assistant: Assistant) -> None:
    other = held(assistant.look_up("FWK-1029", Scope()))["errors"]
    assert [term.word for term in other.why.terms] == ["FWK"]
    assert [other.chunk.text[a:b] for a, b in matches(other)] == ["FWK"]


def test_positions_are_those_of_the_words_in_the_passage(assistant: Assistant) -> None:
    found = first(assistant.look_up("delivery failing FWK-1029", Scope()))
    marked = [found.chunk.text[a:b] for a, b in matches(found)]
    assert marked == ["deliveries", "fail", "FWK-1029"]
    shown = PassageOut.of(found)
    assert [shown.text[one.start : one.end] for one in shown.matches] == marked


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("🌲 fails", ["failing"], ["fails"]),
        ("in /v2/orders and orders", ["orders"], ["orders", "orders"]),
        ("KubeNodeLost fires", ["KubeNodeLost", "node"], ["KubeNodeLost"]),
        ("a <EMAIL> and an email", ["email"], ["email"]),
        ("a <PERSON_1> here", ["person"], []),
        ("", ["x"], []),
        ("words", [], []),
    ],
)
def test_where_words_stand(text: str, words: list[str], spans: list[str]) -> None:
    assert [text[a:b] for a, b in word_spans(text, words)] == spans


def test_a_ticket_is_searched_for_as_assist_does(assistant: Assistant) -> None:
    asked = make_ticket("Every delivery fails with 401 since we rotated the secret.", subject="Webhook", id="T-9")
    found, done = assistant.look_up(asked, Scope("both", 5)), assistant.assist(asked)
    assert found.passages["knowledge"] == list(done.knowledge)[:5]
    assert found.passages["cases"] == list(done.cases)[:5]


def test_a_solved_ticket_is_no_answer_to_itself(assistant: Assistant) -> None:
    asked = make_ticket("Every delivery fails with 401 since we rotated the secret.", id="T-1")
    found = [one.chunk.document_id for one in assistant.look_up(asked, Scope("cases", 2)).passages["cases"]]
    assert len(found) == 2
    assert "T-1" not in found


def test_pools_are_ranked_apart(assistant: Assistant) -> None:
    both = assistant.look_up(ROTATE, Scope("both", 3)).passages
    assert list(both) == ["knowledge", "cases"]
    for pool, passages in both.items():
        assert passages == assistant.search(ROTATE, pool, k=3)
        assert {one.chunk.pool for one in passages} == {pool}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"category": "webhooks"}, {"T-1", "T-2"}),
        ({"Category": " EXPORTS "}, {"T-2", "T-3"}),
        ({"category": "exports, webhooks"}, set()),
        ({"category": "web"}, set()),
        ({"category": "webhooks", "severity": "sev1"}, set()),
        ({"colour": "red"}, set()),
    ],
)
def test_fields_narrow_a_search(assistant: Assistant, fields: dict[str, str], found: set[str]) -> None:
    got = assistant.look_up("delivery fails", Scope("cases", 2, fields=fields))
    assert {one.chunk.document_id for one in got.passages["cases"]} == found
    assert ("fields" in got.advice.get("cases", "")) is not bool(found)


def test_a_filter_looks_further_than_the_limit(assistant: Assistant) -> None:
    got = assistant.look_up("exports", Scope("cases", 1, fields={"category": "webhooks"}))
    assert len(got.passages["cases"]) == 1


def test_public_shows_what_a_customer_may_read(assistant: Assistant) -> None:
    inside = held(assistant.look_up("drain the webhook queue", Scope("both", 20)))
    outside = held(assistant.look_up("drain the webhook queue", Scope("both", 20, public=True)))
    assert inside.keys() - outside.keys() == {"runbook"}
    assert all(one.quotable for one in outside.values())


def test_near_copies_are_named_with_their_titles(assistant: Assistant) -> None:
    found = assistant.look_up("rotate the signing secret", Scope())
    copy = {"secret": "secret-copy", "secret-copy": "secret"}[first(found).chunk.document_id]
    assert first(found).duplicates == (copy,)
    assert found.titles == {copy: "Webhook secrets"}
    assert "1 near copy" in reason(first(found))


def test_personal_data_is_neither_embedded_nor_explained(house: House, assistant: Assistant) -> None:
    house.embedder.encoded.clear()
    found = assistant.look_up("mails of Ana Duarte to ana.duarte@brightmoor.example about exports", Scope())
    assert not any(word in " ".join(house.embedder.encoded) for word in ("Duarte", "brightmoor", "PERSON", "EMAIL"))
    told = {term.word.casefold() for one in held(found).values() for term in one.why.terms}
    assert "exports" in told
    assert not told & {"person", "email", "ana", "duarte"}


def test_a_placeholder_in_a_passage_is_no_word_of_it(assistant: Assistant) -> None:
    found = held(assistant.look_up("email of a person", Scope()))["contact"]
    assert "<EMAIL" in found.chunk.text
    assert found.why.terms == ()
    assert found.lexical == 0
    assert matches(found) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("", "no words"),
        (" \n\t", "no words"),
        ("?!… 🌲", "no words"),
        ("\u200b\u2060", "no words"),
        ("ana.duarte@brightmoor.example", "personal data"),
        ("x" * (MAX_CHARS + 1), f"{MAX_CHARS + 1} characters, more than {MAX_CHARS}"),
        (make_ticket("???"), "no words"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(assistant: Assistant, asked: Any, message: str) -> None:
    with pytest.raises(QueryInvalid, match=message):
        assistant.look_up(asked, Scope())


@pytest.mark.parametrize(
    "odd", ["a\x00b", "\ud800 webhook", "webhook " * 400, "WHERE 1=1; --", "пароль 密码", "[/bold]"]
)
def test_odd_words_are_searched_for(assistant: Assistant, odd: str) -> None:
    assert assistant.look_up(odd, Scope()).passages["knowledge"]


def test_nothing_close_says_what_to_do(house: House) -> None:
    house.page("exports", "An export is kept for thirty days and then removed from the list.")
    house.build()
    lonely = make_assistant(house.reader(), house.embedder, house.scrubber)
    far = lonely.look_up("zebra quartz violin", Scope("both"))
    assert "Nothing is about this" in far.advice["knowledge"]
    assert "draftdesk index build" in far.advice["cases"]
    assert lonely.look_up("export removed", Scope()).advice == {}


def test_the_reason_in_a_line() -> None:
    assert reason(passage(0.5)) == "no shared word · similarity 0.50"
