"""Retrieval folders: which documents are relevant, which count, and what is left out with its place."""

import json
from pathlib import Path

import pytest

from evals.errors import DataInvalid
from evals.folder import QueryIn, check_folder, not_before, read_judgements, read_queries
from evals.retrieval import counts_for

HEAD = "query-id\tcorpus-id\tscore\n"


def test_where_scores_differ_only_the_highest_is_relevant(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text(HEAD + "q1\ta\t2\nq1\tb\t1\nq2\tc\t1\nq3\td\t2\n")
    found = read_judgements(tmp_path)
    assert found.relevant == {"q1": {"a"}, "q3": {"d"}}
    assert found.note == "relevant is score 2; 2 rows below do not count"


def test_where_all_scores_are_equal_all_rows_are_relevant(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text(HEAD + "q1\ta\t1\nq1\tb\t1\n")
    assert read_judgements(tmp_path).relevant == {"q1": {"a", "b"}}
    assert read_judgements(tmp_path).note == ""


def test_a_malformed_row_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text(HEAD + "q1\ta\t1\nq1 b 1\nq1\tc\tmuch\n\nq2\td\t1\n")
    found = read_judgements(tmp_path)
    assert found.relevant == {"q1": {"a"}, "q2": {"d"}}
    assert [skip.where for skip in found.skipped] == ["qrels.tsv:3", "qrels.tsv:4"]


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "q1\ta\t0\n"])
def test_a_file_that_calls_nothing_relevant_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "qrels.tsv").write_text(text)
    with pytest.raises(DataInvalid, match="calls no document relevant"):
        read_judgements(tmp_path)


def test_queries_with_a_second_use_of_an_id_or_a_date_that_is_none_are_left_out(tmp_path: Path) -> None:
    rows = [{"id": "q1", "text": "one"}, {"id": "q1", "text": "two"}, {"id": "q2", "text": "x", "created": "May"}]
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    queries, skipped = read_queries(path)
    assert [query.text for query in queries] == ["one"]
    assert sorted(skip.where for skip in skipped) == ["queries.jsonl", "queries.jsonl:3"]


def test_the_title_is_the_subject_and_not_said_twice() -> None:
    ticket = QueryIn(id="q", title="No mail", text="No mail\n\nSince Monday.").ticket()
    assert (ticket.subject, ticket.messages[0].text) == ("No mail", "Since Monday.")
    assert ticket.messages[0].author.role == "customer"


@pytest.mark.parametrize(
    ("document", "query", "expected"),
    [
        ("2024-05-01", "2024-05-01", True),
        ("2024-04-30", "2024-05-01", False),
        ("2024-05-02", "2024-05-01", True),
        ("2024-05-01", "2024-05-01T09:00:00", True),
        ("2024-05-01T23:00:00", "2024-05-01", True),
        ("2024-05-01T08:00:00Z", "2024-05-01T09:00:00+00:00", False),
        ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z", True),
        ("2024-05-01T09:59:00+02:00", "2024-05-01T08:00:00Z", False),
        ("", "2024-05-01", False),
        ("2024-05-01", "", False),
        ("last spring", "2024-05-01", True),
    ],
)
def test_dates(document: str, query: str, expected: bool) -> None:
    assert not_before(document, query) is expected


def test_a_query_never_finds_itself() -> None:
    query = QueryIn(id="t1", created="2024-05-01")
    assert not counts_for(query, "t1", "")
    assert not counts_for(query, "t2", "2024-05-01")
    assert counts_for(query, "t2", "2024-04-01")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataInvalid, match="there is no folder"):
        check_folder(tmp_path / "absent")
    (tmp_path / "corpus.jsonl").write_text("{}")
    with pytest.raises(DataInvalid, match=r"no queries\.jsonl"):
        check_folder(tmp_path)
    with pytest.raises(DataInvalid, match=r"no qrels\.tsv"):
        read_judgements(tmp_path)
