"""Tickets from files that people have: what is wrong is named, and what is right is kept."""

import json
from pathlib import Path

import pytest

from assistant.files import load_tickets
from ingest.errors import IngestError, TicketInvalid

GOOD = {"id": "T-1", "subject": "Export stops", "messages": [{"author": {"role": "customer"}, "text": "It stops."}]}


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


BAD = [
    ("t.json", b"{not json", "not JSON"),
    ("t.json", b"", "not JSON"),
    ("t.json", b'{"id": "\xff\xfe"}', "not UTF-8 (byte 8)"),
    ("t.json", b"[1, 2]", "JSON list"),
    ("t.json", b'"text"', "JSON str"),
    ("t.json", b"null", "JSON NoneType"),
    ("t.json", b"[]", "no ticket in"),
    ("t.json", b"[" * 100_000, "not JSON"),
    ("t.json", b'{"id": ' + b"9" * 6000 + b"}", "thousands of digits"),
    ("t.json", {"id": "T-1", "subject": " ", "messages": [{"text": "\n"}]}, "'T-1' is empty"),
    ("t.json", {"id": "T-1"}, "'T-1' is empty"),
    ("t.json", {"subject": "No id"}, "id"),
    ("t.json", {"id": "", "subject": "Empty id"}, "id is needed"),
    ("t.json", {"id": "T-1", "subject": "x", "messages": "text"}, "messages"),
    ("t.json", {"id": "T-1", "subject": "x", "messages": [{"author": {"role": "ghost"}, "text": "x"}]}, "ghost"),
    ("t.json", {"id": "T-1", "subject": "x", "messages": [{"created_at": "soon", "text": "x"}]}, "created_at"),
    ("t.jsonl", b"", "no ticket in"),
    ("t.jsonl", b"{broken\n", "t.jsonl:1"),
    ("t.jsonl", b"\xff\n[1]\n", "not UTF-8"),
]


@pytest.mark.parametrize(("name", "content", "told"), BAD)
def test_a_file_without_a_ticket_says_why(tmp_path: Path, name: str, content: object, told: str) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(TicketInvalid) as caught:
        load_tickets(path)
    assert told in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["none.json", "none.jsonl", "folder.json"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(IngestError, match=name):
        load_tickets(tmp_path / name)


def test_broken_lines_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "{broken", "", '["list"]', json.dumps({"id": "T-2"}), json.dumps(GOOD | {"id": "T-3"})]
    tickets, skipped = load_tickets(written(tmp_path, "t.jsonl", "\n".join(lines).encode()))
    assert [ticket.id for ticket in tickets] == ["T-1", "T-3"]
    assert [skip.where for skip in skipped] == ["t.jsonl:2", "t.jsonl:4", "t.jsonl:5"]


def test_a_list_in_one_file_and_a_byte_order_mark(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + json.dumps([GOOD, GOOD | {"id": 7}]).encode()
    assert [ticket.id for ticket in load_tickets(written(tmp_path, "t.json", content))[0]] == ["T-1", "7"]


def test_one_ticket_by_its_id(tmp_path: Path) -> None:
    path = written(tmp_path, "t.json", [GOOD, GOOD | {"id": "T-2"}])
    assert [ticket.id for ticket in load_tickets(path, ticket_id="T-2")[0]] == ["T-2"]
    with pytest.raises(TicketInvalid, match="no ticket 'T-9'"):
        load_tickets(path, ticket_id="T-9")


def test_no_more_than_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path, "t.json", [GOOD | {"id": str(n)} for n in range(5)])
    assert [ticket.id for ticket in load_tickets(path, limit=2)[0]] == ["0", "1"]


@pytest.mark.parametrize(
    ("question", "subject", "text"),
    [
        (
            {"id": 3, "title": "Export stops", "text": "Export stops\nIt does so at ten."},
            "Export stops",
            "It does so at ten.",
        ),
        ({"text": "It stops at ten."}, "", "It stops at ten."),
        ({"title": None, "text": "It stops at ten."}, "", "It stops at ten."),
        ({"title": "Export stops", "text": None}, "Export stops", ""),
        ({"title": "Export stops", "text": "Export stops"}, "Export stops", ""),
    ],
)
def test_a_plain_question_is_a_ticket_of_one_message(
    tmp_path: Path, question: dict[str, object], subject: str, text: str
) -> None:
    ticket = load_tickets(written(tmp_path, "t.json", question))[0][0]
    assert (ticket.subject, [message.text for message in ticket.messages]) == (subject, [text])
    assert ticket.messages[0].author.role == "customer"


def test_unknown_keys_are_no_error(tmp_path: Path) -> None:
    content = GOOD | {"brand": "x", "custom": {"deep": [1]}}
    assert load_tickets(written(tmp_path, "t.json", content))[0][0].id == "T-1"
