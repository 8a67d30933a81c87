"""Is there an answer in the knowledge, and if not, what kind of silence is right?"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.contradictions import Contradiction
from assistant.records import Passage, Verdict
from assistant.retrieval.search import Query
from ingest.index import Index
from ingest.lexical import tokenize


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the verdicts part, in cosines. `docs/design/verdicts.md` has the measurements behind them."""

    answer: float = 0.42
    in_scope: float = 0.30
    prototype: float = 0.33
    solved_without: float = 0.65
    solved_without_lead: float = 0.20
    min_words: int = 4


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for each verdict; similarities are cosines with the whole ticket.

    `coverage` is the score of public knowledge, `cited_case` the nearest solved ticket that cites one of the articles
    found, `uncited_case` the nearest that was solved without any article.
    """

    coverage: float
    best_article: float
    nearest_case: float
    cited_case: float
    uncited_case: float
    vague: float
    out_of_scope: float
    words: int
    has_signal: bool
    contradiction: Contradiction | None

    @property
    def score(self) -> float:
        """Coverage, or what a solved ticket that was answered by one of these articles makes as likely."""
        return round(max(self.coverage, _CITED_WEIGHT * self.cited_case), 3)


_CITED_WEIGHT = 0.8
_CITED_MINIMUM = 0.5


def coverage(passages: Sequence[Passage]) -> float:
    """How well public knowledge covers a ticket: mean of the best cosine and the mean of the five best documents.

    The best alone serves a small knowledge base, the mean a large one; each loses on the other.
    """
    best = sorted((p.dense for p in passages if p.quotable), reverse=True)[:5]
    return 0.5 * best[0] + 0.5 * sum(best) / len(best) if best else 0.0


def case_support(cases: Sequence[Passage], articles: Sequence[Passage]) -> tuple[float, float]:
    """The nearest solved ticket that cites one of `articles`, and the nearest that cites none at all; 0 without one."""
    found = {passage.chunk.document_id for passage in articles}
    cited = uncited = 0.0
    for case in cases:
        fields = case.chunk.fields
        articles_cited = {article.strip() for article in fields.get("articles", "").split(",")} - {""}
        if articles_cited & found:
            cited = max(cited, case.dense)
        elif "articles" in fields and not articles_cited:
            uncited = max(uncited, case.dense)
    return (cited if cited >= _CITED_MINIMUM else 0.0), uncited


def informative_words(index: Index, query: Query) -> int:
    """Different words of the ticket that the index knows and that not every document holds."""
    tokens = set(tokenize(query.words))
    return sum(0 < max(lex.document_frequency(token) for lex in index.lexical.values()) < 0.2 for token in tokens)


def judge(signs: Signs, thresholds: Thresholds) -> Verdict:
    """The verdict, with the reason in words for the agent."""
    score = signs.score
    if signs.out_of_scope >= thresholds.prototype and signs.out_of_scope > max(signs.best_article, signs.vague):
        return Verdict("out_of_scope", "No draft, because this reads like no support request for the product.", score)
    if _says_too_little(signs, thresholds):
        return Verdict("needs_customer_info", "No draft, because the ticket does not say what is wrong.", score)
    lead = signs.uncited_case - max(signs.best_article, signs.cited_case)
    if signs.uncited_case >= thresholds.solved_without and lead >= thresholds.solved_without_lead:
        reason = "No draft, because the nearest solved ticket was solved without any article."
        return Verdict("knowledge_gap", reason, score)
    if score < thresholds.answer:
        if max(signs.best_article, signs.nearest_case) < thresholds.in_scope:
            reason = "No draft, because nothing in the knowledge or the solved tickets is about this."
            return Verdict("out_of_scope", reason, score)
        return Verdict("knowledge_gap", "No draft, because no public article answers this.", score)
    if signs.contradiction is not None:
        between = (signs.contradiction.one, signs.contradiction.other)
        return Verdict("contradiction", f"No draft, because {signs.contradiction.told()}.", score, between)
    return Verdict("answerable", "Public knowledge covers this: check the draft against its evidence.", score)


def _says_too_little(signs: Signs, thresholds: Thresholds) -> bool:
    if signs.has_signal:
        return False
    sounds_vague = signs.vague >= thresholds.prototype and signs.vague > signs.best_article
    return sounds_vague or signs.words < thresholds.min_words
