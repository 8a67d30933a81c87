"""Outputs as something to read, and what differs between two of them."""

from pathlib import Path

import pytest

from evals.comparing.compare import compare
from evals.reporting.moved import moved_cases
from evals.reporting.texts import blocks_of
from evals.reporting.words import Piece, differences

from .report_logs import output, rich_log


def test_an_output_is_told_in_blocks_with_its_evidence() -> None:
    blocks = {block.title: block for block in blocks_of(output())}
    assert list(blocks) == ["Result", "Reply", "Knowledge", "Triage"]
    assert [line.text for line in blocks["Result"].lines] == ["Verdict: answerable", "Verdict score: 0.9"]
    [sentence] = blocks["Reply"].lines
    assert (sentence.text, sentence.mark, blocks["Reply"].made_by) == ("Restart the hub.", "link", "extractive")
    [proof] = sentence.proofs
    assert (proof.source, proof.place, proof.quote) == ("passage kb-hub#2", "4 to 20", "Restart the hub. Then wait.")
    assert (blocks["Knowledge"].ordered, blocks["Knowledge"].lines[0].mark) == (True, "knowledge, public, score 0.810")
    assert [line.text for line in blocks["Triage"].lines] == ["Category: hub (0.91)", "Team: abstained"]


def test_sections_are_blocks_of_their_own_and_notes_come_last() -> None:
    section = {"section": "next_steps", "sentences": [{"text": "Call back.", "role": "question"}]}
    other = {"section": "issue", "sentences": [{"text": "The hub is dark."}]}
    summary = {"kind": "summary", "made_by": "model", "sections": [other, section], "notes": ["model_timeout"]}
    found = blocks_of({"summary": summary})
    assert [block.title for block in found] == ["Summary: Issue", "Summary: Next steps"]
    assert [(line.text, line.mark) for line in found[1].lines] == [
        ("Call back.", "question"),
        ("Note: Model timeout", ""),
    ]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"spans": [{"start": 1, "end": 4, "kind": "EMAIL"}]}, ["start 1, end 4, kind EMAIL"]),
        ({"found": ["a", 2]}, ["a", "2"]),
        ({"found": []}, []),
        ({"tags": {"vip": 0.5}}, ["Vip: 0.5"]),
        ({"contradiction": [{"kind": "passage", "source": "kb", "quote": "It is so."}]}, ["It is so."]),
        ({"aligned": False}, ["Aligned: false"]),
    ],
)
def test_an_output_of_any_other_shape_is_told_too(value: dict[str, object], lines: list[str]) -> None:
    [block] = blocks_of(value)
    assert [line.text for line in block.lines] == lines


def test_no_output_has_no_blocks() -> None:
    assert blocks_of(None) == []


def test_words_that_differ_are_marked_on_both_sides() -> None:
    old, new = differences("Restart the old hub, then wait.", "Restart the hub, then call us.")
    assert [piece.text for piece in old if piece.changed] == [" old", "wait"]
    assert [piece.text for piece in new if piece.changed] == ["call us"]
    assert "".join(piece.text for piece in new) == "Restart the hub, then call us."


def test_a_text_that_is_all_new_and_texts_too_long_to_compare_are_marked_whole() -> None:
    assert differences("", "Hello") == ([], [Piece("Hello", True)])
    long = "word " * 3500
    assert differences(long, long + "more") == ([Piece(long, True)], [Piece(long + "more", True)])


def test_a_case_that_moved_tells_its_scores_and_the_words_that_changed(tmp_path: Path) -> None:
    old, new = rich_log(tmp_path / "old.jsonl", new=False), rich_log(tmp_path / "new.jsonl")
    found = moved_cases(compare(old, new).moved, new, old)
    assert [one.id for one in found] == ["T-01", "T-05"]
    assert found[0].gain == -1
    [text] = found[0].texts
    assert [piece.text for side in (text.old, text.new) for piece in side if piece.changed] == ["old", "new"]
    assert [(change.old.state, change.new.state) for change in found[1].changes] == [("scored", "not_graded")]
