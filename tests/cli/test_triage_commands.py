"""`draftdesk triage …` from the first correction to a rollback, on the sample company."""

import json
import shutil
from pathlib import Path

import pytest

from settings import Settings
from tests.server.desk import TICKET

from .conftest import InProcess


@pytest.fixture
def var(tmp_path: Path, sample_settings: Settings) -> str:
    """A folder of its own with the index of the sample company."""
    shutil.copytree(sample_settings.index_folder, tmp_path / "var" / "index")
    return str(tmp_path / "var")


@pytest.fixture
def ticket(tmp_path: Path) -> str:
    path = tmp_path / "ticket.json"
    path.write_text(json.dumps(TICKET), encoding="utf-8")
    return str(path)


def test_from_a_correction_to_a_rollback(run: InProcess, var: str, ticket: str) -> None:
    def triage(*words: str) -> str:
        outcome = run("--var", var, "triage", *words)
        assert outcome.code == 0, outcome.err
        return outcome.out

    assert "Serves: what gen-000001 teaches by itself." in triage("status")
    assert "No version was trained yet" in triage("versions")
    told = triage("correct", ticket, "--category", "Billing", "--agent", "17")
    assert "category: billing (gen-000001 said" in told
    assert "Corrections: 1 kept, 1 not learned from yet." in triage("status")
    trained = json.loads(triage("train", "--json"))
    assert trained["outcome"] in ("serves", "refused")
    assert trained["version"]["corrections"] == 1
    assert "Nothing was learned" in triage("train")
    assert "Version 000002" in triage("train", "--again")
    listed = json.loads(triage("versions", "--json"))
    assert [one["version"] for one in listed] == ["000002", "000001"]
    assert "serves again" in triage("rollback", "--to", "000001")
    status = json.loads(triage("status", "--json"))
    assert (status["serves"], status["stale"]) == ("version 000001", [])
    assert "000001  serves" in triage("versions")
    drift = json.loads(triage("drift", "--json"))
    assert {one["verdict"] for one in drift["triaged"]} == {"too few"}
    assert "too few" in triage("drift", "--days", "7")
    assert "is gone" in triage("correct", ticket, "--withdraw")
    assert "What the index teaches by itself serves again" in triage("rollback", "--to", "index")


def test_mistakes_are_told_with_the_next_step(run: InProcess, var: str, ticket: str, tmp_path: Path) -> None:
    for words, message in [
        (("correct", ticket, "--category", "webhoks"), "no category 'webhoks': did you mean webhooks"),
        (("correct", ticket), "the correction states nothing"),
        (("correct", ticket, "--withdraw"), "no correction of ticket T-1"),
        (("rollback",), "no version serves"),
        (("rollback", "--to", "000007"), "no version '000007': there are none, or index"),
    ]:
        outcome = run("--var", var, "triage", *words)
        assert outcome.code == 1
        assert message in outcome.err
        assert "next:" in outcome.err
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(json.dumps(TICKET | {"id": f"T-{n}"}) for n in range(2)), encoding="utf-8")
    outcome = run("--var", var, "triage", "correct", many.name, "--category", "billing")
    assert outcome.code == 2
    assert "holds 2 tickets" in outcome.err


def test_without_an_index_the_next_step_is_told(run: InProcess, tmp_path: Path) -> None:
    outcome = run("--var", str(tmp_path / "none"), "triage", "status")
    assert outcome.code == 1
    assert "draftdesk index build" in outcome.err
