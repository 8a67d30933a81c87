"""Open a ticket: scrub it, read it, find what bears on it. What every text and every answer begins with."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from assistant.artifacts import Artifact
from assistant.checks import Checker
from assistant.languages.search import Search, search_of
from assistant.permissions import may_read
from assistant.query import dense_text, ticket_artifacts, ticket_query
from assistant.reading import ReadTicket, for_ticket, read
from assistant.records import Passage
from assistant.relevance import StatementReader
from assistant.retrieval.confidence import Confidences
from assistant.retrieval.cross_encoder import CrossEncoderReranker
from assistant.retrieval.search import Query
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.tuned import TunedReader
from assistant.steering.steering import NONE, Steering
from assistant.support.support import Support
from assistant.triage.language import language
from assistant.writers.material import Looked, Material
from guardrails.policy_guard import PolicyGuard
from guardrails.private_text import NOTHING, PrivateText
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk
from ingest.embed import Embedder
from ingest.index import Index
from ingest.tickets import Ticket
from prompts.phrases import Phrasebook

KNOWLEDGE = 6
CASES = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What bears on a ticket: `public` is what a reply may rest on, best first."""

    query: Query
    knowledge: list[Passage]
    public: list[Passage]
    cases: list[Passage]


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket as read, with the vault that knows its values. It lives as long as one call."""

    index: Index
    ticket: ReadTicket
    vault: Vault
    artifacts: list[Artifact]
    search: Search


class Opener:
    """Opens tickets for agents of `groups`. `reads` are the embedder's languages, empty for any. Thread-safe."""

    def __init__(
        self,
        *,
        embedder: Embedder,
        scrubber: Scrubber,
        phrases: Phrasebook,
        groups: Set[str],
        confidences: Confidences,
        error_prefixes: Sequence[str] = (),
        reads: Set[str] = frozenset(),
        private: PrivateText = NOTHING,
        policy: PolicyGuard | None = None,
        tuned: TunedReader | None = None,
        reranker: CrossEncoderReranker | None = None,
    ) -> None:
        self.scrubber = scrubber
        self.reranker = reranker
        self._embedder = embedder
        self._phrases = phrases
        self._groups = groups
        self._confidences = confidences
        self._error_prefixes = tuple(error_prefixes)
        self._reads = reads
        self._private = private
        self.policy = policy or PolicyGuard()
        self._tuned = tuned
        self._statements = StatementReader(embedder)
        self._support = Support(embedder)

    def open(self, index: Index, ticket: Ticket, steering: Steering = NONE) -> Opened:
        """Scrub and read. Raises `ScrubFailed`: then nothing of the ticket may be used."""
        vault = Vault()
        own = read(ticket, scrubber=self.scrubber, vault=vault, steering=steering)
        return Opened(index, own, vault, self.artifacts(own), self._search(own))

    def artifacts(self, own: ReadTicket) -> list[Artifact]:
        """What a read ticket holds of ids, codes, times and traces."""
        return ticket_artifacts(own, error_prefixes=self._error_prefixes)

    def query(self, own: ReadTicket) -> Query:
        """What is searched for a read ticket."""
        return ticket_query(own, self.artifacts(own), self._embedder, search=self._search(own))

    def _search(self, own: ReadTicket) -> Search:
        text = dense_text(own)
        return search_of(language(text), text, reads=self._reads)

    def find(self, opened: Opened) -> Found:
        """Knowledge and solved tickets for it."""
        query = ticket_query(opened.ticket, opened.artifacts, self._embedder, search=opened.search)
        searcher = self.searcher(opened.index, query)
        knowledge, public = searcher.knowledge(KNOWLEDGE)
        return Found(query, knowledge, public, searcher.cases(CASES))

    def searcher(self, index: Index, query: Query) -> Searcher:
        """The house's one way to search."""
        return Searcher(
            index,
            query,
            self._groups,
            self._confidences,
            learned=self._tuned.ranking(index) if self._tuned else None,
            reread=self.reranker.rereading(query.words) if self.reranker else None,
        )

    def material(self, opened: Opened, found: Found) -> Material:
        """What a writer may use."""
        index = opened.index

        def document(document_id: str) -> list[Chunk]:
            return [c for c in index.document(document_id) if may_read(c, groups=self._groups, internal=True)]

        def look(text: str) -> Looked:
            vector = opened.search.embedder(self._embedder).encode([text])[0]
            query = replace(found.query, vector=vector, words=opened.search.words(text))
            return Looked(query, self.searcher(index, query).knowledge(KNOWLEDGE, internal=False)[0])

        return Material(
            opened.ticket,
            found.query,
            opened.artifacts,
            found.knowledge,
            found.cases,
            document,
            opened.search.embedder(self._embedder),
            self._statements,
            opened.search.language or "",
            look,
        )

    def checker(self, opened: Opened, ticket: Ticket) -> Checker:
        """What every text of this ticket goes through before anyone sees it."""
        return Checker(
            opened.ticket,
            opened.index,
            vault=opened.vault,
            scrubber=for_ticket(self.scrubber, ticket),
            phrases=self._phrases,
            groups=self._groups,
            private=self._private,
            policy=self.policy,
            support=self._support,
        )
