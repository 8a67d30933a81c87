"""Is there an answer in the knowledge, and if not, what kind of silence is right?"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.contradictions import Contradiction
from assistant.records import Passage, Verdict
from assistant.retrieval import Query
from ingest.index import Index
from ingest.lexical import tokenize


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the verdicts part. `docs/design/verdicts.md` has the measurements behind the defaults."""

    answer: float = 0.42
    in_scope: float = 0.30
    min_words: int = 6


def coverage(passages: Sequence[Passage]) -> float:
    """How well public knowledge covers a ticket: mean cosine of the best passage and of the five best documents."""
    best = sorted((p.dense for p in passages if p.quotable), reverse=True)[:5]
    return 0.5 * best[0] + 0.5 * sum(best) / len(best) if best else 0.0


def informative_words(index: Index, query: Query) -> int:
    """Different words of the ticket that the index knows and that not every document holds."""
    tokens = set(tokenize(query.words))
    return sum(0 < max(lex.document_frequency(token) for lex in index.lexical.values()) < 0.2 for token in tokens)


def judge(
    *,
    score: float,
    nearest_case: float,
    words: int,
    has_signal: bool,
    contradiction: Contradiction | None,
    thresholds: Thresholds,
) -> Verdict:
    """The verdict, with the reason in words for the agent."""
    score = round(score, 3)
    if max(score, nearest_case) < thresholds.in_scope:
        if words < thresholds.min_words and not has_signal:
            return Verdict("needs_customer_info", "No draft, because the ticket does not say what is wrong.", score)
        return Verdict(
            "out_of_scope", "No draft, because nothing in the knowledge or the solved tickets is about this.", score
        )
    if words < thresholds.min_words and not has_signal:
        return Verdict(
            "needs_customer_info", "No draft, because the ticket says too little to tell what is wrong.", score
        )
    if score < thresholds.answer:
        return Verdict("knowledge_gap", "No draft, because no public article answers this.", score)
    if contradiction is not None:
        reason = f"No draft, because the thread and the knowledge disagree about a number of {contradiction.unit}s."
        return Verdict("contradiction", reason, score)
    return Verdict("answerable", "Public knowledge covers this: check the draft against its evidence.", score)
