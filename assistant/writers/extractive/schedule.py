"""When a customer hears from us next, as a public policy document says it; never a guess."""

import re
from collections.abc import Sequence

from assistant.evidence import from_statement, sentence
from assistant.records import Passage, Sentence
from assistant.statements import Statement
from assistant.writers.material import Material

_NEWS = re.compile(
    r"\b(?:updates?|news|hear from|repl(?:y|ies)|answers?|responses?|respond|report|informed|notif\w+|Antwort\w*"
    r"|Meldung\w*)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:every|within|at least every|at the latest|innerhalb|alle|toutes les|dans les|cada|en un plazo de)\b.{0,24}"
    r"\b(?:\d+|one|two|half an?|an?)\b.{0,24}"
    r"\b(?:minutes?|hours?|days?|Minuten|Stunden|Tagen?|heures|jours|horas|días)\b",
    re.IGNORECASE,
)
_SCORE = 0.2
"""Relevance below which a policy speaks of another matter."""


def next_news(
    material: Material, sources: Sequence[Passage], *, limit: int = 1, least: float = _SCORE
) -> list[Sentence]:
    """The lines of public policy documents, of those found for this ticket or linked to it, that say when news come.

    `least` is the relevance below which a policy speaks of another matter.
    """
    found: list[tuple[float, Statement]] = []
    for document_id in _policies(material, sources):
        quotable = material.quotable(document_id)
        pairs = zip(quotable.statements, quotable.scores, strict=True)
        found += [(float(v), s) for s, v in pairs if s.kind != "row" and _NEWS.search(s.text) and _WHEN.search(s.text)]
    found.sort(key=lambda pair: -pair[0])
    return [sentence(s.text, "answer", from_statement(s)) for score, s in found[:limit] if score >= least]


def _policies(material: Material, sources: Sequence[Passage]) -> list[str]:
    """The ids of public policy documents: those found, and those that agents linked to the ticket."""
    chunks = [passage.chunk for passage in [*sources, *material.knowledge]]
    for linked in re.findall(r"[\w.-]+", material.ticket.fields.get("articles", "")):
        chunks += material.document(linked)
    policies = [c for c in chunks if c.policy and c.audience == "public" and c.pool == "knowledge"]
    return list(dict.fromkeys(chunk.document_id for chunk in policies))
