"""After writing: evidence, commitments, links, foreign values, the system's own words. The same for every writer."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.evidence import HARD_TOKEN, finding, points_true, unsupported
from assistant.frames import Frames
from assistant.permissions import may_read
from assistant.reading import ReadTicket
from assistant.records import Draft, Evidence, Section, Sentence, Summary, Verdict
from guardrails.disguise import latin
from guardrails.findings import Finding
from guardrails.hosts import defanged
from guardrails.links import Spelled, Trusted, clean_links
from guardrails.normalise import normalise
from guardrails.output import check_output
from guardrails.private_text import NOTHING, PrivateText
from guardrails.promises import PromiseGuard, check_promises
from guardrails.scrub import Scrubber
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER, Vault
from ingest.documents import Chunk
from ingest.index import Index
from prompts.phrases import Phrases, load_phrases

_CORE = ("answer", "step")
_OWN_WORDS = ("greeting", "acknowledgement")
"""Roles that read the customer's words back: a wish in them is no commitment of ours."""
_SPLIT_OVER = 3
"""So many neighbouring sentences are also read as one: words of the system may be spread over them."""
_IDENTIFIER = re.compile(r"(?=\D*\d)[\w-]*\d{4,}[\w-]*|(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{6,}")
"""What looks like the number of somebody's order, ticket or account."""


class Checker:
    """Checks one ticket's texts and gathers what it saw in `findings`. `groups` are those of the agent."""

    def __init__(
        self,
        ticket: ReadTicket,
        index: Index,
        *,
        vault: Vault,
        scrubber: Scrubber,
        phrases: Phrases | None = None,
        groups: Set[str] = frozenset(),
        private: PrivateText = NOTHING,
        promises: PromiseGuard | None = None,
    ) -> None:
        self._ticket = ticket
        self._index = index
        self._vault = vault
        self._scrubber = scrubber
        self._phrases = phrases or load_phrases()
        self._frames = Frames(self._phrases, fields=tuple(ticket.fields))
        self._groups = groups
        self._private = private
        self._guard = promises or PromiseGuard()
        self._meant: dict[str, list[Finding]] = {}
        self._chunks: dict[str, Chunk | None] = {}
        self.findings: list[Finding] = []

    def draft(self, draft: Draft) -> Draft | None:
        """The draft without what is not supported or not allowed; None when no answer is left in it."""
        kept: list[Sentence] = []
        self._read_ahead(draft.sentences)
        for sentence in self._untold(draft.sentences, "draft"):
            # The number that the sentence has in the checked draft, or would have had.
            checked = self._sentence(sentence, f"draft.{len(kept)}", customer=True)
            if checked is not None:
                kept.append(checked)
        # A frame alone answers nothing.
        core = [s for s in kept if s.role in _CORE and any(e.kind == "passage" for e in s.evidence)]
        return Draft(draft.made_by, tuple(kept)) if core else None

    def question(self, sentence: Sentence | None) -> Sentence | None:
        """The question that stands instead of a draft, under the same rules."""
        return self._sentence(sentence, "question", customer=True) if sentence else None

    def summary(self, summary: Summary, *, verdict: Verdict | None = None) -> Summary:
        """The summary without what is not supported; internal sources are fine, agents alone read it."""
        reasons = {f"verdict.{verdict.kind}": verdict.reason} if verdict else {}
        self._frames = Frames(self._phrases, fields=tuple(self._ticket.fields), reasons=reasons)
        sections = []
        for section in summary.sections:
            where = f"summary.{section.name}"
            told = self._untold(section.sentences, where)
            checked = [self._sentence(s, f"{where}.{n}", customer=False) for n, s in enumerate(told)]
            sections.append(Section(section.name, section.title, tuple(s for s in checked if s is not None)))
        return Summary(summary.made_by, tuple(sections))

    def _untold(self, sentences: Sequence[Sentence], where: str) -> list[Sentence]:
        """Without the sentences over which words of the system are spread."""
        hidden: set[int] = set()
        for first in range(len(sentences)):
            run = range(first, min(first + _SPLIT_OVER, len(sentences)))
            joined = " ".join(sentences[n].text for n in run)
            alone = any(self._private.spans(sentences[n].text) for n in run)
            if not alone and self._private.spans(joined):
                hidden.update(run)
        if hidden:
            advice = "Words of the system's own instructions, spread over sentences, were taken out."
            self.findings.append(Finding("leak.system_text", where, 0, 0, "blocking", advice))
        return [sentence for n, sentence in enumerate(sentences) if n not in hidden]

    def _sentence(self, sentence: Sentence, where: str, *, customer: bool) -> Sentence | None:
        plain = normalise(sentence.text)
        if plain.removed:
            sentence = replace(sentence, text=plain.text)
        sentence = replace(sentence, evidence=tuple(self._described(e) for e in sentence.evidence))
        text, found = check_output(
            sentence.text, vault=self._vault, scrubber=self._scrubber, where=where, private=self._private
        )
        text, links = clean_links(text, trusted=_trust(sentence), spelled=_spelled(sentence, customer), where=where)
        text = text.strip()
        if not re.search(r"\w", PLACEHOLDER.sub("", BARE_PLACEHOLDER.sub("", text))):
            self.findings += [*found, *links]
            return None
        if reason := self._reason(sentence, text, customer):
            self.findings += [*(f for f in found if f.severity == "blocking"), finding(where, reason)]
            return None
        promises, allowed = self._promises(sentence, text, where) if customer else ([], True)
        found = [*found, *links, *promises]
        self.findings += found
        return replace(sentence, text=text, findings=tuple(found)) if allowed else None

    def _reason(self, sentence: Sentence, text: str, customer: bool) -> str:
        """Why a sentence, of which `text` is left, cannot stand; empty when it can."""
        reasons = unsupported(replace(sentence, text=text))
        if not all(points_true(e, self._text_of) for e in sentence.evidence if e.kind != "frame"):
            reasons.append("offset")
        if not all(self._frames.holds(sentence, e) for e in sentence.evidence if e.kind == "frame"):
            reasons.append("frame")
        if not all(self._readable(e, customer) for e in sentence.evidence):
            reasons.append("internal")
        return reasons[0] if reasons else (self._for_customer(sentence, text) if customer else "")

    def _for_customer(self, sentence: Sentence, text: str) -> str:
        """Why a sentence may not stand in a reply although its evidence holds it."""
        if any(self._injected(e) for e in sentence.evidence):
            return "injected"
        if self._frames.phrase(sentence):
            return ""
        passages = tuple(e for e in sentence.evidence if e.kind == "passage")
        # What a ticket says is no answer to it, and no question of ours; its numbers and names may stand in one.
        answer = replace(sentence, text=self._without_own(text), evidence=passages)
        if sentence.role != "acknowledgement" and unsupported(answer):
            return "ticket_only"
        return "other_case" if self._of_other_cases(answer) else ""

    def _without_own(self, text: str) -> str:
        """A text without the placeholders and hard tokens that this ticket states."""
        own = "\n".join([self._ticket.subject, *(m.text for m in self._ticket.messages), *self._ticket.fields.values()])
        text = PLACEHOLDER.sub(lambda match: "" if match[0] in own else match[0], text)
        return HARD_TOKEN.sub(lambda match: "" if match[0].strip("`.,:") in own else match[0], text)

    def _of_other_cases(self, sentence: Sentence) -> bool:
        """Whether a number of somebody else's order, ticket or account stands in it."""
        chunks = [(e, self._chunk(e.source)) for e in sentence.evidence if e.kind == "passage"]
        if not any(chunk and chunk.pool == "cases" for _, chunk in chunks):
            return False
        known = [e.quote for e, chunk in chunks if chunk and chunk.pool == "knowledge"]
        held = "\n".join(known)
        return any(match[0] not in held for match in _IDENTIFIER.finditer(sentence.text))

    def _promises(self, sentence: Sentence, text: str, where: str) -> tuple[list[Finding], bool]:
        """Commitments that no public policy document stands behind, and whether public text says them at all."""
        if sentence.role in _OWN_WORDS and self._frames.phrase(sentence):
            return [], True
        text = latin(text)
        passages = [(e, self._chunk(e.source)) for e in sentence.evidence if e.kind == "passage"]
        quotes = _folded(" ".join(e.quote for e, _ in passages))
        quoted = _folded(text) in quotes or self._frames.phrase(sentence)
        found = check_promises(text, where=where) if quoted else self._by_meaning(text, where)
        said = all(_folded(text[f.start : f.end]) in quotes for f in found)
        if found and said and all(c and c.policy and c.pool == "knowledge" for _, c in passages):
            return [], True
        return found, said

    def _by_meaning(self, text: str, where: str) -> list[Finding]:
        """What rules and model object to in words that nobody published."""
        if text not in self._meant:
            self._meant[text] = self._guard.check(text)
        return [replace(finding, where=where) for finding in self._meant[text]]

    def _read_ahead(self, sentences: Sequence[Sentence]) -> None:
        """Judge all free sentences of a draft together; one that a guard changes later is judged again."""
        texts = [latin(normalise(s.text).text.strip()) for s in sentences if not _quoted(s)]
        self._meant |= dict(zip(texts, self._guard.check_all(texts), strict=True))

    def _described(self, evidence: Evidence) -> Evidence:
        """Title and address come from the index, whatever a writer says that they are."""
        chunk = self._chunk(evidence.source) if evidence.kind == "passage" else None
        return replace(evidence, title=chunk.title if chunk else "", url=chunk.url if chunk else "")

    def _readable(self, evidence: Evidence, customer: bool) -> bool:
        """Whether the reader of the text may see its source."""
        if evidence.kind == "passage":
            chunk = self._chunk(evidence.source)
            if chunk is None or (customer and chunk.pool == "cases" and chunk.role != "agent"):
                return False
            return may_read(chunk, groups=self._groups, internal=not customer)
        return not customer or not any(m.id == evidence.source and not m.public for m in self._ticket.messages)

    def _injected(self, evidence: Evidence) -> bool:
        """Whether the evidence stands in a paragraph that gives orders to a model."""
        if evidence.kind == "message" and evidence.source == "subject":
            return self._ticket.injected("subject")
        if evidence.kind == "field":
            return self._ticket.injected(evidence.source)
        parts = self._ticket.injected_parts(evidence.source) if evidence.kind == "message" else []
        return any(start < evidence.end and end > evidence.start for start, end in parts)

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


def _trust(sentence: Sentence) -> Trusted:
    """Addresses of the cited documents themselves, and those that stand in the public text that is quoted."""
    addresses = {evidence.url for evidence in sentence.evidence if evidence.url}
    quotes = "\n".join(e.quote for e in sentence.evidence if e.kind == "passage")
    return lambda url: url in addresses or _stands(url, quotes, r"(?![\w@-]|[.:/?#&=%]\w|/[/\\])")


def _spelled(sentence: Sentence, customer: bool) -> Spelled:
    """A host that public text names stays; one that the ticket names can be read, and in a reply is no link."""
    public = "\n".join(e.quote for e in sentence.evidence if e.kind in ("passage", "frame"))
    own = "\n".join(e.quote for e in sentence.evidence if e.kind in ("message", "field"))

    def spelled(host: str) -> str:
        stated = _stands(host, own)
        if _stands(host, public) or (stated and not customer):
            return host
        return defanged(host) if stated else ""

    return spelled


def _stands(address: str, quotes: str, then: str = r"(?![\w@-]|\.\w)") -> bool:
    """Whether an address stands whole in a text: `a.example` does not stand in `a.example.evil`."""
    return re.search(rf"(?<![\w.@-])(?<!\w/){re.escape(address)}{then}", quotes, re.IGNORECASE) is not None


def _quoted(sentence: Sentence) -> bool:
    """Whether a sentence is word for word in one of its pieces of evidence."""
    return any(_folded(sentence.text) in _folded(evidence.quote) for evidence in sentence.evidence)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
