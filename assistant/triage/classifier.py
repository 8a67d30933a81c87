"""What was learned, as four tables of weights and a few examples: predicts, tells the words that spoke, is saved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ClassifierDamaged
from assistant.triage.calibration import softmax
from assistant.triage.features import Singles, Vocabulary, unit
from assistant.triage.landmarks import kernel
from assistant.triage.novelty import Novelty, Signs, certainty, nearness
from ingest.embed import Vectors
from ingest.lexical import tokenize

Floats = npt.NDArray[np.float64]

_WEIGHTS, _CARD = "classifier.npz", "classifier.json"
_FORMAT = 1
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row for each text: calibrated chances that sum to 1, and the chance that any of the labels fits at all."""

    labels: tuple[str, ...]
    probabilities: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What each word, number of the embedding and landmark says for each label (a column)."""

    words: Singles
    vectors: Singles
    landmarks: Singles
    bias: Singles


@dataclass(frozen=True, slots=True)
class Classifier:
    """Made by `learn`; `predict` wants texts made the same way, and vectors of the same embedder."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    points: Vectors
    weights: Weights
    examples: Vectors
    novelty: Novelty

    def predict(self, texts: Sequence[str], vectors: Vectors) -> Predictions:
        """Chances of every label for each text."""
        rows = self._checked(texts, vectors)
        scores = self._scores(texts, rows)
        known = self.novelty.known(Signs(nearness(rows, self.examples), certainty(scores)))
        return Predictions(self.labels, softmax(scores), known)

    def signs(self, texts: Sequence[str], vectors: Vectors) -> Signs:
        """How near each text is to the examples, and how firmly it is taken for one label."""
        rows = self._checked(texts, vectors)
        return Signs(nearness(rows, self.examples), certainty(self._scores(texts, rows)))

    def terms(self, text: str, label: str, *, k: int = 5) -> tuple[str, ...]:
        """The words of `text` that spoke most for `label` against the others, strongest first; never a stop word."""
        if label not in self.labels:
            raise ValueError(f"{label!r} is none of the labels {list(self.labels)}")
        row = self.vocabulary.matrix([text])
        found = [n for n in row.indices if n < len(self.vocabulary.words) and tokenize(self.vocabulary.words[n])]
        mine = self.weights.words[found]
        spoke = row[0, found].toarray()[0] * (mine[:, self.labels.index(label)] - mine.mean(axis=1))
        said = [(float(s), self.vocabulary.words[n]) for s, n in zip(spoke, found, strict=True) if s > _STILL]
        return tuple(word for _, word in sorted(said, key=lambda one: (-one[0], one[1]))[:k])

    def with_novelty(self, novelty: Novelty) -> "Classifier":
        """The same classifier with another sense of what is unknown."""
        return replace(self, novelty=novelty)

    def _checked(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        if len(texts) != len(vectors):
            raise ValueError(f"{len(texts)} texts came with {len(vectors)} vectors: give one vector for each text")
        rows = np.asarray(vectors, dtype=np.float32)
        if len(rows) and rows.shape[-1] != len(self.weights.vectors):
            wanted = f"learned from vectors of {len(self.weights.vectors)} numbers, these have {rows.shape[-1]}"
            raise ValueError(f"{wanted}: learn anew with this embedder")
        return unit(rows.reshape(len(texts), len(self.weights.vectors)))

    def _scores(self, texts: Sequence[str], rows: Vectors) -> Floats:
        scores = rows @ self.weights.vectors + kernel(rows, self.points) @ self.weights.landmarks + self.weights.bias
        if len(self.weights.words):
            scores = scores + self.vocabulary.matrix(texts) @ self.weights.words
        return np.asarray(scores, dtype=np.float64)

    def save(self, folder: Path) -> None:
        """Two files, the same bytes for the same classifier; never a pickle."""
        held = BytesIO()
        arrays = {
            "words": self.weights.words, "vectors": self.weights.vectors, "landmarks": self.weights.landmarks,
            "bias": self.weights.bias, "points": self.points, "examples": self.examples.astype(np.float16),
            "rarity": self.vocabulary.rarity,
        }  # fmt: skip
        np.savez(held, **arrays)  # type: ignore[arg-type]  # numpy's stub takes its option for one of the arrays
        card = {
            "format": _FORMAT,
            "labels": self.labels,
            "novelty": {"weights": self.novelty.weights, "bias": self.novelty.bias},
            "words": self.vocabulary.words,
            "pieces": self.vocabulary.pieces,
            "sha256": sha256(held.getvalue()).hexdigest(),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _WEIGHTS).write_bytes(held.getvalue())
        (folder / _CARD).write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Read what `save` wrote; `ClassifierDamaged` when it is not that."""
        try:
            card: dict[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
            content = (folder / _WEIGHTS).read_bytes()
            if card["format"] != _FORMAT or sha256(content).hexdigest() != card["sha256"]:
                raise ClassifierDamaged(f"{folder / _WEIGHTS} is not the file that was written, or of another version")
            with np.load(BytesIO(content), allow_pickle=False) as held:
                return cls._of(card, {name: held[name] for name in held.files})
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise ClassifierDamaged(f"no readable classifier in {folder}: {type(exc).__name__}") from exc

    @classmethod
    def _of(cls, card: dict[str, Any], held: dict[str, Any]) -> "Classifier":
        return cls(
            tuple(card["labels"]),
            Vocabulary(tuple(card["words"]), tuple(card["pieces"]), held["rarity"]),
            held["points"],
            Weights(held["words"], held["vectors"], held["landmarks"], held["bias"]),
            held["examples"].astype(np.float32),
            Novelty(tuple(card["novelty"]["weights"]), card["novelty"]["bias"]),
        )
