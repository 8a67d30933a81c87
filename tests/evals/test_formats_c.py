"""Texts and dialogues as cases: what goes in, what is expected, and mistakes with their line."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.errors import SuiteInvalid
from evals.formats.catalog import read_cases
from evals.running.case import Case
from evals.running.suite import SUITES, load_suite
from evals.tasks.catalog import tasks

TICKET = {
    "id": "T-1",
    "subject": "It fails",
    "messages": [{"id": "m1", "author": {"role": "customer"}, "public": True, "text": "It fails."}],
    "customer": {"tier": "scale"},
    "gold": {"facts": [["resend"]], "forbidden": ["secret"], "relevant": ["kb-a"], "verdict": "answerable", "why": "x"},
}
ROW = {"id": "T-1", "file": "tickets.jsonl", "kind": "handover", "must": {"state": ["it fails"]}, "must_not": ["never"]}


def read(folder: Path, *rows: dict[str, Any], task: str = "write", **options: Any) -> list[Case]:
    _lines(folder / "tickets.jsonl", [TICKET])
    _lines(folder / "gold.jsonl", rows)
    return read_cases(folder / "gold.jsonl", "texts", tasks()[task], options)


def _lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_a_row_becomes_the_ticket_the_kind_and_what_must_stand_there(tmp_path: Path) -> None:
    [case] = read(tmp_path, ROW)
    assert case.id == "T-1/handover"
    assert case.input["kind"] == "handover"
    assert "gold" not in case.input["ticket"]
    assert case.expect == {"must": {"state": [["it fails"]]}, "must_not": ["never"]}
    assert case.slices == {"kind": "handover", "tier": "scale"}


def test_a_steered_case_expects_the_tone_and_language_that_it_asks_for(tmp_path: Path) -> None:
    steered = {"id": "T-1", "file": "tickets.jsonl", "kind": "reply", "case": "de", "gold": True}
    row = steered | {
        "input": {"language": "de", "tone": "warm", "facts": ["It is mended."]},
        "expect": {"words": [1, 9]},
    }
    [case] = read(tmp_path, row)
    assert case.id == "T-1/reply/de"
    assert case.input["facts"] == ["It is mended."]
    assert case.slices["language"] == "de"
    gold = {key: TICKET["gold"][key] for key in ("facts", "forbidden", "relevant", "verdict")}  # type: ignore[index]
    assert case.expect == gold | {"tone": "warm", "language": "de", "words": [1, 9]}


def test_for_assist_only_summaries_are_read_and_go_in_as_the_ticket_alone(tmp_path: Path) -> None:
    summary = {"id": "T-1", "file": "tickets.jsonl", "kind": "summary", "must": {"problem": ["it fails"]}}
    [case] = read(tmp_path, ROW, summary, task="assist")
    assert case.id == "T-1/summary"
    assert list(case.input) == ["ticket"]


def test_only_the_kinds_asked_for_are_read(tmp_path: Path) -> None:
    update = {"id": "T-1", "file": "tickets.jsonl", "kind": "update"}
    assert [case.id for case in read(tmp_path, ROW, update, kinds=["update"])] == ["T-1/update"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "poem"}, "gold.jsonl:1: kind"),
        ({"must": {"stat": ["x"]}}, "gold.jsonl:1: must.stat: handover has no such section: take one of state"),
        ({"id": "T-9"}, "gold.jsonl:1: id: there is no ticket 'T-9'"),
        ({"extra": 1}, "gold.jsonl:1: extra"),
        ({"input": {"tone": "rude"}}, "gold.jsonl:1: input.tone"),
        ({"expect": {"wrods": 1}}, "gold.jsonl:1: expect.wrods: is no key of a case"),
        ({"file": "nowhere.jsonl"}, "there is no file"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_line_and_field(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(SuiteInvalid) as caught:
        read(tmp_path, ROW | changes)
    assert told in str(caught.value)


def test_a_dialogue_goes_in_as_a_ticket_to_be_summed_up(tmp_path: Path) -> None:
    path = tmp_path / "dialogues.jsonl"
    _lines(path, [{"id": "d1", "turns": ["Customer: It fails.", "Agent: Since when?"], "summaries": ["It fails."]}])
    [case] = read_cases(path, "dialogues", tasks()["write"], {})
    assert case.input["kind"] == "summary"
    assert [one["author"]["role"] for one in case.input["ticket"]["messages"]] == ["customer", "agent"]
    assert case.expect == {"summaries": ["It fails."]}
    assert "kind" not in read_cases(path, "dialogues", tasks()["assist"], {})[0].input


def test_a_dialogue_without_summaries_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "dialogues.jsonl"
    _lines(path, [{"id": "d1", "turns": ["It fails."], "summaries": []}])
    with pytest.raises(SuiteInvalid, match=r"dialogues\.jsonl:1: summaries"):
        read_cases(path, "dialogues", tasks()["write"], {})


@pytest.mark.parametrize("name", ["summary", "reply", "texts", "language", "kinds", "end_to_end"])
def test_the_suites_of_texts_can_be_read_and_forbid_what_is_never_allowed(name: str) -> None:
    suite = load_suite(SUITES / f"{name}.yaml")
    assert len(suite.cases) >= 20
    zero = {one for one in ("unsupported", "misquoted", "internal_quoted", "forbidden") if one in suite.thresholds}
    assert all(suite.thresholds[one].at_most == 0 for one in zero)
