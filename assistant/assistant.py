"""The one assistant: scrub, find, judge, write, check, restore. Server, command line and evals call this object."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from copy import copy
from typing import Any

import structlog

from assistant.artifacts import Artifact
from assistant.checks import Checker
from assistant.desk import Desk, as_it_comes
from assistant.errors import QueryInvalid
from assistant.going_on import Kept, going_on
from assistant.judging import Judge
from assistant.opening import CASES, Opened, Opener
from assistant.prompting.shadow import Shadow
from assistant.query import dense_text, without_placeholders
from assistant.reading import for_ticket, read
from assistant.records import Assist, Draft, MadeWith, Passage, Text, TextKind, Triage, Written, in_one
from assistant.restore import restored
from assistant.retrieval.cross_encoder import CrossEncoderReranker
from assistant.retrieval.lookup import MAX_CHARS, Found, Scope, look_up
from assistant.retrieval.search import Query
from assistant.retrieval.tuned import TunedReader
from assistant.steering.limits import check_steering
from assistant.steering.steering import NONE, Steering
from assistant.texts.incremental import based, basis
from assistant.texts.returned import returned
from assistant.triage import language
from assistant.triage.keeper import Corrected, ToLearn, TriageKeeper
from assistant.triage.taxonomy import Taxonomy
from assistant.verdict import Thresholds
from assistant.writers.writer import Writer
from guardrails.normalise import normalise
from guardrails.policy_guard import PolicyGuard
from guardrails.private_text import NOTHING, PrivateText
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Pool
from ingest.embed import Embedder
from ingest.errors import IndexMissing
from ingest.index import Index, IndexReader
from ingest.tickets import Ticket
from prompts.phrases import Phrasebook

VERSION = "0.1.0"

log = structlog.get_logger()

Tell = Callable[[str, Any], None]
"""Told `(part, value)` as soon as a part of the answer is there, already checked and restored."""


def _silent(_part: str, _value: Any) -> None:
    """Parts that nobody waits for."""


class Assistant:
    """Thread-safe; a ticket's text and its vault live only as long as the call."""

    def __init__(
        self,
        reader: IndexReader,
        *,
        embedder: Embedder,
        scrubber: Scrubber,
        writer: Writer,
        phrases: Phrasebook,
        groups: Set[str],
        error_prefixes: Sequence[str] = (),
        reads: Set[str] = frozenset(),
        thresholds: Thresholds | None = None,
        private: PrivateText = NOTHING,
        policy: PolicyGuard | None = None,
        taxonomy: Taxonomy | None = None,
        triage: TriageKeeper | None = None,
        tuned: TunedReader | None = None,
        reranker: CrossEncoderReranker | None = None,
        shadow: Shadow | None = None,
    ) -> None:
        self._reader = reader
        self._embedder = embedder
        self._writer = shadow or writer
        self.shadow = shadow
        """Where other prompts are tried beside the live ones."""
        self._phrases = phrases
        self._groups = groups
        self._judge = Judge(embedder, groups=groups, thresholds=thresholds)
        self._opener = Opener(
            embedder=embedder,
            scrubber=scrubber,
            phrases=phrases,
            groups=groups,
            confidences=self._judge.confidences,
            error_prefixes=error_prefixes,
            reads=reads,
            private=private,
            policy=policy,
            tuned=tuned,
            reranker=reranker,
        )
        self.triage = triage or TriageKeeper(
            None, embedder=embedder, taxonomy=taxonomy or Taxonomy(), groups=frozenset(groups)
        )

    def with_writer(self, writer: Writer) -> "Assistant":
        """The same assistant with another writer and no trial beside it."""
        other = copy(self)
        other._writer, other.shadow = writer, None
        return other

    def assist(self, ticket: Ticket, *, steering: Steering = NONE, tell: Tell = _silent) -> Assist:
        """Everything for a ticket. Raises `ScrubFailed`, `IndexMissing`, `IndexCorrupt` or `EmbedderError`."""
        timings: dict[str, float] = {}
        self.check(steering)
        index = self.index()
        tell("progress", {"step": "scrub"})
        with _timed(timings, "scrub"):
            opened = self._opener.open(index, ticket, steering)
        own, vault = opened.ticket, opened.vault
        tell("artifacts", restored(tuple(opened.artifacts), vault))
        tell("progress", {"step": "retrieve"})
        with _timed(timings, "retrieve"):
            found = self._opener.find(opened)
        tell("passages", {"knowledge": found.knowledge, "cases": found.cases})
        tell("progress", {"step": "triage"})
        with _timed(timings, "triage"):
            served, to_learn = self.triage.serving(index), ToLearn(own.id, dense_text(own), found.query.vector)
            triage = served.model.triage(own, to_learn.text, to_learn.vector, found.cases)
            self.triage.count(to_learn, served)
        tell("triage", restored(triage, vault))
        material = self._opener.material(opened, found)
        with _timed(timings, "judge"):
            verdict = opened.search.judged(self._judge.verdict(index, material, found.public))
        checker = self._opener.checker(opened, ticket)
        desk = Desk(
            self._writer, self._phrases, material, checker, lambda part, value: tell(part, restored(value, vault))
        )
        tell("progress", {"step": "draft"})
        with _timed(timings, "draft"):
            reply, questions, verdict = desk.reply(verdict, found.public)
        tell("verdict", restored(verdict, vault))
        draft = Draft.of(reply) if reply is not None else None
        if draft is not None:
            tell("draft", restored(draft, vault))
        if questions:
            tell("question", restored(in_one(questions), vault))
            tell("questions", restored(questions, vault))
        tell("progress", {"step": "summary"})
        with _timed(timings, "summary"):
            summary = based(desk.summary(verdict), self._basis(ticket, as_it_comes(steering), index), verdict)
        tell("summary", restored(summary, vault))
        done = Assist(
            ticket_id=own.id,
            verdict=verdict,
            summary=summary,
            triage=triage,
            artifacts=tuple(opened.artifacts),
            knowledge=tuple(found.knowledge),
            cases=tuple(found.cases),
            draft=draft,
            questions=questions,
            findings=(*own.findings, *checker.findings),
            left_out=own.left_out,
            made_with=self._made_with(index, served.name),
            timings_ms=_rounded(timings),
            usage=self._writer.usage(),
            notes=opened.search.notes(),
        )
        self._log(done)
        answer = restored(done, vault)
        self._try_others(opened, ticket)
        return answer

    def write(
        self,
        ticket: Ticket,
        kind: TextKind,
        *,
        steering: Steering = NONE,
        before: Text | None = None,
        tell: Tell = _silent,
    ) -> Written:
        """One text for a ticket. `before` is the text of this kind that is there already. Raises as `assist` does."""
        timings: dict[str, float] = {}
        self.check(steering)
        index = self.index()
        with _timed(timings, "scrub"):
            opened = self._opener.open(index, ticket, steering)
        checker, entries = self._opener.checker(opened, ticket), self._basis(ticket, steering, index)
        if kind == "summary":
            going = going_on(before, entries, opened, checker, writer=self._writer.name, phrases=self._phrases)
            if going.done is not None:
                return self._as_it_was(going.done, opened, checker, index, timings)
            opened, before = going.opened, going.before
        elif before is not None:
            scrubber = for_ticket(self._opener.scrubber, ticket)
            before = returned(before, kind, opened.ticket, index, scrubber=scrubber, vault=opened.vault)
        with _timed(timings, "retrieve"):
            found = self._opener.find(opened)
        material = self._opener.material(opened, found)
        with _timed(timings, "judge"):
            verdict = opened.search.judged(self._judge.verdict(index, material, found.public))
        # An article is for everybody: nothing of this customer is put back into it.
        shown = Vault() if kind == "article" else opened.vault
        desk = Desk(
            self._writer,
            self._phrases,
            material,
            checker,
            lambda part, value: tell(part, restored(value, shown)),
        )
        with _timed(timings, "write"):
            text, questions, verdict = desk.write(kind, verdict, found.public, before)
        if text is not None and kind == "summary":
            text = based(text, entries, verdict)
        done = Written(
            ticket_id=opened.ticket.id,
            kind=kind,
            verdict=verdict,
            text=text,
            questions=questions,
            findings=(*opened.ticket.findings, *checker.findings),
            made_with=self._made_with(index, ""),
            timings_ms=_rounded(timings),
            usage=self._writer.usage(),
            notes=(*opened.search.notes(), *(() if text else desk.unwritten)),
        )
        log.info(
            "text.made",
            kind=kind,
            verdict=verdict.kind,
            writer=text.made_by if text else "",
            sentences=len(text.sentences) if text else 0,
            turns=len(steering.turns),
            notes=[note.code for note in text.notes] if text else [],
            ms=round(sum(timings.values())),
        )
        answer = restored(done, shown)
        self._try_others(opened, ticket)
        return answer

    def _basis(self, ticket: Ticket, steering: Steering, index: Index) -> tuple[str, ...]:
        return basis(ticket, steering, writer=self._writer.name, generation=index.name)

    def _as_it_was(
        self, kept: Kept, opened: Opened, checker: Checker, index: Index, timings: Mapping[str, float]
    ) -> Written:
        """A summary of a ticket that has not changed: nothing was searched, embedded or asked of a model."""
        done = Written(
            ticket_id=opened.ticket.id,
            kind="summary",
            verdict=kept.verdict,
            text=kept.text,
            questions=(),
            findings=(*opened.ticket.findings, *checker.findings),
            made_with=self._made_with(index, ""),
            timings_ms=_rounded(timings),
        )
        log.info("text.kept", kind="summary", sentences=len(kept.text.sentences), ms=round(sum(timings.values())))
        return restored(done, opened.vault)

    @property
    def languages(self) -> frozenset[str] | None:
        """Those that texts can be written in, by ISO 639-1 code; None where a chat model is asked, for any."""
        return frozenset(self._phrases.languages) if self._writer.name.startswith("extractive") else None

    def check(self, steering: Steering) -> None:
        """Raise `SteeringInvalid` for what cannot be followed."""
        check_steering(steering, languages=self.languages)

    def classify(self, ticket: Ticket) -> Triage:
        """What the ticket probably is, and nothing else. Raises as `assist` does."""
        index = self.index()
        opened = self._opener.open(index, ticket)
        query = self._opener.query(opened.ticket)
        served = self.triage.serving(index)
        to_learn = ToLearn(opened.ticket.id, dense_text(opened.ticket), query.vector)
        cases = self._opener.searcher(index, query).cases(CASES)
        self.triage.count(to_learn, served)
        return restored(served.model.triage(opened.ticket, to_learn.text, to_learn.vector, cases), opened.vault)

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
        searcher, internal = self._opener.searcher(index, query), not scope.public

        def best(pool: Pool, k: int) -> list[Passage]:
            if pool == "cases":
                return searcher.cases(k, internal=internal)
            return searcher.knowledge(k, internal=internal)[0]

        return look_up(index, scope, best, groups=self._groups)

    def _words_query(self, text: str) -> Query:
        if len(text) > MAX_CHARS:
            raise QueryInvalid(f"the search has {len(text)} characters, more than {MAX_CHARS}")
        words = without_placeholders(self._opener.scrubber.scrub(normalise(text).text).text)
        return Query(self._embedder.encode([_searchable(words)])[0], words)

    def _ticket_query(self, ticket: Ticket) -> Query:
        own = read(ticket, scrubber=self._opener.scrubber, vault=Vault())
        _searchable(dense_text(own))
        return self._opener.query(own)

    def artifacts(self, ticket: Ticket) -> tuple[Artifact, ...]:
        """What a ticket holds of timestamps, ids, codes and traces. Needs no index."""
        vault = Vault()
        own = read(ticket, scrubber=self._opener.scrubber, vault=vault)
        return restored(tuple(self._opener.artifacts(own)), vault)

    def correct(
        self, ticket: Ticket, labels: Mapping[str, str], *, tags: Sequence[str] | None = None, agent: str = ""
    ) -> Corrected:
        """Keep what an agent says that a ticket is; triage learns from it. Nothing but its scrubbed words is kept.

        Raises `CorrectionInvalid` for labels that the house does not have, `TriageBusy` or `TriageUnwritable`.
        """
        index = self.index()
        own = read(ticket, scrubber=self._opener.scrubber, vault=Vault())
        query = self._opener.query(own)
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
        self._opener.scrubber.scrub("warm up")
        self.triage.serving(index)
        language.warm_up()
        self._judge.warm_up(index)
        if self._opener.reranker:
            self._opener.reranker.warm_up()

    def _try_others(self, opened: Opened, ticket: Ticket) -> None:
        """Where other prompts are tried: from now on, as nobody else needs the ticket's vault any more."""
        if self.shadow is not None:
            self.shadow.try_others(opened.ticket, lambda: self._opener.checker(opened, ticket))

    def _made_with(self, index: Index, triage: str) -> MadeWith:
        return MadeWith(
            generation=index.name,
            embedder=index.manifest.embedder,
            writer=self._writer.name,
            phrases=self._phrases.version,
            version=VERSION,
            triage=triage,
            prompts=self._writer.prompts_used(),
            reranker=self._opener.reranker.fingerprint if self._opener.reranker else "",
            policy=self._opener.policy.policy.version,
        )


def _searchable(words: str) -> str:
    """These words; `QueryInvalid` where there are none, or none but personal data, which is not searched for."""
    if not any(character.isalnum() for character in words):
        raise QueryInvalid("the search has no words besides what was masked as personal data or a secret, if anything")
    return words


def _rounded(timings: Mapping[str, float]) -> dict[str, float]:
    return {step: round(ms, 1) for step, ms in timings.items()}


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    timings[step] = (time.perf_counter() - started) * 1000
