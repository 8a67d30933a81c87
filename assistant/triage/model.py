"""Category, severity and team, learned from the solved tickets of the index, with a calibrated right to say nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_limits

from assistant.records import Alternative, Label, Neighbour, Passage, Triage
from ingest.documents import Collection
from ingest.embed import Vectors
from ingest.index import Index
from ingest.lexical import tokenize

LABELS = ("category", "severity", "team")
MIN_EXAMPLES = 3
"""A label with fewer solved tickets cannot be learned; it is left out and never suggested."""
MAX_EXAMPLES = 6000
"""Solved tickets that are learned from at the most, the latest ones: keeps opening an index within seconds."""
MIN_CONFIDENCE = {"category": 0.40, "severity": 0.45, "team": 0.45}
"""Below this the assistant abstains."""
_TOP = 3
_MANY = 100
"""From so many texts on, a word that stands in one of them alone is left out."""
_FOLDS = 4


@dataclass(frozen=True, slots=True)
class _Examples:
    texts: list[str]
    vectors: Vectors
    labels: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Classifier:
    """Two linear models, over the embedding and over words, their mean sharpened or softened by one temperature."""

    classes: list[str]
    dense: LogisticRegression
    words: Any
    temperature: float

    def probabilities(self, text: str, vector: Vectors) -> np.ndarray:
        mean = (self.dense.predict_proba(vector[None, :]) + self.words.predict_proba([tokenize(text)])) / 2
        probabilities: np.ndarray = _tempered(mean, self.temperature)[0]
        return probabilities


class TriageModel:
    """Learned when an index is opened; a function of that generation alone, so a rollback rolls it back too."""

    def __init__(self, classifiers: dict[str, _Classifier], counts: dict[str, int]) -> None:
        self._classifiers = classifiers
        self._counts = counts

    @classmethod
    def train(cls, index: Index) -> "TriageModel":
        """Learn from the solved tickets of `index` that carry labels."""
        examples = _examples(index)
        classifiers = {}
        for name in LABELS:
            # More threads than cores make these small fits slower, and the service shares its machine.
            with threadpool_limits(limits=1):
                learned = _train(examples, name)
            if learned is not None:
                classifiers[name] = learned
        return cls(classifiers, {name: sum(bool(label) for label in examples.labels[name]) for name in LABELS})

    def triage(self, text: str, vector: Vectors, cases: Sequence[Passage]) -> Triage:
        """Labels for a ticket (`text` scrubbed, `vector` its embedding) and the nearest solved tickets as their why."""
        labels = {name: self._label(name, text, vector) for name in LABELS}
        why = [Neighbour(p.chunk.document_id, p.chunk.title, round(p.dense, 3)) for p in cases[:_TOP]]
        return Triage(labels["category"], labels["severity"], labels["team"], tuple(why))

    def _label(self, name: str, text: str, vector: Vectors) -> Label:
        classifier = self._classifiers.get(name)
        if classifier is None:
            known = self._counts[name]
            few = f"no two kinds of {name} have {MIN_EXAMPLES} solved tickets each"
            reason = few if known else f"no solved ticket carries a {name}"
            return Label(None, 0.0, True, reason)
        probabilities = classifier.probabilities(text, vector)
        order = np.argsort(-probabilities)[:_TOP]
        ranked = tuple(Alternative(classifier.classes[n], round(float(probabilities[n]), 3)) for n in order)
        best = ranked[0]
        least = MIN_CONFIDENCE[name]
        if best.confidence < least:
            return Label(None, best.confidence, True, f"no {name} reaches {least:.0%} confidence", ranked)
        return Label(
            best.label, best.confidence, False, f"learned from {self._counts[name]} solved tickets", ranked[1:]
        )


def _examples(index: Index) -> _Examples:
    """One row for each labelled case: its title and problem, and the mean vector of its problem chunks."""
    texts, vectors = [], []
    labels: dict[str, list[str]] = {name: [] for name in LABELS}
    collections: tuple[Collection, ...] = (("cases", "public"), ("cases", "internal"))
    for collection in collections:
        ids = sorted(index.manifest.ids(collection))
        chunks = index.chunks(ids, collection)
        problems: dict[str, list[str]] = {}
        for id_, chunk in chunks.items():
            if chunk.part == "problem" and any(chunk.fields.get(name) for name in LABELS):
                problems.setdefault(chunk.document_id, []).append(id_)
        held = index.vectors(collection, [id_ for own in problems.values() for id_ in own])
        for document in sorted(problems, key=lambda d: chunks[problems[d][0]].updated)[-MAX_EXAMPLES:]:
            own = problems[document]
            first = chunks[own[0]]
            texts.append("\n".join([first.title, *(chunks[id_].text for id_ in own)]))
            vectors.append(np.mean([held[id_] for id_ in own], axis=0))
            for name in LABELS:
                labels[name].append(first.fields.get(name, ""))
    return _Examples(texts, np.array(vectors, dtype=np.float32), labels)


def _train(examples: _Examples, name: str) -> _Classifier | None:
    counts = Counter(label for label in examples.labels[name] if label)
    known = {label for label, count in counts.items() if count >= MIN_EXAMPLES}
    rows = [n for n, label in enumerate(examples.labels[name]) if label in known]
    if len(known) < 2:
        return None
    labels = [examples.labels[name][n] for n in rows]
    vectors, texts = examples.vectors[rows], [tokenize(examples.texts[n]) for n in rows]
    dense = LogisticRegression(C=10.0, max_iter=500, class_weight="balanced")
    words = make_pipeline(
        TfidfVectorizer(
            analyzer=_as_they_are, sublinear_tf=True, min_df=2 if len(texts) >= _MANY else 1, max_features=30_000
        ),
        LogisticRegression(C=10.0, max_iter=500, class_weight="balanced"),
    )
    folds = StratifiedKFold(min(_FOLDS, min(Counter(labels).values())), shuffle=True, random_state=0)
    mean = (
        cross_val_predict(dense, vectors, labels, cv=folds, method="predict_proba")
        + cross_val_predict(words, texts, labels, cv=folds, method="predict_proba")
    ) / 2
    classes = sorted(set(labels))
    temperature = _temperature(mean, np.array([classes.index(label) for label in labels]))
    return _Classifier(classes, dense.fit(vectors, labels), words.fit(texts, labels), temperature)


def _as_they_are(tokens: list[str]) -> list[str]:
    """Texts are cut into tokens once, not again in every fold."""
    return tokens


def _temperature(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Temperature scaling (Guo et al. 2017, arXiv 1706.04599) on held-out predictions, by grid."""

    def loss(temperature: float) -> float:
        picked = _tempered(probabilities, temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.clip(picked, 1e-9, 1)).mean())

    return min((float(t) for t in np.geomspace(0.2, 5, 41)), key=loss)


def _tempered(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    powered = np.clip(probabilities, 1e-9, 1) ** (1 / temperature)
    scaled: np.ndarray = powered / powered.sum(axis=1, keepdims=True)
    return scaled
