"""The one assistant: scrub, find, judge, write, check, restore. Server, command line and evals call this object."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog

from assistant.artifacts import Artifact
from assistant.checks import Checker
from assistant.errors import QueryInvalid
from assistant.judging import Judge
from assistant.permissions import may_read
from assistant.query import (
    ERROR_SIGNALS,
    dense_text,
    names_trouble,
    ticket_artifacts,
    ticket_query,
    without_placeholders,
)
from assistant.reading import ReadTicket, for_ticket, read
from assistant.records import Assist, Draft, MadeWith, Passage, Sentence, Verdict
from assistant.relevance import StatementReader
from assistant.restore import restored
from assistant.retrieval.cross_encoder import CrossEncoderReranker
from assistant.retrieval.lookup import MAX_CHARS, Found, Scope, look_up
from assistant.retrieval.search import Query
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.tuned import TunedReader
from assistant.summary import summarise
from assistant.triage import language
from assistant.triage.keeper import Corrected, ToLearn, TriageKeeper
from assistant.triage.taxonomy import Taxonomy
from assistant.verdict import Thresholds
from assistant.writers.material import Material
from assistant.writers.writer import Writer
from guardrails.normalise import normalise
from guardrails.private_text import NOTHING, PrivateText
from guardrails.promises import PromiseGuard
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk, Pool
from ingest.embed import Embedder
from ingest.errors import IndexMissing
from ingest.index import Index, IndexReader
from ingest.tickets import Ticket
from prompts.phrases import Phrases

VERSION = "0.1.0"
KNOWLEDGE = 6
CASES = 5

log = structlog.get_logger()

Tell = Callable[[str, Any], None]
"""Told `(part, value)` as soon as a part of the answer is there, already checked and restored."""


def _silent(_part: str, _value: Any) -> None:
    """Parts that nobody waits for."""


_ASK = {
    "needs_customer_info": "ask_problem",
    "knowledge_gap": "ask_gap",
    "contradiction": "ask_contradiction",
}


@dataclass(frozen=True, slots=True)
class _Found:
    query: Query
    artifacts: list[Artifact]
    knowledge: list[Passage]
    public: list[Passage]
    cases: list[Passage]


class Assistant:
    """Thread-safe; a ticket's text and its vault live only as long as the call."""

    def __init__(
        self,
        reader: IndexReader,
        *,
        embedder: Embedder,
        scrubber: Scrubber,
        writer: Writer,
        phrases: Phrases,
        groups: Set[str],
        error_prefixes: Sequence[str] = (),
        thresholds: Thresholds | None = None,
        private: PrivateText = NOTHING,
        promises: PromiseGuard | None = None,
        taxonomy: Taxonomy | None = None,
        triage: TriageKeeper | None = None,
        tuned: TunedReader | None = None,
        reranker: CrossEncoderReranker | None = None,
    ) -> None:
        self._reader = reader
        self._embedder = embedder
        self._scrubber = scrubber
        self._writer = writer
        self._phrases = phrases
        self._groups = groups
        self._error_prefixes = tuple(error_prefixes)
        self._private = private
        self._promises = promises or PromiseGuard()
        self._tuned = tuned
        self._reranker = reranker
        self._statements = StatementReader(embedder)
        self._judge = Judge(embedder, groups=groups, thresholds=thresholds)
        self.triage = triage or TriageKeeper(
            None, embedder=embedder, taxonomy=taxonomy or Taxonomy(), groups=frozenset(groups)
        )

    def assist(self, ticket: Ticket, *, tell: Tell = _silent) -> Assist:
        """Everything for a ticket. Raises `ScrubFailed`, `IndexMissing`, `IndexCorrupt` or `EmbedderError`."""
        timings: dict[str, float] = {}
        vault = Vault()
        index = self.index()
        tell("progress", {"step": "scrub"})
        with _timed(timings, "scrub"):
            own = read(ticket, scrubber=self._scrubber, vault=vault)
            artifacts = ticket_artifacts(own, error_prefixes=self._error_prefixes)
        tell("artifacts", restored(tuple(artifacts), vault))
        tell("progress", {"step": "retrieve"})
        with _timed(timings, "retrieve"):
            found = self._find(index, own, artifacts)
        tell("passages", {"knowledge": found.knowledge, "cases": found.cases})
        tell("progress", {"step": "triage"})
        with _timed(timings, "triage"):
            served, to_learn = self.triage.serving(index), ToLearn(own.id, dense_text(own), found.query.vector)
            triage = served.model.triage(own, to_learn.text, to_learn.vector, found.cases)
            self.triage.count(to_learn, served)
        tell("triage", restored(triage, vault))
        material = self._material(index, own, found)
        with _timed(timings, "judge"):
            verdict, sources = self._judge.verdict(index, material, found.public), found.public
        checker = Checker(
            own,
            index,
            vault=vault,
            scrubber=for_ticket(self._scrubber, ticket),
            phrases=self._phrases,
            groups=self._groups,
            private=self._private,
            promises=self._promises,
        )
        tell("progress", {"step": "draft"})
        with _timed(timings, "draft"):
            draft, question, verdict = self._write(material, verdict, sources, checker)
        tell("verdict", restored(verdict, vault))
        if draft is not None:
            tell("draft", restored(draft, vault))
        if question is not None:
            tell("question", restored(question, vault))
        tell("progress", {"step": "summary"})
        with _timed(timings, "summary"):
            summary = checker.summary(summarise(material, verdict), verdict=verdict)
        tell("summary", restored(summary, vault))
        done = Assist(
            ticket_id=own.id,
            verdict=verdict,
            summary=summary,
            triage=triage,
            artifacts=tuple(artifacts),
            knowledge=tuple(found.knowledge),
            cases=tuple(found.cases),
            draft=draft,
            question=question,
            findings=(*own.findings, *checker.findings),
            left_out=own.left_out,
            made_with=self._made_with(index, served.name),
            timings_ms={step: round(ms, 1) for step, ms in timings.items()},
        )
        self._log(done)
        return restored(done, vault)

    def _log(self, done: Assist) -> None:
        """Kinds, counts and ids; never text."""
        log.info(
            "assist.made",
            verdict=done.verdict.kind,
            writer=done.made_with.writer,
            generation=done.made_with.generation,
            passages=[passage.chunk.id for passage in done.knowledge],
            sentences=len(done.draft.sentences) if done.draft else 0,
            findings=dict(Counter(finding.kind for finding in done.findings)),
            ms=round(sum(done.timings_ms.values())),
        )

    def search(self, text: str, pool: Pool, *, k: int = 8) -> list[Passage]:
        """Passages of one pool for free words. `QueryInvalid` without words or with too many."""
        return list(self.look_up(text, Scope(pool, k)).passages[pool])

    def look_up(self, asked: str | Ticket, scope: Scope) -> Found:
        """Passages for free words or for a ticket, with the reason for each; both are scrubbed like everything else.

        A ticket is searched for as `assist` does. `QueryInvalid` without words or with too many.
        """
        index = self.index()
        query = self._words_query(asked) if isinstance(asked, str) else self._ticket_query(asked)
        searcher, internal = self._searcher(index, query), not scope.public

        def best(pool: Pool, k: int) -> list[Passage]:
            if pool == "cases":
                return searcher.cases(k, internal=internal)
            return searcher.knowledge(k, internal=internal)[0]

        return look_up(index, scope, best, groups=self._groups)

    def _searcher(self, index: Index, query: Query) -> Searcher:
        return Searcher(
            index,
            query,
            self._groups,
            self._judge.confidences,
            learned=self._tuned.ranking(index) if self._tuned else None,
            reread=self._reranker.rereading(query.words) if self._reranker else None,
        )

    def _words_query(self, text: str) -> Query:
        if len(text) > MAX_CHARS:
            raise QueryInvalid(f"the search has {len(text)} characters, more than {MAX_CHARS}")
        words = without_placeholders(self._scrubber.scrub(normalise(text).text).text)
        return Query(self._embedder.encode([_searchable(words)])[0], words)

    def _ticket_query(self, ticket: Ticket) -> Query:
        own = read(ticket, scrubber=self._scrubber, vault=Vault())
        _searchable(dense_text(own))
        return ticket_query(own, ticket_artifacts(own, error_prefixes=self._error_prefixes), self._embedder)

    def artifacts(self, ticket: Ticket) -> tuple[Artifact, ...]:
        """What a ticket holds of timestamps, ids, codes and traces. Needs no index."""
        vault = Vault()
        own = read(ticket, scrubber=self._scrubber, vault=vault)
        return restored(tuple(ticket_artifacts(own, error_prefixes=self._error_prefixes)), vault)

    def correct(
        self, ticket: Ticket, labels: Mapping[str, str], *, tags: Sequence[str] | None = None, agent: str = ""
    ) -> Corrected:
        """Keep what an agent says that a ticket is; triage learns from it. Nothing but its scrubbed words is kept.

        Raises `CorrectionInvalid` for labels that the house does not have, `TriageBusy` or `TriageUnwritable`.
        """
        index = self.index()
        own = read(ticket, scrubber=self._scrubber, vault=Vault())
        query = ticket_query(own, ticket_artifacts(own, error_prefixes=self._error_prefixes), self._embedder)
        to_learn = ToLearn(own.id, dense_text(own), query.vector)
        said = self.triage.serving(index).model.triage(own, to_learn.text, to_learn.vector, [])
        return self.triage.correct(self.index, to_learn, labels, tags=tags, agent=agent, said=said)

    def withdraw(self, ticket_id: str) -> Corrected:
        """Take the correction of a ticket back; triage forgets it. `CorrectionInvalid` where there is none."""
        return self.triage.withdraw(self.index, ticket_id)

    def index(self) -> Index:
        """The generation that serves now; `IndexMissing` when there is none for this embedder."""
        index, own = self._reader.index(), self._embedder.fingerprint
        if index.manifest.embedder != own:
            raise IndexMissing(
                f"no index for the embedder {own!r}: {index.name} was built with {index.manifest.embedder!r}"
            )
        return index

    def warm_up(self) -> None:
        """Load model, index and triage now, so that the first ticket does not wait for them."""
        index = self.index()
        self._embedder.encode(["warm up"])
        self._scrubber.scrub("warm up")
        self.triage.serving(index)
        language.warm_up()
        self._judge.warm_up(index)
        if self._reranker:
            self._reranker.warm_up()

    def _find(self, index: Index, own: ReadTicket, artifacts: list[Artifact]) -> _Found:
        query = ticket_query(own, artifacts, self._embedder)
        searcher = self._searcher(index, query)
        knowledge, public = searcher.knowledge(KNOWLEDGE)
        return _Found(query, artifacts, knowledge, public, searcher.cases(CASES))

    def _material(self, index: Index, own: ReadTicket, found: _Found) -> Material:
        def document(document_id: str) -> list[Chunk]:
            return [c for c in index.document(document_id) if may_read(c, groups=self._groups, internal=True)]

        return Material(
            own,
            found.query,
            found.artifacts,
            found.knowledge,
            found.cases,
            document,
            self._embedder,
            self._statements,
        )

    def _write(
        self, material: Material, verdict: Verdict, sources: list[Passage], checker: Checker
    ) -> tuple[Draft | None, Sentence | None, Verdict]:
        if verdict.kind == "answerable":
            draft = checker.draft(self._writer.reply(material, sources))
            if draft is not None:
                return draft, None, verdict
            verdict = replace(
                verdict, kind="knowledge_gap", reason="No draft, because no sentence of it was supported."
            )
        frame = _ASK.get(verdict.kind)
        if verdict.kind == "knowledge_gap" and _names_no_signal(material):
            frame = "ask_identifier"
        return None, checker.question(self._writer.question(frame)) if frame else None, verdict

    def _made_with(self, index: Index, triage: str) -> MadeWith:
        return MadeWith(
            generation=index.name,
            embedder=index.manifest.embedder,
            writer=self._writer.name,
            phrases=self._phrases.version,
            version=VERSION,
            triage=triage,
            reranker=self._reranker.fingerprint if self._reranker else "",
        )


def _searchable(words: str) -> str:
    """These words; `QueryInvalid` where there are none, or none but personal data, which is not searched for."""
    if not any(character.isalnum() for character in words):
        raise QueryInvalid("the search has no words besides what was masked as personal data or a secret, if anything")
    return words


def _names_no_signal(material: Material) -> bool:
    """A trouble is told without any code, status, id or time to look it up by."""
    signals = (*ERROR_SIGNALS, "request_id", "timestamp")
    told = any(names_trouble(span.text) for span in material.problem)
    return told and not any(artifact.kind in signals for artifact in material.artifacts)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    timings[step] = (time.perf_counter() - started) * 1000
