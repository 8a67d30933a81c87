"""Scorers of rankings: is what helps among the first, does nothing stand there that this reader must not see?"""

from collections.abc import Callable, Mapping, Sequence
from math import log2
from typing import Any

from evals.ranking import hit, recall, reciprocal_rank
from evals.scorers.score import NOT_ASKED, Score, Scorer

_SEARCH = frozenset({"search"})
_TASKS = frozenset({"search", "assist"})
DEPTH = 10


def graded_ndcg(found: Sequence[str], grades: Mapping[str, float], *, k: int = DEPTH) -> float:
    """Gain of the grades among the first `k`, discounted by place, as a share of the best possible.

    A grade gains `2 ** grade - 1` (Burges et al., Learning to Rank using Gradient Descent, ICML 2005).

    >>> round(graded_ndcg(["a", "b"], {"b": 3, "a": 1}), 4)
    0.7098
    """
    gains = [2 ** grades.get(id_, 0) - 1 for id_ in found[:k]]
    best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:k]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))


def _wanted(expect: Any) -> Mapping[str, float]:
    """Relevant documents with their grades; of a ticket's `relevant` each counts the same."""
    relevant = expect.relevant
    grades = relevant if isinstance(relevant, Mapping) else dict.fromkeys(relevant, 1)
    return {id_: grade for id_, grade in grades.items() if grade > 0}


def _found(output: Any) -> list[str]:
    """Documents, best first: of a search what it found, of a ticket the knowledge."""
    passages = output.found if hasattr(output, "found") else output.knowledge
    return [one.document for one in passages]


def _ranked(value: Callable[[Sequence[str], Mapping[str, float]], float]) -> Callable[[Any, Any], Score]:
    def judge(expect: Any, output: Any) -> Score:
        wanted, found = _wanted(expect), _found(output)
        if not wanted:
            return NOT_ASKED
        places = [str(found.index(id_) + 1) if id_ in found else "not found" for id_ in wanted]
        return Score(value(found, wanted), f"places: {', '.join(places)}")

    return judge


def _recall_at(k: int) -> Callable[[Any, Any], Score]:
    return _ranked(lambda found, wanted: recall(found, set(wanted), k=k))


def _hit_at(k: int) -> Callable[[Any, Any], Score]:
    return _ranked(lambda found, wanted: hit(found, set(wanted), k=k))


def forbidden_seen(expect: Any, output: Any) -> Score:
    """1 where something is found that the case names as never to be seen, or that this reader may not read.

    Judged here by what the passages say of themselves, not by the rule that let them pass.
    """
    seen = set(_found(output)) | {copy for one in output.found for copy in one.duplicates}
    wrong = sorted(seen & set(expect.never))
    wrong += [one.document for one in output.found if _closed(one, output) and one.document not in wrong]
    return Score(float(bool(wrong)), f"seen: {', '.join(wrong)}" if wrong else "")


def _closed(passage: Any, output: Any) -> bool:
    internal = passage.audience == "internal" and output.public
    return internal or bool(passage.groups and not set(passage.groups) & set(output.groups))


def stale(expect: Any, output: Any) -> Score:
    """1 where the index does not hold a document, or not in its current words."""
    if not expect.present:
        return NOT_ASKED
    wrong = [id_ for id_ in expect.present if id_ not in output.present]
    return Score(float(bool(wrong)), f"not there, or not in these words: {', '.join(wrong)}" if wrong else "")


def copies_folded(expect: Any, output: Any) -> Score:
    """Share of the groups of near copies of which one stands in the list, and the others not beside it."""
    if not expect.copies:
        return NOT_ASKED
    found = _found(output)
    beside = [sum(id_ in found for id_ in group) for group in expect.copies]
    return Score(sum(count == 1 for count in beside) / len(beside), f"of each group: {', '.join(map(str, beside))}")


def margin(expect: Any, output: Any) -> Score:
    """How far the best relevant document scores above the best other one, as a share of the better of the two."""
    wanted, passages = _wanted(expect), output.found
    own = max((one.score for one in passages if one.document in wanted), default=0.0)
    others = max((one.score for one in passages if one.document not in wanted), default=0.0)
    best = max(own, others)
    return Score((own - others) / best) if wanted and best > 0 else NOT_ASKED


SCORERS: tuple[Scorer, ...] = (
    *(
        Scorer(f"recall@{k}", f"share of the relevant documents among the first {k}", _TASKS, _recall_at(k))
        for k in (1, 3, 5, 10)
    ),
    Scorer(
        "mrr@10",
        "1 over the place of the first relevant document",
        _TASKS,
        _ranked(lambda found, wanted: reciprocal_rank(found, set(wanted), k=DEPTH)),
    ),
    Scorer("ndcg@10", "gain of the graded documents, discounted by place", _TASKS, _ranked(graded_ndcg)),
    *(
        Scorer(f"hit@{k}", f"share of the searches with a relevant document among the first {k}", _TASKS, _hit_at(k))
        for k in (1, 3)
    ),
    Scorer("forbidden_seen", "share of the searches that show what must not be seen", _SEARCH, forbidden_seen, "lower"),
    Scorer("stale", "share of the documents not in the index, or not in their current words", _SEARCH, stale, "lower"),
    Scorer("copies_folded", "share of the groups of near copies shown as one", _SEARCH, copies_folded),
    Scorer("margin", "how far the best relevant document scores above the best other one", _SEARCH, margin),
)
