"""Rows of a file: what is used, what is left out and named, what is an error."""

import gzip
import json
from pathlib import Path

import pytest

from evals.errors import DataInvalid
from evals.labelled import LabelRow, SpansRow
from evals.rows import read_rows, sample

GOOD = {"id": "1", "text": "call Ann", "spans": [{"start": 5, "end": 8, "label": "PERSON"}]}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_broken_rows_are_named_by_file_and_line_and_the_others_used(tmp_path: Path) -> None:
    path = write(tmp_path / "spans.jsonl", GOOD, "{broken", [1], {"id": "3"}, GOOD)
    rows, skipped = read_rows(path, SpansRow)
    assert len(rows) == 2
    assert [skip.where for skip in skipped] == ["spans.jsonl:2", "spans.jsonl:3", "spans.jsonl:4"]
    assert skipped[2].reason == "text: Field required"


@pytest.mark.parametrize(("start", "end"), [(5, 9), (3, 3), (6, 4), (-1, 2)])
def test_a_span_outside_of_its_text_is_named(tmp_path: Path, start: int, end: int) -> None:
    bad = GOOD | {"keep": [{"start": start, "end": end, "label": "HOST"}]}
    rows, skipped = read_rows(write(tmp_path / "spans.jsonl", GOOD, bad), SpansRow)
    assert len(rows) == 1
    assert skipped[0].where == "spans.jsonl:2"
    expected = "keep.0.start" if start < 0 else f"span {start}-{end} (HOST) is not inside the text of 8 characters"
    assert expected in skipped[0].reason


def test_what_is_left_out_never_shows_its_text(tmp_path: Path) -> None:
    bad = {"text": "the password is hunter2", "label": "hunter2"}
    _, skipped = read_rows(write(tmp_path / "rows.jsonl", {"text": "x", "label": 1}, bad), LabelRow)
    assert len(skipped) == 1
    assert "hunter2" not in skipped[0].reason


def test_gzipped_and_plain_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode()))
    assert read_rows(path, SpansRow)[0] == read_rows(write(tmp_path / "rows.jsonl", GOOD), SpansRow)[0]


@pytest.mark.parametrize(
    ("lines", "told"),
    [((), "it is empty"), (("",), "it is empty"), (("{broken",), r"rows\.jsonl:1: not JSON"), (({},), "text: Field")],
)
def test_a_file_without_a_usable_row_is_an_error(tmp_path: Path, lines: tuple[object, ...], told: str) -> None:
    with pytest.raises(DataInvalid, match=told):
        read_rows(write(tmp_path / "rows.jsonl", *lines), SpansRow)


def test_a_missing_and_a_damaged_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DataInvalid, match="there is no file"):
        read_rows(tmp_path / "absent.jsonl", SpansRow)
    (tmp_path / "damaged.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(DataInvalid, match="cannot read"):
        read_rows(tmp_path / "damaged.jsonl.gz", SpansRow)


def test_a_sample_is_drawn_with_the_seed_in_the_order_of_the_file() -> None:
    rows = list(range(100))
    assert sample(rows, 0, 1) == rows
    assert sample(rows, 200, 1) == rows
    drawn = sample(rows, 10, 1)
    assert drawn == sorted(set(drawn)) == sample(rows, 10, 1)
    assert len(drawn) == 10
    assert drawn != sample(rows, 10, 2)
