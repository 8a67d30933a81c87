"""The name tagger: a small convolutional network over hashed word pieces, run with numpy on one thread."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from guardrails.model_file import read_model
from guardrails.names.features import Row, listed, outline, row, spelling
from guardrails.names.tokens import Token, tokens
from guardrails.recognisers.lexicon import Lexicon

Array = npt.NDArray[np.float32]
LABELS: Final = ("O", "B-PERSON", "I-PERSON", "B-ADDRESS", "I-ADDRESS")
KINDS: Final = ("PERSON", "ADDRESS")
DILATIONS: Final = (1, 1, 2, 4, 8)
"""Distance of the neighbours that each layer looks at: the tagger sees 16 tokens to either side."""
REACH: Final = sum(DILATIONS)
GLUED: Final = row("t:glued")
_CHUNK: Final = 1024
_CACHED_WORDS: Final = 20_000
_LONGEST_WORD: Final = 40
"""Longer words are in no list, and are not kept."""
FLOOR: Final = 0.25
"""Spans whose probability is below this are not worth telling."""
_MEND = "install the package again, or make the model anew with `draftdesk guard train-names`"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that the tagger takes for a person's name or an address, and how sure it is."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The network's numbers: a table of word pieces, layers of (matrix, bias, scale, shift), and the labels' matrix."""

    table: Array
    layers: tuple[tuple[Array, Array, Array, Array], ...]
    first: tuple[Array, Array]
    out: Array
    out_bias: Array


class Tagger:
    """Tags texts. Keeps the vectors of words that it has met, at the most twenty thousand."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        self._weights = weights
        self._lexicon = lexicon
        self._cache: dict[str, Array] = {}

    def tag(self, text: str) -> list[Span]:
        """Persons and addresses in `text`, in order; time grows with its length, memory only with the result."""
        found: list[Span] = []
        for chunk, first, last in _chunks(list(tokens(text))):
            found.extend(spans(chunk, self.probabilities(chunk), first=first, last=last))
        return found

    def probabilities(self, chunk: Sequence[Token]) -> Array:
        """For each token the probability of each label."""
        weights = self._weights
        glue = weights.table[GLUED]
        vectors = np.stack([self._vector(token.text) for token in chunk])
        vectors[[token.glued for token in chunk]] += glue
        hidden = _normal(vectors, *weights.first)
        for distance, (matrix, bias, scale, shift) in zip(DILATIONS, weights.layers, strict=True):
            hidden = _normal(hidden + _convolved(hidden, distance, matrix, bias), scale, shift)
        return _softmax(hidden @ weights.out + weights.out_bias)

    def _vector(self, word: str) -> Array:
        vector = self._cache.get(word)
        if vector is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            vector = self._made(word)
            if len(word) <= _LONGEST_WORD:
                self._cache[word] = vector
        return vector

    def _made(self, word: str) -> Array:
        rows = list(word_rows(word, self._lexicon))
        amounts = np.array([amount for _, amount in rows], dtype=np.float32)
        vector: Array = amounts @ self._weights.table[[index for index, _ in rows]]
        return vector


def word_rows(word: str, lexicon: Lexicon) -> Iterator[Row]:
    """All rows of a word."""
    letters = listed(word, lexicon) if word[0].isalpha() and len(word) <= _LONGEST_WORD else ()
    return chain(spelling(word), outline(word), letters)


def _chunks(every: list[Token]) -> Iterator[tuple[list[Token], int, int]]:
    """Pieces of bounded size with the neighbours that the network reaches; results count from `first` to `last`."""
    for at in range(0, len(every), _CHUNK):
        begin = max(0, at - REACH)
        end = min(len(every), at + _CHUNK)
        yield every[begin : end + REACH], at - begin, end - begin


def _convolved(hidden: Array, distance: int, matrix: Array, bias: Array) -> Array:
    """Each token with its two neighbours at `distance`, through one matrix, without what is below zero."""
    width = hidden.shape[1]
    mixed: Array = hidden @ matrix[width : 2 * width] + bias
    if len(hidden) > distance:
        mixed[distance:] += hidden[:-distance] @ matrix[:width]
        mixed[:-distance] += hidden[distance:] @ matrix[2 * width :]
    return np.maximum(mixed, 0, out=mixed)


def _normal(values: Array, scale: Array, shift: Array) -> Array:
    width = values.shape[1]
    centred: Array = values - values.sum(axis=1, keepdims=True) / width
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / width + 1e-5)
    centred *= (1 / spread)[:, None]
    centred *= scale
    centred += shift
    return centred


def _softmax(values: Array) -> Array:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    result: Array = raised / raised.sum(axis=1, keepdims=True)
    return result


def spans(chunk: Sequence[Token], odds: Array, *, first: int = 0, last: int | None = None) -> Iterator[Span]:
    """Runs of tokens of one kind; a run ends where the next name or address is likelier to begin than to go on."""
    sums = np.stack([odds[:, 1] + odds[:, 2], odds[:, 3] + odds[:, 4]], axis=1)
    kinds, likely = sums.argmax(axis=1).tolist(), sums.max(axis=1)
    begins = (odds[:, 1::2] > odds[:, 2::2]).tolist()
    runs: list[list[int]] = []
    for at in np.flatnonzero(likely[: last or len(chunk)] >= FLOOR).tolist():
        if at < first:
            continue
        kind = kinds[at]
        if runs and runs[-1][1] == at - 1 and kinds[at - 1] == kind and not begins[at][kind]:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    for begin, end in runs:
        if not any(token.text[0].isalnum() for token in chunk[begin : end + 1]):
            continue
        score = float(likely[begin : end + 1].mean())
        yield Span(chunk[begin].start, chunk[end].end, KINDS[kinds[begin]], score)


def agreed(found: Sequence[Span], start: int, end: int, *, score: float) -> bool:
    """Whether one of the spans, which are in order, overlaps with this place and is as sure as `score`."""
    at = bisect_right(found, start, key=lambda span: span.start)
    near = found[max(0, at - 1) : at + 2]
    return any(span.start < end and start < span.end and span.score >= score for span in near)


def load(path: Path, card: Path, lexicon: Lexicon) -> Tagger:
    """The tagger in `path`, whose hash must be the one that its data card tells."""
    data = read_model(path, card, again=_MEND)
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return Tagger(unpacked(arrays), lexicon)


def unpacked(arrays: Any) -> Weights:
    """Weights from the arrays of a file; the table is stored as small integers with one scale per row."""
    table = arrays["table"].astype(np.float32) * arrays["scales"].astype(np.float32)[:, None]
    layers = tuple(
        (arrays[f"matrix{n}"], arrays[f"bias{n}"], arrays[f"scale{n}"], arrays[f"shift{n}"])
        for n in range(len(DILATIONS))
    )
    return Weights(table, layers, (arrays["scale"], arrays["shift"]), arrays["out"], arrays["out_bias"])
