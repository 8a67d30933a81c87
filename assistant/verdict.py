"""Is there an answer in the knowledge, and if not, what kind of silence is right?"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import exp

from assistant.contradictions import Contradiction
from assistant.permissions import may_read
from assistant.records import Passage, Verdict
from assistant.retrieval.search import Query
from ingest.bm25 import Flags
from ingest.documents import POOLS
from ingest.index import Index
from ingest.lexical import LexicalIndex, tokenize


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the verdicts part: `answer` is a chance, the others are cosines.

    `answer` weighs a question left without its article twice as heavy as a draft that no article answers: the agent
    reads every draft, but does not look for what was not offered. `docs/design/verdicts.md` has the table behind it.
    """

    answer: float = 0.45
    in_scope: float = 0.30
    prototype: float = 0.33
    solved_without: float = 0.65
    solved_without_lead: float = 0.20
    min_words: int = 4


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for each verdict; similarities are cosines with the whole ticket.

    `answered` is the chance that public knowledge answers it, `cited_case` the nearest solved ticket that cites one of
    the articles found, `uncited_case` the nearest that was solved without any article.
    """

    answered: float
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
        """The chance of an answer: by what the knowledge is about, or by a ticket that one of these articles solved."""
        if not self.cited_case:
            return round(self.answered, 3)
        vouched = 1 / (1 + exp(-_CITED_SLOPE * (self.cited_case - _CITED_EVEN)))
        return round(max(self.answered, vouched), 3)


_CITED_SLOPE, _CITED_EVEN = 10.0, 0.545
"""A cosine of 0.525 is just enough for an answer, as it was when cosines were the score."""
_CITED_MINIMUM = 0.5
_COMMON = 0.2
"""A word that this share of the texts holds says nothing."""


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


def informative_words(index: Index, query: Query, *, groups: Set[str]) -> int:
    """Different words of the ticket that the index knows and that not every document holds, of those to be read."""
    shelves = [index.shelf(pool) for pool in POOLS]
    parts = [
        part
        for shelf in shelves
        for part in shelf.readable_parts(shelf.view(lambda one: may_read(one, groups=groups, internal=True)))
    ]
    return sum(0 < max(_share(token, *part) for part in parts) < _COMMON for token in set(tokenize(query.words)))


def _share(token: str, words: LexicalIndex, readable: Flags) -> float:
    """Share of the readable rows that hold `token`, 0 to 1."""
    return int(readable[words.postings(token)[0]].sum()) / max(1, int(readable.sum()))


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
