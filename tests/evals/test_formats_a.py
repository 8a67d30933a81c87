"""Formats of retrieval folders, answerability folders, labelled texts and long threads."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.errors import SuiteInvalid
from evals.formats.catalog import read_cases
from evals.formats.labels import texts_of
from evals.running.case import Case
from evals.tasks.catalog import tasks


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def cases(path: Path, format_: str, task: str, **options: Any) -> list[Case]:
    return read_cases(path, format_, tasks()[task], options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines(tmp_path / "corpus.jsonl", {"_id": "d1", "title": "Keys", "text": "Change the key."})
    lines(
        tmp_path / "queries.jsonl",
        {"id": "q1", "title": "Key", "text": "How do I change it?", "answerability": "answerable"},
        {"id": "q2", "text": "Is there a dark mode?", "answerability": "unanswerable"},
    )
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n", encoding="utf-8")
    return tmp_path


def test_a_retrieval_folder_gives_its_judged_queries(folder: Path) -> None:
    (case,) = cases(folder, "beir", "search", pool="cases")
    assert (case.id, case.expect, case.input["pool"]) == ("q1", {"relevant": {"d1": 1.0}}, "cases")
    assert case.input["ticket"]["subject"] == "Key"
    (asked,) = cases(folder, "beir", "assist", pool="cases")
    assert asked.expect == {"relevant": ["d1"]}


def test_a_folder_without_queries_says_so(tmp_path: Path) -> None:
    with pytest.raises(SuiteInvalid, match=r"no corpus\.jsonl"):
        cases(tmp_path, "beir", "search")


def test_a_bad_judgement_names_its_line(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q1\td1\t1\nq2\td1\n", encoding="utf-8")
    with pytest.raises(SuiteInvalid, match=r"qrels\.tsv:2: 2 columns"):
        cases(folder, "beir", "search")


def test_questions_with_and_without_an_answer(folder: Path) -> None:
    found = {case.id: case.expect["verdict"] for case in cases(folder, "answerability", "assist")}
    assert found == {"q1": "answerable", "q2": "knowledge_gap"}
    found = {
        case.id: case.expect["verdict"]
        for case in cases(folder, "answerability", "assist", unanswerable="out_of_scope")
    }
    assert found["q2"] == "out_of_scope"


def test_a_folder_where_everything_is_answered_is_none(folder: Path) -> None:
    lines(folder / "queries.jsonl", {"id": "q1", "text": "How?", "answerability": "answerable"})
    with pytest.raises(SuiteInvalid, match="1 answerable and 0 unanswerable"):
        cases(folder, "answerability", "assist")


def test_labelled_texts(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", {"text": "no money back", "label": "billing"}, {"text": "hm", "label": "oos"})
    found = cases(path, "labels", "learn")
    assert [(case.id, case.input["text"], case.expect["label"]) for case in found] == [
        ("1", "no money back", "billing"),
        ("2", "hm", "none_of_these"),
    ]
    assert [label for _, _, label in texts_of(path, {})] == ["billing", "oos"]


def test_tickets_with_a_label(tmp_path: Path) -> None:
    messages = [{"author": {"role": "agent"}, "text": "Hello"}, {"author": {"role": "customer"}, "text": "No money"}]
    row = {"id": "S-1", "subject": "Refund", "messages": messages, "fields": {"category": "billing"}}
    (case,) = cases(lines(tmp_path / "t.jsonl", row), "labels", "learn", label="category")
    assert (case.id, case.input["text"], case.expect) == ("S-1", "Refund\n\nNo money", {"label": "billing"})


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"text": "  ", "label": "a"}, "text: expected the text"),
        ({"text": "x"}, "label: expected a label"),
        ({"text": "x", "label": ["a"]}, "label: expected a label"),
        ({"messages": "x", "label": "a"}, "text: expected the text"),
    ],
)
def test_a_row_without_text_or_label_names_its_line(tmp_path: Path, row: dict[str, Any], told: str) -> None:
    path = lines(tmp_path / "t.jsonl", {"text": "x", "label": "a"}, row)
    with pytest.raises(SuiteInvalid, match=f"t.jsonl:2: {told}"):
        cases(path, "labels", "learn")


THREAD = {
    "id": "t",
    "ticket": {"subject": "Long"},
    "messages": 41,
    "at": {"0": {"text": "first"}, "0.5": {"text": "middle", "public": False}, "1": {"text": "last"}},
    "expect": {"verdict": "answerable"},
}


def test_a_long_thread_is_filled_up(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", THREAD)
    (case,) = cases(path, "threads", "assist")
    messages = case.input["ticket"]["messages"]
    assert [messages[n]["text"] for n in (0, 20, 40)] == ["first", "middle", "last"]
    assert (len(messages), messages[20]["public"], messages[21]["public"]) == (41, False, True)
    assert [one["created_at"] for one in messages] == sorted(one["created_at"] for one in messages)
    assert case.slices == {"messages": "41"}
    assert cases(path, "threads", "assist") == [case]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"at": {"2": {"text": "x"}}}, "between 0"),
        ({"at": {"0": {"text": "x"}, "0.001": {"text": "y"}}}, "fall on one message"),
        ({"at": {}}, "at: "),
        ({"mesages": 3}, "mesages: "),
    ],
)
def test_a_bad_thread_names_line_and_field(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    with pytest.raises(SuiteInvalid, match=rf"t\.jsonl:1: .*{told}"):
        cases(lines(tmp_path / "t.jsonl", THREAD | change), "threads", "assist")
