"""`eval citations`: does a draft rest on the articles that a person's answer cited?"""

import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.records import Assist
from evals.folder import Judgements, QueryIn, check_folder, file_of, read_judgements, read_queries
from evals.outcome import Outcome, watched
from evals.rows import sample
from evals.statistics import Measure, mean_of
from evals.throwaway import indexed
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from settings import Settings


@dataclass(frozen=True, slots=True)
class Cited:
    """The documents that a draft cites, in order, none without a draft; and those that the person's answer cited."""

    drafted: tuple[str, ...]
    right: frozenset[str]

    def among(self, first: int) -> float:
        """1 where one of the first documents is one of the person's."""
        return float(bool(self.right.intersection(self.drafted[:first])))


def measure_citations(folder: Path, settings: Settings, *, limit: int, seed: int, progress: Progress) -> Outcome:
    """Each query that has an answer goes in as a ticket. Raises `DataInvalid`, and whatever assisting raises."""
    started = time.perf_counter()
    check_folder(folder)
    queries, skipped = read_queries(file_of(folder, "queries.jsonl"))
    judged = read_judgements(folder)
    asked = sample([query for query in queries if _right(judged, query)], limit, seed)
    with indexed(folder, settings, progress) as throwaway:
        assistant = build_assistant(throwaway.settings)
        try:
            assistant.warm_up()
            found = _ask(assistant, asked, judged, skipped, progress)
        finally:
            assistant.index().store.close()
    return Outcome(
        "eval citations",
        folder,
        len(found),
        {"limit": limit, "seed": seed, "embedder": settings.embedder},
        time.perf_counter() - started,
        measures(found, seed=seed),
        notes=["top 1 and top 3: the first and the first three documents that the draft cites"],
        skipped=[*skipped, *throwaway.report.plan.skipped],
    )


def measures(found: Sequence[Cited], *, seed: int = 0) -> list[Measure]:
    """Shares over all questions, where silence counts as 0, and over those that got a draft."""
    drafted = [one for one in found if one.drafted]
    return [
        mean_of("drafted", [float(bool(one.drafted)) for one in found], seed=seed),
        mean_of("cited_top1", [one.among(1) for one in found], seed=seed),
        mean_of("cited_top3", [one.among(3) for one in found], seed=seed),
        mean_of("cited_top1_of_drafts", [one.among(1) for one in drafted], seed=seed),
        mean_of("cited_top3_of_drafts", [one.among(3) for one in drafted], seed=seed),
    ]


def cited(done: Assist) -> tuple[str, ...]:
    """The documents behind the sentences of a draft, in the order of the text."""
    sentences = done.draft.sentences if done.draft else ()
    chunks = [e.source for sentence in sentences for e in sentence.evidence if e.kind == "passage"]
    return tuple(dict.fromkeys(chunk.rpartition("#")[0] for chunk in chunks))


def _right(judged: Judgements, query: QueryIn) -> Set[str]:
    return judged.relevant.get(query.id, frozenset())


def _ask(
    assistant: Assistant, asked: Sequence[QueryIn], judged: Judgements, skipped: list[Skipped], progress: Progress
) -> list[Cited]:
    found: list[Cited] = []
    for query in watched(asked, "query", progress):
        try:
            done = assistant.assist(query.ticket())
        except TicketInvalid as exc:
            skipped.append(Skipped("questions", str(exc)))
            continue
        found.append(Cited(cited(done), frozenset(_right(judged, query))))
    return found
