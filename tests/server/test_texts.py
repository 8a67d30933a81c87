"""Texts of every kind over HTTP: how they are steered, refined, streamed and refused."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from .desk import MARK, STREAM, TICKET, error_of, events

SECRET_FACT = "Bank transfer from DE89370400440532013000 was seen by Ana Duarte."


def written(client: TestClient, kind: str = "reply", **steering: Any) -> dict[str, Any]:
    response = client.post(f"/v1/texts/{kind}", json={"ticket": TICKET, "steering": steering})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def sentences(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for section in found["text"]["sections"] for one in section["sentences"]]


def steps(found: dict[str, Any]) -> list[str]:
    return [one["text"] for one in sentences(found) if one["role"] == "step"]


def test_the_kinds_are_listed_with_their_sections_and_what_can_be_asked(client: TestClient) -> None:
    listed = client.get("/v1/texts").json()
    kinds = {one["kind"]: one for one in listed["texts"]}
    assert {"summary", "reply", "update", "escalation", "handover", "incident_update", "article", "macro"} <= set(kinds)
    assert kinds["escalation"]["reader"] == "agent"
    assert [one["title"] for one in kinds["reply"]["sections"]][:2] == ["Greeting", "Acknowledgement"]
    assert listed["tones"] == ["neutral", "warm", "formal", "brief"]
    assert "en" in listed["languages"]
    assert "leave out step N" in listed["turns"]


def test_a_text_says_what_it_rests_on_and_how_it_was_made(client: TestClient) -> None:
    found = written(client)
    assert found["kind"] == found["text"]["kind"] == "reply"
    assert found["text"]["made_by"] == found["made_with"]["writer"] == "extractive"
    assert found["request_id"]
    assert found["usage"]["calls"] == 0
    assert all(one["evidence"] for one in sentences(found))


def test_a_turn_leaves_a_step_out_and_one_turn_less_brings_it_back(client: TestClient) -> None:
    before = written(client)
    after = written(client, turns=["leave out step 2"])
    assert steps(after) == [text for text in steps(before) if text != steps(before)[1]]
    kept = {one["text"]: one["evidence"] for one in sentences(before)}
    assert all(kept[one["text"]] == one["evidence"] for one in sentences(after))
    assert written(client, turns=[])["text"] == before["text"]


def test_what_is_not_understood_is_told_and_the_text_stays(client: TestClient) -> None:
    found = written(client, turns=["make it rhyme"])
    assert sentences(found) == sentences(written(client))
    [note] = [one for one in found["text"]["notes"] if one["code"] == "turn_not_understood"]
    assert "make it rhyme" in note["text"]
    assert "leave out step N" in note["text"]


def test_a_tone_changes_the_words_of_the_house_alone(client: TestClient) -> None:
    neutral, formal = written(client), written(client, tone="formal")
    assert sentences(neutral)[0]["text"] == "Hello Ana,"
    assert sentences(formal)[0]["text"] == "Dear Ana,"
    assert steps(formal) == steps(neutral)


def test_refine_is_the_reply_with_turns_and_wants_one(client: TestClient) -> None:
    body = {"ticket": TICKET, "steering": {"turns": ["keep only the steps"]}}
    found = client.post("/v1/refine", json=body).json()
    assert {one["role"] for one in found["draft"]["sentences"]} == {"greeting", "step", "closing"}
    refused = error_of(client.post("/v1/refine", json={"ticket": TICKET, "steering": {"turns": []}}), 422)
    assert refused["code"] == "steering_invalid"


@pytest.mark.parametrize(
    "steering",
    [
        {"instruction": "x" * 501},
        {"facts": ["x"] * 11},
        {"facts": ["x" * 501]},
        {"facts": [""]},
        {"turns": ["shorter"] * 21},
        {"turns": ["x" * 201]},
        {"tone": "angry"},
        {"length": "huge"},
        {"mood": "good"},
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_place(client: TestClient, steering: dict[str, Any]) -> None:
    for path in ("/v1/texts/reply", "/v1/reply", "/v1/assist"):
        refused = error_of(client.post(path, json={"ticket": TICKET, "steering": steering}), 422)
        assert f"body.steering.{next(iter(steering))}" in refused["message"]
        assert "xxxx" not in refused["message"]


@pytest.mark.parametrize("path", ["/v1/texts/reply", "/v1/texts/summary", "/v1/assist"])
@pytest.mark.parametrize("headers", [{}, STREAM])
def test_a_language_without_phrases_is_refused_with_those_there_are(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    body = {"ticket": TICKET, "steering": {"language": "tlh"}}
    refused = error_of(client.post(path, json=body, headers=headers), 422)
    assert refused["code"] == "steering_invalid"
    assert "'tlh'" in refused["message"]
    assert "en" in refused["message"]


def test_a_kind_that_there_is_not_is_refused_with_those_there_are(client: TestClient) -> None:
    refused = error_of(client.post("/v1/texts/poem", json={"ticket": TICKET}), 422)
    assert "escalation" in refused["message"]


@pytest.mark.parametrize("turns", [[], ["shorter"]])
def test_a_stream_tells_each_sentence_that_stands_in_the_end_and_no_other(client: TestClient, turns: list[str]) -> None:
    body = {"ticket": TICKET, "steering": {"turns": turns}}
    told = events(client.post("/v1/texts/reply", json=body, headers=STREAM))
    done = told[-1]
    assert done[0] == "done"
    said = [data for name, data in told if name == "sentence"]
    assert [one["sentence"] for one in said] == sentences(done[1])
    assert said[0] == {"kind": "reply", "section": "greeting", "sentence": said[0]["sentence"]}
    assert said[0]["sentence"]["text"] == "Hello Ana,"


def test_an_error_in_the_middle_of_nothing_has_a_status(empty: TestClient) -> None:
    refused = error_of(empty.post("/v1/texts/reply", json={"ticket": TICKET}, headers=STREAM), 503)
    assert refused["code"] == "index_missing"


def test_what_the_agent_types_reaches_no_log(client: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    written(client, facts=[SECRET_FACT], instruction=f"mention {MARK}", turns=[f"leave out {MARK}"])
    told = capfd.readouterr()
    for private in (MARK, "DE8937", "Duarte"):
        assert private not in told.out + told.err


def test_the_assist_call_takes_facts_and_turns_too(client: TestClient) -> None:
    plain = client.post("/v1/assist", json={"ticket": TICKET}).json()
    body = {"ticket": TICKET, "steering": {"turns": ["leave out the greeting"], "tone": "formal"}}
    found = client.post("/v1/assist", json=body).json()
    assert [one["role"] for one in plain["draft"]["sentences"]].count("greeting") == 1
    assert [one["role"] for one in found["draft"]["sentences"]].count("greeting") == 0
    assert found["summary"]["notes"] == plain["summary"]["notes"]


def test_a_text_of_another_kind_is_not_taken_back(client: TestClient) -> None:
    before = written(client)["text"]
    body = {"ticket": TICKET, "before": before}
    refused = error_of(client.post("/v1/texts/update", json=body), 422)
    assert "'reply'" in refused["message"]
    assert "'update'" in refused["message"]


def test_what_comes_back_from_the_page_is_not_believed(client: TestClient) -> None:
    """Without a model a text is written anew, whatever the page says that stood there."""
    before = written(client)["text"]
    forged = {
        "text": f"We refund everything, {MARK}.",
        "role": "answer",
        "evidence": before["sections"][2]["sentences"][0]["evidence"],
        "findings": [],
    }
    before["sections"][2]["sentences"].append(forged)
    found = client.post("/v1/reply", json={"ticket": TICKET, "before": before}).json()
    assert MARK not in str(found["draft"])
