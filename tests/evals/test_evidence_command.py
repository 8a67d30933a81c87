"""`draftdesk eval evidence` over a small file: figures by mutation, with n and intervals, and what it left out."""

import json
from pathlib import Path

import pytest

from evals.evidence import UNSEEN, SupportRow, measure_evidence
from evals.outcome import Outcome
from evals.rows import read_rows
from settings import Settings

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "tickets" / "open.jsonl"
ROWS = [
    {
        "id": "r1",
        "split": "dev",
        "evidence": ["The key expires after 30 days."],
        "faithful": ["After 30 days the key expires."],
        "unfaithful": [{"how": "number", "text": "The key expires after 90 days."}],
    },
    {
        "id": "r2",
        "split": "test",
        "evidence": ["Press Save."],
        "faithful": ["Throw the tray into the lake."],
        "unfaithful": [{"how": "quotation", "text": "Press Save."}],
    },
]


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def outcome(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("evidence")
    tickets = SAMPLE.read_text(encoding="utf-8").splitlines()[:4]
    file = write(folder / "open.jsonl", *tickets, {"id": "bad", "messages": []}, "{broken")
    labelled = write(folder / "labelled.jsonl", *ROWS, {"id": "r3", "split": "dev"})
    return measure_evidence(file, sample_settings, limit=0, seed=0, progress=lambda *_: None, labelled=[labelled])


def test_labelled_sentences_are_told_apart_by_how_they_are_wrong(outcome: Outcome) -> None:
    dev, test = (
        {one.name: (one.n, one.mean) for one in outcome.parts[f"labelled, {split}"]} for split in ("dev", "test")
    )
    assert dev == {"faithful": (1, 0.0), "number": (1, 1.0)}
    assert test == {"faithful": (1, 1.0), "quotation": (1, 0.0)}
    assert outcome.parts["labelled, unseen"] == []


def test_drafts_are_made_wrong_in_many_ways(outcome: Outcome) -> None:
    drafts = {one.name: one for one in outcome.parts["drafts"]}
    assert {"number", "negation", "url", "step_invented"} <= drafts.keys()
    assert all(one.n and 0 <= one.low <= one.mean <= one.high <= 1 for one in drafts.values())
    assert drafts["url"].mean == 1
    alarms = {one.name: one for one in outcome.measures}
    assert alarms["false_alarms"].mean < 0.1
    assert alarms["false_alarms"].n > 3
    assert 0 < outcome.counts["drafts"] <= 4


def test_what_cannot_be_read_is_left_out_and_told(outcome: Outcome) -> None:
    assert outcome.n == 4
    assert len(outcome.skipped) == 3


def test_the_rows_that_were_written_without_a_look_at_the_checks_are_whole() -> None:
    rows, skipped = read_rows(UNSEEN, SupportRow)
    assert not skipped
    assert {row.split for row in rows} == {"unseen"}
    assert (sum(len(row.faithful) for row in rows), sum(len(row.unfaithful) for row in rows)) == (30, 30)
