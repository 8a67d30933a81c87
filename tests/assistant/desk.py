"""What a test of the assistant needs, all of it real: tickets, chunks, an index over the sample company."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.evidence import sentence
from assistant.reading import ReadTicket, read
from assistant.records import Evidence, Passage, Section, Sentence, Text, TextKind
from assistant.relevance import StatementReader
from assistant.retrieval.search import Query
from assistant.statements import Statement, statements
from assistant.writers.extractive.writer import ExtractiveWriter
from assistant.writers.material import Material
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk
from ingest.embed import Embedder, Vectors
from ingest.index import Index, IndexReader
from ingest.read_ticket import read_ticket
from ingest.tickets import Ticket
from prompts.phrases import load_phrasebook

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
KNOWLEDGE = [SAMPLE / "knowledge" / "kb", SAMPLE / "knowledge" / "runbooks"]
GROUPS = frozenset({"support"})


@dataclass(frozen=True)
class Desk:
    """The assistant over an index of the sample company."""

    reader: IndexReader
    embedder: Embedder
    scrubber: Scrubber
    assistant: Assistant

    @property
    def index(self) -> Index:
        return self.reader.index()


def make_assistant(reader: IndexReader, embedder: Embedder, scrubber: Scrubber) -> Assistant:
    phrases = load_phrasebook()
    return Assistant(
        reader,
        embedder=embedder,
        scrubber=scrubber,
        writer=ExtractiveWriter(phrases),
        phrases=phrases,
        groups=GROUPS,
    )


def said(role: str, text: str, *, public: bool = True, **changes: Any) -> dict[str, Any]:
    """A message as a help desk exports it."""
    return {"author": {"role": role}, "public": public, "text": text} | changes


def make_ticket(*messages: str | dict[str, Any], subject: str = "", **changes: Any) -> Ticket:
    """A ticket; a plain string is a message of the customer."""
    thread = [said("customer", one) if isinstance(one, str) else one for one in messages]
    return read_ticket({"id": "T-1", "subject": subject, "messages": thread} | changes)


def as_read(scrubber: Scrubber, *messages: str | dict[str, Any], subject: str = "", **changes: Any) -> ReadTicket:
    return read(make_ticket(*messages, subject=subject, **changes), scrubber=scrubber, vault=Vault())


def make_chunk(text: str, **changes: Any) -> Chunk:
    values: dict[str, Any] = {
        "document_id": "kb-1",
        "title": "An article",
        "heading": "",
        "part": "body",
        "start": 0,
        "end": len(text),
        "pool": "knowledge",
        "audience": "public",
        "ordinal": 0,
    }
    return Chunk(text=text, **(values | changes))


def passage(dense: float = 0.5, **changes: Any) -> Passage:
    return Passage(make_chunk("Text of a passage.", **changes), dense, dense, 0.0)


def quoted(chunk: Chunk, words: str, *, role: Any = "answer", text: str = "", at: int | None = None) -> Sentence:
    """A sentence whose evidence is `words`, where they stand in `chunk`."""
    start = chunk.text.index(words) if at is None else at
    evidence = Evidence("passage", chunk.id, start, start + len(words), words, chunk.title, chunk.url)
    return sentence(text or words, role, evidence)


def written(kind: TextKind, section: str, *sentences: Sentence) -> Text:
    """A text of this kind with these sentences in one section, as a writer gives it."""
    return Text(kind, "test", (Section(section, section, sentences),))


def all_statements(*chunks: Chunk) -> list[Statement]:
    return [statement for chunk in chunks for statement in statements(chunk)]


def make_material(
    ticket: ReadTicket, embedder: Embedder, *, chunks: Sequence[Chunk] = (), knowledge: Sequence[Passage] = ()
) -> Material:
    """What a writer gets for `ticket`, with `chunks` as the whole knowledge."""
    words = " ".join([ticket.subject, *(span.text for message in ticket.messages for span in message.sentences)])
    vector: Vectors = embedder.encode([words])[0]

    def document(document_id: str) -> list[Chunk]:
        return [chunk for chunk in chunks if chunk.document_id == document_id]

    return Material(ticket, Query(vector, words), [], knowledge, [], document, embedder, StatementReader(embedder))


def unit(*values: float) -> Vectors:
    """A vector of length 1."""
    vector = np.array(values, dtype=np.float32)
    scaled: Vectors = vector / np.linalg.norm(vector)
    return scaled
