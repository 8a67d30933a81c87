"""A policy file of the house: what it changes, adds and switches off, and how each mistake in it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guardrails.errors import RulesInvalid
from guardrails.policy import Policy
from guardrails.policy_file import builtin_policy, load_policy
from guardrails.policy_guard import PolicyGuard

ROOT = Path(__file__).resolve().parents[2]
OWN = r"""
rules:
  rivals:
    about: other
    severity: blocking
    message: Talks about another vendor's product.
    patterns: ['\bbetter than (?:\w+ )?{rival}\b']
    unless: ['\?\s*$']
    repair: drop
    examples: ["Atlas is better than Gorvex."]
    not_examples: ["Is Atlas better than Gorvex?"]
words: {rival: '(?:gorvex|lumidesk)'}
"""

Load = Callable[[str], Policy]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(text: str) -> Policy:
        path = tmp_path / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        return load_policy(path)

    return loaded


def problems(load: Load, text: str) -> list[str]:
    """The lines of the refusal, without the path of the file."""
    with pytest.raises(RulesInvalid) as caught:
        load(text)
    return [line.partition("policy.yaml:")[2] for line in str(caught.value).splitlines()]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "off:\nrules:\nlimits:\n", "rules: {refund: {}}\n"])
def test_a_file_may_change_nothing(load: Load, text: str) -> None:
    assert load(text).version == builtin_policy().version


def test_the_sample_has_no_mistakes() -> None:
    policy = load_policy(ROOT / "sample" / "house-policy.yaml")
    assert policy.rule("direct_contact").severity == "warning"
    assert policy.limits.words["macro"] == 350


def test_a_rule_of_its_own(load: Load) -> None:
    guard = PolicyGuard(load(OWN))
    assert [hit.rule.name for hit in guard.by_rules("Atlas is better than the Lumidesk.")] == ["rivals"]
    assert guard.by_rules("Is Atlas better than Gorvex?") == []
    assert guard.policy.version != builtin_policy().version


def test_a_rule_that_is_switched_off_finds_nothing(load: Load) -> None:
    text = "We will refund the fee."
    assert [hit.rule.name for hit in PolicyGuard(load("off: [credit]")).by_rules(text)] == ["refund"]
    assert PolicyGuard(load("off: [refund]")).by_rules(text) == []


def test_a_change_keeps_what_it_does_not_name(load: Load) -> None:
    text = "rules: {hedge: {message: Ask first., patterns: ['\\bby a hunch\\b'], unless: ['\\bnot by\\b']}}"
    before, after = builtin_policy().rule("hedge"), load(text).rule("hedge")
    assert (after.message, after.severity, after.exceptions) == ("Ask first.", before.severity, before.exceptions)
    assert [one.pattern for one in after.patterns[:-1]] == [one.pattern for one in before.patterns]
    assert after.find("It was set by a hunch.")
    assert after.find("It was not by a hunch.") is None
    assert after.find("It probably stopped.")


def test_exceptions_can_be_taken_away(load: Load) -> None:
    assert load("rules: {refund: {exceptions: []}}").rule("refund").exceptions == frozenset()


def test_limits_can_be_changed(load: Load) -> None:
    limits = load("limits: {grade: 9, words: {reply: 120}, tones: {formal: 1.2}}").limits
    assert (limits.grade, limits.words["reply"], limits.words["question"]) == (9, 120, 180)
    assert limits.factor("formal", "normal") == 1.2
    assert limits.factor("brief", "short") == pytest.approx(0.36)
    assert limits.factor("warm", "normal") == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rule: {}", "1: rule: is no key of the policy, did you mean 'rules'?"),
        ("off: [refunds]", "1: off[1]: 'refunds' is no rule, did you mean 'refund'?"),
        (
            "off: [refund]\nrules: {refund: {message: Other words.}}",
            "1: off[1]: 'refund' is changed under rules as well: decide for one of them",
        ),
        ("rules: {refund: {severty: warning}}", "1: rules.refund.severty: is no key of the policy, did you mean"),
        ("rules:\n  refund:\n    severity: mild", "3: rules.refund.severity: Input should be 'blocking' or 'warning'"),
        ("rules: {refund: {severity: warning}}", "drops a sentence for a warning: make it blocking, or let the repair"),
        ("rules: {hedge: {severity: blocking}}", "asks about a sentence that is taken out: make it a warning"),
        ("rules: {refund: {repair: soften}}", "has nothing to soften by: add swaps with find and by"),
        ("rules: {refund: {patterns: ['(oops']}}", "1: rules.refund.patterns[1]: '(oops' is no regular expression"),
        ("rules: {refund: {patterns: ['(?:a+)+b']}}", "takes for ever on a text that begins with"),
        ("rules: {absolute: {swaps: [{find: most, by: not most}]}}", "holds a number or a negation"),
        ("rules: {absolute: {swaps: [{find: most, by: 5 of}]}}", "holds a number or a negation"),
        ("rules: {own: {}}", "1: rules.own: is a new rule and lacks about, severity, message, repair: add them"),
        ("rules: {own: {}}", "1: rules.own: finds nothing: add patterns"),
        ("rules: {own: {}}", "1: rules.own: has no examples: add a sentence that it has to find"),
        ("limits: {grade: high}", "1: limits.grade: expected a number, found 'high'"),
        ("limits: {grade: 9.5}", "1: limits.grade: expected a whole number, found '9.5'"),
        ("limits: {words: {letter: 5}}", "1: limits.words.letter"),
        ("rules: [", "is no YAML"),
        (OWN.replace("Atlas is better than Gorvex.", "Atlas is better."), "is not found by the rule: correct either"),
        (OWN.replace("Is Atlas better than Gorvex?", "It is better than Gorvex."), "is found by the rule: make it"),
    ],
)
def test_each_mistake_is_told(load: Load, text: str, told: str) -> None:
    assert any(told in line for line in problems(load, text)), problems(load, text)


def test_all_mistakes_are_told_at_once(load: Load) -> None:
    text = """off: [nothing_such]
rules:
  one: {about: other}
  hedge: {patterns: ['[']}
  blame: {severity: mild}
  refund: {not_examples: ["We will refund the fee."], patterns: ['\\bwe will refund\\b']}
limits: {grade: high}
"""
    lines = problems(load, text)
    assert [line.split(":")[0] for line in lines] == ["1", "3", "3", "3", "4", "5", "6", "7"]


def test_a_file_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(RulesInvalid, match=r"cannot be read \(No such file .*DRAFTDESK_POLICY"):
        load_policy(tmp_path / "none.yaml")
