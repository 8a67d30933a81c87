"""`draftdesk usage` shows what was spent, and nothing of what was written."""

import json
from datetime import UTC, datetime
from pathlib import Path

from assistant.writers.model.spend import SpendBook, Spent
from tests.cli.conftest import InProcess, run

__all__ = ["run"]


def spend(folder: Path) -> None:
    book = SpendBook(folder / "var" / "model-spend.sqlite")
    for call in (
        Spent("reply", "openai:x", 1, 12_000, 345, 0.0267, "EUR"),
        Spent("summary", "openai:x", 1, 900, 80, 0.0024, "EUR", estimated=True),
    ):
        book.settle("", call)


def test_by_day_and_kind_of_text(run: InProcess, tmp_path: Path) -> None:
    spend(tmp_path)
    outcome = run("usage")
    assert outcome.code == 0
    today = datetime.now(UTC).date().isoformat()
    reply, summary = (line.split() for line in outcome.out.splitlines() if line.strip().startswith(today))
    assert reply[1:] == ["reply", "openai:x", "1", "12,000", "345", "0.0267", "EUR"]
    assert summary[1:] == ["summary", "openai:x", "1", "~900", "~80", "0.0024", "EUR"]
    assert "estimated" in outcome.out


def test_as_json(run: InProcess, tmp_path: Path) -> None:
    spend(tmp_path)
    rows = json.loads(run("usage", "--json").out)
    assert [(row["kind"], row["tokens_in"], row["estimated"]) for row in rows] == [
        ("reply", 12_000, 0),
        ("summary", 900, 1),
    ]


def test_nothing_was_spent(run: InProcess, tmp_path: Path) -> None:
    assert run("usage", "--days", "7").out == "No chat model was asked in the last 7 days.\n"
    assert not (tmp_path / "var").exists()


def test_a_damaged_book_is_an_error_with_a_next_step(run: InProcess, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "model-spend.sqlite").write_bytes(b"no database" * 500)
    outcome = run("usage")
    assert outcome.code == 1
    assert "next:" in outcome.err
