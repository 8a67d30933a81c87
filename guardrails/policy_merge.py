"""Puts rules together: the package's own, and what a file of the house changes, adds and switches off."""

import re
from collections.abc import Mapping, Sequence

from guardrails.policy import Limits, Policy, Rule, Swap
from guardrails.policy_schema import LimitsIn, PolicyIn, RuleIn


def expanded(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern with `{name}` replaced by the words of that name, which may hold names themselves."""
    for _ in range(3):
        for name, meaning in words.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{meaning})")
    return pattern


def merged(files: Sequence[PolicyIn]) -> Policy:
    """One file after the other: a later one changes and adds to the earlier ones. All must be free of mistakes."""
    words = {name: meaning for file in files for name, meaning in file.words.items()}
    rules: dict[str, RuleIn] = {}
    for file in files:
        for name, rule in file.rules.items():
            rules[name] = _changed(rules[name], rule) if name in rules else rule
    off = frozenset(name for file in files for name in file.off)
    limits = LimitsIn()
    for file in files:
        limits = _changed_limits(limits, file.limits)
    in_force = tuple(_rule(name, rule, words) for name, rule in rules.items() if name not in off)
    return Policy(in_force, _limits(limits), off)


def changed(files: Sequence[PolicyIn], name: str) -> RuleIn:
    """The rule of this name as all files together have it."""
    found = RuleIn()
    for file in files:
        found = _changed(found, file.rules[name]) if name in file.rules else found
    return found


def _changed(before: RuleIn, after: RuleIn) -> RuleIn:
    """Patterns and what excludes them add up; everything else that is given takes the place of what was there."""
    given = {name: getattr(after, name) for name in after.model_fields_set if getattr(after, name) is not None}
    given |= {name: [*getattr(before, name), *getattr(after, name)] for name in ("patterns", "unless")}
    return before.model_copy(update=given)


def _changed_limits(before: LimitsIn, after: LimitsIn) -> LimitsIn:
    given = {name: value for name in after.model_fields_set if (value := getattr(after, name)) is not None}
    for name in ("words", "tones", "lengths"):
        given[name] = {**getattr(before, name), **getattr(after, name)}
    return before.model_copy(update=given)


def _rule(name: str, rule: RuleIn, words: Mapping[str, str]) -> Rule:
    if not (rule.about and rule.severity and rule.message and rule.repair):
        raise ValueError(f"rule {name!r} is not complete")
    return Rule(
        name=name,
        about=rule.about,
        severity=rule.severity,
        message=rule.message,
        repair=rule.repair,
        patterns=tuple(_compiled(one, words) for one in rule.patterns),
        unless=tuple(_compiled(one, words) for one in rule.unless),
        swaps=tuple(Swap(_compiled(one.find, words), one.by) for one in rule.swaps),
        exceptions=frozenset(rule.exceptions or ()),
        model=rule.model,
    )


def _compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(expanded(pattern, words), re.IGNORECASE)


def _limits(limits: LimitsIn) -> Limits:
    if not (limits.sentence_words and limits.grade and limits.lix and limits.least_words):
        raise ValueError("the limits are not complete")
    words: Mapping[str, int] = {str(kind): most for kind, most in limits.words.items()}
    tones: Mapping[str, float] = {str(tone): factor for tone, factor in limits.tones.items()}
    lengths: Mapping[str, float] = {str(length): factor for length, factor in limits.lengths.items()}
    return Limits(limits.sentence_words, limits.grade, limits.lix, limits.least_words, words, tones, lengths)
