"""Artifacts: what counts as one, what does not, and the form they are compared by."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.artifacts import Artifact, find_artifacts, unique

SENT = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


def found(text: str, kind: str) -> list[tuple[str, str | None]]:
    artifacts = find_artifacts("m1", text, sent_at=SENT, error_prefixes=("FWK",))
    return [(one.value, one.normalised) for one in artifacts if one.kind == kind]


def values(text: str, kind: str) -> list[str]:
    return [value for value, _ in found(text, kind)]


NOON = "2026-11-03T13:05:00Z"
TIMES = [
    ("2026-11-03T14:05:01Z", "2026-11-03T14:05:01Z"),
    ("2026-11-03T14:05:01.250+01:00", "2026-11-03T13:05:01.250Z"),
    ("2026-11-03T14:05:01+0100", "2026-11-03T13:05:01Z"),
    ("2026-11-03 14:05:01,123", None),
    ("2026-11-03 14:05 CET", NOON),
    ("2026-11-03 14:05 UTC+1", NOON),
    ("2026/11/03 14:05:01", None),
    ("Nov  3 14:05:01", None),
    ("03/Nov/2026:14:05:01 +0100", "2026-11-03T13:05:01Z"),
    ("Tue, 03 Nov 2026 14:05:01 +0100", "2026-11-03T13:05:01Z"),
    ("Tue, 3 Nov 2026 14:05:01 GMT", "2026-11-03T14:05:01Z"),
    ("Tue Nov  3 14:05:01 UTC 2026", "2026-11-03T14:05:01Z"),
    ("14:05 CET on 3 November 2026", NOON),
    ("3 November 2026 at 14:05 CET", NOON),
    ("November 3rd, 2026 at 2:05 pm PST", "2026-11-03T22:05:00Z"),
    ("Nov 3 at 2:05 pm PST", "2026-11-03T22:05:00Z"),
    ("Nov 3 at 12:05 am CST", "2026-11-03T06:05:00Z"),
    ("Dec 30 at 14:05 UTC", "2025-12-30T14:05:00Z"),
    ("3. November 2026 um 14:05 Uhr MEZ", NOON),
    ("3 novembre 2026 à 14h05", None),
    ("3 de noviembre de 2026 a las 14:05", None),
    ("03.11.2026 14:05 CET", NOON),
    ("25/10/2026 14:05 UTC", "2026-10-25T14:05:00Z"),
    ("10/25/2026, 2:05 PM UTC", "2026-10-25T14:05:00Z"),
    ("03/11/2026 14:05 UTC", None),
    ("03/03/2026 14:05 UTC", "2026-03-03T14:05:00Z"),
    ("2026-11-03 14:05 IST", None),
    ("2026-11-03 14:05:01 CST", None),
    ("14:05 UTC", None),
]


@pytest.mark.parametrize(("text", "normalised"), TIMES)
def test_timestamps(text: str, normalised: str | None) -> None:
    assert found(f"It began [{text}] and lasted.", "timestamp") == [(text, normalised)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t=1793714701,v1=abc", [("1793714701", "2026-11-03T14:05:01Z")]),
        ('"timestamp": 1793714701123', [("1793714701123", "2026-11-03T14:05:01.123Z")]),
        ("epoch 1793714701", [("1793714701", "2026-11-03T14:05:01Z")]),
        ("X-Acme-Timestamp: 1793714701", [("1793714701", "2026-11-03T14:05:01Z")]),
        ("2026-11-03 14:05 (times in CET)", [("2026-11-03 14:05", NOON)]),
        ("All times are UTC+1.\nNov  3 14:05:00 web01 up", [("Nov  3 14:05:00", NOON)]),
        ("timezone: Europe/Berlin\n2026-11-03 14:05", [("2026-11-03 14:05", NOON)]),
        ("times in CET, logs in UTC: 2026-11-03 14:05", [("2026-11-03 14:05", None)]),
        ("2026-11-03 14:05-15:30 UTC", [("2026-11-03 14:05-15:30", None)]),
        (
            "3 Nov 2026 14:05 UTC, 4 Nov 2026 15:05 UTC",
            [("3 Nov 2026 14:05 UTC", "2026-11-03T14:05:00Z"), ("4 Nov 2026 15:05 UTC", "2026-11-04T15:05:00Z")],
        ),
    ],
)
def test_timestamps_in_their_place(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text, "timestamp") == expected


def test_a_date_without_a_year_needs_the_day_of_the_message() -> None:
    (artifact,) = find_artifacts("m1", "Nov 3 at 2:05 pm PST")
    assert artifact.normalised is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-03 14:05", "2026-02-30T14:05:00Z", "2026-11-03 25:05", "Feb 30 at 10:00", "31/11/2026 10:00",
        "13/13/2026 10:00",
        "order 1793714701", "call 1793714701", "id=1793714701", "t=12", "ratio 14:05", "John 3:16", "16:9 monitors",
        "10:1",
        "version 2026.11.03", "May 5 of us see it", "Nov 3", "at 3", "1.2.3 4:05", "192.168.10.12:14:05",
        "03-11 of 2026",
        "Mar 12 rows", "est 5 rows", "14:05 est trop tard",
    ],
)  # fmt: skip
def test_no_timestamps(text: str) -> None:
    assert found(text, "timestamp") == []


UUID = "3fdf0cdb-de8c-4b9f-b4f7-f70193484532"


@pytest.mark.parametrize(
    ("text", "kind", "value", "normalised"),
    [
        ("X-Request-Id: 7f3a-11bc", "request_id", "7f3a-11bc", "7f3a-11bc"),
        ("the request id is req_8fk2Lm9.", "request_id", "req_8fk2Lm9", "req_8fk2Lm9"),
        ('{"request_id": "ab12cd34"}', "request_id", "ab12cd34", "ab12cd34"),
        ("requestId=ab12cd34&x=1", "request_id", "ab12cd34", "ab12cd34"),
        ("cf-ray: 8c1f2d3e4a5b6c7d-FRA", "request_id", "8c1f2d3e4a5b6c7d-FRA", "8c1f2d3e4a5b6c7d-FRA"),
        (f"Request ID: {UUID.upper()}", "request_id", UUID.upper(), UUID),
        (f"correlation id {UUID}", "correlation_id", UUID, UUID),
        (f"X-Correlation-ID: {UUID}", "correlation_id", UUID, UUID),
        ("trace_id=8a97876fc25b53c6", "trace_id", "8a97876fc25b53c6", "8a97876fc25b53c6"),
        (
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "trace_id",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "4bf92f3577b34da6a3ce929d0e0e4736",
        ),
        ("INFO [4bf92f3577b34da6a3ce929d0e0e4736] in", "trace_id", *["4bf92f3577b34da6a3ce929d0e0e4736"] * 2),
        (f"X-GitHub-Delivery: {UUID}", "delivery_id", UUID, UUID),
        ("delivery dlv_01HXYZ234 failed", "delivery_id", "dlv_01HXYZ234", "dlv_01HXYZ234"),
        ("import imp_2291aa", "object_id", "imp_2291aa", "imp_2291aa"),
        ("export exp_20261103", "object_id", "exp_20261103", "exp_20261103"),
        (f"connection {UUID} is", "uuid", UUID, UUID),
    ],
)
def test_ids(text: str, kind: str, value: str, normalised: str) -> None:
    assert found(text, kind) == [(value, normalised)]
    assert len(find_artifacts("m1", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "the request id is missing", "request id: <SECRET_1>", "X-Request-Id header", "trace the cable",
        "we requested it",
        "req_missing", "imp_ortant", "sk_live_1234567890", "whsec_1234567890", "my_req_12345x", "deliver 12 of them",
        "4bf92f3577b34da6a3ce929d0e0e4736", "3fdf0cdb-de8c-4b9f-b4f7", "correlation 0.98",
        "the delivery of 12345678 boxes",
        "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    ],
)  # fmt: skip
def test_no_ids(text: str) -> None:
    ids = {"request_id", "trace_id", "correlation_id", "delivery_id", "object_id", "uuid"}
    assert [one.value for one in find_artifacts("m1", text) if one.kind in ids] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("we see FWK-1029 now", "FWK-1029"),
        ("ORA-00942: table missing", "ORA-00942"),
        ("error ABC-123 again", "ABC-123"),
        ("E11000 duplicate key", "E11000"),
        ("This is ERR_CONNECTION_RESET.", "ERR_CONNECTION_RESET"),
        ("(net::ERR_CERT_DATE_INVALID)", "net::ERR_CERT_DATE_INVALID"),
        ("0x80070005 access denied", "0x80070005"),
        ("SQLSTATE[23505]", "23505"),
        ("SQLSTATE 40001", "40001"),
        ("connect ECONNREFUSED 10.0.0.1:443", "ECONNREFUSED"),
        ('{"error": "invalid_grant"}', "invalid_grant"),
        ("error code: 18456", "18456"),
        ("AADSTS50011: reply address", "AADSTS50011"),
        ("550-5.7.26 unauthenticated sender", "550-5.7.26"),
        ("rpc error: DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED"),
    ],
)
def test_error_codes(text: str, value: str) -> None:
    assert values(text, "error_code") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "UTF-8", "SHA-256", "ISO-8859", "CVE-2024-1234", "ticket SUP-891592", "JIRA-4567 is open", "COVID-19",
        "invoice INV-074919",
        "a 0x7ffd1234 address", "error code is missing", "the error is new", "an error in 2026", "E-mail 12", "A-12",
        "5.7.26",
        "code: python", "error: something_", "MY-PLAN", "error 503", "reason: unknown", "the status code 401", "WIN-11",
    ],
)  # fmt: skip
def test_no_error_codes(text: str) -> None:
    assert values(text, "error_code") == []


def test_house_prefixes_are_an_argument() -> None:
    assert [one.value for one in find_artifacts("m1", "FWK-1029", error_prefixes=("FWK",))] == ["FWK-1029"]
    assert find_artifacts("m1", "FWK-1029") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("java.net.SocketTimeoutException: Read timed out", "java.net.SocketTimeoutException: Read timed out"),
        ("We see TypeError: x is not a function when we click.", "TypeError: x is not a function"),
        ("Uncaught TypeError: x is null. Then it stops.", "TypeError: x is null"),
        ("x509: certificate has expired or is not yet valid", "x509: certificate has expired or is not yet valid"),
        ("it says NullPointerException again", "NullPointerException"),
        ('the "ValueError: no JSON" is back', "ValueError: no JSON"),
        ("panic: runtime error: index out of range [3]", "panic: runtime error: index out of range [3]"),
        ("curl: (60) SSL certificate problem", "curl: (60) SSL certificate problem"),
        ("Error: cannot read file", "Error: cannot read file"),
    ],
)
def test_error_signatures(text: str, value: str) -> None:
    assert values(text, "error_signature") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "An Error occurred.", "Error handling is hard.", "The Exception is Monday.", "Failure is no option.",
        "an error: it fails",
        "ErrorHandling.md", "Terror: a film", "We need a Timeout", "exceptional service", "the x509 certificate",
        "don't panic", "curl works",
    ],
)  # fmt: skip
def test_no_error_signatures(text: str) -> None:
    assert values(text, "error_signature") == []


def test_signatures_that_differ_only_in_numbers_are_one() -> None:
    texts = ("a.b.TimeoutException: no answer in 30 s", "a.b.TimeoutException: no answer in 45 s")
    assert {found(text, "error_signature")[0][1] for text in texts} == {"TimeoutException: no answer in # s"}


@pytest.mark.parametrize(
    ("text", "value", "normalised"),
    [
        ("POST /v2/orders fails", "POST /v2/orders", "POST /v2/orders"),
        ("GET /v2/orders?page=2.", "GET /v2/orders?page=2", "GET /v2/orders"),
        ('"DELETE /a HTTP/1.1" 204', "DELETE /a", "DELETE /a"),
        ("GET / HTTP/1.1", "GET /", "GET /"),
        ("PUT https://api.example/v2/a,", "PUT https://api.example/v2/a", "PUT /v2/a"),
        ("PATCH `/v2/a`", "PATCH `/v2/a", "PATCH /v2/a"),
    ],
)
def test_http_requests(text: str, value: str, normalised: str) -> None:
    assert found(text, "http_request") == [(value, normalised)]


@pytest.mark.parametrize(
    "text", ["GET and POST", "POST / PUT requests", "GET it /now", "get /v2/orders", "the POST", "WIDGET /a", "POST-/a"]
)
def test_no_http_requests(text: str) -> None:
    assert values(text, "http_request") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("HTTP/1.1 401 Unauthorized", "401"),
        ("HTTP/2 503", "503"),
        ('"GET /a HTTP/1.1" 500 1893', "500"),
        ("status 401", "401"),
        ("status=429 rt=2", "429"),
        ('"statusCode": 404,', "404"),
        ("401 Unauthorized", "401"),
        ("a 404 Not Found page", "404"),
        ("the API returns 429 since Monday", "429"),
        ("it came back with 401.", "401"),
        ("error 503", "503"),
        ("we get 403s all day", "403"),
        ("a 502 on every call", "502"),
        ("seeing 500 errors", "500"),
    ],
)
def test_http_statuses(text: str, status: str) -> None:
    assert found(text, "http_status") == [(status, status)]


@pytest.mark.parametrize(
    "text",
    [
        "401 users", "returned 500 rows", "got 200 emails", "room 404", "$500", "500 errors in the import",
        "we paid 404.",
        "status 999", "returns 429.50", "since 2026-404", "it takes 503 ms", "with 200 people",
        "the 1980s", "error 45", "a 500 GB disk", "call 503-555", "row 400", "order 401", "10.0.404.1",
    ],
)  # fmt: skip
def test_no_http_statuses(text: str) -> None:
    assert values(text, "http_status") == []


@pytest.mark.parametrize(
    ("text", "value", "normalised"),
    [
        ("See https://App.Example/a/.", "https://App.Example/a/", "https://app.example/a"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("<https://a.example/x?q=1#top>", "https://a.example/x?q=1#top", "https://a.example/x?q=1"),
        ("https://<HOST_1>/x, and", "https://<HOST_1>/x", "https://<HOST_1>/x"),
        ("www.a.example!", "www.a.example", "http://www.a.example"),
        ("https://a.example/p?t=1793714701&v=v2.8", *["https://a.example/p?t=1793714701&v=v2.8"] * 2),
    ],
)
def test_urls(text: str, value: str, normalised: str) -> None:
    assert found(text, "url") == [(value, normalised)]
    assert len(find_artifacts("m1", text)) == 1


@pytest.mark.parametrize(
    "text", ["http and https", "https://", "a.example", "mail@a.example", "www.", "file.txt", "s3://b"]
)
def test_no_urls(text: str) -> None:
    assert values(text, "url") == []


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("Chrome 141.0.2 on a laptop", "Chrome 141.0.2"),
        ("chrome 141 fails", "Chrome 141"),
        ("windows 11 pro", "Windows 11"),
        ("version 4.12.1", "4.12.1"),
        ("since v2.8", "2.8"),
        ("Firefox (version 128.0)", "Firefox 128.0"),
        ("Acme Desktop 3.2.1", "Acme Desktop 3.2.1"),
        ("Chrome/141.0.0.0 Mobile", "Chrome 141.0.0.0"),
        ("acme-sdk/19.28.24", "acme-sdk 19.28.24"),
        ("TLS 1.2", "TLS 1.2"),
        ('"version": "v11.3"', "11.3"),
        ("Python 3.11.7", "Python 3.11.7"),
        ("firmware 4.30.30-rc7", "4.30.30-rc7"),
    ],
)
def test_versions(text: str, normalised: str) -> None:
    assert [normal for _, normal in found(text, "version")] == [normalised]


def test_an_upgrade_has_two_versions() -> None:
    assert values("after upgrading from 4.11.0 to 4.12.1 it fails", "version") == ["4.11.0", "4.12.1"]


@pytest.mark.parametrize(
    "text",
    [
        "API v2", "/v2/orders", "10.0.0.12", "server 10.0.0.12", "Section 4.2.1", "4.5 GB", "$4.99", "Word 500",
        "born 31.07.1995",
        "DOB 31.07.1995", "Go 3 times", "at 14.05", "5.7.26", "Excel 2000000 rows", "v for victory", "Step 1.2.3",
        "rated 4.5", "Windows are open", "the version is old", "Mozilla/5.0",
    ],
)  # fmt: skip
def test_no_versions(text: str) -> None:
    assert values(text, "version") == []


TRACE = (
    "java.lang.IllegalStateException: FWK-1029 for imp_2291aa\n"
    "\tat java.util.List.get(List.java:9)\n"
    "\tat com.acme.ingest.Worker.run(Worker.java:131)"
)


def test_a_stack_trace_holds_the_codes_inside_it() -> None:
    artifacts = find_artifacts("m1", f"We see\n{TRACE}\nsince noon.", error_prefixes=("FWK",))
    assert [one.kind for one in artifacts] == ["stack_trace", "error_signature", "error_code", "object_id"]
    assert (artifacts[0].value, artifacts[0].normalised) == (
        TRACE,
        "java.lang.IllegalStateException: FWK-1029 for imp_2291aa at com.acme.ingest.Worker.run(Worker.java:131)",
    )


@pytest.mark.parametrize("text", ["at home (yesterday)", "at Acme (Berlin)", "a stack trace", "it panics: why?"])
def test_no_stack_traces(text: str) -> None:
    assert values(text, "stack_trace") == []


def test_unique_keeps_the_first_of_each() -> None:
    artifacts = find_artifacts("m1", f"status 401, {UUID} then HTTP/1.1 401 and {UUID.upper()}")
    assert [(one.kind, one.start) for one in unique(artifacts)] == [("http_status", 7), ("uuid", 12)]


def test_artifacts_name_their_message() -> None:
    assert find_artifacts("m7", "status 401") == [Artifact("http_status", "401", "401", "m7", 7, 10)]


@pytest.mark.parametrize("text", ["", "<PERSON_1> lost <SECRET_2>.", "nothing to see", "\x00\u200b"])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert find_artifacts("m1", text) == []


SNIPPETS = [text for text, _ in TIMES] + [
    TRACE,
    UUID,
    "status 401",
    "https://a.example/v2",
    "GET /v2",
    "v2.8",
    "FWK-1",
    "TypeError: x",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from([*SNIPPETS, " ", "\n", ", ", "x"])).map("".join)))
def test_values_are_exactly_what_stands_there(text: str) -> None:
    artifacts = find_artifacts("m1", text, sent_at=SENT)
    assert all(text[one.start : one.end] == one.value != "" for one in artifacts)
    assert [one.start for one in artifacts] == sorted(one.start for one in artifacts)
    flat = [one for one in artifacts if one.kind not in ("stack_trace", "error_signature")]
    assert all(one.end <= other.start for one, other in pairwise(flat))


def test_a_long_line_is_read() -> None:
    assert len(find_artifacts("m1", "status 401 " * 20_000)) == 20_000
