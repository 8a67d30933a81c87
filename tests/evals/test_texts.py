"""The measure of texts: facts by section, what must not be said, and gold that cannot be used is told."""

import json
from pathlib import Path

import pytest

from assistant.records import Evidence, Section, Sentence, Text
from evals.errors import EvalError
from evals.texts import TextCase, TextGold, facts, measures, read_gold, said

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "tickets"


def gold(**changes: object) -> TextGold:
    values = {"id": "T-1", "file": "open.jsonl", "kind": "handover", "must": {"state": ["It FAILS"], "next": ["call"]}}
    return TextGold.model_validate(values | changes)


def text(**sections: str) -> Text:
    def sentence(words: str) -> Sentence:
        return Sentence(words, "statement", (Evidence("message", "m1", 0, len(words), words),))

    return Text("handover", "test", tuple(Section(k, k, (sentence(v),)) for k, v in sections.items()))


def by_name(*cases: TextCase) -> dict[str, tuple[int, float]]:
    return {one.name: (one.n, one.mean) for one in measures(cases)}


def test_a_fact_counts_in_its_section_and_anywhere() -> None:
    case = TextCase(gold(), text(state="it fails, call her", next="nothing"))
    assert [(there, whole) for _, _, there, whole in facts(case)] == [(True, True), (False, True)]
    found = by_name(case)
    assert found["facts_in_section"] == (1, 0.5)
    assert found["facts_anywhere"] == (1, 1.0)


def test_any_wording_of_a_fact_counts() -> None:
    case = TextCase(gold(must={"state": [["broken", "fails"]]}), text(state="It fails."))
    assert by_name(case)["facts_in_section"] == (1, 1.0)


def test_what_must_not_be_said_is_found_in_any_case() -> None:
    case = TextCase(gold(must_not=["Secret rule", "never"]), text(state="the secret RULE is old"))
    assert said(case) == ["Secret rule"]
    assert by_name(case)["must_not"] == (1, 1.0)


def test_a_text_that_was_not_written_holds_no_fact() -> None:
    found = by_name(TextCase(gold(), None))
    assert found["written"] == (1, 0.0)
    assert found["facts_anywhere"] == (1, 0.0)
    assert found["without_evidence"][0] == 0


def test_a_sentence_without_evidence_is_counted() -> None:
    bare = Text("handover", "test", (Section("state", "s", (Sentence("It fails.", "statement", ()),)),))
    assert by_name(TextCase(gold(), bare))["without_evidence"] == (1, 1.0)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "poem"}, "kind"),
        ({"must": {"stat": ["x"]}}, "must.stat: handover has no such section"),
        ({"id": None}, "id"),
        ({"extra": 1}, "extra"),
    ],
)
def test_gold_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold().model_dump() | changes) + "\n", encoding="utf-8")
    with pytest.raises(EvalError) as caught:
        read_gold(path)
    assert told in str(caught.value)


def test_the_samples_gold_has_eight_cases_of_every_kind_it_covers() -> None:
    golds, skipped = read_gold(SAMPLE / "texts.jsonl")
    assert not skipped
    counts = {kind: sum(one.kind == kind for one in golds) for kind in {one.kind for one in golds}}
    assert set(counts) == {"update", "escalation", "handover", "incident_update", "postmortem", "article", "macro"}
    assert min(counts.values()) >= 8
