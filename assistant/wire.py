"""The answer as JSON: the shape that the HTTP surface, `--json` and the sidebar share."""

from typing import Annotated

from pydantic import BaseModel, Field, TypeAdapter

from assistant.artifacts import Artifact
from assistant.records import Assist, Draft, MadeWith, Passage, Sentence, Summary, Triage, Verdict
from guardrails.findings import Finding

Similarity = Annotated[float, Field(description="cosine with the ticket, -1 to 1")]


class PassageOut(BaseModel):
    """A retrieved passage; what is internal is for the agent's eyes only (`quotable` is false)."""

    chunk_id: str = Field(examples=["kb-webhook-401#3f1c0a9d2b7e"])
    document_id: str = Field(examples=["kb-webhook-401"])
    title: str = Field(examples=["Webhook deliveries fail with 401"])
    heading: str = Field(examples=["Fix it"])
    pool: str = Field(examples=["knowledge"])
    audience: str = Field(examples=["public"])
    part: str = Field(examples=["body"])
    score: float = Field(description="rank within its pool, 0 to 1")
    dense: Similarity
    lexical: float = Field(description="BM25")
    start: int = Field(description="first code point in the document part")
    end: int
    text: str
    url: str | None
    reviewed: str | None
    quotable: bool

    @classmethod
    def of(cls, passage: Passage) -> "PassageOut":
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
        )


class AssistOut(BaseModel):
    """Everything for a ticket. Personal values of this ticket are restored for its agent; secrets stay masked."""

    ticket_id: str
    request_id: str
    verdict: Verdict
    summary: Summary
    triage: Triage
    artifacts: list[Artifact]
    knowledge: list[PassageOut]
    cases: list[PassageOut]
    draft: Draft | None
    question: Sentence | None
    findings: list[Finding]
    left_out: list[str]
    made_with: MadeWith
    timings_ms: dict[str, float]

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
            findings=list(assist.findings),
            left_out=list(assist.left_out),
            made_with=assist.made_with,
            timings_ms=dict(assist.timings_ms),
        )


def part_json(part: str, value: object) -> str:
    """One part of a streamed answer as JSON."""
    if part == "passages" and isinstance(value, dict):
        value = {pool: [PassageOut.of(passage) for passage in passages] for pool, passages in value.items()}
    return TypeAdapter(object).dump_json(value).decode()
