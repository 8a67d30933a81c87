"""Score the assistant on tickets that carry gold answers: verdict, triage, retrieval, facts, forbidden statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from pydantic import ValidationError

from assistant.records import Assist, VerdictKind
from evals.scorers.facts import stands
from evals.scorers.texts import folded
from evals.statistics import Measure, mean_of
from evals.tasks.assist import AssistExpect
from ingest.errors import TicketInvalid


class Gold(AssistExpect):
    """What is right for a ticket: as a case of a suite expects it, and always with a verdict."""

    verdict: VerdictKind


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket's gold and what the assistant made of it."""

    gold: Gold
    done: Assist


Scorer = Callable[[Case], float | None]
"""A value for a case, or None where the question does not arise."""


def reply_text(done: Assist) -> str:
    """What the customer would read: the draft, or the questions instead of it."""
    sentences = done.draft.sentences if done.draft else done.questions
    return "\n".join(folded(sentence.text) for sentence in sentences)


def fact_share(case: Case) -> float | None:
    """Share of the required facts in the reply, where a reply is right."""
    if case.gold.verdict != "answerable" or not case.gold.facts:
        return None
    text = reply_text(case.done)
    return mean(stands(fact, text) for fact in case.gold.facts)


def forbidden(case: Case) -> float | None:
    """1 where the reply says something that it must not say."""
    text = reply_text(case.done)
    return float(stands(case.gold.forbidden, text)) if case.gold.forbidden else None


def unevidenced(case: Case) -> float | None:
    """1 where a sentence of draft or summary points at nothing."""
    sentences = [s for section in case.done.summary.sections for s in section.sentences]
    sentences += case.done.draft.sentences if case.done.draft else ()
    return float(any(not sentence.evidence for sentence in sentences))


def _label(name: str) -> Scorer:
    def score(case: Case) -> float | None:
        found, right = getattr(case.done.triage, name), getattr(case.gold, name)
        return float(found.label == right) if right and not found.abstained else None

    return score


def _answered(name: str) -> Scorer:
    return lambda case: float(not getattr(case.done.triage, name).abstained) if getattr(case.gold, name) else None


def _hit(k: int) -> Scorer:
    def score(case: Case) -> float | None:
        found = [passage.chunk.document_id for passage in case.done.knowledge[:k]]
        return float(any(id_ in found for id_ in case.gold.relevant)) if case.gold.relevant else None

    return score


SCORERS: dict[str, Scorer] = {
    "verdict_accuracy": lambda case: float(case.done.verdict.kind == case.gold.verdict),
    "fact_share": fact_share,
    "forbidden": forbidden,
    "sentences_without_evidence": unevidenced,
    "knowledge_hit@1": _hit(1),
    "knowledge_hit@3": _hit(3),
    **{f"{name}_accuracy": _label(name) for name in ("category", "severity", "team")},
    **{f"{name}_answered": _answered(name) for name in ("category", "severity", "team")},
}


def measure(cases: Sequence[Case], *, seed: int = 0) -> list[Measure]:
    """Every scorer over all cases. Same cases and seed, same numbers."""
    return [
        mean_of(name, [value for case in cases if (value := score(case)) is not None], seed=seed)
        for name, score in SCORERS.items()
    ]


def confusion(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """Counts by right verdict, then by given verdict."""
    table: dict[str, dict[str, int]] = {}
    for case in cases:
        row = table.setdefault(case.gold.verdict, {})
        row[case.done.verdict.kind] = row.get(case.done.verdict.kind, 0) + 1
    return table


def timings(cases: Sequence[Case]) -> dict[str, float]:
    """Median milliseconds of each part of a call, and of the whole."""
    steps = {step: median(case.done.timings_ms[step] for case in cases) for step in cases[0].done.timings_ms}
    return steps | {"total": median(sum(case.done.timings_ms.values()) for case in cases)}


def gold_of(value: dict[str, Any]) -> Gold | None:
    """The gold answers of a ticket record; None where it has none. `TicketInvalid` names what is wrong with them."""
    if "gold" not in value:
        return None
    try:
        return Gold.model_validate(value["gold"])
    except ValidationError as exc:
        first = exc.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in ("gold", *first["loc"]))
        raise TicketInvalid(f"ticket {value.get('id')!r}: {place}: {first['msg']}") from None
