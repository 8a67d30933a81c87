"""`draftdesk eval report`: the table, JSON, and JUnit."""

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console
from typer.testing import CliRunner

from draftdesk import app
from evals.reporting.junit import junit_of, write_junit
from evals.reporting.machine import report_json
from evals.reporting.table import print_log
from evals.running.log import Log, write_log
from evals.scorers.score import NOT_ASKED, Score, no_answer

from .made_logs import case, log, suite
from .report_logs import figured, rich_log


@pytest.fixture
def rich(tmp_path: Path) -> Log:
    return rich_log(tmp_path / "new.jsonl")


def shown(made: Log, *, slices: bool = False) -> list[str]:
    console = Console(file=io.StringIO(), width=200)
    print_log(made, console, slices=slices)
    assert isinstance(console.file, io.StringIO)
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


def test_the_table_tells_figures_thresholds_the_worst_cases_and_time(rich: Log) -> None:
    lines = shown(rich)
    assert "verdict verdict 10 0.900 0.700 to 1.000 1 1 MISSED at least 0.95; answered at least 0.5" in lines
    assert lines[lines.index("Missed: verdict verdict: at least 0.95, reached 0.9") + 1 :][:2] == [
        "T-05: failed: ModelTimeout (model_timeout)",
        "T-01: 0.000 answerable instead of gap",
    ]
    assert "assist 11 26 30 1100 220 0.0110" in lines  # inputs that both suites share count once
    assert "Failed: verdict T-05: ModelTimeout (model_timeout)" in lines
    assert lines[-1] == "1 of 3 thresholds are met"


def test_slices_are_told_when_asked_for(rich: Log) -> None:
    assert not any("language: de" in line for line in shown(rich))
    assert any(line.startswith("verdict verdict language: de") for line in shown(rich, slices=True))


def test_text_of_a_log_is_no_markup_of_the_terminal() -> None:
    odd = case("[bold]x[/bold]", {"verdict": Score(0.0, "[link=evil]a[/link]")}, slices={"tag": "[red]hot"})
    made = suite("one", {"verdict": []}, cases=(odd,), thresholds={"verdict": {"at_least": 1}})
    lines = shown(figured(log(made)), slices=True)
    assert "[bold]x[/bold]: 0.000 [link=evil]a[/link]" in lines
    assert any("tag: [red]hot" in line for line in lines)


def test_the_json_keeps_the_keys_of_every_command_and_null_for_what_has_no_value(rich: Log) -> None:
    made = report_json(rich, command="eval run")
    assert {"command", "data", "n", "settings", "seconds", "metrics"} <= made.keys()
    assert (made["command"], made["n"], made["seconds"], made["met"]) == ("eval run", 18, 12.5, False)
    assert made["metrics"] == {"verdict/verdict": 0.9, "leaks/char_leak": pytest.approx(4 / 9)}
    assert made["intervals"]["verdict/verdict"] == {"n": 10, "low": 0.7, "high": 1.0}
    assert [(one["scorer"], one["kind"], one["met"]) for one in made["thresholds"]] == [
        ("verdict", "at_least", False),
        ("verdict", "answered", True),
        ("char_leak", "at_most", False),
    ]
    assert made["failed"][0] == {"suite": "verdict", "id": "T-05", "error": "ModelTimeout (model_timeout)"}
    assert made["times"]["assist"]["tokens_in"] == 1100
    assert made["figures"][0]["slices"]["language"]["de"]["n"] == 5
    nothing = figured(log(suite("one", {"verdict": [NOT_ASKED]})))
    assert report_json(nothing)["metrics"] == {"one/verdict": None}


def test_the_json_against_a_baseline_holds_the_comparison(rich: Log, tmp_path: Path) -> None:
    made = report_json(rich, baseline=rich_log(tmp_path / "old.jsonl", new=False))
    assert made["baseline"].endswith("old.jsonl")
    assert [one["case"] for one in made["comparison"]["moved"]] == ["T-01", "T-05"]
    assert "settings.min_support" in {one["what"] for one in made["comparison"]["made_otherwise"]}


def test_junit_has_a_test_for_each_case_and_each_threshold(rich: Log, tmp_path: Path) -> None:
    write_junit(rich, tmp_path / "junit.xml")
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "21",
        "failures": "3",
        "errors": "2",
        "skipped": "1",
    }
    verdict, leaks = root
    tests = {test.get("name"): test for test in verdict}
    assert tests["verdict at least 0.95"].find("failure").get("message") == "at least 0.95, reached 0.9"  # type: ignore[union-attr]
    assert list(tests["verdict answered at least 0.5"]) == []
    assert tests["T-05"].find("error").get("message") == "ModelTimeout (model_timeout)"  # type: ignore[union-attr]
    assert tests["T-04"].find("skipped").get("message") == "verdict: no answer (it held back)"  # type: ignore[union-attr]
    assert tests["T-01"].find("failure") is None  # the threshold allows some
    assert tests["T-01"].findtext("system-out") == "verdict: 0 (answerable instead of gap)"
    broken = {test.get("name"): test for test in leaks}["T-03"].find("failure")
    assert broken is not None
    assert broken.get("message") == "char_leak: 1 (a name was left)"  # `at_most: 0` allows none


def test_junit_of_a_case_of_which_nothing_was_asked_says_so() -> None:
    root = junit_of(figured(log(suite("one", {"verdict": [NOT_ASKED]}))))
    assert [one.get("message") for one in root.iter("skipped")] == ["nothing was asked of it"]


@pytest.mark.parametrize("odd", ["\x00\x08\x1b[31m", "\ud800", "\uffff", "]]><x>&amp;\"'", "tab\tline\n"])
def test_junit_can_be_parsed_whatever_a_reason_holds(tmp_path: Path, odd: str) -> None:
    held = case(f"id{odd}", {"verdict": no_answer(f"why {odd}")})
    write_junit(figured(log(suite("one", {"verdict": []}, cases=(held,)))), tmp_path / "odd.xml")
    [skipped] = ElementTree.parse(tmp_path / "odd.xml").getroot().iter("skipped")
    assert (skipped.get("message") or "").startswith("verdict: no answer (why ")


def test_the_command_writes_all_that_was_asked_for(rich: Log, tmp_path: Path) -> None:
    rich_log(tmp_path / "old.jsonl", new=False)
    files = {kind: str(tmp_path / f"report.{kind}") for kind in ("html", "json", "junit")}
    options = [word for kind, path in files.items() for word in (f"--{kind}", path)]
    done = CliRunner().invoke(
        app, ["eval", "report", str(rich.path), "--baseline", str(tmp_path / "old.jsonl"), *options]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(Path(files["json"]).read_text(encoding="utf-8"))["command"] == "eval report"
    assert ElementTree.parse(files["junit"]).getroot().tag == "testsuites"
    assert "What moved" in Path(files["html"]).read_text(encoding="utf-8")
    assert "1 of 3 thresholds are met" in done.output


def test_a_log_without_figures_such_as_a_baseline_gets_them_from_its_scores(tmp_path: Path) -> None:
    write_log(log(suite("one", {"verdict": [Score(1.0), Score(0.0)]})), tmp_path / "slim.jsonl", outputs=False)
    done = CliRunner().invoke(app, ["eval", "report", str(tmp_path / "slim.jsonl")])
    assert "one verdict 2 0.500" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["missing.jsonl"], "cannot read missing.jsonl"),
        (["{log}", "--html", "no/such/folder/page.html"], "name a file in a folder that is there"),
        (["{log}", "--baseline", "{cut}"], "was cut short"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(rich: Log, tmp_path: Path, words: list[str], told: str) -> None:
    cut = tmp_path / "cut.jsonl"
    assert rich.path
    cut.write_text(rich.path.read_text(encoding="utf-8").rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    given = [word.format(log=rich.path, cut=cut) for word in words]
    done = CliRunner().invoke(app, ["eval", "report", *given, "--json", str(tmp_path / "out.json")])
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "out.json").exists()
