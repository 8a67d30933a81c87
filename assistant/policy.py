"""What a customer is told, by the rules of the house: a sentence that breaks one is backed, mended or taken out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.frames import Frames
from assistant.limits import sentence_limit, text_limits
from assistant.records import Evidence, Sentence, Text
from assistant.steering.steering import NONE, Steering
from guardrails.disguise import latin
from guardrails.findings import Finding
from guardrails.normalise import normalise
from guardrails.policy import Backing
from guardrails.policy_guard import Hit, PolicyGuard
from guardrails.repairs import mended
from ingest.documents import Chunk

_OWN_WORDS = ("greeting", "acknowledgement")
"""Roles that read the customer's words back: a wish in them is no commitment of ours."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence after the rules: its words, which may have been mended, what was found, and whether it stays."""

    text: str
    findings: tuple[Finding, ...] = ()
    stays: bool = True


class PolicyCheck:
    """Judges the sentences of one ticket's texts."""

    def __init__(
        self,
        guard: PolicyGuard,
        frames: Frames,
        chunk: Callable[[str], Chunk | None],
        steering: Steering = NONE,
    ) -> None:
        self._guard = guard
        self._frames = frames
        self._chunk = chunk
        self._steering = steering
        self._meant: dict[str, list[Hit]] = {}

    def read_ahead(self, sentences: Sequence[Sentence]) -> None:
        """Judge all free sentences of a text together; one that a guard changes later is judged again."""
        texts = [latin(normalise(s.text).text.strip()) for s in sentences if not _quoted(s)]
        self._meant |= dict(zip(texts, self._guard.check_all(texts), strict=True))

    def check(self, sentence: Sentence, text: str, where: str, holds: Callable[[str], bool]) -> Judged:
        """What the rules say of a sentence; `text` is what is left of it, `holds` tells whether its evidence holds a
        mended one."""
        phrase = self._frames.phrase(sentence)
        if phrase and sentence.role in _OWN_WORDS:
            return Judged(text)
        backing = _Backing(sentence, self._chunk)
        own, published = self._split(text, backing, quoted=phrase or folded(latin(text)) in backing.words)
        told = tuple(hit.finding(where, severity="warning") for hit in published)
        if phrase:
            own = [hit for hit in own if hit.blocking]
        elif folded(latin(text)) not in backing.words:
            told += sentence_limit(text, where, self._guard.policy, self._steering)
        if own and (better := self._mended(text, own, backing, where, holds)):
            return Judged(better.text, (*better.findings, *told))
        found = tuple(hit.finding(where) for hit in own)
        return Judged(text, (*found, *told), not any(hit.blocking for hit in own))

    def whole(self, text: Text) -> list[Finding]:
        """What the limits say of a whole text."""
        return text_limits(text, self._guard.policy, self._steering)

    def _split(self, text: str, backing: "_Backing", *, quoted: bool) -> tuple[list[Hit], list[Hit]]:
        """What the rules object to: in our own words, and in words that the house has published."""
        plain = latin(text)
        hits = self._guard.by_rules(plain) if quoted else self._by_meaning(plain)
        standing = [hit for hit in hits if not backing.excuses(hit, plain)]
        published = [hit for hit in standing if backing.published(hit, plain)]
        return [hit for hit in standing if hit not in published], published

    def _mended(
        self, text: str, own: Sequence[Hit], backing: "_Backing", where: str, holds: Callable[[str], bool]
    ) -> Judged | None:
        """The sentence in words that no blocking rule objects to and that its evidence holds; None without a way."""
        better, changes = mended(text, [hit.rule for hit in own]) if latin(text) == text else (text, [])
        if not changes or not holds(better):
            return None
        left, _ = self._split(better, backing, quoted=False)
        if any(hit.blocking for hit in left):
            return None
        by_rule = {hit.rule.name: hit for hit in own}
        made = tuple(by_rule[one.rule.name].finding(where, severity="warning", change=one) for one in changes)
        return Judged(better, (*made, *(hit.finding(where) for hit in left)))

    def _by_meaning(self, text: str) -> list[Hit]:
        """What rules and model object to in words that nobody published."""
        if text not in self._meant:
            self._meant[text] = self._guard.check(text)
        return self._meant[text]


class _Backing:
    """What stands behind one sentence: passages and facts, and of which sort they all are."""

    def __init__(self, sentence: Sentence, chunk: Callable[[str], Chunk | None]) -> None:
        backed = [e for e in sentence.evidence if e.kind in ("passage", "fact")]
        self.words = folded(" ".join(e.quote for e in backed))
        self._cells = set(folded(" ".join(e.quote for e in backed if "|" in e.quote)).split())
        self._sorts = [_sorts(e, chunk) for e in backed]

    def excuses(self, hit: Hit, text: str) -> bool:
        """Whether each piece of evidence is one that the rule accepts, and they say what was found."""
        return self._said(hit, text) and all(sorts & hit.rule.exceptions for sorts in self._sorts)

    def published(self, hit: Hit, text: str) -> bool:
        """Whether the house or a person says so in these words; what another customer was told is not that."""
        return self._said(hit, text) and all(self._sorts)

    def _said(self, hit: Hit, text: str) -> bool:
        """In one piece, or all of it in the rows of a table, whose cells a sentence puts into words."""
        said = folded(text[hit.start : hit.end])
        return bool(self._sorts) and (said in self.words or self._cells.issuperset(said.split()))


def _sorts(evidence: Evidence, chunk: Callable[[str], Chunk | None]) -> frozenset[Backing]:
    """A person's fact, a public page of the house's knowledge, or one that is a policy as well."""
    if evidence.kind == "fact":
        return frozenset({"fact"})
    found = chunk(evidence.source)
    if found is None or found.pool != "knowledge" or found.audience != "public":
        return frozenset()
    return frozenset({"knowledge", "policy"}) if found.policy else frozenset({"knowledge"})


def _quoted(sentence: Sentence) -> bool:
    """Whether a sentence is word for word in one of its pieces of evidence."""
    return any(folded(sentence.text) in folded(evidence.quote) for evidence in sentence.evidence)


def folded(text: str) -> str:
    """Words alone, in one case."""
    return " ".join(re.findall(r"\w+", text.casefold()))
