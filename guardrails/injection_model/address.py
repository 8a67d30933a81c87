"""Does a sentence speak to the software that reads it? Relations between words, in many languages, as patterns."""

import re
from functools import cache

from guardrails.errors import RulesInvalid
from guardrails.rules import read_rules

RELATIONS = (
    "spoken_to", "spoken_of", "held_to", "if_reader", "whoever_reads", "when_writing", "other_task", "for_always",
    "kept_quiet",
)  # fmt: skip
"""Names of the relations of `injection_address.yaml`."""
_MAX = 700
"""Characters of a sentence that are looked at."""
_WORD = re.compile(r"[^\W\d_][\w.]*")
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u2c00-\U0010ffff]")


def relations(folded: str) -> tuple[bool, ...]:
    """For each of `RELATIONS` whether a folded sentence shows it."""
    sentence = folded[:_MAX].strip()
    stems = None if _NOT_LATIN.search(sentence) else {word[:4] for word in _WORD.findall(sentence)}
    return tuple(
        (stems is None or gate is None or not gate.isdisjoint(stems)) and any(one.search(sentence) for one in patterns)
        for patterns, gate in _patterns()
    )


@cache
def _patterns() -> tuple[tuple[tuple[re.Pattern[str], ...], frozenset[str] | None], ...]:
    """For each relation its patterns, and beginnings of words of which text in Latin letters must hold one."""
    rules = read_rules("injection_address.yaml")
    words = {name: "|".join(part.strip() for part in listed.split("|")) for name, listed in rules["words"].items()}
    gates = {name: frozenset(listed.split()) for name, listed in rules["gates"].items()}
    return tuple(
        (tuple(_compiled(name, pattern, words) for pattern in rules["relations"][name]), gates.get(name))
        for name in RELATIONS
    )


def _compiled(name: str, pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    for word, listed in words.items():
        pattern = pattern.replace("{" + word + "}", f"(?:{listed})")
    try:
        return re.compile(pattern)
    except re.error as exc:
        raise RulesInvalid(
            f"injection_address.yaml, {name}: {pattern[:60]!r} is not a regular expression ({exc})"
        ) from exc
