"""What a writer may use: the ticket as read, the permitted passages, nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.artifacts import Artifact
from assistant.query import problem_sentences
from assistant.reading import ReadTicket, Span
from assistant.records import Passage
from assistant.relevance import Scored, relevance
from assistant.retrieval import Query
from assistant.statements import Statement, statements
from ingest.documents import Chunk
from ingest.embed import Embedder


@dataclass(frozen=True)
class Material:
    """Everything for one ticket. `document` gives the chunks of a document that the reader may see."""

    ticket: ReadTicket
    query: Query
    artifacts: Sequence[Artifact]
    knowledge: Sequence[Passage]
    cases: Sequence[Passage]
    document: Callable[[str], list[Chunk]]
    embedder: Embedder
    _relevance: dict[str, tuple[list[Statement], Scored]] = field(default_factory=dict, repr=False)

    @cached_property
    def problem(self) -> list[Span]:
        """The customer's own sentences."""
        return problem_sentences(self.ticket)

    @cached_property
    def problem_scores(self) -> Scored:
        """How central each of `problem` is to the whole question."""
        return relevance(self.query, [span.text for span in self.problem], self.embedder)

    def public_statements(self, document_id: str, *, part: str = "") -> tuple[list[Statement], Scored]:
        """Quotable statements of a document's public chunks with their relevance to the question."""
        key = f"{document_id}/{part}"
        if key not in self._relevance:
            chunks = [c for c in self.document(document_id) if c.audience == "public" and part in ("", c.part)]
            found = [statement for chunk in chunks for statement in statements(chunk)]
            scored = relevance(self.query, [f"{s.chunk.heading} {s.text}".strip() for s in found], self.embedder)
            self._relevance[key] = (found, scored)
        return self._relevance[key]
