"""A retrieval folder: `corpus.jsonl` with articles, or with questions and their answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from guardrails.normalise import normalise
from ingest.documents import Audience, Part, Skipped, SourceDocument
from ingest.read_ticket import Id, Text
from ingest.sources.jsonl import damaged, read_lines

_MIN_ANSWER_WORDS = 12


class AnswerIn(BaseModel):
    """One reply of a solved question."""

    role: str = "agent"
    text: Text = ""
    helpful: Annotated[int, BeforeValidator(lambda value: value or 0)] = 0


class RecordIn(BaseModel):
    """A line of `corpus.jsonl`; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore")

    id: Id
    title: Text = ""
    text: Text = ""
    audience: Audience = "public"
    groups: Annotated[list[str], BeforeValidator(lambda value: value or [])] = []
    owner: Text = ""
    reviewed: Text = ""
    updated: Text = ""
    created: Text = ""
    url: Text = ""
    policy: Annotated[bool, BeforeValidator(lambda value: value or False)] = False
    topic: Text = ""
    answers: list[AnswerIn] | None = None


def read_corpus(folder: Path) -> Iterator[SourceDocument | Skipped]:
    """Each record as a knowledge document, or, where it has `answers`, as a case."""
    path = folder / "corpus.jsonl"
    for line in read_lines(path if path.is_file() else folder / "corpus.jsonl.gz"):
        if isinstance(line, Skipped):
            yield line
            continue
        where, value = line
        yield _document(where, value, folder)


def _document(where: str, value: dict[str, Any], folder: Path) -> SourceDocument | Skipped:
    try:
        record = RecordIn.model_validate(value)
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        return damaged(where, f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}")
    is_case = record.answers is not None
    parts = tuple(_case(record) if is_case else _article(record))
    if not parts:
        return Skipped(where, "no text")
    return SourceDocument(
        id=record.id,
        title=record.title or record.id,
        pool="cases" if is_case else "knowledge",
        parts=parts,
        source=str(folder),
        place=where.rpartition(":")[0],
        groups=tuple(sorted(record.groups)),
        owner=record.owner,
        reviewed=record.reviewed,
        updated=record.updated or record.created,
        url=record.url,
        policy=record.policy,
        fields=_fields(record),
    )


def _fields(record: RecordIn) -> dict[str, str]:
    fields = {"category": record.topic} if record.topic else {}
    approvals = sum(answer.helpful for answer in record.answers or [])
    return fields | ({"approvals": str(approvals)} if approvals > 0 else {})


def _article(record: RecordIn) -> Iterator[Part]:
    text = normalise(record.text).text.strip()
    if text:
        yield Part("body", text, record.audience)


def _case(record: RecordIn) -> Iterator[Part]:
    problem = normalise(record.text).text.strip() or record.title.strip()
    if not problem:
        return
    yield Part("problem", problem, record.audience, "customer", "m1")
    answers = [(n, a) for n, a in enumerate(record.answers or [], start=2) if a.text.strip()]
    solving = _solving(answers)
    for number, answer in answers:
        role = "customer" if answer.role == "customer" else "agent"
        name = "resolution" if number == solving else "tried"
        yield Part(name, normalise(answer.text).text.strip(), record.audience, role, f"m{number}")


def _solving(answers: list[tuple[int, AnswerIn]]) -> int:
    """The supporter's answer that was marked helpful most often; the last one that says enough otherwise."""
    supporters = [(n, a) for n, a in answers if a.role != "customer" and len(a.text.split()) >= _MIN_ANSWER_WORDS]
    if not supporters:
        return 0
    return max(supporters, key=lambda pair: (pair[1].helpful, pair[0]))[0]
