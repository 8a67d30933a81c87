"""What is refused, in which shape, and what no answer and no log ever tells."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

import assistant.errors
import evals.errors
import guardrails.errors
import ingest.errors
from assistant.errors import AssistantError
from evals.errors import EvalError
from guardrails.errors import GuardrailError
from http_gate import MAX_BODY_BYTES, is_loopback
from ingest.errors import IngestError
from server import create_app  # noqa: TID251  tests start it
from settings import Settings

from .desk import MARK, STREAM, TICKET, client_of, error_of, events

JSON = {"Content-Type": "application/json"}


def all_of(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from all_of(child)


OURS = [error for base in (IngestError, AssistantError, GuardrailError, EvalError) for error in all_of(base)]
OURS = [error for error in OURS if error.__name__ != "RougeMissing"]  # of a plain measure, which no route runs
EXPECTED = {
    "TicketInvalid": 422, "QueryInvalid": 422, "SteeringInvalid": 422,
    "SourceError": 422, "IndexBusy": 409, "IndexMissing": 503,
    "IndexCorrupt": 503, "EmbedderError": 503, "IndexUnwritable": 503, "IngestError": 500, "AssistantError": 500,
    "GuardrailError": 500, "ScrubFailed": 500, "RulesInvalid": 500, "ModelInvalid": 500,
    "TaxonomyInvalid": 500, "MacrosInvalid": 500, "NothingToLearn": 500, "ClassifierDamaged": 500,
    "CorrectionInvalid": 422, "TriageBusy": 409, "TriageUnwritable": 503, "VersionUnusable": 503,
    "TuningImpossible": 500, "TuningUnusable": 500, "RerankerUnusable": 503,
    "ModelUnusable": 503, "SpendUnusable": 503,
    "EvalError": 500, "DataInvalid": 500, "SuiteInvalid": 422, "LogInvalid": 409, "EvalBusy": 409, "EvalUnknown": 404,
    "GateInvalid": 500, "BaselineMissing": 404, "CaseRefused": 500, "LangChainMissing": 500,
}  # fmt: skip


@pytest.fixture
def breaking(tmp_path: Path) -> tuple[FastAPI, TestClient]:
    """An application with a route that raises what stands in `app.state.raises`; nothing is loaded."""
    app = create_app(Settings(var=tmp_path))

    @app.get("/v1/breaks")
    def breaks() -> None:
        raise app.state.raises

    return app, client_of(app)


def test_no_error_class_was_forgotten() -> None:
    modules = (ingest.errors, assistant.errors, guardrails.errors, evals.errors)
    defined = {name for module in modules for name, value in vars(module).items() if isinstance(value, type)}
    assert defined == set(EXPECTED) == {kind.__name__ for kind in OURS}
    codes = [kind.code for kind in OURS]  # type: ignore[attr-defined]  # every base of ours has one
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", OURS)
def test_every_error_of_ours_has_status_code_message_and_hint(
    breaking: tuple[FastAPI, TestClient], kind: type[Exception]
) -> None:
    app, client = breaking
    app.state.raises = kind("what was wrong")
    error = error_of(client.get("/v1/breaks"), EXPECTED[kind.__name__])
    assert error == {"code": kind.code, "message": "what was wrong", "hint": kind.hint}  # type: ignore[attr-defined]


def test_an_unexpected_error_tells_nothing(
    breaking: tuple[FastAPI, TestClient], capsys: pytest.CaptureFixture[str]
) -> None:
    app, client = breaking
    app.state.raises = RuntimeError(MARK)
    with capture_logs() as logs:
        response = client.get("/v1/breaks")
    assert error_of(response, 500) == {
        "code": "unexpected",
        "message": "unexpected RuntimeError",
        "hint": "report it with the request id",
    }
    assert response.headers["x-content-type-options"] == "nosniff"
    assert MARK not in response.text + str(logs) + capsys.readouterr().err
    assert [(log["event"], log.get("error")) for log in logs] == [
        ("server.unexpected", "RuntimeError"),
        ("http.request", None),
    ]
    assert logs[0]["at"].startswith("test_gate.py:")


class BrokenScrubber:
    """Fails at every text, as a guard does whose model is damaged."""

    def scrub_thread(self, texts: Any, vault: Any) -> Any:
        raise guardrails.errors.ScrubFailed("the text could not be scrubbed (OSError); nothing was passed on")


def test_a_stream_that_fails_ends_with_an_error_event(app: FastAPI, client: TestClient) -> None:
    whole = app.state.assistant._opener.scrubber
    app.state.assistant._opener.scrubber = BrokenScrubber()
    try:
        told = events(client.post("/v1/assist", json={"ticket": TICKET}, headers=STREAM))
    finally:
        app.state.assistant._opener.scrubber = whole
    assert [name for name, _ in told] == ["progress", "error"]
    assert told[-1][1]["error"]["code"] == "scrub_failed"
    assert sorted(told[-1][1]["error"]) == ["code", "hint", "message"]


def test_unknown_paths_and_methods(client: TestClient) -> None:
    assert error_of(client.get("/v1/nothing"), 404)["code"] == "http_404"
    response = client.get("/v1/assist")
    assert error_of(response, 405)["code"] == "http_405"
    assert response.headers["allow"] == "POST"
    error_of(client.get("/sidebar/nothing.js"), 404)


class TestTooLarge:
    def test_by_its_header(self, client: TestClient) -> None:
        response = client.post("/v1/assist", content=b"{}", headers=JSON | {"Content-Length": str(MAX_BODY_BYTES + 1)})
        assert error_of(response, 413)["code"] == "too_large"

    @pytest.mark.parametrize("headers", [JSON, JSON | {"Content-Length": "2"}], ids=["chunked", "false length"])
    def test_by_what_really_comes(self, client: TestClient, headers: dict[str, str]) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(MAX_BODY_BYTES // 1_000_000 + 1):
                yield b" " * 1_000_000

        response = client.post("/v1/assist", content=endless(), headers=headers)
        assert error_of(response, 413)["code"] == "too_large"

    def test_a_large_ticket_is_cut_and_says_so(self, client: TestClient) -> None:
        ticket = TICKET | {"messages": [{"text": "The printer prints. " * 250_000}]}
        found = client.post("/v1/assist", json={"ticket": ticket})
        assert found.status_code == 200
        assert found.json()["left_out"] == ["4,900,000 characters in the middle of message 1"]


BAD = {
    "no ticket": ({}, "body.ticket: Field required"),
    "text in place of a ticket": ({"ticket": MARK}, "body.ticket: "),
    "text in place of messages": ({"ticket": {"id": "1", "messages": MARK}}, "body.ticket.messages: "),
    "text in place of a message": ({"ticket": {"id": "1", "messages": [MARK]}}, "body.ticket.messages.0: "),
    "text in place of a time": (
        {"ticket": {"id": "1", "messages": [{"text": "x", "created_at": MARK}]}},
        "body.ticket.messages.0.created_at: ",
    ),
    "text in place of a role": (
        {"ticket": {"id": "1", "messages": [{"text": MARK, "author": {"role": MARK}}]}},
        "body.ticket.messages.0.author.role: ",
    ),
    "no id": ({"ticket": {"subject": MARK}}, "body.ticket.id: "),
    "two faults": ({"ticket": {"messages": MARK}}, "(and 1 more)"),
    "nothing in it": ({"ticket": {"id": "1", "subject": " "}}, "is empty: expected a subject"),
}


class TestBadBodies:
    @pytest.mark.parametrize(("body", "told"), BAD.values(), ids=BAD)
    @pytest.mark.parametrize("headers", [{}, STREAM], ids=["json", "stream"])
    def test_the_place_is_told_and_never_the_text(
        self, client: TestClient, body: dict[str, Any], told: str, headers: dict[str, str]
    ) -> None:
        with capture_logs() as logs:
            response = client.post("/v1/assist", json=body, headers=headers)
        assert told in error_of(response, 422)["message"]
        assert MARK not in response.text + str(logs)

    @pytest.mark.parametrize(
        ("content", "status"),
        [
            (b'{"ticket": {"id": "zebra-quartz-violin", ]}', 422),
            (b"zebra-quartz-violin", 422),
            (b"", 422),
            (b'{"ticket": {"subject": "zebra-quartz-violin \xff"}}', 400),
            (b'{"ticket": ' + b"[" * 100_000, 400),
            (b'{"ticket": ' + b"1" * 10_000 + b"}", 400),
        ],
        ids=["broken", "no json", "nothing", "no utf-8", "nested", "long number"],
    )
    def test_not_json(self, client: TestClient, content: bytes, status: int) -> None:
        response = client.post("/v1/assist", content=content, headers=JSON)
        error_of(response, status)
        assert MARK not in response.text

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    )
    def test_another_kind_of_body(self, client: TestClient, kind: str) -> None:
        content = json.dumps({"ticket": TICKET}).encode()
        response = client.post("/v1/assist", content=content, headers={"Content-Type": kind})
        assert error_of(response, 415)["code"] == "not_json"

    @pytest.mark.parametrize("text", ["\\ud800 lone", "\\u0000\\u0007\\u001b[31m red", "a\\u202eb\\u200b"])
    def test_strange_characters_are_survived(self, client: TestClient, text: str) -> None:
        content = f'{{"ticket": {{"id": "1", "subject": "Webhooks {text}", "messages": [{{"text": "{text} 401"}}]}}}}'
        response = client.post("/v1/assist", content=content.encode(), headers=JSON)
        assert response.status_code == 200, response.text
        assert not {"\x00", "\x07", "\x1b", "\u202e"} & set(json.dumps(response.json(), ensure_ascii=False))


class TestOtherSites:
    @pytest.mark.parametrize(
        "host", ["desk.example", "127.0.0.1.desk.example:8420", "0.0.0.0", "10.0.0.1:80", "", "[::2]:1"]
    )
    def test_a_foreign_host_name_is_refused(self, client: TestClient, host: str) -> None:
        response = client.get("/v1/sample/tickets", headers={"Host": host})
        assert error_of(response, 400)["code"] == "host_refused"
        assert response.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8420", "127.0.0.1:1", "127.0.0.2", "[::1]:8420", "[::1]"])
    def test_names_of_this_machine_are_served(self, client: TestClient, host: str) -> None:
        assert client.get("/healthz", headers={"Host": host}).status_code == 200

    def test_another_site_may_not_ask(self, client: TestClient) -> None:
        origin = {"Origin": "https://evil.example"}
        asked = origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = client.options("/v1/assist", headers=asked)
        error_of(preflight, 405)
        simple = client.post("/v1/assist", content=b"{}", headers=origin | {"Content-Type": "text/plain"})
        error_of(simple, 415)
        read = client.get("/v1/index/status", headers=origin)
        for response in (preflight, simple, read):
            assert not [name for name in response.headers if name.startswith("access-control")]


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", "/sidebar/draftdesk-sidebar.js", "/sidebar/css/base.css", "/healthz", "/v1/no"]
    )
    def test_everything_is_served_behind_a_strict_policy(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert len(headers["x-request-id"]) == 16

    def test_answers_about_tickets_are_kept_nowhere(self, client: TestClient) -> None:
        assert client.get("/v1/sample/tickets").headers["cache-control"] == "no-store"
        assert client.post("/v1/artifacts", json={"ticket": TICKET}).headers["cache-control"] == "no-store"


class TestLogs:
    def test_a_request_is_one_event_without_text(self, client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
        with capture_logs() as logs:
            response = client.post(f"/v1/assist?q={MARK}", json={"ticket": TICKET}, headers=STREAM)
        assert events(response)[-1][0] == "done"
        made, request = (log for log in logs if log["event"] in ("assist.made", "http.request"))
        assert (request["method"], request["route"], request["status"]) == ("POST", "/v1/assist", 200)
        assert request["ms"] >= made["ms"] > 0
        told = str(logs) + "".join(capsys.readouterr())
        for private in (MARK, "Ana", "Duarte", "signing secret", "4bf92f3577b34da6a3ce929d0e0e4736"):
            assert private not in told, private

    def test_the_request_id_is_in_every_event(self, client: TestClient) -> None:
        # capture_logs takes the place of the processors, so the one that adds the id has to be among its own.
        with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
            response = client.post("/v1/assist", json={"ticket": TICKET}, headers=STREAM)
        assert response.status_code == 200
        assert {log["event"] for log in logs} >= {"assist.made", "http.request"}
        assert {log["request_id"] for log in logs} == {response.headers["x-request-id"]}


def test_loopback_is_told_from_the_rest() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost", "LocalHost"))
    others = ("0.0.0.0", "::", "10.0.0.1", "192.168.1.5", "8.8.8.8", "localhost.desk.example", "desk", "", "127.1")
    assert not any(is_loopback(host) for host in others)
