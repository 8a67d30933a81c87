"""docs/evals.md is followed word by word: its files are written, its commands run, in the order of the page."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from evals.running.log import read_log
from settings import Settings

from .conftest import InProcess

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evals.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```(console|yaml)\n(.*?)^```$", PAGE)


def files() -> dict[str, str]:
    """The YAML blocks that begin with the name of their file."""
    named = (re.match(r"# (\S+\.yaml)\n", text) for kind, text in BLOCKS if kind == "yaml")
    found = [match for match in named if match]
    return {match[1]: match.string for match in found}


def commands() -> list[list[str]]:
    return [shlex.split(line)[1:] for kind, text in BLOCKS if kind == "console" for line in text.splitlines()]


@pytest.fixture
def desk(tmp_path: Path, sample_settings: Settings) -> dict[str, str]:
    """A house over a small part of the sample company, and the variables that name it."""
    for name, text in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    tickets = tmp_path / "sample" / "tickets"
    tickets.mkdir(parents=True)
    shutil.copy(ROOT / "sample" / "tickets" / "open.jsonl", tickets)
    shutil.copy(sample_settings.sources[1], tickets / "solved.jsonl")
    of_house = sample_settings.model_copy(update={"var": tmp_path / "var"})
    shutil.copytree(sample_settings.var, of_house.var)
    sources = json.dumps([str(source) for source in of_house.sources])
    return {"DRAFTDESK_VAR": str(of_house.var), "DRAFTDESK_SOURCES": sources}


def test_the_guide_can_be_followed(run: InProcess, desk: dict[str, str]) -> None:
    told = {}
    for words in commands():
        outcome = run(*words, **desk)
        assert outcome.code == 0, f"draftdesk {shlex.join(words)}\n{outcome.out}\n{outcome.err}"
        told[" ".join(words[:3])] = outcome.out
    assert "webhooks" in told["eval run evals/webhooks.yaml"]
    assert "settings.language: en -> de" in told["eval compare before.jsonl"]
    assert "The gate is open" in told["eval gate evals/webhooks.yaml"]
    assert [one.id for one in read_log(Path("evals/baseline.jsonl")).suites[0].cases] == [
        "locked-out-by-sso",
        "refused-after-rotation",
    ]
    assert read_log(Path("before.jsonl")).suites[0].cases[0].scores["verdict"].value == 1
    assert Path("before.html").stat().st_size > 1000


def test_the_guide_names_every_command_of_suites() -> None:
    named = {words[1] for words in commands()}
    assert named == {"list", "new-case", "run", "report", "score", "compare", "gate", "replay"}
