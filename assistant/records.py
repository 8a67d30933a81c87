"""What the assistant gives back. Frozen, plain, and the same for the server, the command line and the evals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.artifacts import Artifact
from guardrails.findings import Finding
from ingest.documents import Chunk

EvidenceKind = Literal["message", "passage", "field", "frame", "fact"]
TextKind = Literal[
    "summary",
    "reply",
    "question",
    "update",
    "escalation",
    "handover",
    "incident_update",
    "postmortem",
    "article",
    "macro",
]
SentenceRole = Literal["greeting", "acknowledgement", "answer", "step", "question", "closing", "statement"]
Outcome = Literal["given", "abstained", "none_of_these"]
LabelMaker = Literal["learned", "policy", "category", "words"]
VerdictKind = Literal["answerable", "needs_customer_info", "knowledge_gap", "contradiction", "out_of_scope"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a sentence comes from: `quote == text_of(source)[start:end]`, offsets in code points of the scrubbed text.

    `source` is a message id, a chunk id, a ticket field, a fact that the agent stated (`fact.1`), or, for the house's
    own courtesies, the name of a frame: a frame claims nothing about the ticket or the product.
    """

    kind: EvidenceKind
    source: str
    start: int
    end: int
    quote: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what supports it."""

    text: str
    role: SentenceRole
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of a text; without sentences there is nothing to say under it."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader of a text should know about how it came to be; `code` is stable for machines."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A written text of any kind, in the sections of its kind. `made_by` names the writer, `language` is ISO 639-1.

    `basis` is what a summary was made from, a digest for each message: with it, only new messages are read next time.
    """

    kind: TextKind
    made_by: str
    sections: tuple[Section, ...]
    language: str = "en"
    notes: tuple[Note, ...] = ()
    basis: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply for the agent to check. `made_by` names the writer."""

    made_by: str
    sentences: tuple[Sentence, ...]
    language: str = "en"
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, text: Text) -> "Draft":
        """A reply without the borders of its sections."""
        return cls(text.made_by, text.sentences, text.language, text.notes)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a reply can be written. `score` is how well the best public knowledge covers the ticket, 0 to 1.

    `evidence` is what a contradiction is between.
    """

    kind: VerdictKind
    reason: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another label that a classifier considered."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A rule of the house that gave a label, and the words of the ticket that it holds for."""

    name: str
    quotes: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A classification. Unless `outcome` is `given`, `label` is None and `reason` says why.

    `confidence` is a calibrated chance where the label was `learned`, and 1 where the house has laid it down
    (`made_by` policy, category or words). `terms` are the words of the ticket that spoke for a learned label.
    """

    label: str | None
    confidence: float
    abstained: bool
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    outcome: Outcome = "given"
    made_by: LabelMaker = "learned"
    terms: tuple[str, ...] = ()
    rule: PolicyRule | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One of several labels that fit. `terms` are the words of the ticket that spoke for it."""

    label: str
    confidence: float
    made_by: LabelMaker
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """What the customer writes in, as an ISO 639-1 code; None where there is too little to tell, or too many."""

    code: str | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Tone:
    """A mood or a hurry, and the words that say so; without words it is the usual one."""

    value: str
    quotes: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A solved ticket that speaks for a classification; `similarity` is a cosine."""

    ticket_id: str
    title: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Triage:
    """What a ticket probably is, and the nearest solved tickets as the why."""

    category: Label
    severity: Label
    team: Label
    product_area: Label
    tags: tuple[Tag, ...]
    language: Language
    sentiment: Tone
    urgency: Tone
    why: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word that query and passage share. `weight` grows with its rarity, `fields` are title, heading or text."""

    word: str
    weight: float
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found beside its cosine: shared words, the rarest first, and other factors in words."""

    terms: tuple[SharedTerm, ...] = ()
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk, the best of its document. `dense` is a cosine; `lexical` is BM25.

    `score` ranks within its pool: up to 1 for the text, and what other factors add. `duplicates` are the ids of near
    copies of the document that the reader may see, too. `confidence` is the chance that the answer is in here, where
    it was asked for: of knowledge, not of cases.
    """

    chunk: Chunk
    score: float
    dense: float
    lexical: float
    duplicates: tuple[str, ...] = ()
    why: Why = Why()
    confidence: float | None = None

    @property
    def quotable(self) -> bool:
        """May stand in front of a customer."""
        return self.chunk.audience == "public"


@dataclass(frozen=True, slots=True)
class MadeWith:
    """Everything needed to make the same text again. `triage` is its version, or the generation it learned from.

    `reranker` is empty where no cross-encoder is set; `prompts` are the versions of those that a model was given;
    `policy` is that of the rules of what no customer is told.
    """

    generation: str
    embedder: str
    writer: str
    phrases: str
    version: str
    triage: str = ""
    reranker: str = ""
    prompts: Mapping[str, str] = field(default_factory=dict)
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model was asked for a task, in tokens; `cost` is None where the house has stated no price."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Assist:
    """Everything for a ticket. Without a `draft`, `questions` are what to ask the customer instead, if anything."""

    ticket_id: str
    verdict: Verdict
    summary: Text
    triage: Triage
    artifacts: tuple[Artifact, ...]
    knowledge: tuple[Passage, ...]
    cases: tuple[Passage, ...]
    draft: Draft | None
    questions: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    made_with: MadeWith
    timings_ms: Mapping[str, float]
    usage: Usage = Usage()
    notes: tuple[Note, ...] = ()

    @property
    def question(self) -> Sentence | None:
        """All `questions` in one, a line for each."""
        return in_one(self.questions)


@dataclass(frozen=True, slots=True)
class Written:
    """One text for a ticket. Without `text`, `verdict` and `notes` say why, and `questions` are what to ask instead."""

    ticket_id: str
    kind: TextKind
    verdict: Verdict
    text: Text | None
    questions: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    made_with: MadeWith
    timings_ms: Mapping[str, float]
    usage: Usage = Usage()
    notes: tuple[Note, ...] = ()

    @property
    def question(self) -> Sentence | None:
        """All `questions` in one, a line for each."""
        return in_one(self.questions)


def in_one(questions: tuple[Sentence, ...]) -> Sentence | None:
    """The line that leads in and what is asked for as one sentence, for readers that show only one.

    >>> in_one((Sentence("Please send us:", "closing", ()), Sentence("The file.", "question", ()))).text
    'Please send us:\\n- The file.'
    """
    if len(questions) < 2:
        return questions[0] if questions else None
    lines = [f"- {one.text}" if one.role == "question" else one.text for one in questions]
    evidence = tuple(evidence for one in questions for evidence in one.evidence)
    return Sentence("\n".join(lines), "question", evidence, tuple(f for one in questions for f in one.findings))
