"""`draftdesk eval replay`, end to end with the real parts: a house of a few pages and tickets."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from draftdesk import app
from evals.running.log import read_log
from evals.running.rescore import rescored

PAGES = {
    "kb-tare": ("Scale shows zeros", "Clean the four feet of the scale, press Tare for 10 seconds and weigh again."),
    "kb-belt": ("Belt squeaks", "Loosen both screws of the belt by half a turn and run it empty for 5 minutes."),
    "kb-late": ("Gate stays shut", "Hold the green key for 20 seconds until the gate moves twice."),
}
ASKED = {
    "T-1": ("2026-03-02", "Scale at zero", "Our scale shows zeros, whatever we put on it.", "kb-tare"),
    "T-2": ("2026-03-09", "Noise", "The belt squeaks under a parcel of more than ten kilos.", "kb-belt"),
    "T-3": ("2026-05-04", "Zeros again", "The scale in hall two shows nothing but zeros, help.", "kb-tare"),
    "T-4": ("2026-05-11", "Gate", "The gate of hall two stays shut, the green key blinks.", "kb-late"),
}  # fmt: skip


def solved(id_: str) -> dict[str, Any]:
    day, subject, text, page = ASKED[id_]
    customer = {"role": "customer", "name": "Ottilie Brandauer", "email": "ottilie@brandauer.example"}
    return {
        "id": id_,
        "subject": subject,
        "messages": [
            {"author": customer, "created_at": f"{day}T08:00:00Z", "text": f"{text}\n\nOttilie Brandauer"},
            {"author": {"role": "agent"}, "created_at": f"{day}T10:00:00Z", "text": f"{PAGES[page][1]} Does it help?"},
        ],
        "fields": {"category": page.removeprefix("kb-"), "articles": [page]},
        "status": "solved",
    }


def command(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--var", str(root / "var"), "eval", "replay", *words])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("replay")
    (place / "kb").mkdir()
    for id_, (title, text) in PAGES.items():
        updated = "2026-06-01" if id_ == "kb-late" else "2026-01-01"
        front = f"---\nid: {id_}\ntitle: {title}\naudience: public\nupdated: {updated}\n---\n\n"
        (place / "kb" / f"{id_}.md").write_text(front + text + "\n", encoding="utf-8")
    lines = "\n".join(json.dumps(solved(id_)) for id_ in ASKED)
    (place / "solved.jsonl").write_text(lines, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def played(root: Path) -> dict[str, Any]:
    """One run for all tests."""
    words = ["--after", "2026-05-01", "--knowledge", str(root / "kb"), "--refresh", "7"]
    done = command(
        root, str(root / "solved.jsonl"), *words, "--out", str(root / "log.jsonl"), "--json", str(root / "j")
    )
    assert done.exit_code == 0, done.output
    value: dict[str, Any] = json.loads((root / "j").read_text(encoding="utf-8"))
    return value


def test_the_figures_say_what_could_be_known_and_that_nothing_leaked(played: dict[str, Any]) -> None:
    assert (played["command"], played["n"]) == ("eval replay", 2)
    assert played["metrics"]["cited_article_was_known"] == 0.5
    assert played["metrics"]["hours_to_first_answer"] == pytest.approx(2.0)
    assert played["intervals"]["cited_article_was_known"]["n"] == 2
    assert played["counts"]["documents_known_at_first"] == 4
    assert played["counts"]["documents_known_at_last"] == 5
    assert played["counts"]["answers_in_subject_or_fields"] == 0
    assert played["counts"]["answers_in_documents_without_a_date"] == 0


def test_the_log_is_one_that_can_be_scored_again(root: Path, played: dict[str, Any]) -> None:
    log = read_log(root / "log.jsonl")
    (suite,) = log.suites
    assert (suite.name, suite.task, len(suite.cases)) == ("replay", "assist", played["n"])
    assert {case.id: case.slices["known"] for case in suite.cases} == {"T-3": "yes", "T-4": "no"}
    assert [step["cut"] for step in suite.made_with["replay"]] == ["2026-05-01", "2026-05-08"]
    again = rescored(log).suites[0]
    assert [case.scores for case in again.cases] == [case.scores for case in suite.cases]


def test_nobody_stands_in_the_log_or_in_the_suite_beside_it(root: Path, played: dict[str, Any]) -> None:
    assert played["n"] == 2
    told = (root / "log.jsonl").read_text(encoding="utf-8") + (root / "log.suite.yaml").read_text(encoding="utf-8")
    assert "Brandauer" not in told
    assert "ottilie" not in told.casefold()


def test_what_was_not_known_is_not_found(root: Path, played: dict[str, Any]) -> None:
    assert played["n"] == 2
    cases = {case.id: case for case in read_log(root / "log.jsonl").suites[0].cases}
    found = {id_: {p["document"] for p in (case.output or {}).get("knowledge", ())} for id_, case in cases.items()}
    assert "kb-tare" in found["T-3"]
    assert "kb-late" not in found["T-4"]
    read = {one["document"] for case in cases.values() for one in (case.output or {}).get("cases", ())}
    assert not {"T-4"} & read


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--after", "someday"], "is no date"),
        (["--after", "2030-01-01"], "they came from 2026-03-02 to 2026-05-11"),
        (["--after", "2026-05-01", "--field", "articles"], "tells the answer"),
        (["--after", "2026-05-01", "--out", "solved.jsonl"], "is there already"),
        (["--after", "2026-05-01", "--json", "nowhere/x.json"], "there is no folder"),
    ],
)
def test_bad_input_says_what_is_wrong(root: Path, words: list[str], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    done = command(root, "solved.jsonl", *words, "--knowledge", "kb")
    assert done.exit_code == 2
    assert why in " ".join(done.output.replace("│", " ").split())
