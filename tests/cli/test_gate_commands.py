"""`draftdesk eval compare` and `eval gate` over logs that are there."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.running.log import CaseRun, Log, SuiteRun, write_log
from evals.scorers.score import Score

from .conftest import InProcess

GATE = "baselines: {quick: base.jsonl}\n"


def logged(path: Path, *values: float, reason: str = "", **run: object) -> Path:
    scores = [{"verdict": Score(value, "" if value == 1 else reason)} for value in values]
    cases = [CaseRun(f"c{n}", f"d{n}", {}, {"text": "t"}, one) for n, one in enumerate(scores)]
    suite = SuiteRun("mine", 1, "assist", "mine.yaml", ("verdict",), {}, {"model": ""}, tuple(cases))
    write_log(Log({"seed": 0, "code": "a", "packages": {}} | run, (suite,)), path)
    return path


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    path = tmp_path / "gate.yaml"
    path.write_text(GATE, encoding="utf-8")
    return path


def test_a_baseline_is_made_held_against_and_made_anew(run: InProcess, tmp_path: Path, gate: Path) -> None:
    good = logged(tmp_path / "good.jsonl", *[1] * 20)
    bad = logged(tmp_path / "bad.jsonl", *[0] * 6, *[1] * 14, reason="out of scope")
    first = run("eval", "gate", "--log", str(good), "--file", str(gate))
    assert first.code == 2
    assert "eval gate --update" in " ".join(first.err.split()).replace("│ ", "")
    assert run("eval", "gate", "--log", str(good), "--file", str(gate), "--update").code == 0
    assert run("eval", "gate", "--log", str(good), "--file", str(gate)).code == 0

    shut = run("eval", "gate", "--log", str(bad), "--file", str(gate), "--json", "g.json", "--junit", "g.xml")
    assert shut.code == 1
    assert "drop: mine/verdict from 1.0000 to 0.7000" in shut.out
    assert "c0: 1 -> 0 (out of scope)" in shut.out
    assert "The gate is shut" in shut.out
    assert json.loads(Path("g.json").read_text())["passed"] is False
    assert ElementTree.parse("g.xml").findall("testsuite/testcase/failure")

    renewed = run("eval", "gate", "--log", str(bad), "--file", str(gate), "--update")
    assert renewed.code == 0
    assert "mine/verdict" in renewed.out  # what changes is shown before it is written
    assert run("eval", "gate", "--log", str(bad), "--file", str(gate)).code == 0


def test_a_log_can_be_the_baseline_and_stays_as_it_is(run: InProcess, tmp_path: Path, gate: Path) -> None:
    good, bad = logged(tmp_path / "good.jsonl", *[1] * 9), logged(tmp_path / "bad.jsonl", *[0] * 9)
    before = good.read_bytes()
    assert run("eval", "gate", "--log", str(bad), "--file", str(gate), "--baseline", str(good)).code == 1
    assert run("eval", "gate", "--log", str(good), "--file", str(gate), "--baseline", str(good)).code == 0
    assert good.read_bytes() == before


def test_a_run_of_some_cases_makes_no_baseline(run: InProcess, tmp_path: Path, gate: Path) -> None:
    some = logged(tmp_path / "some.jsonl", 1, 1, limit=2)
    outcome = run("eval", "gate", "--log", str(some), "--file", str(gate), "--update")
    assert outcome.code == 2
    assert "--limit" in outcome.err
    assert not (tmp_path / "base.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--file", "none.yaml"], "cannot be read"),
        (["--file", "wrong.yaml"], "did you mean"),
        (["--tier", "slow"], "quick or full"),
        (["--log", "wrong.yaml", "--baseline", "good.jsonl"], "no JSON"),
    ],
)
def test_bad_input_is_told_with_code_2(run: InProcess, tmp_path: Path, gate: Path, words: list[str], told: str) -> None:
    logged(tmp_path / "good.jsonl", 1)
    (tmp_path / "wrong.yaml").write_text("alowed: {drop: 1}\n", encoding="utf-8")
    given = ["--log", "good.jsonl", "--file", str(gate), "--baseline", "good.jsonl"]
    outcome = run("eval", "gate", *given, *words)
    assert outcome.code == 2
    assert told in " ".join(outcome.err.replace("│", " ").split())


def test_compare_shows_making_figures_and_moved_cases(run: InProcess, tmp_path: Path) -> None:
    old = logged(tmp_path / "old.jsonl", *[1] * 12)
    new = logged(tmp_path / "new.jsonl", *[0] * 7, *[1] * 5, reason="knowledge gap", code="b")
    outcome = run("eval", "compare", str(old), str(new), "--json", "c.json")
    assert outcome.code == 0
    assert "code: a -> b" in outcome.out
    assert "c0: 1 -> 0 (knowledge gap)" in outcome.out
    assert "and 2 more" in outcome.out
    value = json.loads(Path("c.json").read_text())
    assert (value["command"], value["differences"][0]["n"], len(value["moved"])) == ("eval compare", 12, 7)
    assert "and 2 more" not in run("eval", "compare", str(old), str(new), "--all").out


def test_what_is_no_log_is_told(run: InProcess, tmp_path: Path) -> None:
    old = logged(tmp_path / "old.jsonl", 1)
    outcome = run("eval", "compare", str(old), "none.jsonl")
    assert outcome.code == 2
    assert "none.jsonl" in outcome.err
