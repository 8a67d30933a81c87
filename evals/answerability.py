"""`eval answerability`: does the assistant's verdict tell what the knowledge answers from what it does not?"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.records import VerdictKind
from assistant.verdict import Thresholds
from evals.answerable import auroc, calibration_error, coverage_at, refused_at
from evals.curve import at_threshold, risk_coverage
from evals.errors import DataInvalid
from evals.folder import QueryIn, check_folder, file_of, read_queries
from evals.outcome import Outcome, watched
from evals.reporting.charts import draw_risk_coverage
from evals.retrieval import counts_for
from evals.rows import sample
from evals.statistics import Floats, Measure, contrast_of, mean_of
from evals.throwaway import indexed
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from settings import Settings

_WORDS = {
    "answerable": True,
    "true": True,
    "1": True,
    "yes": True,
    "unanswerable": False,
    "not_answerable": False,
    "false": False,
    "0": False,
    "no": False,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whether the knowledge answers it, and the assistant's verdict with its score."""

    answerable: bool
    score: float
    verdict: VerdictKind
    later: bool


def measure_answerability(
    folder: Path, settings: Settings, *, limit: int, seed: int, progress: Progress, curve: Path | None = None
) -> Outcome:
    """With `curve` the risk-coverage curve is drawn into that file. `limit` holds for each kind.

    Raises `DataInvalid`, and whatever building an index or assisting raises.
    """
    started = time.perf_counter()
    check_folder(folder)
    answerable, unanswerable, skipped = read_questions(folder)
    questions = [(query, True) for query in sample(answerable, limit, seed)]
    questions += [(query, False) for query in sample(unanswerable, limit, seed)]
    with indexed(folder, settings, progress) as throwaway:
        assistant = build_assistant(throwaway.settings)
        try:
            assistant.warm_up()
            asked = _ask(assistant, questions, skipped, progress)
        finally:
            assistant.index().store.close()
    yes, no = _scores(asked, answerable=True), _scores(asked, answerable=False)
    points, chosen = risk_coverage(yes, no, seed=seed), at_threshold(yes, no, Thresholds().answer)
    if curve:
        draw_risk_coverage(points, chosen, curve, title=f"Risk and coverage: {folder.name}, n {len(asked)}")
    return Outcome(
        "eval answerability",
        folder,
        len(asked),
        {"limit": limit, "seed": seed, "embedder": settings.embedder, "house_rules": str(settings.house_rules)},
        time.perf_counter() - started,
        measures(asked, seed=seed),
        plain={
            "index_seconds": round(throwaway.seconds, 2),
            "chosen_coverage": round(chosen[0], 4),
            "chosen_risk": round(chosen[1], 4),
        },
        curve=[asdict(point) for point in points],
        by="by_kind",
        parts=_verdicts(asked, seed),
        counts={
            "answerable": sum(one.answerable for one in asked),
            "unanswerable": sum(not one.answerable for one in asked),
            "questions_that_saw_a_later_document_or_themselves": sum(one.later for one in asked),
        },
        notes=[
            "the score is the verdict's: the chance that public knowledge answers the ticket",
            "chosen: the threshold of the verdict; risk is the share of drafts that go to questions nothing answers",
            "ece: how far the score is from that chance where both kinds are equally many",
        ],
        skipped=[*skipped, *throwaway.report.plan.skipped],
    )


def read_answerability(value: Any) -> bool | None:
    """What a row says of itself; None when it is neither answerable nor unanswerable (partly, conversation).

    >>> [read_answerability(value) for value in ("UNANSWERABLE", ["answerable"], True, "partial", None)]
    [False, True, True, None, None]
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _WORDS.get(str(value).strip().lower())


def read_questions(folder: Path) -> tuple[list[QueryIn], list[QueryIn], list[Skipped]]:
    """Answerable and unanswerable questions; rows that say neither are left out where any row says something."""
    path, others = file_of(folder, "queries.jsonl"), file_of(folder, "out_of_product.jsonl")
    queries, skipped = read_queries(path)
    if any(query.answerability is not None for query in queries):
        told = [(query, read_answerability(query.answerability)) for query in queries]
        skipped += [
            Skipped(path.name, f"{query.id!r} says neither answerable nor unanswerable")
            for query, answer in told
            if answer is None
        ]
        answerable = [query for query, answer in told if answer is True]
        unanswerable = [query for query, answer in told if answer is False]
    elif others.is_file():
        answerable, unanswerable = queries, []
    else:
        raise DataInvalid(
            f"nothing unanswerable in {folder}: no out_of_product.jsonl, no `answerability` in {path.name}"
        )
    if others.is_file():
        more, more_skipped = read_queries(others)
        unanswerable, skipped = unanswerable + more, skipped + more_skipped
    if not answerable or not unanswerable:
        raise DataInvalid(f"{folder} has {len(answerable)} answerable and {len(unanswerable)} unanswerable questions")
    return answerable, unanswerable, skipped


def _ask(
    assistant: Assistant, questions: Sequence[tuple[QueryIn, bool]], skipped: list[Skipped], progress: Progress
) -> list[Asked]:
    asked: list[Asked] = []
    for query, answerable in watched(questions, "query", progress):
        try:
            done = assistant.assist(query.ticket())
        except TicketInvalid as exc:
            skipped.append(Skipped("questions", str(exc)))
            continue
        seen = [passage.chunk for passage in (*done.knowledge, *done.cases)]
        later = any(not counts_for(query, chunk.document_id, chunk.updated) for chunk in seen)
        asked.append(Asked(answerable, done.verdict.score, done.verdict.kind, later))
    return asked


def measures(asked: Sequence[Asked], *, seed: int = 0) -> list[Measure]:
    """Separation by score, how far it is from a chance, and what the verdicts made of it."""
    yes, no = _scores(asked, answerable=True).tolist(), _scores(asked, answerable=False).tolist()
    drafted = {kind: [_drafted(one) for one in asked if one.answerable is kind] for kind in (True, False)}
    return [
        contrast_of("auroc", yes, no, auroc, seed=seed),
        contrast_of("coverage@0.95", yes, no, coverage_at, seed=seed),
        contrast_of("refused_unanswerable@0.05", yes, no, refused_at, seed=seed),
        contrast_of("ece", yes, no, calibration_error, seed=seed),
        mean_of("verdict_answers_answerable", drafted[True], seed=seed),
        mean_of("verdict_answers_unanswerable", drafted[False], seed=seed),
    ]


def _scores(asked: Sequence[Asked], *, answerable: bool) -> Floats:
    return np.array([one.score for one in asked if one.answerable is answerable])


def _drafted(one: Asked) -> float:
    return float(one.verdict == "answerable")


def _verdicts(asked: Sequence[Asked], seed: int) -> dict[str, list[Measure]]:
    """Share of each verdict, by whether the knowledge answers the question."""
    kinds = sorted({one.verdict for one in asked})
    return {
        name: [
            mean_of(
                f"verdict_{kind}", [float(one.verdict == kind) for one in asked if one.answerable is flag], seed=seed
            )
            for kind in kinds
        ]
        for name, flag in (("answerable", True), ("unanswerable", False))
    }
