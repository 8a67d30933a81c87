"""What a reply has to cover: each thing that the customer asks, and what agents said to tickets like this one."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.query import ERROR_SIGNALS, names_trouble
from assistant.records import Passage
from assistant.writers.material import Material
from ingest.embed import Vectors

FLOOR = 0.35
"""Cosine below which a statement has nothing to do with a need."""
ASKED = 0.5
"""What covering a sentence of the customer weighs, against 1 for one of an agent in a ticket of the same kind."""
_NAMED = 0.3
"""What naming an error code of the ticket weighs."""
_CASE_EVEN = 0.2
"""Cosine of a solved ticket from which its answer counts at all; at 0.7 it counts fully."""
_CASE_SLOPE = 2.0
_UNKNOWN = 0.7
"""What an answer counts for that does not say which article it rests on."""
_MIN_ASK_WORDS = 4


def asks(text: str) -> bool:
    """A sentence of the customer that wants something or says what is wrong."""
    return len(text.split()) >= _MIN_ASK_WORDS and (text.rstrip().endswith("?") or names_trouble(text))


def coverage(material: Material, document_id: str, spans: Sequence[int] | None = None) -> Vectors:
    """How well each statement of a document meets each need, shape `(needs, statements)`, 0 where it does not.

    `spans` are the sentences of `material.problem` that are to be answered; all of them without it. Solved tickets
    only weigh: nothing of another customer's ticket is quoted.
    """
    statements = material.quotable(document_id).vectors
    asked = [n for n, span in enumerate(material.problem) if asks(span.text) and (spans is None or n in spans)]
    rows = [ASKED * _met(material.problem_vectors[asked], statements)] if asked else []
    rows += [_NAMED * named for named in _naming(material, document_id)]
    for case in material.cases:
        weight = _weight(case, document_id)
        if weight > 0:
            rows.append(weight * _met(_answered(material, case), statements))
    return np.concatenate(rows) if rows else np.zeros((0, len(statements)), dtype=np.float32)


def _naming(material: Material, document_id: str) -> list[Vectors]:
    """For each error code or status of the ticket, which statements name it; shape `(1, statements)` each."""
    texts = [statement.text for statement in material.quotable(document_id).statements]
    codes = dict.fromkeys(a.value for a in material.artifacts if a.kind in ERROR_SIGNALS)
    found = [np.array([[_names(text, code) for text in texts]], dtype=np.float32) for code in codes]
    return [row for row in found if row.any()]


def _names(text: str, code: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE) is not None


def _met(needs: Vectors, statements: Vectors) -> Vectors:
    met: Vectors = np.maximum(0.0, needs @ statements.T - FLOOR)
    return met


def _weight(case: Passage, document_id: str) -> float:
    """What the answer to a solved ticket says about this article: nothing when it rests on others."""
    articles = case.chunk.fields.get("articles")
    cited = {article.strip() for article in articles.split(",")} - {""} if articles is not None else None
    if cited is not None and document_id not in cited:
        return 0.0
    near = _CASE_SLOPE * max(0.0, case.dense - _CASE_EVEN)
    return near if cited is not None else _UNKNOWN * near


def _answered(material: Material, case: Passage) -> Vectors:
    """The sentences that agents wrote to the customer of a solved ticket."""
    chunks = material.document(case.chunk.document_id)
    _, vectors = material.reader.read([c for c in chunks if c.role == "agent" and c.audience == "public"])
    return vectors
