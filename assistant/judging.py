"""Gather the signs of a ticket and judge it: is there an answer in the knowledge, and how sure is that?"""

from collections.abc import Set

import numpy as np

from assistant.contradictions import Contradiction, find_between, find_contradiction
from assistant.prototypes import Prototypes
from assistant.query import ERROR_SIGNALS
from assistant.records import Passage, Verdict
from assistant.retrieval.confidence import Confidences
from assistant.verdict import Signs, Thresholds, case_support, informative_words, judge
from assistant.writers.material import Material
from ingest.embed import Embedder
from ingest.index import Index


class Judge:
    """Gives the verdict for readers of `groups`; what it learns of an index it learns once. Thread-safe."""

    def __init__(self, embedder: Embedder, *, groups: Set[str], thresholds: Thresholds | None = None) -> None:
        self._embedder = embedder
        self._groups = groups
        self._thresholds = thresholds or Thresholds()
        self._prototypes = Prototypes(embedder)
        self.confidences = Confidences(embedder, self._prototypes, groups=groups)

    def warm_up(self, index: Index) -> None:
        """Learn now what the knowledge of `index` is about, for both kinds of reader."""
        for internal in (False, True):
            self.confidences.of(index, internal=internal)

    def verdict(self, index: Index, material: Material, public: list[Passage]) -> Verdict:
        """The verdict, given the public passages that a reply may rest on, best first."""
        cited, uncited = case_support(material.cases, public)
        vector = material.query.vector
        signs = Signs(
            answered=self.confidences.of(index).answered(vector, public),
            best_article=max((passage.dense for passage in public), default=0.0),
            nearest_case=max((passage.dense for passage in material.cases), default=0.0),
            cited_case=cited,
            uncited_case=uncited,
            vague=self._prototypes.similarity("vague", vector),
            out_of_scope=self._prototypes.similarity("out_of_scope", vector),
            words=informative_words(index, material.query, groups=self._groups),
            has_signal=any(artifact.kind in ERROR_SIGNALS for artifact in material.artifacts),
            contradiction=self._contradiction(material, public),
        )
        return judge(signs, self._thresholds)

    def _contradiction(self, material: Material, public: list[Passage]) -> Contradiction | None:
        """Between an agent or the system and the knowledge, or between two articles."""
        documents = [material.quotable(passage.chunk.document_id) for passage in public[:3]]
        said = material.ticket.by("agent") or material.ticket.by("system")
        if said and documents:
            known = [statement for quotable in documents for statement in quotable.statements]
            vectors = np.concatenate([quotable.vectors for quotable in documents])
            if found := find_contradiction(material.ticket, known, vectors, self._embedder):
                return found
        return find_between([(quotable.statements, quotable.vectors) for quotable in documents])
