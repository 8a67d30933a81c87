"""What tests of the server share: a client on this machine, a ticket, and how a stream is read."""

import json
from typing import Any, Protocol

from fastapi import FastAPI
from fastapi.testclient import TestClient

MARK = "zebra-quartz-violin"
"""Words that stand nowhere but in a test's ticket: where they turn up, the ticket's text did."""

TICKET: dict[str, Any] = {
    "id": "T-1",
    "subject": "Webhook deliveries answered with 401",
    "messages": [
        {
            "author": {"role": "customer", "name": "Ana Duarte"},
            "created_at": "2026-11-02T09:14:00+01:00",
            "text": "We rotated the webhook signing secret. Now our endpoint answers every delivery with 401 "
            f"Unauthorized. Trace id 4bf92f3577b34da6a3ce929d0e0e4736. Our workspace is {MARK}.",
        }
    ],
    "customer": {"name": "Ana Duarte"},
}
STREAM = {"Accept": "text/event-stream"}


class Response(Protocol):
    """What is read of an answer."""

    status_code: int

    @property
    def text(self) -> str: ...

    def json(self) -> Any: ...


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000))


def events(response: Response) -> list[tuple[str, Any]]:
    """(event, data) of each block of a stream."""
    found = []
    for block in response.text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def error_of(response: Response, status: int) -> dict[str, str]:
    """The error of a refused request, which has the one shape and the status that was expected."""
    assert response.status_code == status, response.text
    body = response.json()
    assert list(body) == ["error"]
    error: dict[str, str] = body["error"]
    assert sorted(error) == ["code", "hint", "message"]
    assert all(error.values())
    return error
