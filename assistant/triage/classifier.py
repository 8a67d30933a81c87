"""What was learned of one kind of label: weights over what a `Reader` sees. Predicts, tells the words that spoke."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import ClassifierDamaged
from assistant.triage.calibration import softmax
from assistant.triage.features import Floats, Singles
from assistant.triage.novelty import Ints, Novelty, Signs, certainty, nearness
from assistant.triage.reader import Looks, Reader
from ingest.embed import Vectors
from ingest.lexical import tokenize

_WEIGHTS, _CARD, _READER = "classifier.npz", "classifier.json", "reader"
_FORMAT = 2
_STILL = 1e-9
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row for each text: calibrated chances that sum to 1, and the chance that any of the labels fits at all."""

    labels: tuple[str, ...]
    probabilities: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What each word and number of the embedding says for each label (a column)."""

    words: Singles
    vectors: Singles
    bias: Singles


@dataclass(frozen=True, slots=True)
class Classifier:
    """Made by `learn`. `examples` names those of the reader's examples that carry one of the labels."""

    labels: tuple[str, ...]
    reader: Reader
    weights: Weights
    examples: Ints
    novelty: Novelty

    def predict(self, texts: Sequence[str], vectors: Vectors) -> Predictions:
        """Chances of every label for each text."""
        if len(texts) <= _BLOCK or len(texts) != len(vectors):
            return self.judge(self.reader.look(texts, vectors))
        blocks = [slice(first, first + _BLOCK) for first in range(0, len(texts), _BLOCK)]
        parts = [self.judge(self.reader.look(texts[one], vectors[one])) for one in blocks]
        chances = np.concatenate([one.probabilities for one in parts])
        return Predictions(self.labels, chances, np.concatenate([one.known for one in parts]))

    def judge(self, looks: Looks) -> Predictions:
        """The same for texts that this classifier's reader has looked at."""
        scores = self._scores(looks)
        known = self.novelty.known(Signs(nearness(looks.cosines[:, self.examples]), certainty(scores)))
        return Predictions(self.labels, softmax(scores), known)

    def terms(self, text: str, label: str, *, k: int = 5) -> tuple[str, ...]:
        """The words of `text` that spoke most for `label` against the others, strongest first; never a stop word."""
        nowhere = np.zeros((1, self.reader.examples.shape[1]), dtype=np.float32)
        return self.terms_of(self.reader.look([text], nowhere), label, k=k)

    def terms_of(self, looks: Looks, label: str, *, k: int = 5) -> tuple[str, ...]:
        """The same for one text that was looked at."""
        if label not in self.labels:
            raise ValueError(f"{label!r} is none of the labels {list(self.labels)}")
        row, words = looks.words, self.reader.vocabulary.words
        said = [
            (float(weight) * self._spoke(number, label), words[number])
            for weight, number in zip(row.data, row.indices, strict=True)
            if number < len(words) and tokenize(words[number])
        ]
        strongest = sorted((one for one in said if one[0] > _STILL), key=lambda one: (-one[0], one[1]))
        return tuple(word for _, word in strongest[:k])

    def _spoke(self, number: int, label: str) -> float:
        mine = self.weights.words[number]
        return float(mine[self.labels.index(label)] - mine.mean())

    def with_novelty(self, novelty: Novelty) -> "Classifier":
        """The same classifier with another sense of what is unknown."""
        return replace(self, novelty=novelty)

    def _scores(self, looks: Looks) -> Floats:
        scores = looks.vectors @ self.weights.vectors + self.weights.bias
        if len(self.weights.words):
            scores = scores + looks.words @ self.weights.words
        return np.asarray(scores, dtype=np.float64)

    def save(self, folder: Path, *, with_reader: bool = True) -> None:
        """The same bytes for the same classifier; never a pickle. A reader that is shared can be saved apart."""
        held = BytesIO()
        arrays = {
            "words": self.weights.words, "vectors": self.weights.vectors, "bias": self.weights.bias,
            "examples": self.examples,
        }  # fmt: skip
        np.savez(held, **arrays)  # type: ignore[arg-type]  # numpy's stub takes its option for one of the arrays
        card = {
            "format": _FORMAT,
            "labels": self.labels,
            "novelty": {"weights": self.novelty.weights, "bias": self.novelty.bias},
            "sha256": sha256(held.getvalue()).hexdigest(),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _WEIGHTS).write_bytes(held.getvalue())
        (folder / _CARD).write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")
        if with_reader:
            self.reader.save(folder / _READER)

    @classmethod
    def load(cls, folder: Path, *, reader: Reader | None = None) -> "Classifier":
        """Read what `save` wrote; `ClassifierDamaged` when it is not that. `reader` where that was saved apart."""
        try:
            card: dict[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
            content = (folder / _WEIGHTS).read_bytes()
            if card["format"] != _FORMAT or sha256(content).hexdigest() != card["sha256"]:
                raise ClassifierDamaged(f"{folder / _WEIGHTS} is not the file that was written, or of another version")
            with np.load(BytesIO(content), allow_pickle=False) as held:
                arrays = {name: held[name] for name in held.files}
            novelty = Novelty(tuple(card["novelty"]["weights"]), card["novelty"]["bias"])
            weights = Weights(arrays["words"], arrays["vectors"], arrays["bias"])
            own = reader or Reader.load(folder / _READER)
            return cls(tuple(card["labels"]), own, weights, arrays["examples"], novelty)
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise ClassifierDamaged(f"no readable classifier in {folder}: {type(exc).__name__}") from exc
