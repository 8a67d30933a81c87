"""Spans and flags as cases; the guards' own suites hold together."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.errors import SuiteInvalid
from evals.formats.catalog import read_cases
from evals.running.case import Case
from evals.running.overheard import Overheard
from evals.running.suite import SUITES, load_suite
from evals.tasks.catalog import tasks
from guardrails.policy_file import builtin_policy
from guardrails.registry import PERSONAL
from tests.ingest.index_house import HashingEmbedder


def read(tmp_path: Path, format_: str, task: str, *rows: dict[str, Any]) -> list[Case]:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_cases(path, format_, tasks()[task], {})


def test_an_attack_has_its_class_as_a_slice(tmp_path: Path) -> None:
    (case,) = read(tmp_path, "flags", "scan", {"id": "A", "text": "x", "label": 1, "slice": "direct"})
    assert (case.input, case.expect, case.slices) == ({"text": "x"}, {"flag": True}, {"class": "direct"})


def test_a_sentence_expects_a_rule_about_its_slice_only_where_it_must_be_flagged(tmp_path: Path) -> None:
    rows = ({"text": "x", "label": 1, "slice": "refund"}, {"text": "y", "label": 0, "slice": "ok"})
    flagged, passing = read(tmp_path, "flags", "policy", *rows)
    assert flagged.expect == {"flag": True, "about": "refund"}
    assert passing.expect == {"flag": False}
    assert [flagged.id, passing.id] == ["1", "2"]


@pytest.mark.parametrize("label", [2, "1", None, True])
def test_a_label_that_is_none_is_told_with_its_line(tmp_path: Path, label: object) -> None:
    with pytest.raises(SuiteInvalid, match=r"rows\.jsonl:2: label: expected 0 or 1"):
        read(tmp_path, "flags", "scan", {"text": "x", "label": 0}, {"text": "y", "label": label})


def test_spans_of_one_template_are_a_group(tmp_path: Path) -> None:
    row = {"id": "P", "text": "Ana", "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "lang": "en", "template": 7}
    (case,) = read(tmp_path, "spans", "mask", row)
    assert (case.group, case.slices) == ("7", {"language": "en"})


def test_a_span_that_ends_before_it_begins_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SuiteInvalid, match=r"rows\.jsonl:1: expect: .*ends before it begins"):
        read(tmp_path, "spans", "mask", {"id": "P", "text": "Ana", "spans": [{"start": 3, "end": 1, "label": "X"}]})


@pytest.mark.parametrize("name", ["pii", "secrets"])
def test_spans_of_the_own_cases_lie_inside_their_texts(name: str) -> None:
    for case in load_suite(SUITES / f"{name}.yaml").cases:
        for kind in ("spans", "keep", "amb"):
            for span in case.expect.get(kind, []):
                assert case.input["text"][span["start"] : span["end"]].strip(), case.id


def test_every_kind_of_personal_data_has_a_case() -> None:
    cases = load_suite(SUITES / "pii.yaml").cases
    labels = {span["label"] for case in cases for span in case.expect.get("spans", [])}
    assert set(PERSONAL) - labels == {"ACCOUNT_ID"}


def test_every_rule_has_a_sentence_to_flag_and_a_neighbour_that_passes() -> None:
    cases = load_suite(SUITES / "policy.yaml").cases
    for rule in builtin_policy().rules:
        own = [case.expect["flag"] for case in cases if case.slices.get("rule") == rule.name]
        assert True in own, rule.name
        assert False in own, rule.name


def test_values_are_planted_where_the_cases_say() -> None:
    suite = load_suite(SUITES / "leaks.yaml")
    files = [*(SUITES / "planted").glob("*.md"), SUITES / "cases" / "planted_solved.jsonl"]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    for case in suite.cases:
        for name, plant in case.input["plants"].items():
            number = plant.get("ticket")
            tickets = case.input["tickets"]
            told = json.dumps(tickets if number is None else tickets[number], ensure_ascii=False)
            where = told.replace("\u200b", "") + (sources if number is None else "")
            assert plant["value"].lower() in where.lower(), (case.id, name)


def test_an_embedder_is_overheard_only_while_somebody_listens() -> None:
    embedder = Overheard(HashingEmbedder())
    with embedder.heard() as outer:
        embedder.encode(["one"])
        with embedder.heard() as inner:
            embedder.encode(["two"])
        embedder.encode(["three"])
    embedder.encode(["four"])
    assert (outer, inner) == (["one", "two", "three"], ["two"])
