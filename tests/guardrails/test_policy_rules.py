"""The rules of the package: each finds its sentences in every language it has, and leaves their neighbours alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.house_schema import pattern_problem
from guardrails.policy_file import builtin, builtin_policy
from guardrails.policy_guard import PolicyGuard
from guardrails.policy_merge import expanded
from guardrails.policy_schema import PolicyIn
from prompts.phrases import load_phrases

SENTENCES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "policy_sentences.yaml").read_text(encoding="utf-8")
)
TRIPS = [(rule, text) for rule, rows in SENTENCES.items() for text in rows["trips"]]
PASSES = [text for rows in SENTENCES.values() for text in rows["passes"]]
GUARD = PolicyGuard()


def names(text: str) -> list[str]:
    return [hit.rule.name for hit in GUARD.by_rules(text)]


def test_every_rule_has_sentences_on_both_sides() -> None:
    rules = {rule.name for rule in builtin_policy().rules}
    assert set(SENTENCES) == rules
    for rule, rows in SENTENCES.items():
        assert len(rows["trips"]) >= 3, rule
        assert len(rows["passes"]) >= 3, rule
    texts = [text for _, text in TRIPS] + PASSES
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(("rule", "text"), TRIPS, ids=[text for _, text in TRIPS])
def test_it_trips_the_rule(rule: str, text: str) -> None:
    assert rule in names(text)


@pytest.mark.parametrize("text", PASSES)
def test_a_near_miss_trips_nothing(text: str) -> None:
    assert names(text) == []


def test_the_place_is_told() -> None:
    text = "Thank you. We will refund the whole fee."
    (hit,) = GUARD.by_rules(text)
    assert text[hit.start : hit.end] == "We will refund"
    finding = hit.finding("draft.1")
    assert (finding.kind, finding.where, finding.severity) == ("policy.refund", "draft.1", "blocking")
    assert finding.repair is not None
    assert (finding.repair.kind, finding.repair.made) == ("drop", False)


def test_no_pattern_of_the_package_can_be_kept_busy() -> None:
    policy: PolicyIn = builtin()
    for name, rule in policy.rules.items():
        for pattern in [*rule.patterns, *rule.unless, *(swap.find for swap in rule.swaps)]:
            problem = pattern_problem(expanded(pattern, policy.words))
            assert problem == "" or "longer than" in problem, (name, problem)


def test_typographic_apostrophes_change_nothing() -> None:
    assert names("C’est votre faute.") == names("C'est votre faute.") == ["blame"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_no_phrase_of_the_house_breaks_a_rule(language: str) -> None:
    frames = load_phrases(language).frames
    assert {name: names(text) for name, text in frames.items() if names(text)} == {}
