"""The trained model: weights in one small file, checked by hash, applied with numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from guardrails.errors import ModelInvalid
from guardrails.injection_model.features import CHAR_BITS, NAMES, WORD_BITS, Floats, Seen
from guardrails.model_file import DATA, read_model

FILE = "injection_model.npz"
CARD = "injection_model.json"
"""What it was trained on and how well it does; holds the hash of the model's file."""
AGAIN = "install Draftdesk again, or train it with draftdesk guard train-injection"


@dataclass(frozen=True, slots=True)
class InjectionModel:
    """Weights for hashed words, hashed letters and named features."""

    words: Floats
    chars: Floats
    hand: Floats
    bias: float

    def logits(self, seen: Seen) -> npt.NDArray[np.float64]:
        """One figure for each window; above 0 means rather an attack than not."""
        if not seen.windows:
            return np.zeros(0)
        first, last = np.array(seen.windows).T
        count = len(seen.kept)
        word = _window_mean(self.words, seen.words, seen.word_unit, count, first, last)
        char = _window_mean(self.chars, seen.chars, seen.char_unit, count, first, last)
        return word + char + seen.hand @ self.hand + self.bias

    def shifted(self, by: float) -> "InjectionModel":
        """The same model with all log-odds lower by this much."""
        return InjectionModel(self.words, self.chars, self.hand, self.bias - by)

    def save(self, path: Path) -> None:
        """Write the file that `load` reads; the same weights give the same bytes."""
        arrays = {
            "words": self.words.astype(np.float16),
            "chars": self.chars.astype(np.float16),
            "hand": self.hand.astype(np.float32),
            "bias": np.array([self.bias], dtype=np.float32),
            "names": np.array(NAMES),
        }
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def mean_of(models: Sequence[InjectionModel]) -> InjectionModel:
    """The model whose log-odds are the mean of those of `models`: steadier than any of them."""
    return InjectionModel(
        np.mean([one.words for one in models], axis=0),
        np.mean([one.chars for one in models], axis=0),
        np.mean([one.hand for one in models], axis=0),
        float(np.mean([one.bias for one in models])),
    )


def load(folder: Path = DATA) -> InjectionModel:
    """The model of the package, or of a folder that `train-injection` wrote.

    Raises `ModelInvalid` when it is not the file that its card describes.
    """
    content = read_model(folder / FILE, folder / CARD, again=AGAIN)
    with np.load(BytesIO(content), allow_pickle=False) as held:
        if tuple(held["names"]) != NAMES or len(held["words"]) != 2**WORD_BITS or len(held["chars"]) != 2**CHAR_BITS:
            raise ModelInvalid(f"the injection model was trained with other features: {AGAIN}")
        return InjectionModel(
            held["words"].astype(np.float32), held["chars"].astype(np.float32), held["hand"], float(held["bias"][0])
        )


def _window_mean(
    weights: Floats,
    grams: npt.NDArray[np.int64],
    unit: npt.NDArray[np.int64],
    count: int,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Sum of the weights of a window's grams over the root of their number."""
    sums = np.concatenate([[0.0], np.cumsum(np.bincount(unit, weights[grams], minlength=count))])
    sizes = np.concatenate([[0.0], np.cumsum(np.bincount(unit, minlength=count))])
    total = sums[last + 1] - sums[first]
    return np.asarray(total / np.sqrt(np.maximum(sizes[last + 1] - sizes[first], 1.0)))
