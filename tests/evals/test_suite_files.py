"""Suites and cases that cannot be used say where and what, and every suite of the package can be."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from evals.errors import DataInvalid, SuiteInvalid
from evals.running.schema import file_of, names, schema_of, written
from evals.running.suite import SUITES, find_suites, load_suite
from evals.scorers.catalog import scorers
from evals.tasks.catalog import tasks

GOOD = """name: mine
version: 1
about: Does it leak?
task: mask
data:
  - path: cases.jsonl
scorers:
  - name: char_leak
    at_most: 0.05
"""
CASE: dict[str, Any] = {"id": "C-1", "input": {"text": "Write to ana@x.example"}, "expect": {}}


def made(folder: Path, suite: str = GOOD, *cases: object, name: str = "cases.jsonl") -> Path:
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases or (CASE,)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "mine.yaml"
    path.write_text(suite, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SuiteInvalid) as caught:
        load_suite(path)
    return str(caught.value)


def test_a_suite_has_its_cases_scorers_and_thresholds(tmp_path: Path) -> None:
    suite = load_suite(made(tmp_path))
    assert (suite.name, suite.task.name, suite.tier) == ("mine", "mask", "quick")
    assert [case.id for case in suite.cases] == ["C-1"]
    assert suite.cases[0].where.endswith("cases.jsonl:1")
    assert suite.thresholds["char_leak"].at_most == 0.05


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("task: mask", "task: masks", 4, "'masks' is not known: did you mean 'mask'?"),
        ("char_leak", "char_leek", 8, "did you mean 'char_leak'?"),
        ("name: char_leak", "name: fact_share", 8, "fact_share scores assist, write, not mask"),
        ("  - path: cases.jsonl", "  - {path: cases.jsonl, format: spam}", 6, "'spam' is not known"),
        ("version: 1", "version: one", 2, "version"),
        ("about: Does it leak?\n", "", 1, "about: is missing"),
        ("at_most: 0.05", "at_mots: 0.05", 9, "did you mean 'at_most'?"),
        ("name: mine", "name: Mine!", 1, "name"),
        ("task: mask", "task: [", 6, "is no YAML"),
    ],
)
def test_a_mistake_in_a_suite_names_line_and_field(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    message = refusal(made(tmp_path, GOOD.replace(old, new)))
    assert f"mine.yaml:{line}: " in message
    assert told in message


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (CASE | {"input": {}}, "cases.jsonl:2: input.text: Field required"),
        (CASE | {"input": {"text": 7}}, "cases.jsonl:2: input.text: Input should be a valid string"),
        (CASE | {"expect": {"span": []}}, "cases.jsonl:2: expect.span: is no key of a case"),
        (CASE | {"wrong": 1}, "cases.jsonl:2: wrong: is no key of a case"),
        ({"input": {"text": "x"}}, "cases.jsonl:2: id: Field required"),
        ("{not json", "cases.jsonl:2: not JSON"),
        ("[1]", "cases.jsonl:2: a JSON list, expected an object"),
    ],
)
def test_a_mistake_in_a_case_names_file_line_and_field_and_no_value(tmp_path: Path, case: object, told: str) -> None:
    message = refusal(made(tmp_path, GOOD, {**CASE, "id": "C-0"}, case))
    assert told in message
    assert "ana@x.example" not in message


def test_cases_of_yaml_name_their_line_too(tmp_path: Path) -> None:
    text = "- id: one\n  input: {text: hello}\n- id: two\n  input:\n    texts: hello\n"
    path = made(tmp_path, GOOD.replace("cases.jsonl", "cases.yaml"), text, name="cases.yaml")
    message = refusal(path)
    assert "cases.yaml:3: input.text: Field required" in message
    assert "cases.yaml:3: input.texts: is no key of a case" in message


def test_a_suite_without_cases_or_with_one_twice_is_refused(tmp_path: Path) -> None:
    assert "the suite has no cases" in refusal(made(tmp_path, GOOD, ""))
    assert "case 'C-1' stands twice" in refusal(made(tmp_path, GOOD, CASE, CASE))
    assert "there is no file" in refusal(made(tmp_path, GOOD.replace("cases.jsonl", "others.jsonl")))
    assert "cannot be read" in refusal(tmp_path / "nowhere.yaml")


def test_suites_are_found_by_name_file_and_folder(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert find_suites(["pii", str(path), str(tmp_path)]) == [SUITES / "pii.yaml", path, path]
    assert set(find_suites([], tier="quick")) < set(find_suites([]))
    with pytest.raises(SuiteInvalid, match="did you mean 'pii'"):
        find_suites(["pi"])


@pytest.mark.parametrize("path", sorted(SUITES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_suite_of_the_package_can_be_run(path: Path) -> None:
    suite = load_suite(path)
    assert suite.name == path.stem
    assert suite.cases
    assert all(source.exists() for source in suite.sources)


@pytest.mark.parametrize("name", names())
def test_schemas_for_editors_are_current(name: str) -> None:
    assert file_of(name).read_text(encoding="utf-8") == written(name), "run `make docs`"
    Draft202012Validator.check_schema(schema_of(name))


def test_schemas_take_what_can_be_used_and_refuse_what_cannot() -> None:
    suite, cases = Draft202012Validator(schema_of("suite")), Draft202012Validator(schema_of("mask"))
    raw = yaml.safe_load(GOOD)
    assert suite.is_valid(raw)
    assert not suite.is_valid(raw | {"scorer": []})
    assert cases.is_valid(CASE)
    assert cases.is_valid([CASE, CASE])
    assert not cases.is_valid(CASE | {"input": {"texts": "x"}})
    tickets = Draft202012Validator(schema_of("assist"))
    assert tickets.is_valid({"id": "one", "input": {"ticket": "O-001"}, "expect": {"verdict": "answerable"}})
    assert not tickets.is_valid({"id": "one", "input": {"ticket": "O-001"}, "expect": {"verdict": "maybe"}})


def test_names_of_tasks_and_scorers_are_their_own() -> None:
    from importlib import import_module

    from evals.scorers.catalog import MODULES

    names = [scorer.name for name in MODULES for scorer in import_module(f"evals.scorers.{name}").SCORERS]
    assert sorted(names) == sorted(scorers())
    for scorer in scorers().values():
        assert scorer.tasks <= tasks().keys(), scorer.name
        assert scorer.about, scorer.name


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    suite = GOOD.replace("task: mask", "task: search").replace("char_leak\n    at_most: 0.05", "mrr@10")
    with pytest.raises((DataInvalid, SuiteInvalid), match="nowhere"):
        load_suite(made(tmp_path, suite.replace("path: cases.jsonl", "{path: nowhere, format: beir}")))
