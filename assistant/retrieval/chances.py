"""The chance of each passage that is shown to hold the answer.

A public passage gets its chance from public knowledge alone, the same whether its reader sees internal knowledge or
not. An internal one gets it from all that its reader may read, by the same measure.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.records import Passage
from assistant.retrieval.confidence import SEEN, Confidences
from ingest.embed import Vectors
from ingest.index import Index


def with_chances(
    confidences: Confidences, index: Index, vector: Vectors, public: Sequence[Passage], shown: Sequence[Passage]
) -> list[Passage]:
    """`shown` in its order, each with its chance; both are the best of the knowledge, at least `SEEN` of each.

    A public passage that is not among `public` has no chance that is known.
    """
    known = dict(zip(map(_id, public), _chances(confidences, index, vector, public, internal=False), strict=True))
    internal: Sequence[float] = [0.0] * len(shown)
    if not all(one.quotable for one in shown):
        internal = _chances(confidences, index, vector, shown, internal=True)
    return [
        replace(one, confidence=known.get(_id(one)) if one.quotable else chance)
        for one, chance in zip(shown, internal, strict=True)
    ]


def _chances(
    confidences: Confidences, index: Index, vector: Vectors, passages: Sequence[Passage], *, internal: bool
) -> list[float]:
    if not passages:
        return []
    confidence, best = confidences.of(index, internal=internal), passages[:SEEN]
    return confidence.passages(confidence.answered(vector, best), passages, best=best)


def _id(passage: Passage) -> str:
    return passage.chunk.document_id
