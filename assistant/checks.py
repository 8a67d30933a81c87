"""After writing: evidence, commitments, links, foreign values, the system's own words. The same for every writer."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from assistant.evidence import HARD_TOKEN, points_true
from assistant.frames import Frames
from assistant.permissions import may_read
from assistant.policy import Judged, PolicyCheck
from assistant.reading import ReadTicket
from assistant.records import Evidence, Section, Sentence, Text, TextKind, Verdict
from assistant.support.reason import Reason
from assistant.support.steps import step_findings
from assistant.support.support import Support
from assistant.texts.kinds import SPECS, Reader, TextSpec
from assistant.trust import spelled_hosts, trust
from guardrails.findings import Finding
from guardrails.links import clean_links
from guardrails.normalise import normalise
from guardrails.output import check_output
from guardrails.policy_guard import PolicyGuard
from guardrails.private_text import NOTHING, PrivateText
from guardrails.scrub import Scrubber
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER, Vault
from ingest.documents import Chunk
from ingest.index import Index
from prompts.phrases import Phrasebook, load_phrasebook

_CORE = ("answer", "step")
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
        phrases: Phrasebook | None = None,
        groups: Set[str] = frozenset(),
        private: PrivateText = NOTHING,
        policy: PolicyGuard | None = None,
        support: Support | None = None,
    ) -> None:
        self._ticket = ticket
        self._index = index
        self._vault = vault
        self._scrubber = scrubber
        self._frames = Frames(phrases or load_phrasebook(), fields=tuple(ticket.fields))
        self._groups = groups
        self._private = private
        self._policy = PolicyCheck(policy or PolicyGuard(), self._frames, self._chunk, ticket.steering)
        self._support = support or Support()
        self._passed: dict[int, Sentence] = {}
        self._chunks: dict[str, Chunk | None] = {}
        self.findings: list[Finding] = []

    def text(self, text: Text, *, verdict: Verdict | None = None) -> Text | None:
        """A text without what is not supported or not allowed; None when nothing of its core is left.

        A sentence that `one` let pass is not judged again. `verdict` is what a summary may say of it.
        """
        spec = SPECS[text.kind]
        self._tell_of(verdict)
        self._policy.read_ahead(text.sentences if spec.reader == "customer" else ())
        self._support.read_ahead([one for one in text.sentences if self._passed.get(id(one)) is not one])
        told = {id(sentence) for sentence in self._untold(text.sentences, text.kind)}
        sections = []
        number = 0
        for section in text.sections:
            kept: list[Sentence] = []
            for sentence in (one for one in section.sentences if id(one) in told):
                checked = self._judged(sentence, _place(spec, section.name, number), spec.reader)
                if checked is not None:
                    kept.append(checked)
                    number += 1
            sections.append(Section(section.name, section.title, tuple(kept)))
            number = number if spec.reader == "customer" else 0
        found = replace(text, sections=tuple(sections))
        if not self._has_core(found, spec):
            return None
        self.findings += self._steps(found, spec)
        self.findings += self._policy.whole(found) if spec.reader == "customer" else ()
        return found

    def one(self, kind: TextKind, section: str, sentence: Sentence) -> Sentence | None:
        """One sentence as it is made; what may stand, or None."""
        spec = SPECS[kind]
        told = self._untold([sentence], section)
        checked = self._sentence(told[0], f"{kind}.{section}", customer=spec.reader == "customer") if told else None
        if checked is not None:
            self._passed[id(checked)] = checked
        return checked

    def _judged(self, sentence: Sentence, where: str, reader: Reader) -> Sentence | None:
        passed = self._passed.get(id(sentence)) is sentence
        return sentence if passed else self._sentence(sentence, where, customer=reader == "customer")

    def _steps(self, text: Text, spec: TextSpec) -> list[Finding]:
        """What is missing or misplaced of the lists that its steps come from; an article's steps are the ticket's."""
        placed: list[tuple[str, Sentence]] = []
        if text.kind == "article":
            return []
        for section in text.sections:
            first = len(placed) if spec.reader == "customer" else 0
            placed += [(_place(spec, section.name, first + n), one) for n, one in enumerate(section.sentences)]
        return step_findings(placed, lambda chunk_id: self._document(chunk_id, spec.reader))

    def _document(self, chunk_id: str, reader: Reader) -> list[Chunk]:
        """The chunks of a cited document that the reader may see."""
        chunk = self._chunk(chunk_id)
        chunks = self._index.document(chunk.document_id) if chunk else []
        return [one for one in chunks if may_read(one, groups=self._groups, internal=reader == "agent")]

    def _tell_of(self, verdict: Verdict | None) -> None:
        """The reason of a verdict becomes a frame that a text may say."""
        reasons = {f"verdict.{verdict.kind}": verdict.reason} if verdict else {}
        self._frames.reasons = reasons

    def _has_core(self, text: Text, spec: TextSpec) -> bool:
        """A frame alone says nothing: to a customer, something has to come from knowledge, the ticket or a person."""
        core = [s for section in text.sections if section.name in spec.core for s in section.sentences]
        if text.kind == "reply":
            return any(s.role in _CORE and any(e.kind in ("passage", "fact") for e in s.evidence) for s in core)
        return bool(core)

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
            sentence.text,
            vault=self._vault,
            scrubber=self._scrubber,
            where=where,
            private=self._private,
            phrases=self._frames.said(sentence),
        )
        text, links = clean_links(text, trusted=trust(sentence), spelled=spelled_hosts(sentence, customer), where=where)
        text = text.strip()
        if not re.search(r"\w", PLACEHOLDER.sub("", BARE_PLACEHOLDER.sub("", text))):
            self.findings += [*found, *links]
            return None
        judged = self._policy.check(sentence, text, where, self._holds(sentence)) if customer else Judged(text)
        mended = judged.text != text
        if not mended and (reason := self._reason(sentence, text, customer)):
            removed = Finding(f"evidence.{reason.kind}", where, 0, 0, "warning", reason.advice())
            self.findings += [*(f for f in found if f.severity == "blocking"), removed]
            return None
        found = [*found, *links, *judged.findings]
        self.findings += found
        marks = [] if customer else self._marks(sentence, where)
        return replace(sentence, text=judged.text, findings=(*found, *marks)) if judged.stays else None

    def _marks(self, sentence: Sentence, where: str) -> list[Finding]:
        """One mark on a sentence of an agent's text that rests on what no customer may read."""
        if all(self._readable(e, customer=True) for e in sentence.evidence):
            return []
        advice = "rests on an internal source: not for the customer"
        return [Finding("internal_source", where, 0, 0, "info", advice)]

    def _holds(self, sentence: Sentence) -> Callable[[str], bool]:
        """Whether a sentence may stand before a customer in other words."""
        return lambda text: not self._reason(sentence, text, customer=True)

    def _reason(self, sentence: Sentence, text: str, customer: bool) -> Reason | None:
        """Why a sentence, of which `text` is left, cannot stand; None when it can."""
        reasons = self._unsupported(replace(sentence, text=text))
        if not all(points_true(e, self._text_of) for e in sentence.evidence if e.kind != "frame"):
            reasons.append(Reason("offset"))
        if not all(self._frames.holds(sentence, e) for e in sentence.evidence if e.kind == "frame"):
            reasons.append(Reason("frame"))
        if not all(self._readable(e, customer) for e in sentence.evidence):
            reasons.append(Reason("internal"))
        return reasons[0] if reasons else (self._for_customer(sentence, text) if customer else None)

    def _unsupported(self, sentence: Sentence) -> list[Reason]:
        """What the evidence does not hold; titles and headings of what is cited may be named."""
        if sentence.evidence and self._frames.phrase(sentence):
            return []
        chunks = [self._chunk(e.source) for e in sentence.evidence if e.kind == "passage"]
        known = "\n".join(f"{chunk.title} {chunk.heading}" for chunk in chunks if chunk)
        return self._support.reasons(sentence, known=known)

    def _for_customer(self, sentence: Sentence, text: str) -> Reason | None:
        """Why a sentence may not stand in a reply although its evidence holds it."""
        if any(self._injected(e) for e in sentence.evidence):
            return Reason("injected")
        if self._frames.phrase(sentence):
            return None
        passages = tuple(e for e in sentence.evidence if e.kind in ("passage", "fact"))
        # What a ticket says is no answer to it, and no question of ours; its numbers and names may stand in one.
        answer = replace(sentence, text=text, evidence=passages)
        if sentence.role != "acknowledgement" and self._unsupported(answer):
            answer = replace(answer, text=self._without_own(text))
        if sentence.role != "acknowledgement" and self._unsupported(answer):
            return Reason("ticket_only")
        return Reason("other_case") if self._of_other_cases(answer) else None

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
        return not customer or (evidence.source != "resolution" and not self._of_a_note(evidence.source))

    def _of_a_note(self, source: str) -> bool:
        """Whether a message that only agents may read, or a time that it tells, is the source."""
        return any(source == m.id or source.startswith(f"{m.id}.utc.") for m in self._ticket.messages if not m.public)

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


def _place(spec: TextSpec, section: str, number: int) -> str:
    """Where a sentence stands, for a finding; a reply is one run of sentences."""
    return f"draft.{number}" if spec.kind == "reply" else f"{spec.kind}.{section}.{number}"
