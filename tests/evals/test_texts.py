"""The measure of texts: facts by section, what must not be said, and gold that cannot be used is told."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.records import TextKind
from evals.errors import EvalError
from evals.formats.texts import read_gold
from evals.tasks.shapes import SentenceKept, TextKept
from evals.texts import TextCase, measure_texts, measures
from settings import Settings

from .kept import expect, in_sections, text, wrote

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "tickets"


def case(made: TextKept | None, **changes: object) -> TextCase:
    wanted = {"must": {"state": ["It FAILS"], "next": ["call"]}} | changes
    return TextCase("handover", expect(**wanted), wrote(made))


def by_name(*cases: TextCase) -> dict[str, tuple[int, float]]:
    return {one.name: (one.n, one.mean) for one in measures(cases)}


def test_a_fact_counts_in_its_section_and_anywhere() -> None:
    found = by_name(case(in_sections("handover", state="it fails, call her", next="nothing")))
    assert found["facts_in_section"] == (1, 0.5)
    assert found["facts_anywhere"] == (1, 1.0)


def test_what_must_not_be_said_is_found_in_any_case() -> None:
    made = in_sections("handover", state="the secret RULE is old")
    assert by_name(case(made, must_not=["Secret rule", "never"]))["must_not"] == (1, 1.0)
    assert by_name(case(made))["must_not"][0] == 0


def test_a_text_that_was_not_written_holds_no_fact() -> None:
    found = by_name(case(None))
    assert found["written"] == (1, 0.0)
    assert found["facts_anywhere"] == (1, 0.0)
    assert found["without_evidence"][0] == 0


def test_a_sentence_without_evidence_is_counted() -> None:
    assert by_name(case(text(SentenceKept(text="It fails."), kind="handover")))["without_evidence"] == (1, 1.0)


def test_no_case_of_the_kinds_asked_for_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "T-1", "file": "x.jsonl", "kind": "handover"}) + "\n", encoding="utf-8")
    with pytest.raises(EvalError, match="no gold case in"):
        measure_texts(path, Settings(var=tmp_path), progress=lambda *_: None, kinds=["macro"])


def test_the_samples_gold_has_eight_cases_of_every_kind_it_covers() -> None:
    counts: Counter[TextKind] = Counter(gold.kind for _, gold in read_gold(SAMPLE / "texts.jsonl"))
    assert set(counts) == {"update", "escalation", "handover", "incident_update", "postmortem", "article", "macro"}
    assert min(counts.values()) >= 8
