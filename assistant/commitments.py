"""What a customer is promised: only what a public policy document, or the agent in person, stands behind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.frames import Frames
from assistant.records import Evidence, Sentence
from guardrails.disguise import latin
from guardrails.findings import Finding
from guardrails.normalise import normalise
from guardrails.promises import PromiseGuard, check_promises
from ingest.documents import Chunk

_OWN_WORDS = ("greeting", "acknowledgement")
"""Roles that read the customer's words back: a wish in them is no commitment of ours."""


class Commitments:
    """Judges the sentences of one ticket's texts."""

    def __init__(self, guard: PromiseGuard, frames: Frames, chunk: Callable[[str], Chunk | None]) -> None:
        self._guard = guard
        self._frames = frames
        self._chunk = chunk
        self._meant: dict[str, list[Finding]] = {}

    def read_ahead(self, sentences: Sequence[Sentence]) -> None:
        """Judge all free sentences of a text together; one that a guard changes later is judged again."""
        texts = [latin(normalise(s.text).text.strip()) for s in sentences if not _quoted(s)]
        self._meant |= dict(zip(texts, self._guard.check_all(texts), strict=True))

    def check(self, sentence: Sentence, text: str, where: str) -> tuple[list[Finding], bool]:
        """Commitments that nothing stands behind, and whether the sentence may stay; `text` is what is left of it."""
        if sentence.role in _OWN_WORDS and self._frames.phrase(sentence):
            return [], True
        text = latin(text)
        backed = [e for e in sentence.evidence if e.kind in ("passage", "fact")]
        quotes = folded(" ".join(e.quote for e in backed))
        quoted = folded(text) in quotes or self._frames.phrase(sentence)
        found = check_promises(text, where=where) if quoted else self._by_meaning(text, where)
        said = all(folded(text[f.start : f.end]) in quotes for f in found)
        if found and said and all(self._stands_behind(e) for e in backed):
            return [], True
        return found, said

    def _stands_behind(self, evidence: Evidence) -> bool:
        """A person says so, or the house's public policy."""
        chunk = self._chunk(evidence.source) if evidence.kind == "passage" else None
        return evidence.kind == "fact" or bool(chunk and chunk.policy and chunk.pool == "knowledge")

    def _by_meaning(self, text: str, where: str) -> list[Finding]:
        """What rules and model object to in words that nobody published."""
        if text not in self._meant:
            self._meant[text] = self._guard.check(text)
        return [replace(finding, where=where) for finding in self._meant[text]]


def _quoted(sentence: Sentence) -> bool:
    """Whether a sentence is word for word in one of its pieces of evidence."""
    return any(folded(sentence.text) in folded(evidence.quote) for evidence in sentence.evidence)


def folded(text: str) -> str:
    """Words alone, in one case."""
    return " ".join(re.findall(r"\w+", text.casefold()))
