"""What a model has to answer, as types, and its sentences as ours: with evidence, or with what is wrong in words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.records import Evidence, Sentence, SentenceRole
from assistant.texts.kinds import SectionSpec, TextSpec
from assistant.writers.model.catalog import Catalog
from assistant.writers.model.cites import cited
from ingest.sentences import sentences

MAX_CHARS = 800
MAX_CITES = 4
"""Labels of one sentence: who cites everything cites nothing."""
MAX_TOGETHER = 2
"""Sentences that may stand in one entry: a step and what it does."""
_SMALL = 600
"""An answer with fewer tokens than this is bound to few entries of the core, so that it comes to an end."""
_ENTRY_TOKENS = 100
_REASON_CHARS = 80
_ONE_SENTENCE = r'^([^.!?"\\\n]|[.!?][a-z0-9]){8,240}[.!?]$'
"""A mark that ends a sentence ends the text: small models do not stop by themselves."""
_OURS: tuple[SentenceRole, ...] = ("greeting", "closing")


class WrittenSentence(BaseModel):
    """A sentence as a model wrote it, the labels first, so that it writes what it cites."""

    model_config = ConfigDict(extra="forbid")

    section: str
    cites: list[str]
    text: str


class Answer(BaseModel):
    """A text as a model wrote it, in reading order; `nothing_to_say` is why there is none."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[WrittenSentence]
    nothing_to_say: str


def model_sections(spec: TextSpec) -> tuple[SectionSpec, ...]:
    """The sections that a model writes: greeting and closing are the house's own phrases."""
    return tuple(section for section in spec.sections if section.role not in _OURS)


def answer_type(spec: TextSpec, *, tokens: int = _SMALL, labels: Sequence[str] = ()) -> type[Answer]:
    """The type of an answer for a kind of text: its sections are the only ones that there are.

    Where an answer has few `tokens`, it holds no more entries than fit, each of one sentence with one of `labels`.
    """
    if tokens >= _SMALL or not labels:
        return _answer_type(spec.kind, tuple(section.name for section in model_sections(spec)))
    return _small_type(spec.kind, spec.core, tuple(labels), max(1, tokens // _ENTRY_TOKENS))


@lru_cache(maxsize=32)
def _answer_type(kind: str, sections: tuple[str, ...]) -> type[Answer]:
    one = create_model(f"{_name(kind)}Sentence", __base__=WrittenSentence, section=(Literal[sections], ...))  # type: ignore[arg-type]  # made here
    return create_model(f"{_name(kind)}Answer", __base__=Answer, sentences=(list[one], ...))


@lru_cache(maxsize=32)
def _small_type(kind: str, sections: tuple[str, ...], labels: tuple[str, ...], entries: int) -> type[Answer]:
    cites = Annotated[list[Literal[labels]], Field(min_length=1, max_length=1)]  # type: ignore[valid-type]  # made here
    one = create_model(
        f"{_name(kind)}Sentence",
        __base__=WrittenSentence,
        section=(Literal[sections], ...),  # type: ignore[arg-type]  # made here
        cites=(cites, ...),
        text=(Annotated[str, Field(pattern=_ONE_SENTENCE)], ...),
    )
    return create_model(
        f"{_name(kind)}Answer",
        __base__=Answer,
        sentences=(Annotated[list[one], Field(min_length=1, max_length=entries)], ...),
        nothing_to_say=(Annotated[str, Field(max_length=_REASON_CHARS)], ...),
    )


def _name(kind: str) -> str:
    return "".join(part.capitalize() for part in kind.split("_"))


def sentence_of(written: WrittenSentence, catalog: Catalog, spec: TextSpec) -> Sentence | str:
    """The sentence with its evidence, or the mistake in words for the model to repair.

    Words that stand in the catalogue just so rest on the piece that holds them, whatever label the model took.
    """
    labels = cited(written.cites)
    if (holder := catalog.holding(written.text)) and holder not in labels:
        labels = [holder]
    mistake = _mistake(written, labels, catalog, spec)
    if mistake:
        return mistake
    evidence: dict[Evidence, None] = dict.fromkeys(e for label in labels for e in catalog.support(label))
    step = any(item.step for label in labels if (item := catalog.item(label)))
    role = spec.section(written.section).role
    return Sentence(" ".join(written.text.split()), "step" if step and role == "answer" else role, tuple(evidence))


def _mistake(written: WrittenSentence, labels: list[str], catalog: Catalog, spec: TextSpec) -> str:
    sections = [section.name for section in model_sections(spec)]
    text = " ".join(written.text.split())
    quoted = f"“{text[:80]}{'…' if len(text) > 80 else ''}”"
    unknown = [label for label in labels if catalog.item(label) is None]
    if written.section not in sections:
        return f"{quoted}: there is no section {written.section[:40]!r}; the sections are {', '.join(sections)}."
    if not any(character.isalnum() for character in text):
        return f"An entry of the section {written.section} is empty: leave it out."
    if len(text) > MAX_CHARS or len(sentences(text, 0, len(text))) > MAX_TOGETHER:
        return f"{quoted}: this entry is too long; write one sentence to an entry, each with its own labels."
    if not labels:
        return f"{quoted}: no label is cited; cite what it rests on, or leave it out."
    if unknown:
        return f"{quoted}: there is no evidence {', '.join(unknown[:5])}; cite labels that stand in the data."
    if len(labels) > MAX_CITES:
        return f"{quoted}: {len(labels)} labels are cited; cite the {MAX_CITES} at the most that it really rests on."
    return ""
