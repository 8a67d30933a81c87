"""Running cases into a log: what is kept, what never is, and that one failing case ends nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.errors import DataInvalid, LogInvalid
from evals.running.bench import Bench
from evals.running.case import digest
from evals.running.changes import changed
from evals.running.clean import Cleaner
from evals.running.log import read_log, write_log
from evals.running.recorded import recorded
from evals.running.rescore import rescored
from evals.running.run import Asked
from evals.running.suite import load_suite
from evals.tasks.mask import Mask
from evals.tasks.shapes import EvidenceKept, SentenceKept
from guardrails.scrub import Scrubber
from ingest.read_ticket import read_ticket
from prompts.prompt import load_prompts
from settings import Settings

SUITE = """name: mine
version: 1
about: Does it leak?
task: mask
data:
  - path: cases.jsonl
scorers:
  - name: char_leak
"""
SECRET = "ana.duarte@fenn.example"


def suite_of(folder: Path, texts: Sequence[str], mark: str = SECRET) -> Path:
    rows = []
    for number, text in enumerate(texts):
        start = text.find(mark)
        spans = [{"start": start, "end": start + len(mark), "label": "EMAIL"}] if start >= 0 else []
        rows.append({"id": f"C-{number}", "input": {"text": text}, "expect": {"spans": spans}})
    (folder / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "mine.yaml").write_text(SUITE, encoding="utf-8")
    return folder / "mine.yaml"


def run(folder: Path, path: Path, **options: Any) -> Path:
    out = folder / f"{len(list(folder.glob('*.log')))}.log"
    recorded([load_suite(path)], Settings(var=folder), out, asked=Asked(**options), progress=lambda *_: None)
    return out


TEXTS = (f"Write to {SECRET} please.", "Nothing here.", f"{SECRET} is mine")


def test_a_log_tells_what_was_run_and_holds_no_personal_data(tmp_path: Path) -> None:
    out = run(tmp_path, suite_of(tmp_path, TEXTS))
    assert SECRET not in out.read_text()
    log = read_log(out)
    assert {"code", "packages", "settings", "seed", "limit", "started", "seconds"} <= log.run.keys()
    assert {"guards", "policy", "prompts", "embedder", "model"} <= log.suites[0].made_with.keys()
    states = [case.scores["char_leak"].state for case in log.suites[0].cases]
    assert states == ["scored", "not_asked", "scored"]
    assert log.figures[0]["n"] == 2
    assert log.suites[0].cases[0].digest == digest({"text": TEXTS[0]})


def test_the_same_run_gives_the_same_lines_but_for_its_times(tmp_path: Path) -> None:
    path = suite_of(tmp_path, TEXTS)
    first, second = (
        [line for line in run(tmp_path, path).read_text().splitlines() if '"kind": "timing"' not in line][1:-1]
        for _ in range(2)
    )
    assert first == second


def test_a_case_that_fails_is_told_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Mask.run

    def failing(self: Mask, bench: Bench, given: Any) -> Any:
        if given.text == TEXTS[0]:
            raise RuntimeError(f"could not read {SECRET}")
        return whole(self, bench, given)

    monkeypatch.setattr(Mask, "run", failing)
    out = run(tmp_path, suite_of(tmp_path, TEXTS))
    log = read_log(out)
    assert [case.error for case in log.suites[0].cases] == ["RuntimeError", "", ""]
    assert log.suites[0].cases[0].scores["char_leak"].state == "not_graded"
    assert (log.figures[0]["n"], log.figures[0]["not_graded"]) == (1, 1)
    assert SECRET not in out.read_text()


def test_a_log_is_scored_again_without_the_assistant(tmp_path: Path) -> None:
    path = suite_of(tmp_path, TEXTS)
    log = read_log(run(tmp_path, path))
    assert rescored(log).suites[0].cases == log.suites[0].cases
    rows = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text().splitlines()]
    rows[1]["expect"] = {"spans": [{"start": 0, "end": 7, "label": "PERSON"}]}
    rows[2]["input"]["text"] += " now"
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    again = rescored(log).suites[0].cases
    assert again[1].scores["char_leak"].value == 1.0
    assert again[2].scores["char_leak"].state == "not_graded"
    assert "another one than was run" in again[2].scores["char_leak"].reason


def test_a_log_without_outputs_cannot_be_scored_again(tmp_path: Path) -> None:
    log = read_log(run(tmp_path, suite_of(tmp_path, TEXTS)))
    write_log(log, tmp_path / "slim.jsonl", outputs=False)
    slim = read_log(tmp_path / "slim.jsonl")
    assert [case.scores for case in slim.suites[0].cases] == [case.scores for case in log.suites[0].cases]
    with pytest.raises(LogInvalid, match="keeps no outputs"):
        rescored(slim)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda lines: lines[:-1], "was cut short"),
        (lambda lines: [lines[0].replace('"format": 1', '"format": 0'), *lines[1:]], "run log of format 0"),
        (lambda lines: lines[1:], "is no run log"),
        (lambda lines: [*lines[:2], "{broken", *lines[2:]], ":3: is no JSON"),
        (lambda lines: [*lines[:2], "[]", *lines[2:]], ":3: is no line of a run log"),
        (lambda lines: [*lines[:2], '{"kind": "case", "suite": "mine"}', *lines[2:]], "is damaged"),
        (lambda _: [], "is no run log"),
    ],
)
def test_a_log_that_cannot_be_read_says_why(tmp_path: Path, edit: Any, told: str) -> None:
    out = run(tmp_path, suite_of(tmp_path, TEXTS), limit=1)
    out.write_text("".join(f"{line}\n" for line in edit(out.read_text().splitlines())))
    with pytest.raises(LogInvalid, match=told):
        read_log(out)


def test_limit_and_seed_draw_the_same_cases(tmp_path: Path) -> None:
    path = suite_of(tmp_path, [f"text {number}" for number in range(9)])
    drawn = [
        [case.id for case in read_log(run(tmp_path, path, limit=3, seed=seed)).suites[0].cases] for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 3


def test_settings_and_prompts_are_changed_for_one_run(tmp_path: Path) -> None:
    own = tmp_path / "reply.md"
    own.write_text(load_prompts()["reply"].text + "\nBe kind.\n", encoding="utf-8")
    settings = Settings(var=tmp_path)
    with changed(settings, model="openai:x", prompts=[f"reply={own}"], values=["threads=2"]) as made:
        assert (made.threads, made.model) == (2, "openai:x")
        assert "Be kind." in load_prompts(made.prompts)["reply"].text
    assert settings.threads == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"values": ["thread=2"]}, "did you mean 'threads'?"),
        ({"values": ["threads"]}, "expected SETTING=VALUE"),
        ({"values": ["threads=many"]}, "--set threads"),
        ({"prompts": ["replies=x.md"]}, "there is no such prompt; take one of"),
        ({"prompts": ["reply=nowhere.md"]}, "there is no file nowhere.md"),
    ],
)
def test_what_cannot_be_changed_is_told(given: dict[str, list[str]], told: str) -> None:
    prompts, values = given.get("prompts", []), given.get("values", [])
    with pytest.raises(DataInvalid) as caught, changed(Settings(), prompts=prompts, values=values):
        pass
    assert told in str(caught.value)


def test_a_record_is_cleaned_with_the_tickets_own_values(scrubber: Scrubber) -> None:
    ticket = read_ticket(
        {
            "id": "T-1",
            "subject": "Access",
            "messages": [{"text": f"Write to {SECRET}.", "author": {"role": "customer", "name": "Ana Duarte"}}],
        }
    )
    kept = SentenceKept(text=f"Ana Duarte asked, see {SECRET}", evidence=[EvidenceKept(kind="message", source="m1")])
    clean = Cleaner(scrubber).record(kept, ticket)
    assert "Ana" not in clean.text
    assert SECRET not in clean.text
    assert clean.evidence == kept.evidence
