"""Looks for what no customer is told, by the rules in force and by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.findings import Finding, Repair, Severity
from guardrails.policy import Policy, Rule
from guardrails.policy_file import builtin_policy
from guardrails.promises import PromiseGuard, check_promises
from guardrails.repairs import Change
from guardrails.tongue import other_tongue

_UNSURE = "Only the model says so, and it knows little but English: read it yourself."


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a text breaks, and where. What is `unsure` only warns, whatever its rule does."""

    rule: Rule
    start: int
    end: int
    score: float = 0.0
    unsure: bool = False

    @property
    def blocking(self) -> bool:
        """Whether the sentence may not be sent as it is, unless something stands behind it."""
        return self.rule.severity == "blocking" and not self.unsure

    def finding(self, where: str, *, severity: Severity | None = None, change: Change | None = None) -> Finding:
        """What an agent is told; `severity` is another than the rule's where something stands behind the sentence."""
        advice, repair = self.rule.message, Repair(self.rule.repair)
        if self.unsure:
            advice, repair = f"{advice} {_UNSURE}", Repair("ask")
        if change:
            became = f"became “{change.after}”" if change.after else "was taken out"
            advice = f"{advice} “{change.before}” {became}."
            repair = Repair(self.rule.repair, change.before, change.after, made=True)
        level = severity or ("blocking" if self.blocking else "warning")
        return Finding(f"policy.{self.rule.name}", where, self.start, self.end, level, advice, self.score, repair)


class PolicyGuard:
    """The rules of `policy`, and for commitments `commitments`, which may read by meaning."""

    def __init__(self, policy: Policy | None = None, commitments: PromiseGuard | None = None) -> None:
        self.policy = policy or builtin_policy()
        self._commitments = commitments or PromiseGuard()
        self._by_model: dict[str, Rule] = {rule.model: rule for rule in self.policy.rules if rule.model}

    @property
    def made_by(self) -> str:
        """Who judges commitments."""
        return self._commitments.made_by

    @property
    def note(self) -> str:
        """What is missing, in words; empty when nothing is."""
        return self._commitments.note

    def by_rules(self, text: str) -> list[Hit]:
        """What rules alone object to.

        >>> [hit.rule.name for hit in PolicyGuard().by_rules("Wir erstatten Ihnen den Betrag.")]
        ['refund']
        """
        return self._hits(text, check_promises(text))

    def check(self, text: str) -> list[Hit]:
        """What rules object to, and the model."""
        return self.check_all([text])[0]

    def check_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        """The same for many texts, which are read together."""
        found = self._commitments.check_all(texts)
        return [self._hits(text, own) for text, own in zip(texts, found, strict=True)]

    def _hits(self, text: str, commitments: Sequence[Finding]) -> list[Hit]:
        """One for each rule: what the commitment rules or the model found, then what its patterns find."""
        found: dict[str, Hit] = {}
        for one in commitments:
            rule = self._by_model.get(one.kind.removeprefix("promise."))
            if rule:
                found[rule.name] = Hit(rule, one.start, one.end, one.score, bool(one.score) and other_tongue(text))
        plain = text.replace("’", "'").replace("\u00a0", " ")
        for rule in self.policy.rules:
            if (rule.name not in found or found[rule.name].unsure) and (place := rule.find(plain)):
                found[rule.name] = Hit(rule, *place)
        return list(found.values())
