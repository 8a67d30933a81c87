"""`draftdesk prompts`: which are live, what they were before, what came of trials."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.prompting.book import Side, TrialBook, Tried
from prompts.archive import PromptArchive
from prompts.prompt import Prompt, load_prompts

from .conftest import InProcess

OLD = Prompt("reply", "Answer as you like.\n\n$evidence\n")
LIVE = load_prompts()["reply"]


def used(folder: Path, *prompts: Prompt) -> None:
    for prompt in prompts:
        PromptArchive(folder / "var" / "prompts").keep(prompt)


def test_list_tells_what_is_live_and_since_when(run: InProcess, tmp_path: Path) -> None:
    used(tmp_path, OLD, LIVE)
    rows = {row["name"]: row for row in json.loads(run("prompts", "list", "--json").out)}
    assert rows.keys() == set(load_prompts())
    assert (rows["reply"]["version"], rows["reply"]["known"]) == (LIVE.version, 2)
    assert rows["reply"]["since"]
    assert (rows["summary"]["since"], rows["summary"]["known"]) == (None, 1)
    assert "not used yet" in run("prompts", "list").out


@pytest.mark.parametrize("asked", [f"reply@{OLD.version}", f"reply@{OLD.version[:6]}", "file"])
def test_a_diff_shows_what_changed(run: InProcess, tmp_path: Path, asked: str) -> None:
    used(tmp_path, OLD)
    (tmp_path / "mine.md").write_text(OLD.text)
    outcome = run("prompts", "diff", str(tmp_path / "mine.md") if asked == "file" else asked, "reply")
    assert outcome.code == 0
    assert "-Answer as you like." in outcome.out
    assert f"+++ reply@{LIVE.version}" in outcome.out


def test_a_diff_of_the_same_says_so(run: InProcess) -> None:
    assert "are the same" in run("prompts", "diff", "reply", f"reply@{LIVE.version}").out


def test_show_gives_the_text_back(run: InProcess, tmp_path: Path) -> None:
    used(tmp_path, OLD)
    assert run("prompts", "show", f"reply@{OLD.version}").out == OLD.text
    assert run("prompts", "show", "reply").out == LIVE.text


@pytest.mark.parametrize("asked", ["nothing", "reply@0000000", "@", "reply@"])
def test_what_is_not_there_is_an_error_with_what_is(run: InProcess, asked: str) -> None:
    outcome = run("prompts", "show", asked)
    assert outcome.code == 2
    assert "expected" in outcome.err


def side(version: str, kept: int, **changes: Any) -> Side:
    numbers: dict[str, Any] = {"failed": "", "ms": 900, "calls": 1, "tokens_in": 800, "tokens_out": 100, "written": 4}
    return Side(**{"prompts": {"rules": "aaaa", "reply": version}, "made_by": "openai:x", "removed": {}, "text": "Yes.",
                   "kept": kept, **numbers, **changes})  # fmt: skip


def tried(folder: Path, n: int) -> None:
    book = TrialBook(folder / "var" / "shadow")
    for number in range(n):
        live = side("bbbb", 2, removed={"evidence.number": 2})
        other = side("cccc", 3 + number % 2, tokens_out=50)
        book.add(Tried(str(number), "2026-10-01", f"T-{number}", "reply", "en", "openai:x", live, other))


def test_trials_are_compared_in_pairs(run: InProcess, tmp_path: Path) -> None:
    tried(tmp_path, 20)
    (group,) = json.loads(run("prompts", "shadow", "--json").out)
    assert (group["n"], group["change"]) == (20, "reply@bbbb > cccc")
    kept = group["measures"]["kept_share"]
    assert (kept["live"]["mean"], kept["shadow"]["mean"]) == (0.5, 0.875)
    assert 0 < kept["difference"]["low"] < 0.375 < kept["difference"]["high"]
    assert group["measures"]["tokens"]["difference"]["mean"] == -50
    assert group["objections"] == {"evidence.number": {"live": 40, "shadow": 0}}
    table = run("prompts", "shadow").out
    assert "20 texts of 20 tickets" in table
    assert "evidence.number: 40 live, 0 tried" in table


def test_only_one_kind_of_text(run: InProcess, tmp_path: Path) -> None:
    tried(tmp_path, 3)
    assert json.loads(run("prompts", "shadow", "--kind", "summary", "--json").out) == []


def test_a_line_that_was_cut_off_is_told_and_left_out(run: InProcess, tmp_path: Path) -> None:
    tried(tmp_path, 3)
    path = next((tmp_path / "var" / "shadow").iterdir())
    path.write_text(path.read_text() + json.dumps(asdict(side("x", 1)))[:40])
    outcome = run("prompts", "shadow", "--json")
    assert "1 lines" in outcome.err
    assert json.loads(outcome.out)[0]["n"] == 3


def test_nothing_was_tried(run: InProcess, tmp_path: Path) -> None:
    assert "No prompt was tried yet" in run("prompts", "shadow").out
    assert not (tmp_path / "var").exists()
