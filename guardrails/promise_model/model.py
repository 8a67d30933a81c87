"""The trained model: weights in one small file, checked by hash, applied with numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from guardrails.errors import ModelInvalid
from guardrails.model_file import DATA, read_model
from guardrails.promise_model.features import Floats, see, width

FILE = "promises_model.npz"
CARD = "promises_model.json"
"""What it was trained on and how well it does; holds the hash of the model's file."""
RULES = ("refund", "credit", "timeline", "roadmap", "sla", "certainty", "blame", "unsafe")
_NAMED = 0.5
"""What the likeliest rule weighs beside "may not be sent": held out, better than either alone."""
AGAIN = "install Draftdesk again, or train it with draftdesk guard train-promises"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a sentence is taken for: the likeliest rule, and how far above the threshold (0) its log-odds are."""

    rule: str
    margin: float

    @property
    def score(self) -> float:
        """From 0 to 1; above .5 is flagged."""
        return float(1 / (1 + np.exp(-self.margin)))


@dataclass(frozen=True, slots=True)
class PromiseModel:
    """One column of weights for "may not be sent", then one for each of `RULES`."""

    weights: Floats
    bias: Floats
    threshold: float
    embedder: str
    """Fingerprint of the embedder whose vectors it was trained on."""
    version: str = ""

    def judge(self, sentences: Sequence[str], vectors: npt.NDArray[np.float32]) -> list[Opinion]:
        """An opinion on each sentence, given its embedding."""
        if not sentences:
            return []
        logits = see(sentences, vectors) @ self.weights + self.bias
        best = logits[:, 1:].argmax(axis=1)
        margins = joined(logits) - self.threshold
        return [Opinion(RULES[rule], float(margin)) for rule, margin in zip(best, margins, strict=True)]

    def content(self) -> bytes:
        """The file that `load` reads; the same weights give the same bytes."""
        buffer = BytesIO()
        np.savez_compressed(
            buffer,
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            threshold=np.array([self.threshold], dtype=np.float32),
            rules=np.array(RULES),
            embedder=np.array([self.embedder]),
        )
        return buffer.getvalue()


def joined(logits: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """One figure for each sentence: that it may not be sent, and that it breaks its likeliest rule."""
    return np.asarray(logits[:, 0] + _NAMED * logits[:, 1:].max(axis=1), dtype=np.float64)


def load(folder: Path = DATA) -> PromiseModel:
    """The model of the package, or of a folder that `train-promises` wrote.

    Raises `ModelInvalid` when it is not the file that its card describes.
    """
    content = read_model(folder / FILE, folder / CARD, again=AGAIN)
    with np.load(BytesIO(content), allow_pickle=False) as held:
        if tuple(held["rules"]) != RULES or held["weights"].shape != (width(), len(RULES) + 1):
            raise ModelInvalid(f"{FILE} was trained with other features: {AGAIN}")
        return PromiseModel(
            held["weights"].astype(np.float32),
            held["bias"],
            float(held["threshold"][0]),
            str(held["embedder"][0]),
            sha256(content).hexdigest()[:12],
        )
