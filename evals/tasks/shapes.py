"""What tasks keep of written texts and found passages: the same shapes in every log."""

from assistant.records import Evidence, Passage, Sentence, Text
from evals.running.task import Kept


class EvidenceKept(Kept):
    """Where a sentence comes from. `audience` is that of a passage: public or internal."""

    kind: str
    source: str
    start: int = 0
    end: int = 0
    quote: str = ""
    audience: str = ""

    @classmethod
    def of(cls, evidence: Evidence, audiences: dict[str, str]) -> "EvidenceKept":
        return cls(
            kind=evidence.kind,
            source=evidence.source,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.quote,
            audience=audiences.get(evidence.source, ""),
        )


class SentenceKept(Kept):
    """A sentence, its evidence, and the kinds of what guards found in it."""

    text: str
    role: str = "statement"
    evidence: list[EvidenceKept] = []
    findings: list[str] = []

    @classmethod
    def of(cls, sentence: Sentence, audiences: dict[str, str]) -> "SentenceKept":
        return cls(
            text=sentence.text,
            role=sentence.role,
            evidence=[EvidenceKept.of(one, audiences) for one in sentence.evidence],
            findings=[finding.kind for finding in sentence.findings],
        )


class SectionKept(Kept):
    """A section of a text."""

    section: str
    sentences: list[SentenceKept] = []


class TextKept(Kept):
    """A written text."""

    kind: str
    made_by: str
    language: str = "en"
    sections: list[SectionKept] = []
    notes: list[str] = []

    @classmethod
    def of(cls, text: Text, audiences: dict[str, str]) -> "TextKept":
        sections = [
            SectionKept(section=one.name, sentences=[SentenceKept.of(s, audiences) for s in one.sentences])
            for one in text.sections
        ]
        notes = [note.code for note in text.notes]
        return cls(kind=text.kind, made_by=text.made_by, language=text.language, sections=sections, notes=notes)

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


def audiences_of(passages: list[Passage]) -> dict[str, str]:
    """The audience of every chunk that was found, by its id."""
    return {passage.chunk.id: passage.chunk.audience for passage in passages}
