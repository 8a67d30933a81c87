"""`draftdesk write`: kinds, steering and turns in a terminal."""

import json
import shutil
from pathlib import Path

import pytest

from settings import Settings
from tests.server.desk import TICKET

from .conftest import InProcess


@pytest.fixture
def var(sample_settings: Settings, tmp_path: Path) -> str:
    """A copy of the sample's index."""
    folder = tmp_path / "var"
    shutil.copytree(sample_settings.var, folder)
    return str(folder)


@pytest.fixture
def ticket(tmp_path: Path) -> str:
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(TICKET), encoding="utf-8")
    return str(file)


def test_the_list_names_every_kind_without_an_index(run: InProcess) -> None:
    outcome = run("write", "--list")
    assert outcome.code == 0
    for kind in ("reply", "escalation", "incident_update", "Hand-over note", "Steps to reproduce"):
        assert kind in outcome.out


def test_a_reply_is_written_and_refined_with_its_evidence(run: InProcess, var: str, ticket: str) -> None:
    words = ("--var", var, "write", "reply", ticket, "--tone", "formal", "--turn", "keep only the steps")
    outcome = run(*words, "--turn", "make it rhyme")
    assert outcome.code == 0, outcome.err
    assert "Dear Ana," in outcome.out
    assert "1. " in outcome.out
    assert "You reported" not in outcome.out
    assert "] passage kb-webhook-401#" in outcome.out
    assert "“make it rhyme” was not understood" in " ".join(outcome.out.split())
    assert "written by extractive from gen-" in outcome.out


def test_json_is_what_the_server_answers(run: InProcess, var: str, ticket: str) -> None:
    outcome = run("--var", var, "write", "reply", ticket, "--json", "--turn", "no greeting")
    found = json.loads(outcome.out)
    assert (found["kind"], found["text"]["made_by"]) == ("reply", "extractive")
    assert "greeting" not in {one["role"] for section in found["text"]["sections"] for one in section["sentences"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("poem",), "'poem' is none of summary, reply"),
        (("reply", "{}", "--tone", "angry"), "'angry' is none of neutral, warm"),
        (("reply", "{}", "--length", "huge"), "'huge' is none of short, normal"),
        (("reply",), "name a ticket file"),
        ((), "is none of summary"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_loads(
    run: InProcess, ticket: str, words: tuple[str, ...], said: str
) -> None:
    outcome = run("write", *(ticket if word == "{}" else word for word in words))
    assert outcome.code != 0
    assert said in " ".join(outcome.err.replace("│", " ").split())


def test_a_language_without_phrases_is_refused_with_those_there_are(run: InProcess, var: str, ticket: str) -> None:
    outcome = run("--var", var, "write", "reply", ticket, "--language", "tlh")
    assert outcome.code == 1
    assert "cannot write in 'tlh'" in outcome.err
    assert "next:" in outcome.err
