"""What a writer may use: the ticket as read, the permitted passages, nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.artifacts import Artifact
from assistant.query import problem_sentences
from assistant.reading import ReadTicket, Span
from assistant.records import Passage
from assistant.relevance import StatementReader, relevance
from assistant.retrieval.search import Query
from assistant.statements import Statement
from ingest.documents import Chunk
from ingest.embed import Embedder, Vectors

MAX_PROBLEM = 160
"""Sentences of the customer that are weighed at the most: each is embedded, and nobody states a problem in more."""


@dataclass(frozen=True, slots=True)
class Quotable:
    """A document's public statements in reading order, each with its relevance to the question."""

    statements: list[Statement]
    scores: Vectors
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Looked:
    """A part of the question as it was searched, and the public passages that were found for it, best first."""

    query: Query
    public: Sequence[Passage]


def _not_searched(_text: str) -> Looked | None:
    """There is nothing to search in."""
    return None


@dataclass(frozen=True)
class Material:
    """Everything for one ticket. `document` gives the chunks of a document that the reader may see.

    `look` searches again, for a part of the question. `embedder` reads the ticket's language (`language`, ISO 639-1,
    empty where it is not known).
    """

    ticket: ReadTicket
    query: Query
    artifacts: Sequence[Artifact]
    knowledge: Sequence[Passage]
    cases: Sequence[Passage]
    document: Callable[[str], list[Chunk]]
    embedder: Embedder
    reader: StatementReader
    language: str = ""
    look: Callable[[str], Looked | None] = _not_searched
    _quotable: dict[str, Quotable] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def problem(self) -> list[Span]:
        """The customer's own sentences: of a very long thread the first and the latest ones."""
        spans = problem_sentences(self.ticket)
        return spans if len(spans) <= MAX_PROBLEM else spans[: MAX_PROBLEM // 2] + spans[-(MAX_PROBLEM // 2) :]

    @cached_property
    def problem_vectors(self) -> Vectors:
        """Of `problem`, shape `(len(problem), dimension)`."""
        return self.embedder.encode([span.text for span in self.problem])

    @cached_property
    def problem_scores(self) -> Vectors:
        """How central each sentence of `problem` is to the whole question."""
        return relevance(self.query, [span.text for span in self.problem], self.problem_vectors)

    def quotable(self, document_id: str) -> Quotable:
        """What of a document may stand in front of a customer; read and scored once for a ticket."""
        if document_id not in self._quotable:
            public = [chunk for chunk in self.document(document_id) if chunk.audience == "public"]
            found, vectors = self.reader.read(public)
            scores = relevance(self.query, [statement.text for statement in found], vectors)
            self._quotable[document_id] = Quotable(found, scores, vectors)
        return self._quotable[document_id]
