"""Commitments and blame that a draft must not hold unless a public policy is its evidence, and unsafe advice.

Rules name the words that commit; a small model reads by meaning what no rule foresaw.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from guardrails.errors import RulesInvalid
from guardrails.findings import Finding, Severity
from guardrails.promise_model.model import Opinion, PromiseModel
from guardrails.rules import read_rules

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]

MAX_CHARS = 2000
"""A sentence is never longer; of longer text only so much is read at a time."""
_HARMLESS = 3.0
"""So far below its threshold the model overrules the rules: they cannot see what a sentence is about."""
_PART = 600
"""Characters that the embedder reads at once."""
_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
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


class PromiseGuard:
    """The rules and, where there is one for this embedder, the model.

    `embed` gives the vectors (of length 1) of the embedder named `embedder`. With another one than the model was
    trained with, the rules alone work, and `made_by` and `note` say so.
    """

    def __init__(self, *, model: PromiseModel | None = None, embed: Embed | None = None, embedder: str = "") -> None:
        usable = model is not None and embed is not None and model.embedder == embedder
        self._model = model if usable else None
        self._embed = embed
        self.made_by = f"rules and model {model.version}" if model and usable else "rules"
        self.note = (
            ""
            if usable
            else "commitments are looked for by rules alone: "
            + (
                f"the model was trained with the embedder {model.embedder!r}, not with {embedder!r}"
                if model
                else "there is no model"
            )
        )

    def check(self, sentence: str, *, where: str = "") -> list[Finding]:
        """Findings of the rules, unless the model is sure that they err; what it alone sees spans the whole text."""
        return self.check_all([sentence], where=where)[0]

    def check_all(self, sentences: Sequence[str], *, where: str = "") -> list[list[Finding]]:
        """The same for many sentences, which are embedded together."""
        found = [check_promises(sentence, where=where) for sentence in sentences]
        for at, opinion in self._worst(sentences).items():
            if opinion.margin < -_HARMLESS:
                found[at] = []
            elif opinion.margin > 0 and not found[at]:
                found[at] = [_finding(opinion.rule, where, 0, len(sentences[at]), opinion.score)]
        return found

    def _worst(self, sentences: Sequence[str]) -> dict[int, Opinion]:
        """The model's opinion on the part of each text that it objects to most."""
        parts = [(at, part) for at, sentence in enumerate(sentences) for part in _parts(sentence)]
        if self._model is None or self._embed is None or not parts:
            return {}
        opinions = self._model.judge([part for _, part in parts], self._embed([part for _, part in parts]))
        worst: dict[int, Opinion] = {}
        for (at, _), opinion in zip(parts, opinions, strict=True):
            if at not in worst or opinion.margin > worst[at].margin:
                worst[at] = opinion
        return worst


def _parts(text: str) -> list[str]:
    """The sentences of a text that holds several; of a very long one, pieces."""
    parts = [part[at : at + _PART] for part in _END.split(text) for at in range(0, len(part), _PART)]
    return [part for part in parts if re.search(r"[^\W\d_]{2}", part)]


def _finding(name: str, where: str, start: int, end: int, score: float = 0.0) -> Finding:
    severity: Severity = "blocking" if name == "unsafe" else "warning"
    return Finding(f"promise.{name}", where, start, end, severity, _ADVICE[name], round(score, 3))


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
