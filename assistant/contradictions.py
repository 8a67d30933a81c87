"""The thread says one thing and the knowledge another: told to the agent, never settled by us."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from assistant.evidence import from_span, from_statement
from assistant.reading import ReadTicket, Span
from assistant.records import Evidence
from assistant.statements import Statement
from assistant.support.reading import Reading
from assistant.support.turns import turned
from assistant.support.words import read_words
from ingest.embed import Embedder, Vectors
from ingest.lexical import tokenize

MIN_COSINE = 0.55
"""Statements further apart than this are about different things."""
MIN_SHARED = 3
"""Content words that both must hold for a differing number to be about the same thing."""
MIN_SHARED_NEGATED = 4
MIN_COSINE_NEGATED = 0.7
MIN_COSINE_BETWEEN = 0.8
MIN_SAME_BETWEEN = 0.6
"""Share of the words of two statements, of both together, that two passages must have in common to contradict."""

_QUANTITY = re.compile(
    r"(?<![\w.,-])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|percent|seconds?|minutes?|hours?|(?:business |working )?days?|weeks?|months?|years?|"
    r"rows?|records?|requests?|attempts?|users?|MB|GB|EUR|USD|euros?|dollars?)\b",
    re.IGNORECASE,
)
_BE = frozenset(
    "is are was were be been being not remains remain stays stay becomes become gets get can cannot".split()
)
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|can't|don't|doesn't|isn't|aren't|won't)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two that differ, the second one of the knowledge, and over what: a unit, or `not`."""

    one: Evidence
    other: Evidence
    about: str

    def told(self) -> str:
        """The disagreement in words for the agent."""
        one, other = " ".join(self.one.quote.split()), " ".join(self.other.quote.split())
        first = f"the article “{self.one.title}”" if self.one.kind == "passage" else f"message {self.one.source}"
        return f"{first} says “{one}” and the article “{self.other.title}” says “{other}”"


def find_contradiction(
    ticket: ReadTicket, statements: Sequence[Statement], vectors: npt.NDArray[np.floating], embedder: Embedder
) -> Contradiction | None:
    """The first thing that an agent told this customer and that a statement of the knowledge denies.

    Only what agents and the system said in public counts: a customer's own numbers are about their own case.
    `vectors` has shape
    `(len(statements), dimension)`.
    """
    messages = [*ticket.by("agent"), *ticket.by("system")]
    spans = [span for message in messages for span in message.sentences if len(span.text.split()) >= 5]
    if not spans or not statements:
        return None
    cosines = embedder.encode([span.text for span in spans]) @ vectors.T
    for row, column in zip(*np.where(cosines >= MIN_COSINE), strict=True):
        span, statement = spans[row], statements[column]
        about = _differs(span, statement, float(cosines[row, column]))
        if about:
            return Contradiction(from_span(span), from_statement(statement), about)
    return None


def find_between(documents: Sequence[tuple[Sequence[Statement], Vectors]]) -> Contradiction | None:
    """The first thing that two documents, each given as statements with their vectors, say differently.

    It takes nearly the same sentence in both: the same names, almost the same words, another number or a denial.
    """
    for (first, ours), (second, theirs) in combinations(documents, 2):
        if not first or not second:
            continue
        for row, column in zip(*np.where(ours @ theirs.T >= MIN_COSINE_BETWEEN), strict=True):
            one, other = first[row], second[column]
            if one.text != other.text and _alike(one.text, other.text) and (about := _disagree(one.text, other.text)):
                return Contradiction(from_statement(one), from_statement(other), about)
    return None


def _alike(one: str, other: str) -> bool:
    """Nearly the same words about the same names."""
    ours, theirs = _words(tokenize(one)), _words(tokenize(other))
    same = len(ours & theirs) / max(1, len(ours | theirs))
    return same >= MIN_SAME_BETWEEN and len(ours & theirs) >= MIN_SHARED_NEGATED and _names(one) == _names(other)


def _disagree(one: str, other: str) -> str:
    claimed, stated = _quantities(one), _quantities(other)
    for unit in sorted(claimed.keys() & stated.keys()):
        if claimed[unit].isdisjoint(stated[unit]):
            return unit
    ours, theirs = Reading.of(one), Reading.of(other)
    return "not" if any(turned(ours, theirs)) and not _of_two_kinds(ours, theirs) else ""


def _of_two_kinds(one: Reading, other: Reading) -> bool:
    """“incoming mail” and “outgoing mail” are two things; what “is enabled” and what “is disabled” may be one."""
    lone = [(at, word) for at, word in enumerate(one.words) if not other.same(word)]
    places = [(at, there) for at, word in lone for there in other.opposite(word) if not one.same(other.words[there])]
    return any(not _predicate(one, at) or not _predicate(other, there) for at, there in places)


def _predicate(reading: Reading, at: int) -> bool:
    """Whether the word is said of something: it stands behind a form of `be`, but for adverbs."""
    before = [word.lower for word in reading.words[max(0, at - 3) : at] if not word.lower.endswith("ly")]
    return bool(before) and before[-1] in _BE


def _names(text: str) -> set[str]:
    return {word.stem for word in read_words(text) if not word.initial and word.text[0].isupper()}


def _differs(span: Span, statement: Statement, cosine: float) -> str:
    shared = _shared(span.text, statement.text)
    claimed, stated = _quantities(span.text), _quantities(statement.text)
    for unit in sorted(claimed.keys() & stated.keys()):
        if claimed[unit].isdisjoint(stated[unit]) and shared >= MIN_SHARED:
            return unit
    denied = bool(_NEGATION.search(span.text)) != bool(_NEGATION.search(statement.text))
    return "not" if denied and cosine >= MIN_COSINE_NEGATED and shared >= MIN_SHARED_NEGATED else ""


def _quantities(text: str) -> dict[str, set[str]]:
    """Numbers by their unit: `{"day": {"30"}}`."""
    found: dict[str, set[str]] = {}
    for number, unit in _QUANTITY.findall(text):
        name = unit.lower().removeprefix("business ").removeprefix("working ").removesuffix("s")
        found.setdefault(name, set()).add(number.replace(",", ""))
    return found


def _shared(one: str, other: str) -> int:
    return len(_words(tokenize(one)) & _words(tokenize(other)))


def _words(tokens: Iterable[str]) -> set[str]:
    return {token for token in tokens if not token[0].isdigit()}
