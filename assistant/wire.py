"""The answer as JSON: the shape that the HTTP surface, `--json` and the sidebar share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from assistant.artifacts import Artifact
from assistant.records import (
    Assist,
    Draft,
    MadeWith,
    Note,
    Passage,
    Sentence,
    Text,
    TextKind,
    Triage,
    Usage,
    Verdict,
    Written,
)
from assistant.retrieval.lookup import Found
from assistant.retrieval.matches import matches
from guardrails.findings import Finding

Similarity = Annotated[float, Field(description="cosine with the ticket, -1 to 1")]


class TermOut(BaseModel):
    """A word of the search that stands in the passage, in any of its forms."""

    word: str = Field(description="as it was searched for", examples=["deliveries"])
    weight: float = Field(description="more for a rarer word", examples=[3.2])
    fields: list[str] = Field(description="where it stands: title, heading, text", examples=[["title", "text"]])


class WhyOut(BaseModel):
    """Why the passage was found: the words that it shares with the search, how near it is, and what else counted."""

    terms: list[TermOut] = Field(description="those that say most first")
    similarity: Similarity
    factors: list[str] = Field(description="what else raised it, in words", examples=[["named by 3 other documents"]])


class MatchOut(BaseModel):
    """A shared word in the passage's text: first code point, and the one after the last."""

    start: int
    end: int


class CopyOut(BaseModel):
    """A near copy of the document, folded into it; a search tells its title, too."""

    document_id: str
    title: str | None


class PassageOut(BaseModel):
    """A retrieved passage; what is internal is for the agent's eyes only (`quotable` is false)."""

    chunk_id: str = Field(examples=["kb-webhook-401#3f1c0a9d2b7e"])
    document_id: str = Field(examples=["kb-webhook-401"])
    title: str = Field(examples=["Webhook deliveries fail with 401"])
    heading: str = Field(examples=["Fix it"])
    pool: str = Field(examples=["knowledge"])
    audience: str = Field(examples=["public"])
    part: str = Field(examples=["body"])
    score: float = Field(description="rank within its pool: up to 1 for the text, and what other factors add")
    dense: Similarity
    lexical: float = Field(description="BM25")
    start: int = Field(description="first code point in the document part")
    end: int
    text: str
    url: str | None
    reviewed: str | None
    quotable: bool
    why: WhyOut
    matches: list[MatchOut] = Field(description="where the shared words stand in `text`, in order, for marking them")
    duplicates: list[CopyOut] = Field(description="near copies that the reader may see, too")
    confidence: float | None = Field(
        description="chance that the answer is in here, 0 to 1; null for solved tickets", examples=[0.62]
    )

    @classmethod
    def of(cls, passage: Passage, *, titles: Mapping[str, str] = MappingProxyType({})) -> "PassageOut":
        """`titles` are those of near copies, by document id."""
        chunk = passage.chunk
        return cls(
            chunk_id=chunk.id,
            document_id=chunk.document_id,
            title=chunk.title,
            heading=chunk.heading,
            pool=chunk.pool,
            audience=chunk.audience,
            part=chunk.part,
            score=round(passage.score, 4),
            dense=round(passage.dense, 4),
            lexical=round(passage.lexical, 3),
            start=chunk.start,
            end=chunk.end,
            text=chunk.text,
            url=chunk.url or None,
            reviewed=chunk.reviewed or None,
            quotable=passage.quotable,
            why=_why(passage),
            matches=[MatchOut(start=start, end=end) for start, end in matches(passage)],
            duplicates=[CopyOut(document_id=id_, title=titles.get(id_)) for id_ in passage.duplicates],
            confidence=None if passage.confidence is None else round(passage.confidence, 3),
        )


def _why(passage: Passage) -> WhyOut:
    terms = [TermOut(word=term.word, weight=term.weight, fields=list(term.fields)) for term in passage.why.terms]
    return WhyOut(terms=terms, similarity=round(passage.dense, 4), factors=list(passage.why.factors))


class SearchOut(BaseModel):
    """What was found, by pool, best first; pools are ranked apart, so scores of two pools do not compare."""

    knowledge: list[PassageOut]
    cases: list[PassageOut]
    passages: list[PassageOut] = Field(
        description="the same as the pool's own list; empty where both were asked for", deprecated=True
    )
    advice: dict[str, str] = Field(description="by pool: what to do where nothing, or nothing close, was found")
    generation: str = Field(examples=["gen-000003"])

    @classmethod
    def of(cls, found: Found) -> "SearchOut":
        pools = {
            str(pool): [PassageOut.of(passage, titles=found.titles) for passage in passages]
            for pool, passages in found.passages.items()
        }
        only = next(iter(pools.values())) if len(pools) == 1 else []
        values = {"knowledge": [], "cases": [], "passages": only, **pools}
        return cls(
            **values, advice={str(pool): said for pool, said in found.advice.items()}, generation=found.generation
        )


class AssistOut(BaseModel):
    """Everything for a ticket. `question` holds all `questions` in one.

    Personal values of this ticket are restored for its agent; secrets stay masked.
    """

    ticket_id: str
    request_id: str
    verdict: Verdict
    summary: Text
    triage: Triage
    artifacts: list[Artifact]
    knowledge: list[PassageOut]
    cases: list[PassageOut]
    draft: Draft | None
    question: Sentence | None
    questions: list[Sentence]
    findings: list[Finding]
    left_out: list[str]
    made_with: MadeWith
    timings_ms: dict[str, float]
    usage: Usage
    notes: list[Note]

    @classmethod
    def of(cls, assist: Assist, *, request_id: str = "") -> "AssistOut":
        return cls(
            ticket_id=assist.ticket_id,
            request_id=request_id,
            verdict=assist.verdict,
            summary=assist.summary,
            triage=assist.triage,
            artifacts=list(assist.artifacts),
            knowledge=[PassageOut.of(passage) for passage in assist.knowledge],
            cases=[PassageOut.of(passage) for passage in assist.cases],
            draft=assist.draft,
            question=assist.question,
            questions=list(assist.questions),
            findings=list(assist.findings),
            left_out=list(assist.left_out),
            made_with=assist.made_with,
            timings_ms=dict(assist.timings_ms),
            usage=assist.usage,
            notes=list(assist.notes),
        )


class WrittenOut(BaseModel):
    """One text. Without `text`, `verdict` and `notes` say why, and `questions` are what to ask the customer instead.

    Personal values of this ticket are restored for its agent; secrets stay masked.
    """

    ticket_id: str
    request_id: str
    kind: TextKind
    verdict: Verdict
    text: Text | None
    question: Sentence | None
    questions: list[Sentence]
    findings: list[Finding]
    notes: list[Note]
    made_with: MadeWith
    timings_ms: dict[str, float]
    usage: Usage

    @classmethod
    def of(cls, written: Written, *, request_id: str = "") -> "WrittenOut":
        return cls(
            ticket_id=written.ticket_id,
            request_id=request_id,
            kind=written.kind,
            verdict=written.verdict,
            text=written.text,
            question=written.question,
            questions=list(written.questions),
            findings=list(written.findings),
            notes=list(written.notes),
            made_with=written.made_with,
            timings_ms=dict(written.timings_ms),
            usage=written.usage,
        )


def part_json(part: str, value: object) -> str:
    """One part of a streamed answer as JSON."""
    if part == "passages" and isinstance(value, dict):
        value = {pool: [PassageOut.of(passage) for passage in passages] for pool, passages in value.items()}
    return TypeAdapter(object).dump_json(value).decode()
