"""The thread says one thing and the knowledge another: told to the agent, never settled by us."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.evidence import from_span, from_statement
from assistant.reading import ReadTicket, Span
from assistant.records import Evidence
from assistant.statements import Statement
from ingest.embed import Embedder
from ingest.lexical import tokenize

MIN_COSINE = 0.55
"""Statements further apart than this are about different things."""
MIN_SHARED = 3
"""Content words that both must hold for a differing number to be about the same thing."""
MIN_SHARED_NEGATED = 4
MIN_COSINE_NEGATED = 0.7

_QUANTITY = re.compile(
    r"(?<![\w.,-])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|percent|seconds?|minutes?|hours?|(?:business |working )?days?|weeks?|months?|years?|"
    r"rows?|records?|requests?|attempts?|users?|MB|GB|EUR|USD|euros?|dollars?)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|can't|don't|doesn't|isn't|aren't|won't)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What an agent said, what the knowledge says, and over what they differ: a unit, or `not`."""

    one: Evidence
    other: Evidence
    about: str

    def told(self) -> str:
        """The disagreement in words for the agent."""
        one, other = " ".join(self.one.quote.split()), " ".join(self.other.quote.split())
        return f"message {self.one.source} says “{one}” and the article “{self.other.title}” says “{other}”"


def find_contradiction(
    ticket: ReadTicket, statements: Sequence[Statement], vectors: npt.NDArray[np.floating], embedder: Embedder
) -> Contradiction | None:
    """The first thing that an agent told this customer and that a statement of the knowledge denies.

    Only what agents said in public counts: a customer's own numbers are about their own case. `vectors` has shape
    `(len(statements), dimension)`.
    """
    spans = [span for message in ticket.by("agent") for span in message.sentences if len(span.text.split()) >= 5]
    if not spans or not statements:
        return None
    cosines = embedder.encode([span.text for span in spans]) @ vectors.T
    for row, column in zip(*np.where(cosines >= MIN_COSINE), strict=True):
        span, statement = spans[row], statements[column]
        about = _differs(span, statement, float(cosines[row, column]))
        if about:
            return Contradiction(from_span(span), from_statement(statement), about)
    return None


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
