"""`draftdesk search`: what was found, why, and what to do when nothing was."""

import json
from pathlib import Path
from typing import Any

import pytest

from settings import Settings

from .conftest import InProcess

WIDE = "160"


@pytest.fixture(scope="module")
def var(sample_settings: Settings) -> str:
    """A folder of data with an index of a part of the sample company."""
    return str(sample_settings.var)


def found(out: str) -> dict[str, list[dict[str, Any]]]:
    value: dict[str, list[dict[str, Any]]] = json.loads(out)
    return value


def test_title_place_excerpt_and_reason(run: InProcess, var: str) -> None:
    outcome = run("--var", var, "search", "signing", "secret", "rotated", "--limit", "2", COLUMNS=WIDE)
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[0] == "Knowledge"
    assert "  1. " in lines[1]
    assert "webhook-401" in lines[1]
    assert any(line.strip().startswith("why: shares ") and "similarity 0." in line for line in lines)
    assert "weight" not in outcome.out
    assert "  3. " not in outcome.out


def test_why_tells_everything_that_counted(run: InProcess, var: str) -> None:
    outcome = run("--var", var, "search", "signing secret rotated", "--limit", "1", "--why", COLUMNS=WIDE)
    assert "word “secret” in " in outcome.out
    assert "weight " in outcome.out
    assert "words (BM25) " in outcome.out
    assert "characters " in outcome.out


def test_both_pools_apart(run: InProcess, var: str) -> None:
    outcome = run("--var", var, "search", "webhook 401", "--pool", "both", "--limit", "2", "--json")
    both = found(outcome.out)
    assert [one["pool"] for one in both["knowledge"]] == ["knowledge"] * 2
    assert [one["pool"] for one in both["cases"]] == ["cases"] * 2
    assert {"why", "matches", "duplicates"} <= both["cases"][0].keys()
    people = run("--var", var, "search", "webhook 401", "--pool", "both", "--limit", "2", COLUMNS=WIDE).out
    assert people.index("Knowledge\n") < people.index("Solved tickets\n")


def test_public_leaves_out_what_is_internal(run: InProcess, var: str) -> None:
    everything = found(run("--var", var, "search", "webhook 401", "--limit", "20", "--json").out)["knowledge"]
    public = found(run("--var", var, "search", "webhook 401", "--limit", "20", "--json", "--public").out)["knowledge"]
    assert {one["document_id"] for one in everything} - {one["document_id"] for one in public} == {"rb-webhook-401"}


def test_a_ticket_from_a_file(run: InProcess, var: str, tmp_path: Path) -> None:
    file = tmp_path / "tickets.jsonl"
    tickets = [
        {
            "id": "A",
            "subject": "Login loop",
            "messages": [{"author": {"role": "customer"}, "text": "SAML login loops."}],
        },
        {"id": "B", "subject": "401", "messages": [{"author": {"role": "customer"}, "text": "Webhooks answer 401."}]},
    ]
    file.write_text("".join(json.dumps(ticket) + "\n" for ticket in tickets), encoding="utf-8")
    first = found(run("--var", var, "search", "--ticket", str(file), "--json").out)["knowledge"][0]
    second = found(run("--var", var, "search", "--ticket", str(file), "--id", "B", "--json").out)["knowledge"][0]
    assert first["document_id"] == "kb-sso-login-loop"
    assert second["document_id"] in ("kb-webhook-401", "rb-webhook-401")


def test_a_field_that_nothing_carries_says_what_to_do(run: InProcess, var: str) -> None:
    outcome = run("--var", var, "search", "webhook", "--pool", "cases", "--field", "category=zebra", COLUMNS=WIDE)
    assert outcome.code == 0
    assert "Solved tickets: nothing found." in outcome.out
    assert "leave one out" in outcome.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("x", "--pool", "all"), "no pool 'all'"),
        ((), "either words or --ticket"),
        (("x", "--ticket", "t.json"), "either words or --ticket"),
        (("x", "--field", "category"), "no name=value"),
        (("x", "--field", "=x"), "no name=value"),
        (("x", "--limit", "0"), "--limit"),
        (("--ticket", "absent.json"), "absent.json"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused(run: InProcess, words: tuple[str, ...], told: str) -> None:
    outcome = run("search", *words, COLUMNS=WIDE)
    assert outcome.code != 0
    assert told in " ".join(outcome.err.split())


def test_only_personal_data_is_no_search(run: InProcess, var: str) -> None:
    outcome = run("--var", var, "search", "ana.duarte@brightmoor.example")
    assert outcome.code == 1
    assert "the search has no words" in outcome.err
    assert "brightmoor" not in outcome.err
