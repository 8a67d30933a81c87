"""`POST /v1/feedback`: what is kept of a correction, what is refused, and many at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.triage.corrections import Corrections
from server import create_app  # noqa: TID251  tests start it
from settings import Settings

from .desk import MARK, TICKET, client_of, error_of


@pytest.fixture
def kept(sample_settings: Settings) -> Corrections:
    return Corrections(sample_settings.triage_folder)


def body(id_: str = "T-501", **changes: Any) -> dict[str, Any]:
    return {"kind": "triage", "ticket": TICKET | {"id": id_}, "labels": {"category": "billing"}} | changes


def send(client: TestClient, **changes: Any) -> dict[str, Any]:
    response = client.post("/v1/feedback", json=body(**changes))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["triage"]
    return found


def test_a_correction_is_kept_scrubbed_with_what_had_been_said(client: TestClient, kept: Corrections) -> None:
    told = send(client, agent="17")
    assert (told["ticket"], told["labels"], told["tags"]) == ("T-501", {"category": "billing"}, None)
    assert (told["replaced"], told["withdrawn"], told["learns_in_s"]) == (False, False, None)
    said = client.post("/v1/triage", json={"ticket": TICKET}).json()["triage"]["category"]
    assert told["said"]["category"]["label"] == said["label"]
    assert told["made_by"] == client.post("/v1/assist", json={"ticket": TICKET}).json()["made_with"]["triage"]
    line = next(one for one in kept.read().corrections if one.ticket == "T-501")
    assert (line.agent, line.labels) == ("17", {"category": "billing"})
    assert MARK in line.text  # the customer's words, but not the customer
    assert "Ana" not in line.text
    assert send(client, labels={"category": "webhooks"})["replaced"]


def test_a_correction_is_withdrawn_by_the_id_of_its_ticket(client: TestClient, kept: Corrections) -> None:
    send(client, id_="T-502")
    gone = client.post("/v1/feedback", json={"kind": "triage_withdrawn", "ticket_id": "T-502"})
    assert gone.json()["triage"]["withdrawn"] is True
    assert "T-502" not in {one.ticket for one in kept.read().corrections}
    again = client.post("/v1/feedback", json={"kind": "triage_withdrawn", "ticket_id": "T-502"})
    assert error_of(again, 422)["code"] == "correction_invalid"


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"labels": {"category": "webhoks"}}, "correction_invalid", "did you mean webhooks"),
        ({"labels": {}}, "correction_invalid", "states nothing"),
        ({"labels": {"colour": "red"}}, "request_invalid", "colour"),
        ({"labels": {"category": 3}}, "request_invalid", "category"),
        ({"labels": None}, "request_invalid", "labels"),
        ({"labels": {"category": "x" * 201}}, "request_invalid", "category"),
        ({"kind": "praise"}, "request_invalid", "body"),
        ({"ticket": {"id": "T-1"}}, "ticket_invalid", "is empty"),
        ({"ticket": {"id": "T-1", "messages": [{"text": "<<<>>>"}]}}, "correction_invalid", "no words"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_the_one_shape(
    client: TestClient, kept: Corrections, changes: dict[str, Any], code: str, told: str
) -> None:
    before = kept.read()
    error = error_of(client.post("/v1/feedback", json=body("T-503", **changes)), 422)
    assert error["code"] == code
    assert told in error["message"]
    assert kept.read() == before


def test_without_an_index_the_next_step_is_told(empty: TestClient) -> None:
    assert error_of(empty.post("/v1/feedback", json=body()), 503)["code"] == "index_missing"


def test_two_servers_and_many_agents_lose_nothing(
    client: TestClient, sample_settings: Settings, kept: Corrections
) -> None:
    other = client_of(create_app(sample_settings.model_copy(update={"learn_after_s": 0})))

    def work(n: int) -> dict[str, Any]:
        return send((client, other)[n % 2], id_=f"T-{600 + n % 12}", agent=str(n))

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(work, range(24)))
    held = kept.read()
    assert held.damaged == 0
    assert {f"T-{600 + n}" for n in range(12)} <= {one.ticket for one in held.corrections}
    assert sum(one["replaced"] for one in told) == 12
