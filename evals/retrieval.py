"""`eval retrieval`: the corpus indexed as always, each query sent in as a ticket, the ranking scored."""

import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assistant.assembly import build_reranker
from assistant.records import Passage
from assistant.retrieval.learned import LearnedRanking
from assistant.retrieval.ranking import DENSE_WEIGHT
from evals.errors import DataInvalid
from evals.finder import Finder, Lens
from evals.folder import Judgements, QueryIn, check_folder, file_of, not_before, read_judgements, read_queries
from evals.learning import NOTHING, Learned, Lesson, case_id, learn, lesson
from evals.outcome import Outcome, watched
from evals.ranking import SCORES, by_popularity, ndcg
from evals.rows import sample
from evals.statistics import Measure, mean_of
from evals.throwaway import Throwaway, indexed
from ingest.assembly import build_embedder, build_generations, house_scrubber
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from ingest.index import Index
from settings import Settings

DEPTH = 10
_POPULARITY = (
    "popularity ranks documents by how many queries they answer, this query among them: an upper bound of what can be "
    "had without reading the query"
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found for a query, best first, the same without what was learned, and a ranking by popularity.

    `ruled_out` counts its relevant documents that do not count by their date: they stay in the sum as not found.
    """

    query: QueryIn
    found: tuple[str, ...]
    unlearned: tuple[str, ...]
    popular: tuple[str, ...]
    ruled_out: int
    milliseconds: float


def measure_retrieval(
    folder: Path, settings: Settings, *, limit: int, seed: int, progress: Progress, learn_from: Path | None = None
) -> Outcome:
    """With `learn_from` the house has the queries of that folder as solved tickets, and learns from them first.

    Raises `DataInvalid`, and whatever building an index raises.
    """
    started = time.perf_counter()
    check_folder(folder)
    judgements = read_judgements(folder)
    queries, skipped = read_queries(file_of(folder, "queries.jsonl"))
    judged = [query for query in queries if query.id in judgements.relevant]
    if not judged:
        raise DataInvalid(f"no query of {folder} has a relevant document: do queries.jsonl and qrels.tsv fit together?")
    chosen = sample(judged, limit, seed)
    with _house(folder, learn_from, settings, progress) as (throwaway, taught):
        generations = build_generations(throwaway.settings)
        index = Index.open(generations, generations.current())
        try:
            learned = learn(index, progress) if taught else NOTHING
            finder = _finder(index, throwaway, taught)
            ranked = _rank(finder, index, chosen, judgements, skipped, progress, learned.ranking)
        finally:
            index.store.close()
        held = index.manifest.documents.keys() - (taught.ids if taught else set())
    return Outcome(
        "eval retrieval",
        folder,
        len(ranked),
        _settings(finder, throwaway, limit, seed) | _learning(taught, learned),
        time.perf_counter() - started,
        [*_measures(ranked, judgements, seed), *(_gains(ranked, judgements, seed) if learned.ranking else ())],
        plain={
            "query_ms_p50": round(median(one.milliseconds for one in ranked), 2),
            "index_seconds": round(throwaway.seconds, 2),
        },
        counts={
            "documents": len(held),
            "chunks": throwaway.report.chunks,
            "newly_embedded": throwaway.report.embedded,
            "queries_without_a_relevant_document": len(queries) - len(judged),
            "relevant_documents_ruled_out_by_date": sum(one.ruled_out for one in ranked),
            "relevant_documents_not_in_the_index": _absent(ranked, judgements, held),
        }
        | _taught(ranked, taught, learned),
        notes=[note for note in (judgements.note, _POPULARITY, learned.note) if note],
        skipped=[
            *skipped,
            *judgements.skipped,
            *(taught.skipped if taught else ()),
            *throwaway.report.plan.skipped,
        ],
    )


@contextmanager
def _house(
    folder: Path, learn_from: Path | None, settings: Settings, progress: Progress
) -> Iterator[tuple[Throwaway, Lesson | None]]:
    """The corpus in a throw-away index, and with it the solved tickets to learn from."""
    if learn_from is None:
        with indexed(folder, settings, progress) as throwaway:
            yield throwaway, None
        return
    with (
        lesson(learn_from, house_scrubber(settings), progress) as taught,
        indexed(folder, settings, progress, also=[taught.file]) as throwaway,
    ):
        yield throwaway, taught


def _finder(index: Index, throwaway: Throwaway, taught: Lesson | None) -> Finder:
    settings = throwaway.settings
    embedder, groups = build_embedder(settings), frozenset(settings.agent_groups)
    return Finder(
        index,
        embedder=embedder,
        scrubber=throwaway.scrubber,
        groups=groups,
        error_prefixes=settings.error_prefixes,
        hidden=taught.ids if taught else frozenset(),
        reranker=build_reranker(settings),
    )


def _rank(
    finder: Finder,
    index: Index,
    queries: Sequence[QueryIn],
    judgements: Judgements,
    skipped: list[Skipped],
    progress: Progress,
    learned: LearnedRanking | None,
) -> list[Ranked]:
    """Queries without any text are left out, into `skipped`."""
    popular = by_popularity(judgements.relevant.values())
    dates = _dates(index, popular)
    finder.query(QueryIn(id="warm-up", text="warm up").ticket())
    ranked: list[Ranked] = []
    for query in watched(queries, "query", progress):
        try:
            ticket = query.ticket()
        except TicketInvalid as exc:
            skipped.append(Skipped("queries.jsonl", str(exc)))
            continue
        lens = Lens(learned, case_id(query.id), query.created)
        started = time.perf_counter()
        asked = finder.query(ticket)
        first = finder.find(asked, k=DEPTH, lens=lens)
        milliseconds = (time.perf_counter() - started) * 1000

        def allowed(passage: Passage, query: QueryIn = query) -> bool:
            return counts_for(query, passage.chunk.document_id, passage.chunk.updated)

        passages = finder.find_allowed(asked, k=DEPTH, allowed=allowed, first=first, lens=lens)
        found = tuple(passage.chunk.document_id for passage in passages)
        unlearned = found
        if learned:
            base = finder.find_allowed(asked, k=DEPTH, allowed=allowed, first=finder.find(asked, k=DEPTH))
            unlearned = tuple(passage.chunk.document_id for passage in base)
        known = [id_ for id_ in popular if id_ in dates and counts_for(query, id_, dates[id_])]
        ruled_out = len((judgements.relevant[query.id] & dates.keys()) - set(known))
        ranked.append(Ranked(query, found, unlearned, tuple(known[:DEPTH]), ruled_out, milliseconds))
    if not ranked:
        raise DataInvalid("no query has any text")
    return ranked


def counts_for(query: QueryIn, document_id: str, date: str) -> bool:
    """Whether a document counts for a query: not the query itself, and nothing dated at or after it."""
    return document_id != query.id and not not_before(date, query.created)


def _dates(index: Index, ids: Sequence[str]) -> dict[str, str]:
    """The date of each document that the index holds."""
    return {id_: chunks[0].updated for id_ in ids if (chunks := index.document(id_))}


def _measures(ranked: Sequence[Ranked], judgements: Judgements, seed: int) -> list[Measure]:
    relevant = [judgements.relevant[one.query.id] for one in ranked]
    pairs = list(zip(ranked, relevant, strict=True))
    own = [mean_of(name, [score(r.found, ids) for r, ids in pairs], seed=seed) for name, score in SCORES.items()]
    control = [
        mean_of(f"popularity_{name}", [score(r.popular, ids) for r, ids in pairs], seed=seed)
        for name, score in SCORES.items()
    ]
    return own + control


def _gains(ranked: Sequence[Ranked], judgements: Judgements, seed: int) -> list[Measure]:
    """The same without what was learned, and the difference, query by query."""
    pairs = [(one, judgements.relevant[one.query.id]) for one in ranked]
    without = [
        mean_of(f"unlearned_{name}", [score(one.unlearned, ids) for one, ids in pairs], seed=seed)
        for name, score in SCORES.items()
    ]
    gain = [ndcg(one.found, ids) - ndcg(one.unlearned, ids) for one, ids in pairs]
    return [*without, mean_of("gain_ndcg@10", gain, seed=seed)]


def _learning(taught: Lesson | None, learned: Learned) -> dict[str, object]:
    if taught is None:
        return {}
    weight = learned.tuning.ranker.vote_weight if learned.tuning else None
    return {"learn_from": str(taught.folder), "adopted": learned.ranking is not None, "vote_weight": weight}


def _taught(ranked: Sequence[Ranked], taught: Lesson | None, learned: Learned) -> dict[str, int]:
    if taught is None:
        return {}
    return {
        "solved_tickets": taught.tickets,
        "solved_tickets_that_taught": learned.tuning.tickets if learned.tuning else 0,
        "queries_that_are_solved_tickets_too": sum(case_id(one.query.id) in taught.ids for one in ranked),
    }


def _absent(ranked: Sequence[Ranked], judgements: Judgements, held: Set[str]) -> int:
    return len({id_ for one in ranked for id_ in judgements.relevant[one.query.id] if id_ not in held})


def _settings(finder: Finder, throwaway: Throwaway, limit: int, seed: int) -> dict[str, object]:
    settings = throwaway.settings
    return {
        "limit": limit,
        "seed": seed,
        "embedder": settings.embedder,
        "reranker": settings.reranker,
        "dense_weight": DENSE_WEIGHT,
        "pools": list(finder.pools),
        "groups": list(settings.agent_groups),
        "house_rules": str(settings.house_rules),
        "threads": settings.threads,
        "newly_embedded": throwaway.report.embedded,
    }
