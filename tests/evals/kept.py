"""Outputs of tasks as a log holds them, for the scorers."""

from typing import Any

from evals.tasks.assist import AssistExpect, AssistOutput
from evals.tasks.shapes import EvidenceKept, SectionKept, SentenceKept, TextKept
from evals.tasks.write import WriteExpect, WriteOutput


def passage(quote: str, document: str = "kb-a", **changes: Any) -> EvidenceKept:
    return EvidenceKept(
        kind="passage", source=f"{document}#1", end=len(quote), quote=quote, audience="public"
    ).model_copy(update=changes)


def message(quote: str, source: str = "m1", **changes: Any) -> EvidenceKept:
    return EvidenceKept(kind="message", source=source, end=len(quote), quote=quote).model_copy(update=changes)


def frame(quote: str, name: str = "closing") -> EvidenceKept:
    return EvidenceKept(kind="frame", source=f"phrases#{name}", end=len(quote), quote=quote)


def quoted(text: str, document: str = "kb-a", role: str = "answer") -> SentenceKept:
    return SentenceKept(text=text, role=role, evidence=[passage(text, document)])


def text(*sentences: SentenceKept, kind: str = "reply", **changes: Any) -> TextKept:
    sections = changes.pop("sections", [SectionKept(section="answer", sentences=list(sentences))])
    return TextKept(kind=kind, made_by="extractive", sections=sections).model_copy(update=changes)


def in_sections(kind: str, **sections: str) -> TextKept:
    made = [SectionKept(section=name, sentences=[quoted(said)]) for name, said in sections.items()]
    return text(kind=kind, sections=made)


def wrote(made: TextKept | None, **changes: Any) -> WriteOutput:
    return WriteOutput(kind=made.kind if made else "reply", verdict="answerable", text=made).model_copy(update=changes)


def assisted(reply: TextKept | None, summary: TextKept | None = None, **changes: Any) -> AssistOutput:
    made = AssistOutput(verdict="answerable", verdict_score=0.7, reply=reply, summary=summary or text(kind="summary"))
    return made.model_copy(update=changes)


def expect(**values: Any) -> WriteExpect:
    return WriteExpect.model_validate(values)


def expect_assist(**values: Any) -> AssistExpect:
    return AssistExpect.model_validate(values)
