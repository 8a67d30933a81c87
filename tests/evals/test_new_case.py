"""A case of a ticket: nothing of the people in it, everything that the guards have to find still in it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner, Result

from assistant.triage.corrections import Correction, Corrections, packed
from draftdesk import app
from evals.case_file import Draft, append_case
from evals.errors import CaseRefused, SuiteInvalid
from evals.formats.catalog import read_cases
from evals.made_up import MadeUp, reshaped
from evals.new_case import case_id, draft_of, stuff_of_correction, stuff_of_file
from evals.stand_ins import made_up_text, made_up_ticket
from evals.tasks.catalog import tasks
from guardrails.scrub import Scrubber
from ingest.read_ticket import read_ticket
from settings import Settings

PLANTED = {
    "name": "Ilse Vandermeersch",
    "given": "Ilse",
    "family": "Vandermeersch",
    "agent": "Bogdan Wisniewski",
    "mail": "ilse.vandermeersch@kaaswinkel.example",
    "host": "kaaswinkel.example",
    "house": "Kaaswinkel Vandaag",
    "phone": "+31 6 2843 9175",
    "iban": "NL91ABNA0417164300",
    "card": "4539 1488 0343 6467",
    "address": "81.2.69.160",
    "password": "Tulp!8842-regen",
    "key": "sk_live_4fQ81mZx7Rt2Lw9Kc3Vb6Ny0",
}  # fmt: skip


def ticket(**changes: Any) -> dict[str, Any]:
    """Full of planted values."""
    p = PLANTED
    text = (
        f"Hello,\n\nsince Monday https://shop.{p['host']}/hooks gets no order any more, error FWK-1029 in app 2.8.1.\n"
        f"You can reach me at {p['mail']} or {p['phone']}. We pay from {p['iban']}, before that by card {p['card']}.\n"
        f"I sign in from my home, IP {p['address']}. Log in with the password {p['password']} and see.\n"
        f"The API key is {p['key']}.\n\nKind regards\n{p['name']}\n{p['house']}"
    )
    customer = {"role": "customer", "name": p["name"], "email": p["mail"]}
    agent = {"role": "agent", "name": p["agent"], "email": "bogdan.wisniewski@fennwick.example"}
    at = "2026-05-04T08:00:00+02:00"
    return {
        "id": "T-77",
        "subject": f"Orders of {p['house']} are missing, {p['given']}",
        "messages": [
            {"author": customer, "created_at": at, "text": text},
            {"author": agent, "created_at": at, "text": f"Hi {p['given']}, which server is it? {p['agent']}"},
            {"author": agent, "created_at": at, "public": False, "text": f"Called Ms {p['family']}: same key again."},
        ],
        "fields": {"channel": "email", "requester": p["name"], "category": "webhooks"},
        "customer": {"name": p["name"], "email": p["mail"], "organisation": p["house"], "tier": "scale"},
    } | changes


def short(**changes: Any) -> dict[str, Any]:
    """A ticket that is quickly read."""
    text = f"Orders are missing since Monday.\n\nKind regards\n{PLANTED['name']}"
    author = {"role": "customer", "name": PLANTED["name"]}
    messages = [{"author": author, "created_at": "2026-05-04T08:00:00+02:00", "text": text}]
    return ticket(subject="Orders are missing", messages=messages, customer={}) | changes


@pytest.fixture(scope="module")
def case(scrubber: Scrubber) -> dict[str, Any]:
    """The full ticket with made-up people."""
    return made_up_ticket(read_ticket(ticket()), "T-77", scrubber=scrubber)


def test_none_of_the_planted_values_is_left(case: dict[str, Any]) -> None:
    told = json.dumps(case, ensure_ascii=False).casefold()
    assert not [name for name, value in PLANTED.items() if value.casefold() in told]


def test_what_is_technical_stays(case: dict[str, Any]) -> None:
    told = json.dumps(case)
    assert [word for word in ("FWK-1029", "2.8.1", "/hooks", "since Monday") if word not in told] == []


def test_one_person_is_one_made_up_person_everywhere(case: dict[str, Any]) -> None:
    name = case["customer"]["name"]
    given, _, family = name.partition(" ")
    assert case["messages"][0]["author"]["name"] == name
    assert case["messages"][0]["text"].count(name) == 1
    assert case["messages"][1]["text"].startswith(f"Hi {given},")
    assert f"Ms {family}" in case["messages"][2]["text"]
    assert given.lower() in case["customer"]["email"]
    assert case["messages"][1]["author"]["name"] not in (name, PLANTED["agent"])


def test_the_guards_find_the_made_up_values_again(case: dict[str, Any], scrubber: Scrubber) -> None:
    text = case["messages"][0]["text"]
    found = {kind.split("_")[0] for _, _, kind in scrubber.scrub(text).spans}
    assert {"PERSON", "EMAIL", "PHONE", "IBAN", "CREDIT", "SECRET"} <= found
    assert "203.0.113." in text


def test_a_case_is_refused_when_something_of_somebody_is_left(scrubber: Scrubber) -> None:
    """A name in a field that holds the name of a plan, and that nobody reads for names."""
    held = short(customer={"name": PLANTED["name"], "tier": PLANTED["name"]})
    with pytest.raises(CaseRefused, match=r"still hold personal data \(person\)"):
        made_up_ticket(read_ticket(held), "T-77", scrubber=scrubber)


def test_the_same_ticket_gives_the_same_case(scrubber: Scrubber) -> None:
    one, other = (made_up_ticket(read_ticket(short()), "T-77", scrubber=scrubber) for _ in range(2))
    assert one == other


def test_no_made_up_name_is_one_of_the_ticket() -> None:
    made_up = MadeUp({"<PERSON_1>": "Mira Jonas"})
    assert not {"Mira", "Jonas"} & set(made_up.filled("<PERSON_1>").split())


@pytest.mark.parametrize("value", ["AB-12", "Tulp!8842-regen", "x", "00"])
def test_another_value_has_the_same_shape_and_nothing_of_the_old_one(value: str) -> None:
    other = reshaped(value, seed="s")
    assert [a.isdigit() for a in other] == [a.isdigit() for a in value]
    assert not [a for a, b in zip(other, value, strict=True) if a.isalnum() and a.lower() == b.lower()]


def test_what_names_the_kind_of_a_key_stays() -> None:
    assert reshaped(PLANTED["key"], seed="s", keep=True).startswith("sk_live_")


def test_placeholders_of_a_scrubbed_text_become_people_too() -> None:
    told = made_up_text("Login of <PERSON> fails, says <PERSON_1>, from <IP_ADDRESS_1> with <SECRET_1>")
    assert "<PERSON" not in told
    assert "203.0.113." in told
    assert "<SECRET_1>" in told


# --- the file ---


def draft(scrubber: Scrubber, path: Path, *, name: str = "", **changes: Any) -> Draft:
    path.write_text(json.dumps(short(**changes)), encoding="utf-8")
    return draft_of(stuff_of_file(path, "", scrubber=scrubber), tasks()["assist"], name=name)


def test_a_case_is_added_behind_what_stands_there(tmp_path: Path, scrubber: Scrubber) -> None:
    task, cases = tasks()["assist"], tmp_path / "cases.yaml"
    append_case(draft(scrubber, tmp_path / "one.json"), cases, task)
    edited = "# mine: do not touch\n" + cases.read_text(encoding="utf-8").replace("expect: {}", "expect: {team: apps}")
    cases.write_text(edited, encoding="utf-8")
    append_case(draft(scrubber, tmp_path / "two.json", name="second"), cases, task)
    assert cases.read_text(encoding="utf-8").startswith(edited)
    found = read_cases(cases, "cases", task, {})
    assert [(case.id, dict(case.expect)) for case in found] == [("T-77", {"team": "apps"}), ("second", {})]
    assert found[1].slices == {"origin": "ticket"}


def test_an_id_that_is_there_already_is_refused_and_nothing_is_lost(tmp_path: Path, scrubber: Scrubber) -> None:
    task, cases = tasks()["assist"], tmp_path / "cases.yaml"
    append_case(draft(scrubber, tmp_path / "one.json"), cases, task)
    before = cases.read_bytes()
    with pytest.raises(CaseRefused, match="has a case 'T-77' already"):
        append_case(draft(scrubber, tmp_path / "one.json"), cases, task)
    assert cases.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.yaml", "one.json"]


def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path, scrubber: Scrubber) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("name: a suite\n", encoding="utf-8")
    with pytest.raises(SuiteInvalid, match="expected a list of cases"):
        append_case(draft(scrubber, tmp_path / "one.json"), cases, tasks()["assist"])
    assert cases.read_text(encoding="utf-8") == "name: a suite\n"


@pytest.mark.parametrize("name", ["cases.jsonl", "nowhere/cases.yaml"])
def test_a_place_that_cannot_be_written_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseRefused, match=r"expected a file|there is no folder"):
        append_case(Draft("x", {"ticket": ticket()}, {}, {}, {}), tmp_path / name, tasks()["assist"])


def test_odd_texts_survive_the_yaml(tmp_path: Path) -> None:
    text = "- a: [b]\n\n  'quoted' \"twice\": # no comment\n\ttab\n---\n<<: *x\n\u2028 | >"
    odd = ticket(messages=[{"author": {"role": "customer"}, "text": text}])
    append_case(Draft("x", {"ticket": odd}, {"team": "yes"}, {}, {}), tmp_path / "c.yaml", tasks()["assist"])
    (found,) = read_cases(tmp_path / "c.yaml", "cases", tasks()["assist"], {})
    assert found.input["ticket"]["messages"][0]["text"] == text
    assert found.expect == {"team": "yes"}


# --- where cases come from ---


def test_a_solved_ticket_is_taken_as_it_came_in(tmp_path: Path, scrubber: Scrubber) -> None:
    made_of = draft(
        scrubber, tmp_path / "t.json", status="solved", resolution="New signing secret set in the endpoint."
    )
    assert len(made_of.input["ticket"]["messages"]) == 1
    assert made_of.expect == {"category": "webhooks"}
    assert "category: webhooks  # check: what the ticket ended with" in made_of.text()
    assert "signing secret" not in made_of.text()


def test_what_an_agent_said_by_feedback_is_not_to_be_checked(tmp_path: Path, scrubber: Scrubber) -> None:
    path = tmp_path / "feedback.json"
    body = {"ticket": short(), "labels": {"category": "api", "tags": ["keys"]}, "agent": PLANTED["agent"]}
    path.write_text(json.dumps(body), encoding="utf-8")
    made_of = draft_of(stuff_of_file(path, "", scrubber=scrubber), tasks()["assist"])
    assert made_of.expect == {"category": "api", "tags": ["keys"]}
    assert "category: api  # an agent said so" in made_of.text()
    assert PLANTED["agent"] not in made_of.text()


def test_a_case_of_a_correction_that_triage_keeps(tmp_path: Path, scrubber: Scrubber) -> None:
    settings = Settings(var=tmp_path)
    vector = packed(np.ones(4, dtype=np.float32))
    settings.triage_folder.mkdir(parents=True)
    kept = Corrections(settings.triage_folder)
    for id_, label in (("T-1", "api"), ("T-2", "billing")):
        text = f"Login fails\n<PERSON_1> cannot sign in since Monday, ticket {id_}"
        kept.put(Correction(id_, "2026-05-04T08:00:00+00:00", {"category": label}, text, vector, "e"))
    latest = stuff_of_correction(settings, "", scrubber=scrubber)
    assert (latest.id, latest.right, latest.ticket["subject"]) == ("T-2", {"category": "billing"}, "Login fails")
    assert "<PERSON" not in latest.ticket["messages"][0]["text"]
    assert stuff_of_correction(settings, "T-1", scrubber=scrubber).right == {"category": "api"}
    with pytest.raises(CaseRefused, match="no correction of ticket 'T-9'"):
        stuff_of_correction(settings, "T-9", scrubber=scrubber)


def test_a_kind_is_only_for_suites_of_written_texts(tmp_path: Path, scrubber: Scrubber) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(short()), encoding="utf-8")
    stuff = stuff_of_file(path, "", scrubber=scrubber)
    assert yaml.safe_load(draft_of(stuff, tasks()["write"], kind="reply").text())[0]["input"]["kind"] == "reply"
    with pytest.raises(CaseRefused, match="--kind reply"):
        draft_of(stuff, tasks()["assist"], kind="reply")


def test_an_id_that_may_be_somebody_is_no_id() -> None:
    assert case_id("T-77") == "T-77"
    assert case_id(PLANTED["mail"]).startswith("case-")


# --- the command ---


def command(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_command_proposes_what_the_assistant_says_now(tmp_path: Path, sample_settings: Settings) -> None:
    text = "Since we rotated the signing secret every webhook delivery fails with 401 Unauthorized."
    path, cases = tmp_path / "t.json", tmp_path / "cases.yaml"
    path.write_text(json.dumps(short(messages=[{"author": {"role": "customer"}, "text": text}])), encoding="utf-8")
    done = command("--var", str(sample_settings.var), "eval", "new-case", str(path), "--to", str(cases))
    assert done.exit_code == 0, done.output
    assert f"Added to {cases}" in done.output
    (case,) = read_cases(cases, "cases", tasks()["assist"], {})
    assert case.expect["verdict"] == "answerable"
    assert "kb-webhook-401" in case.expect["relevant"]
    assert "verdict: answerable  # check: what the assistant says now" in cases.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "name a file with a ticket, or --from-feedback"),
        (["t.json", "--from-feedback"], "name a file with a ticket, or --from-feedback"),
        (["t.json", "--suite", "pii"], "suite pii takes no tickets"),
        (["t.json", "--suite", "verdikt"], "did you mean 'verdict'"),
        (["nowhere.json"], "cannot read nowhere.json"),
        (["two.jsonl"], "holds more than one ticket: name one with --id"),
        (["--from-feedback"], "no correction is kept"),
    ],
)
def test_bad_input_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.json").write_text(json.dumps(short()), encoding="utf-8")
    Path("two.jsonl").write_text("\n".join(json.dumps(short(id=id_)) for id_ in ("T-1", "T-2")), encoding="utf-8")
    done = command("--var", "var", "eval", "new-case", *words)
    assert done.exit_code == 2
    assert why in " ".join(done.output.replace("│", " ").split())
    assert not list(tmp_path.glob("*.yaml"))
