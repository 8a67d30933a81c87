"""After writing: evidence, commitments, links and foreign values. The same checks for every writer."""

from collections.abc import Callable
from dataclasses import replace

from assistant.evidence import finding, points_true, unsupported
from assistant.reading import ReadTicket
from assistant.records import Draft, Evidence, Section, Sentence, Summary
from guardrails.findings import Finding
from guardrails.links import clean_links
from guardrails.output import check_output
from guardrails.promises import check_promises
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk
from ingest.index import Index

_CORE = ("answer", "step")
_OWN_WORDS = ("greeting", "acknowledgement")
"""Roles that read the customer's words back: a wish in them is no commitment of ours."""


class Checker:
    """Checks one ticket's texts and gathers what it saw in `findings`."""

    def __init__(self, ticket: ReadTicket, index: Index, *, vault: Vault, scrubber: Scrubber) -> None:
        self._ticket = ticket
        self._index = index
        self._vault = vault
        self._scrubber = scrubber
        self._chunks: dict[str, Chunk | None] = {}
        self.findings: list[Finding] = []

    def draft(self, draft: Draft) -> Draft | None:
        """The draft without what is not supported or not allowed; None when no answer is left in it."""
        kept: list[Sentence] = []
        for sentence in draft.sentences:
            # The number that the sentence has in the checked draft, or would have had.
            checked = self._sentence(sentence, f"draft.{len(kept)}", customer=True)
            if checked is not None:
                kept.append(checked)
        # A frame alone answers nothing.
        core = [s for s in kept if s.role in _CORE and any(e.kind == "passage" for e in s.evidence)]
        return Draft(draft.made_by, tuple(kept)) if core else None

    def summary(self, summary: Summary) -> Summary:
        """The summary without what is not supported; internal sources are fine, agents alone read it."""
        sections = []
        for section in summary.sections:
            checked = [
                self._sentence(s, f"summary.{section.name}.{n}", customer=False)
                for n, s in enumerate(section.sentences)
            ]
            sections.append(Section(section.name, section.title, tuple(s for s in checked if s is not None)))
        return Summary(summary.made_by, tuple(sections))

    def _sentence(self, sentence: Sentence, where: str, *, customer: bool) -> Sentence | None:
        reasons = unsupported(sentence)
        if not all(points_true(e, self._text_of) for e in sentence.evidence if _can_be_looked_up(e)):
            reasons.append("offset")
        if customer and any(self._internal(e) for e in sentence.evidence):
            reasons.append("internal")
        if reasons:
            self.findings.append(finding(where, reasons[0]))
            return None
        text, found = check_output(sentence.text, vault=self._vault, scrubber=self._scrubber, where=where)
        trusted = {evidence.url for evidence in sentence.evidence if evidence.url}
        quotes = "\n".join(evidence.quote for evidence in sentence.evidence if evidence.kind == "passage")
        text, links = clean_links(text, trusted=_trust(trusted, quotes), where=where)
        found = [*found, *links]
        if customer and sentence.role not in _OWN_WORDS:
            found += self._promises(sentence, where)
        self.findings += found
        return replace(sentence, text=text, findings=tuple(found))

    def _promises(self, sentence: Sentence, where: str) -> list[Finding]:
        """Commitments that no public policy document stands behind."""
        passages = [self._chunk(e.source) for e in sentence.evidence if e.kind == "passage"]
        if passages and all(chunk and chunk.policy and chunk.audience == "public" for chunk in passages):
            return []
        return check_promises(sentence.text, where=where)

    def _internal(self, evidence: Evidence) -> bool:
        if evidence.kind == "passage":
            chunk = self._chunk(evidence.source)
            return chunk is None or chunk.audience != "public"
        return any(m.id == evidence.source and not m.public for m in self._ticket.messages)

    def _text_of(self, evidence: Evidence) -> str:
        if evidence.kind == "passage":
            chunk = self._chunk(evidence.source)
            return chunk.text if chunk else ""
        return self._ticket.text_of(evidence.source)

    def _chunk(self, chunk_id: str) -> Chunk | None:
        """The chunk with this id; None when a writer made it up."""
        if chunk_id not in self._chunks:
            self._chunks[chunk_id] = self._index.chunk(chunk_id)
        return self._chunks[chunk_id]


def _can_be_looked_up(evidence: Evidence) -> bool:
    """Whether the source is a text: a frame is the house's own, and so is the way in which a time is written."""
    return evidence.kind in ("message", "passage") or evidence.source.startswith(("customer.", "fields."))


def _trust(addresses: set[str], quotes: str) -> Callable[[str], bool]:
    """Addresses of the cited documents themselves, and those that stand in the public text that is quoted."""
    return lambda url: url in addresses or url in quotes
