"""Tickets as help desks export them: what is accepted, what is cut and named, and what is refused with its reason."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.errors import TicketInvalid
from ingest.read_ticket import MAX_MESSAGE_CHARS, MAX_MESSAGES, MAX_SUBJECT_CHARS, read_ticket
from ingest.tickets import Author, Customer

from .index_house import message


def test_everything_a_ticket_has() -> None:
    found = read_ticket(
        {
            "id": 1001,
            "subject": " Webhooks rejected ",
            "messages": [
                message("Requester", "It fails.", id="c-9", created_at="2026-11-02T09:14:00Z"),
                {
                    "author": {"role": "agent", "name": "Lena", "email": "lena@fennwick.example"},
                    "public": False,
                    "text": "?",
                },
            ],
            "customer": {"name": "Ana", "organisation": "Brightmoor", "tier": "scale", "vip": True},
            "fields": {"category": "webhooks", "tags": ["a", 2], "severity": 2, "empty": "", "none": None, "list": []},
            "status": "open",
            "resolution": "Secret renewed.",
        }
    )
    assert (found.id, found.subject, found.status, found.resolution) == (
        "1001",
        "Webhooks rejected",
        "open",
        "Secret renewed.",
    )
    assert [one.id for one in found.messages] == ["m1", "m2"]
    assert found.messages[0].created_at == datetime(2026, 11, 2, 9, 14, tzinfo=UTC)
    assert found.messages[0].author == Author("customer")
    assert (found.messages[1].author, found.messages[1].public) == (
        Author("agent", "Lena", "lena@fennwick.example"),
        False,
    )
    assert found.customer == Customer("Ana", "", "Brightmoor", "scale")
    filled = {"category": "webhooks", "tags": "a, 2", "severity": "2"}
    assert found.fields == filled | {"empty": "", "list": ""}
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("role", "expected"),
    [("customer", "customer"), ("end-user", "customer"), ("AGENT", "agent"), ("admin", "agent"), ("system", "system")],
)
def test_roles(role: str, expected: str) -> None:
    assert read_ticket({"id": "a", "messages": [message(role, "x")]}).messages[0].author.role == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "id: Field required"),
        ({"subject": "s"}, "id: Field required"),
        ({"id": None, "subject": "s"}, "id: Value error, an id is needed"),
        ({"id": "  ", "subject": "s"}, "id: Value error, an id is needed"),
        ({"id": "a"}, "ticket 'a' is empty: expected a subject or a message with text"),
        ({"id": "a", "subject": " ", "messages": []}, "ticket 'a' is empty"),
        ({"id": "a", "messages": [message("customer", " \n")]}, "ticket 'a' is empty"),
        (
            {"id": "a", "messages": [message("robot", "x")]},
            "messages.0.author.role: Value error, unknown role",
        ),
        (
            {"id": "a", "messages": [message("agent", "x"), {"author": {}, "text": "y"}]},
            "messages.1.author.role: Field required",
        ),
        ({"id": "a", "messages": [{"author": {"role": "agent"}}]}, "messages.0.text: Field required"),
        ({"id": "a", "messages": "text"}, "messages: Input should be a valid list"),
        ({"id": "a", "messages": ["text"]}, "messages.0: Input should be"),
        (
            {"id": "a", "messages": [message("agent", "x", created_at="yesterday")]},
            "messages.0.created_at: Input should be",
        ),
        (
            {"id": "a", "messages": [{"text": "x", "public": None}]},
            "messages.0.public: Input should be a valid boolean",
        ),
        ({"id": "a", "fields": ["x"]}, "fields: Input should be a valid dictionary"),
        ([], "ticket: Input should be"),
        (None, "ticket: Input should be"),
        ("text", "ticket: Input should be"),
    ],
)
def test_what_is_refused_says_where(value: Any, reason: str) -> None:
    with pytest.raises(TicketInvalid) as caught:
        read_ticket(value)
    assert str(caught.value).startswith(reason)


def test_null_counts_as_not_there() -> None:
    found = read_ticket(
        {
            "id": "a",
            "subject": None,
            "messages": [
                {"id": None, "author": None, "text": "x", "created_at": None},
                message("agent", "y", created_at=""),
                {"author": {"role": "agent", "name": None, "email": None}, "text": None},
            ],
            "fields": None,
            "customer": None,
            "status": None,
            "resolution": None,
        }
    )
    assert [(one.author.role, one.text, one.created_at) for one in found.messages] == [
        ("customer", "x", None),
        ("agent", "y", None),
        ("agent", "", None),
    ]
    assert (found.subject, found.fields, found.customer, found.status) == ("", {}, Customer(), "")
    assert read_ticket({"id": "a", "subject": "s", "messages": None}).messages == ()


def test_unknown_keys_are_ignored() -> None:
    value = {
        "id": "a",
        "subject": "s",
        "via": {"channel": "mail"},
        "messages": [message("agent", "x", html="<b>x</b>")],
    }
    assert read_ticket(value).messages[0].text == "x"


def test_times_with_and_without_a_zone() -> None:
    times = ["2026-01-02T10:00:00", "2026-01-02T10:00:00+05:00", 1767348000]
    found = read_ticket({"id": "a", "messages": [message("agent", "x", created_at=time) for time in times]})
    zones = [one.created_at.utcoffset() for one in found.messages if one.created_at]
    assert [None if zone is None else zone.total_seconds() for zone in zones] == [None, 18000, 0]


def test_a_message_of_five_megabytes_keeps_both_ends() -> None:
    text = "START " + "log line\n" * 560_000 + " END"
    found = read_ticket({"id": "a", "messages": [message("customer", text, id="c-1")]})
    (kept,) = found.messages
    assert MAX_MESSAGE_CHARS <= len(kept.text) < MAX_MESSAGE_CHARS + 10
    assert (kept.text[:5], kept.text[-3:]) == ("START", "END")
    assert found.left_out == (f"{len(text) - MAX_MESSAGE_CHARS:,} characters in the middle of message c-1",)


@pytest.mark.parametrize("length", [MAX_MESSAGE_CHARS, MAX_MESSAGE_CHARS - 1])
def test_a_message_up_to_the_limit_is_whole(length: int) -> None:
    found = read_ticket({"id": "a", "messages": [message("customer", "x" * length)]})
    assert (len(found.messages[0].text), found.left_out) == (length, ())


def test_a_thread_of_five_thousand_keeps_beginning_and_end() -> None:
    found = read_ticket({"id": "a", "messages": [message("customer", f"text {n}") for n in range(1, 5001)]})
    ids = [one.id for one in found.messages]
    assert len(ids) == len(set(ids)) == MAX_MESSAGES
    assert ids[:11] == [*(f"m{n}" for n in range(1, 11)), "m4811"]
    assert (found.messages[-1].id, found.messages[-1].text) == ("m5000", "text 5000")
    assert found.left_out == (f"{5000 - MAX_MESSAGES} messages in the middle of the thread (more than {MAX_MESSAGES})",)


def test_a_long_subject_and_a_long_resolution_are_cut_and_named() -> None:
    found = read_ticket({"id": "a", "subject": "s" * 5000, "resolution": "r" * (MAX_MESSAGE_CHARS + 1)})
    assert len(found.subject) < MAX_SUBJECT_CHARS + 10
    assert "\n" not in found.subject
    assert [what.rpartition(" of ")[2] for what in found.left_out] == ["the subject", "the resolution"]


def test_characters_are_left_for_the_guards() -> None:
    text = "it\x00 fails\u200b \x1b[31mred\x1b[0m \ud800"
    assert read_ticket({"id": "a", "messages": [message("customer", text)]}).messages[0].text == text
