"""Reads the rules of what no customer is told: the package's own, and a file of the house; tells every mistake."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from guardrails.errors import RulesInvalid
from guardrails.house_schema import pattern_problem
from guardrails.policy import LIMITS, Policy
from guardrails.policy_merge import changed, expanded, merged
from guardrails.policy_schema import KEYS, PolicyIn, RuleIn
from guardrails.repairs import harmless
from guardrails.yaml_file import Composed, Mistake, Unreadable, all_told, composed, read_text, schema_mistakes

_REMEDY = "correct DRAFTDESK_POLICY, or unset it to do without rules of the house"
_SHORTEN = "leave out what the rules of the package hold already"
_NEEDED = ("about", "severity", "message", "repair")


@cache
def builtin() -> PolicyIn:
    """The rules of the package, as written."""
    text = files("guardrails").joinpath("data", "policy.yaml").read_text(encoding="utf-8")
    found = composed(text, levels="rules need five levels")
    mistakes = found.mistakes + list(schema_mistakes(PolicyIn, found, keys=KEYS, what="the policy"))
    if mistakes:
        raise RulesInvalid(all_told(Path("policy.yaml"), mistakes))
    return PolicyIn.model_validate(found.root)


@cache
def builtin_policy() -> Policy:
    """The rules of the package alone."""
    return merged([builtin()])


def load_policy(path: Path) -> Policy:
    """The package's rules with what a file of the house says; `RulesInvalid` has a line for every mistake in it."""
    try:
        text = read_text(path, remedy=_REMEDY, shorten=_SHORTEN)
    except Unreadable as exc:
        raise RulesInvalid(str(exc)) from exc
    found = composed(text, levels="rules need five levels")
    mistakes = found.mistakes
    if found.root is not None:
        mistakes += schema_mistakes(PolicyIn, found, keys=KEYS, what="the policy")
    house = _sound(found.root or {})
    mistakes += [*_off_mistakes(house, found), *_rule_mistakes(house, found)]
    mistakes += _example_mistakes(_without(house, mistakes), found)
    if mistakes:
        raise RulesInvalid(all_told(path, mistakes))
    return merged([builtin(), house])


def _sound(root: Any) -> PolicyIn:
    """What of a file fits the schema, so that all that is wrong with the rest can be told at once."""
    try:
        return PolicyIn.model_validate(root)
    except ValidationError as exc:
        places = [error["loc"] for error in exc.errors(include_url=False)]
    rest = dict(root) if isinstance(root, dict) else {}
    for place in places:
        if place[:1] == ("rules",) and len(place) > 1:
            rest["rules"] = {name: rule for name, rule in rest["rules"].items() if name != place[1]}
        elif place:
            rest.pop(place[0], None)
    return PolicyIn.model_validate(rest)


def _without(house: PolicyIn, mistakes: Iterable[Mistake]) -> PolicyIn:
    """A file without the rules that have mistakes."""
    bad = {one.field.split(".")[1] for one in mistakes if one.field.startswith("rules.")}
    return house.model_copy(update={"rules": {name: rule for name, rule in house.rules.items() if name not in bad}})


def _off_mistakes(house: PolicyIn, found: Composed) -> Iterator[Mistake]:
    known = [*builtin().rules, *LIMITS]
    for number, name in enumerate(house.off):
        if name in house.rules:
            yield found.mistake(("off", number), f"{name!r} is changed under rules as well: decide for one of them")
        elif name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"take one of {', '.join(known)}"
            yield found.mistake(("off", number), f"{name!r} is no rule, {hint}")


def _rule_mistakes(house: PolicyIn, found: Composed) -> Iterator[Mistake]:
    words = builtin().words | house.words
    for name, given in house.rules.items():
        whole = changed([builtin(), house], name)
        if missing := [key for key in _NEEDED if not getattr(whole, key)]:
            yield found.mistake(("rules", name), f"is a new rule and lacks {', '.join(missing)}: add them")
        if not (whole.patterns or whole.model):
            yield found.mistake(("rules", name), "finds nothing: add patterns")
        if name not in builtin().rules and not given.examples:
            yield found.mistake(("rules", name), "has no examples: add a sentence that it has to find")
        if problem := _repair_problem(whole):
            yield found.mistake(("rules", name), problem)
        yield from _pattern_mistakes(name, given, words, found)


def _repair_problem(rule: RuleIn) -> str:
    """What does not go together."""
    if rule.repair == "drop" and rule.severity == "warning":
        return "drops a sentence for a warning: make it blocking, or let the repair be ask"
    if rule.repair == "ask" and rule.severity == "blocking":
        return "asks about a sentence that is taken out: make it a warning, or let the repair be drop"
    if rule.repair in ("replace", "soften") and not rule.swaps:
        return f"has nothing to {rule.repair} by: add swaps with find and by"
    return ""


def _pattern_mistakes(name: str, rule: RuleIn, words: dict[str, str], found: Composed) -> Iterator[Mistake]:
    for key in ("patterns", "unless"):
        for number, pattern in enumerate(getattr(rule, key)):
            if problem := pattern_problem(expanded(pattern, words)):
                yield found.mistake(("rules", name, key, number), problem)
    for number, swap in enumerate(rule.swaps):
        place = ("rules", name, "swaps", number)
        if problem := pattern_problem(expanded(swap.find, words)):
            yield found.mistake((*place, "find"), problem)
        if not harmless(swap.by):
            yield found.mistake((*place, "by"), "holds a number or a negation: a repair may not change what is said")


def _example_mistakes(house: PolicyIn, found: Composed) -> Iterator[Mistake]:
    """Examples that the rule does not find, and others that it does."""
    policy = merged([builtin(), house.model_copy(update={"off": []})])
    for name, rule in house.rules.items():
        for number, text in enumerate(rule.examples):
            if policy.rule(name).find(text) is None:
                yield found.mistake(("rules", name, "examples", number), "is not found by the rule: correct either")
        for number, text in enumerate(rule.not_examples):
            if policy.rule(name).find(text) is not None:
                yield found.mistake(("rules", name, "not_examples", number), "is found by the rule: make it narrower")
