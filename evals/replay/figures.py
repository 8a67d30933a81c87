"""What a back-test comes to: the scorers' figures, the ceiling, what people did, and the check for leaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from evals.outcome import Outcome
from evals.replay.leaks import Seen, best_of
from evals.replay.past import Past
from evals.replay.plan import Replay
from evals.running.log import Log
from evals.statistics import Measure, mean_of

_SHOWN = 5
_BY_KNOWN = ("recall@3", "found@3", "verdict", "similarity", "sent_specifics", "citation_recall")
"""Figures that hang on what could be known; the log has the others by slice."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the run saw beside the log."""

    seen: Sequence[Seen]
    seconds: float


def outcome_of(planned: Replay, log: Log, told: Told) -> Outcome:
    """Figures, counts and notes."""
    wanted, pasts = planned.wanted, planned.pasts
    return Outcome(
        "eval replay",
        wanted.path,
        len(pasts),
        wanted.options() | {"refresh": wanted.refresh_days, "limit": wanted.limit, "seed": wanted.seed},
        told.seconds,
        [*scored(log), *_what_happened(planned)],
        plain=_medians(pasts),
        by="by_known",
        parts=_by_known(log),
        counts=_counts(planned, told.seen),
        notes=[*_NOTES, *_leak_notes(told.seen)],
        skipped=planned.history.skipped,
    )


def scored(log: Log) -> list[Measure]:
    """The scorers that had something to say."""
    return [_measure(figure["scorer"], figure) for figure in log.figures if figure["n"]]


def _measure(name: str, figure: Mapping[str, Any]) -> Measure:
    return Measure(name, figure["n"], figure["mean"], figure["low"], figure["high"])


def _by_known(log: Log) -> dict[str, list[Measure]]:
    parts: dict[str, list[Measure]] = {}
    for figure in (one for one in log.figures if one["scorer"] in _BY_KNOWN):
        for value, one in figure["slices"].get("known", {}).items():
            if one["n"]:
                parts.setdefault(value, []).append(_measure(figure["scorer"], one))
    return parts


def _what_happened(planned: Replay) -> list[Measure]:
    """The ceiling, and what agents did. No assistant takes part in these."""
    seed, pasts = planned.wanted.seed, planned.pasts
    told = [past for past in pasts if past.happened]
    first = [past.hours_to_first_answer for past in pasts if past.hours_to_first_answer is not None]
    solved = [past.hours_to_solution for past in pasts if past.hours_to_solution is not None]
    return [
        mean_of("cited_article_was_known", [float(knew) for knew in planned.knew().values()], seed=seed),
        mean_of("agents_asked_back", [float(past.happened == "asked_back") for past in told], seed=seed),
        mean_of("hours_to_first_answer", first, seed=seed),
        mean_of("hours_to_solution", solved, seed=seed),
    ]


def _medians(pasts: Sequence[Past]) -> dict[str, float]:
    values = {
        "median_hours_to_first_answer": [p.hours_to_first_answer for p in pasts if p.hours_to_first_answer is not None],
        "median_hours_to_solution": [p.hours_to_solution for p in pasts if p.hours_to_solution is not None],
    }
    return {name: median(found) for name, found in values.items() if found}


def _counts(planned: Replay, seen: Sequence[Seen]) -> dict[str, int]:
    dates = {entry.id: entry.date for step in planned.steps for entry in step.known}
    indexed = best_of(one for one in seen if one.place == "index")
    undated = best_of(one for one in seen if one.place == "index" and not dates.get(one.document))
    return {
        "steps": len(planned.steps),
        "documents_known_at_first": len(planned.steps[0].known),
        "documents_known_at_last": len(planned.steps[-1].known),
        "documents_without_a_date": len({id_ for id_, date in dates.items() if not date}),
        "solved_tickets_left_out_without_a_date": planned.library.undatable,
        "near_copies_left_out": sum(step.copies for step in planned.steps),
        "answers": sum(bool(past.answers) for past in planned.pasts),
        "answers_in_subject_or_fields": len(best_of(one for one in seen if one.place == "input")),
        "answers_in_the_first_message": len(best_of(one for one in seen if one.place == "message")),
        "answers_in_the_index_in_part": len(indexed),
        "answers_in_the_index_by_half": sum(one.whole for one in indexed.values()),
        "answers_in_documents_without_a_date": len(undated),
    }


_NOTES = (
    "an article counts as it is now if it was last changed before the cut, one that was changed later not at all; "
    "documents without a date count as known (--dated-only leaves them out)",
    "answers in the index: at least 12 words in a row of what agents wrote; of documents dated before the cut these "
    "are what was known already: standard wordings and quoted articles",
    "verdict: answerable where the first public answer solved it or told steps, needs_customer_info where it asked",
)


def _leak_notes(seen: Sequence[Seen]) -> list[str]:
    whole = [one for one in best_of(o for o in seen if o.place == "index").values() if one.whole]
    return [
        f"half of the answer of {one.ticket} or more stands in {one.document}"
        for one in sorted(whole, key=lambda one: -one.share)[:_SHOWN]
    ]
