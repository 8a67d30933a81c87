"""Commitments and blame that a draft must not hold unless a public policy is its evidence, and unsafe advice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from guardrails.errors import RulesInvalid
from guardrails.findings import Finding, Severity
from guardrails.rules import read_rules

MAX_CHARS = 2000
"""A sentence is never longer; of longer text only so much is read at a time."""
_ADVICE = {
    "refund": "Promises money back. Only billing can do that: point to the refund policy or hand the ticket over.",
    "credit": "Promises a credit, a discount or something free. Leave it to billing or to the account's owner.",
    "timeline": "Promises a date or a duration. Say what happens next without saying when.",
    "roadmap": "Tells what a future version will hold. Link a published roadmap or leave it out.",
    "sla": "Promises a service level or an exception from one. Quote the contract or leave it out.",
    "certainty": "Claims more than the evidence can show. Say what was seen, and what is likely.",
    "blame": "Blames somebody or admits fault. Describe what happened instead.",
    "unsafe": "Advises something that weakens security. Give the safe way.",
}


@dataclass(frozen=True, slots=True)
class _Rule:
    """Fires where `pattern` matches, unless one of `unless` does."""

    name: str
    pattern: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]

    def match(self, piece: str) -> re.Match[str] | None:
        """Where the rule fires."""
        found = self.pattern.search(piece)
        return None if found and any(pattern.search(piece) for pattern in self.unless) else found


def check_promises(sentence: str, *, where: str = "") -> list[Finding]:
    """What one sentence of a draft promises or whom it blames.

    >>> [finding.kind for finding in check_promises("We will refund the full amount.")]
    ['promise.refund']
    >>> check_promises("I cannot promise a refund.")
    []
    """
    plain = sentence.replace("’", "'").replace("\u00a0", " ")
    found: dict[str, Finding] = {}
    for start in range(0, max(1, len(plain)), MAX_CHARS):
        piece = plain[start : start + MAX_CHARS]
        for rule in _rules():
            if rule.name not in found and (match := rule.match(piece)):
                found[rule.name] = _finding(rule.name, where, start + match.start(), start + match.end())
    return list(found.values())


def _finding(name: str, where: str, start: int, end: int) -> Finding:
    severity: Severity = "blocking" if name == "unsafe" else "warning"
    return Finding(f"promise.{name}", where, start, end, severity, _ADVICE[name])


@cache
def _rules() -> tuple[_Rule, ...]:
    """The package's rules, compiled once."""
    data = read_rules("promises.yaml")
    words: dict[str, str] = data["words"]
    common = tuple(_compiled(pattern, "unless", words) for pattern in data["unless"])
    return tuple(_rule(row, common, words) for row in (*data["rules"], *data["meanings"]))


def _rule(row: dict[str, Any], common: tuple[re.Pattern[str], ...], words: Mapping[str, str]) -> _Rule:
    unless = tuple(_compiled(pattern, row["rule"], words) for pattern in row.get("unless", ()))
    shared = () if row["rule"] in ("blame", "unsafe", "certainty") else common
    return _Rule(row["rule"], _compiled(row["pattern"], row["rule"], words), shared + unless)


def _compiled(pattern: str, name: str, words: Mapping[str, str]) -> re.Pattern[str]:
    for word, meaning in words.items():
        pattern = pattern.replace("{" + word + "}", meaning)
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as exc:
        raise RulesInvalid(f"promises.yaml, rule {name!r}: {pattern!r} is not a regular expression ({exc})") from exc
