"""What tasks keep of written texts and found passages: the same shapes in every log."""

from collections.abc import Mapping, Sequence

from assistant.records import Draft, Evidence, Passage, Sentence, Text
from evals.running.task import Kept
from evals.tasks.sources import Sources


class EvidenceKept(Kept):
    """Where a sentence comes from. `audience` is `internal` where no customer may read it.

    `moved` tells that the quote does not stand in its source at these offsets.
    """

    kind: str
    source: str
    start: int = 0
    end: int = 0
    quote: str = ""
    audience: str = ""
    moved: bool = False

    @classmethod
    def of(cls, evidence: Evidence, sources: Sources) -> "EvidenceKept":
        return cls(
            kind=evidence.kind,
            source=evidence.source,
            start=evidence.start,
            end=evidence.end,
            quote=sources.quote(evidence),
            audience=sources.audience(evidence),
            moved=not sources.holds(evidence),
        )

    @property
    def document(self) -> str:
        """The document of a passage; empty for anything else."""
        return self.source.rpartition("#")[0] if self.kind == "passage" else ""


class SentenceKept(Kept):
    """A sentence, its evidence, and the kinds of what guards found in it."""

    text: str
    role: str = "statement"
    evidence: list[EvidenceKept] = []
    findings: list[str] = []

    @classmethod
    def of(cls, sentence: Sentence, sources: Sources) -> "SentenceKept":
        return cls(
            text=sentence.text,
            role=sentence.role,
            evidence=[EvidenceKept.of(one, sources) for one in sentence.evidence],
            findings=[finding.kind for finding in sentence.findings],
        )


class SectionKept(Kept):
    """A section of a text."""

    section: str
    sentences: list[SentenceKept] = []


class StepsKept(Kept):
    """Steps that are told, that are missing of the lists they come from, and that stand too early."""

    told: int = 0
    missing: int = 0
    misplaced: int = 0


class TextKept(Kept):
    """A written text. `calls` counts how often a chat model was asked; `greeted` is None without a greeting."""

    kind: str
    made_by: str
    language: str = "en"
    sections: list[SectionKept] = []
    notes: list[str] = []
    calls: int = 0
    greeted: bool | None = None
    steps: StepsKept = StepsKept()

    @classmethod
    def of(cls, text: Text, sources: Sources) -> "TextKept":
        return _kept(text.kind, text, {one.name: one.sentences for one in text.sections}, sources)

    @classmethod
    def of_draft(cls, draft: Draft, sources: Sources) -> "TextKept":
        """A draft is a reply without the borders of its sections."""
        return _kept("reply", draft, {"reply": draft.sentences}, sources)

    @property
    def sentences(self) -> list[SentenceKept]:
        """All sentences in reading order."""
        return [sentence for section in self.sections for sentence in section.sentences]


class PassageKept(Kept):
    """A passage that was found, by its document; its text stays in the index."""

    document: str
    chunk: str
    pool: str
    audience: str
    score: float
    quotable: bool = True

    @classmethod
    def of(cls, passage: Passage) -> "PassageKept":
        chunk = passage.chunk
        return cls(
            document=chunk.document_id,
            chunk=chunk.id,
            pool=chunk.pool,
            audience=chunk.audience,
            score=round(passage.score, 4),
            quotable=passage.quotable,
        )


def _kept(kind: str, text: Text | Draft, parts: Mapping[str, Sequence[Sentence]], sources: Sources) -> TextKept:
    told, missing, misplaced = sources.steps(text.sentences)
    return TextKept(
        kind=kind,
        made_by=text.made_by,
        language=text.language,
        sections=[
            SectionKept(section=name, sentences=[SentenceKept.of(one, sources) for one in sentences])
            for name, sentences in parts.items()
        ],
        notes=[note.code for note in text.notes],
        calls=sources.calls,
        greeted=sources.greets(text.sentences),
        steps=StepsKept(told=told, missing=missing, misplaced=misplaced),
    )
