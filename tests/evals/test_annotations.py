"""Annotations that stand apart from their texts: joined by id and hash, scored by kind, and without a word of text."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from draftdesk import app
from evals.annotated import read_annotated
from evals.errors import DataInvalid
from evals.spans import Labelled, Masked, measure_labels, measure_spans

OURS = Path(__file__).parents[2] / "evals" / "annotations" / "sumo_tickets.jsonl"
LABELS = {"PERSON", "USERNAME", "EMAIL", "PHONE", "ADDRESS", "IP_ADDRESS", "ACCOUNT_ID"}
KEPT = {"PRODUCT", "HOSTNAME", "PATH", "ERROR", "VERSION", "SERIAL", "DIGEST", "REQUEST_ID"}
OPEN = LABELS | {"CITY", "LOCATION", "ORGANISATION", "HOSTNAME"}
TEXT = "Export is gone\n\nPlease write to dana.mill@example.com about db-01.prod."


def ours() -> list[dict[str, Any]]:
    return [json.loads(line) for line in OURS.read_text(encoding="utf-8").splitlines()]


def mark(text: str = TEXT, id_: str = "t1", **spans: Any) -> dict[str, Any]:
    return {"id": id_, "sha256": sha256(text.encode()).hexdigest(), **spans}


def span(part: str, label: str, text: str = TEXT) -> dict[str, Any]:
    return {"start": text.index(part), "end": text.index(part) + len(part), "label": label}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    title, text = TEXT.split("\n\n")
    return write(
        tmp_path / "texts.jsonl",
        {"id": "t1", "title": title, "text": text},
        {"id": 2, "text": "Nothing here.", "answers": []},
        {"id": "t3", "text": "No one asked for this."},
    )


def test_our_annotations_hold_ids_hashes_offsets_and_labels_and_not_a_word_more() -> None:
    rows = ours()
    assert len({row["id"] for row in rows}) == len(rows) == 200
    for row in rows:
        assert row.keys() == {"id", "sha256", "spans", "keep", "amb"}
        assert re.fullmatch(r"\d+", row["id"])
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        for group, labels in (("spans", LABELS), ("keep", KEPT), ("amb", OPEN)):
            for one in row[group]:
                assert one.keys() == {"start", "end", "label"}
                assert isinstance(one["start"], int)
                assert isinstance(one["end"], int)
                assert one["label"] in labels


def test_our_annotations_do_not_overlap() -> None:
    for row in ours():
        pairs = sorted((one["start"], one["end"]) for group in ("spans", "keep", "amb") for one in row[group])
        assert all(start < end for start, end in pairs)
        assert all(end <= start for (_, end), (start, _) in pairwise(pairs))


def test_the_counts_that_are_told_are_those_of_the_file() -> None:
    told = OURS.with_name("README.md").read_text(encoding="utf-8")
    rows = ours()
    for group in ("spans", "keep", "amb"):
        count = sum(len(row[group]) for row in rows)
        assert re.search(rf"^\| `{group}` \| {count} \|", told, re.MULTILINE), (group, count)
    people = sum(one["label"] == "PERSON" for row in rows for one in row["spans"])
    assert f"{people} persons" in told


def test_texts_and_spans_are_joined_by_id_and_the_title_belongs_to_the_text(tmp_path: Path, texts: Path) -> None:
    marks = write(
        tmp_path / "marks.jsonl",
        mark(spans=[span("dana.mill@example.com", "EMAIL")], keep=[span("db-01.prod", "HOSTNAME")]),
        mark("Nothing here.", "2"),
    )
    rows, skipped = read_annotated(texts, marks)
    assert [(row.id, row.text) for row in rows] == [("t1", TEXT), ("2", "Nothing here.")]
    assert [TEXT[one.start : one.end] for one in rows[0].spans] == ["dana.mill@example.com"]
    assert [TEXT[one.start : one.end] for one in rows[0].keep] == ["db-01.prod"]
    assert not skipped


def test_what_does_not_fit_is_left_out_and_named(tmp_path: Path, texts: Path) -> None:
    marks = write(
        tmp_path / "marks.jsonl",
        mark("No one asked for that.", "t3"),
        mark(id_="gone"),
        mark(spans=[{"start": 0, "end": len(TEXT) + 1, "label": "PERSON"}]),
        mark("Nothing here.", "2"),
        {"id": "unhashed"},
    )
    rows, skipped = read_annotated(texts, marks)
    assert [row.id for row in rows] == ["2"]
    assert [(one.where, one.reason.split(" (")[0]) for one in skipped] == [
        ("marks.jsonl:5", "sha256: Field required"),
        ("marks.jsonl: 't3'", "the text is another one than the one that was annotated"),
        ("marks.jsonl: 'gone'", "there is no text with this id"),
        ("marks.jsonl: 't1'", f"span 0-{len(TEXT) + 1}"),
    ]


def test_annotations_of_another_file_are_refused(tmp_path: Path, texts: Path) -> None:
    marks = write(tmp_path / "marks.jsonl", mark(id_="gone"))
    with pytest.raises(DataInvalid, match=r"none of the 1 annotations .* there is no text with this id"):
        read_annotated(texts, marks)


def test_only_what_is_annotated_is_measured(tmp_path: Path, texts: Path) -> None:
    marks = write(tmp_path / "marks.jsonl", mark(spans=[span("dana.mill@example.com", "EMAIL")]))
    out = tmp_path / "out.json"
    words = ["--var", str(tmp_path / "var"), "eval", "pii", str(texts), "--spans", str(marks), "--json", str(out)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["n"], found["settings"]["spans"]) == (1, str(marks))
    assert found["metrics"]["by_label"]["EMAIL"]["precision"] == 1
    assert found["metrics"]["hits_per_kb"] == pytest.approx(1024 / len(TEXT))
    assert found["metrics"]["wrong_hits_per_kb"] == 0


def test_annotations_that_are_not_there_are_told(tmp_path: Path, texts: Path) -> None:
    words = ["--var", str(tmp_path / "var"), "eval", "pii", str(texts), "--spans", str(tmp_path / "absent.jsonl")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "there is no file" in re.sub(r"[\s│]+", " ", done.output)


MIXED = Masked(
    40,
    must=(Labelled(0, 7, "PERSON"), Labelled(10, 15, "USERNAME")),
    keep=(),
    amb=(Labelled(20, 26, "CITY"),),
    masked=((0, 3), (4, 7), (10, 15), (20, 26), (30, 34)),
    kinds=("PERSON", "PERSON", "PERSON", "PERSON", "PERSON"),
    kilobytes=2.0,
)


def precision(*cases: Masked) -> dict[str, tuple[int, float]]:
    parts = measure_labels(cases)
    return {name: (m.n, m.mean) for name, measures in parts.items() for m in measures if m.name == "precision"}


def test_precision_is_of_what_was_masked_as_that_kind() -> None:
    """Two halves of a person are right, a user name taken for one and a word are not, a city counts neither way."""
    assert precision(MIXED) == {"PERSON": (4, 0.5)}
    right = replace(MIXED, kinds=("PERSON", "PERSON", "USERNAME", "PERSON", "PHONE"))
    assert precision(right) == {"PERSON": (2, 1.0), "USERNAME": (1, 1.0), "PHONE": (1, 0.0)}


def test_a_kind_that_the_texts_have_no_label_for_is_right_where_anything_had_to_go() -> None:
    finer = replace(MIXED, masked=((10, 15), (30, 34)), kinds=("SECRET_TOKEN", "SECRET_TOKEN"))
    assert precision(finer) == {"SECRET_TOKEN": (2, 0.5)}


def test_hits_per_kilobyte_count_every_masked_span() -> None:
    found = {one.name: one.mean for one in measure_spans([MIXED, replace(MIXED, masked=(), kinds=())])}
    assert found["hits_per_kb"] == 5 / 4
    assert found["wrong_hits_per_kb"] == 1 / 4
