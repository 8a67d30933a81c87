"""Two statements about the same thing with different numbers: told to the agent, never settled by us."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assistant.evidence import from_span, from_statement
from assistant.reading import Span
from assistant.records import Evidence
from assistant.statements import Statement
from ingest.embed import Embedder
from ingest.lexical import tokenize

MIN_COSINE = 0.62
"""Statements further apart than this are about different things."""
MIN_SHARED = 3
"""Content words that both must hold, the unit of the number among them."""

_QUANTITY = re.compile(
    r"(?<![\w.,-])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|percent|seconds?|minutes?|hours?|(?:business |working )?days?|weeks?|months?|years?|"
    r"rows?|records?|requests?|attempts?|users?|MB|GB|EUR|USD|euros?|dollars?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What says one thing and what says another."""

    one: Evidence
    other: Evidence
    unit: str


def find_contradiction(
    claims: Iterable[Span], statements: Iterable[Statement], embedder: Embedder
) -> Contradiction | None:
    """The first claim of the thread that differs in a quantity from a statement of the knowledge about the same thing."""
    spans = [(span, _quantities(span.text)) for span in claims]
    known = [(statement, _quantities(statement.text)) for statement in statements]
    spans, known = [p for p in spans if p[1]], [p for p in known if p[1]]
    if not spans or not known:
        return None
    vectors = embedder.encode([span.text for span, _ in spans] + [statement.text for statement, _ in known])
    cosines = vectors[: len(spans)] @ vectors[len(spans) :].T
    for row, column in zip(*np.where(cosines >= MIN_COSINE), strict=True):
        (span, claimed), (statement, stated) = spans[row], known[column]
        for unit in claimed.keys() & stated.keys():
            if claimed[unit].isdisjoint(stated[unit]) and _shared(span.text, statement.text) >= MIN_SHARED:
                return Contradiction(from_span(span), from_statement(statement), unit)
    return None


def _quantities(text: str) -> dict[str, set[str]]:
    """Numbers by their unit: `{"day": {"30"}}`."""
    found: dict[str, set[str]] = {}
    for number, unit in _QUANTITY.findall(text):
        name = unit.lower().removeprefix("business ").removeprefix("working ").removesuffix("s")
        found.setdefault(name, set()).add(number.replace(",", ""))
    return found


def _shared(one: str, other: str) -> int:
    words = {token for token in tokenize(one) if not token[0].isdigit()}
    return len(words & {token for token in tokenize(other) if not token[0].isdigit()})
