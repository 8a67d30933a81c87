"""`POST /v1/search`: free words or a ticket, by pool, with the reason; and what cannot be searched for."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from .desk import MARK, TICKET, error_of


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/search", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_an_old_request_gets_the_answer_that_it_knows(client: TestClient) -> None:
    found = ask(client, text="signing secret rotated")
    assert found["passages"] == found["knowledge"]
    assert found["cases"] == []
    assert {"chunk_id", "document_id", "title", "text", "score", "dense", "lexical"} <= found["passages"][0].keys()


def test_each_passage_says_why(client: TestClient) -> None:
    for passage in ask(client, text="signing secret rotated, 401", pool="both")["knowledge"]:
        assert passage["why"]["similarity"] == passage["dense"]
        for term in passage["why"]["terms"]:
            assert term["weight"] > 0
            assert term["word"] in "signing secret rotated 401".split()
            assert set(term["fields"]) <= {"title", "heading", "text"}
        for match in passage["matches"]:
            assert passage["text"][match["start"] : match["end"]].strip()
    first = ask(client, text="signing secret rotated, 401")["passages"][0]
    assert first["why"]["terms"]
    assert first["matches"]


def test_pools_are_ranked_apart(client: TestClient) -> None:
    both = ask(client, text="webhook 401", pool="both", limit=3)
    assert both["passages"] == []
    for pool in ("knowledge", "cases"):
        assert len(both[pool]) == 3
        assert both[pool] == ask(client, text="webhook 401", pool=pool, limit=3)[pool]


def test_a_ticket_is_searched_for_as_assist_does(client: TestClient) -> None:
    found = ask(client, ticket=TICKET, pool="both", limit=5)
    done = client.post("/v1/assist", json={"ticket": TICKET}).json()
    assert found["knowledge"] == done["knowledge"][:5]
    assert [one["chunk_id"] for one in found["cases"]] == [one["chunk_id"] for one in done["cases"]]
    assert MARK not in str(found)


def test_public_is_what_a_customer_may_read(client: TestClient) -> None:
    inside, outside = (
        ask(client, text="webhook 401", limit=50),
        ask(client, text="webhook 401", limit=50, audience="public"),
    )
    assert {one["audience"] for one in inside["knowledge"]} == {"public", "internal"}
    assert {one["audience"] for one in outside["knowledge"]} == {"public"}


def test_fields_narrow_and_nothing_found_says_what_to_do(client: TestClient) -> None:
    found = ask(client, text="webhook", pool="cases", fields={"category": "webhooks"})
    assert found["cases"]
    assert found["advice"] == {}
    nothing = ask(client, text="webhook", pool="cases", fields={"category": "zebras"})
    assert nothing["cases"] == []
    assert "leave one out" in nothing["advice"]["cases"]


def test_personal_data_is_not_explained(client: TestClient) -> None:
    found = ask(client, text="Tell Ana Duarte, ana.duarte@brightmoor.example, that the email of the webhook fails")
    said = {term["word"].casefold() for one in found["knowledge"] for term in one["why"]["terms"]}
    assert not said & {"ana", "duarte", "brightmoor", "person", "<person>"}
    assert "brightmoor" not in str(found)


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ({}, "query_invalid", "neither text nor a ticket"),
        ({"text": "x", "ticket": TICKET}, "query_invalid", "both text and a ticket"),
        ({"text": ""}, "request_invalid", "body.text"),
        ({"text": "  "}, "query_invalid", "no words"),
        ({"text": "?!"}, "query_invalid", "no words"),
        ({"text": "ana.duarte@brightmoor.example"}, "query_invalid", "personal data"),
        ({"text": "x" * 4001}, "request_invalid", "body.text"),
        ({"text": "x", "pool": "all"}, "request_invalid", "body.pool"),
        ({"text": "x", "limit": 0}, "request_invalid", "body.limit"),
        ({"text": "x", "limit": 51}, "request_invalid", "body.limit"),
        ({"text": "x", "audience": "internal"}, "request_invalid", "body.audience"),
        ({"text": "x", "fields": {"category": 1}}, "request_invalid", "body.fields.category"),
        ({"ticket": {"id": "T-1", "messages": []}}, "ticket_invalid", "T-1"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(client: TestClient, body: Any, code: str, told: str) -> None:
    error = error_of(client.post("/v1/search", json=body), 422)
    assert error["code"] == code
    assert told in error["message"]
    assert "brightmoor" not in str(error)


@pytest.mark.parametrize("text", ["a\x00b", "webhook " * 400, "пароль 密码", "'; DROP TABLE x; --", "\u202ewebhook"])
def test_odd_words_are_searched_for(client: TestClient, text: str) -> None:
    assert ask(client, text=text)["knowledge"]


def test_a_lone_surrogate_breaks_nothing(client: TestClient) -> None:
    response = client.post(
        "/v1/search", content=b'{"text": "\\ud800 webhook"}', headers={"Content-Type": "application/json"}
    )
    assert response.status_code in (200, 422)


def test_without_an_index_the_next_step_is_told(empty: TestClient) -> None:
    assert error_of(empty.post("/v1/search", json={"text": "webhook"}), 503)["code"] == "index_missing"
