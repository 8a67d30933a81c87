"""What the model sees of a sentence: its embedding, its words and letters, and what its words mean, in order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from guardrails.rules import read_rules

Floats = npt.NDArray[np.float32]

EMBEDDED = 384
"""Numbers in a vector of the embedder."""
HASHED = 2**12
MAX_WORDS = 80
NEAR = 3
"""Words that stand at most so far apart are near each other."""
SHORT = 5

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|0+|[?!%$€£:,]")
_CONDITIONS = frozenset(
    "if whether when once unless before ob wenn sobald si lorsque cuando se quando als zodra".split()
)
_EXTRA = ("question", "condition", "figure", "percent", "currency", "short", "quoted")
_SCALES = {"embedding": 4.0, "words": 3.0, "letters": 3.0, "meanings": 3.0, "pairs": 4.0, "near": 3.0}
"""Length of each group of features, so that none drowns another."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words by what they mean."""

    names: tuple[str, ...]
    words: dict[str, frozenset[int]]
    starts: tuple[tuple[str, int], ...]
    ends: tuple[tuple[str, int], ...]
    phrases: tuple[tuple[re.Pattern[str], str], ...]

    def of(self, token: str) -> frozenset[int]:
        """What one word means."""
        found = self.words.get(token, frozenset())
        begun = {number for start, number in self.starts if token.startswith(start)}
        ended = {number for end, number in self.ends if token.endswith(end) and len(token) > len(end) + 1}
        return found | begun | ended


@cache
def meanings() -> Meanings:
    """The package's lists, read once."""
    data = read_rules("promises_words.yaml")
    names = tuple(data["meanings"])
    words: dict[str, frozenset[int]] = {}
    starts, ends = [], []
    for number, name in enumerate(names):
        for word in data["meanings"][name].split():
            if word.endswith("*"):
                starts.append((word[:-1], number))
            elif word.startswith("*"):
                ends.append((word[1:], number))
            else:
                words[word] = words.get(word, frozenset()) | {number}
    phrases = tuple((re.compile(rf"\b(?:{pattern})\b"), f" {word} ") for word, pattern in data["phrases"].items())
    return Meanings(names, words, tuple(starts), tuple(ends), phrases)


def fold(text: str) -> str:
    """Lower case, no accents, figures as zeros, fixed phrases as one word each."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    text = re.sub(r"\d", "0", "".join(c for c in text if not unicodedata.combining(c)))
    for pattern, word in meanings().phrases:
        text = pattern.sub(word, text)
    return text


def see(texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> Floats:
    """One row of features for each sentence; `vectors` are its embeddings, of length 1."""
    count = len(meanings().names)
    sizes = {"words": HASHED, "letters": HASHED, "meanings": 2 * count + len(_EXTRA), "pairs": count**2}
    rows = [_row(text, sizes | {"near": count**2}) for text in texts]
    seen = np.array(rows, dtype=np.float32).reshape(len(texts), -1)
    return np.hstack([vectors.astype(np.float32) * _SCALES["embedding"], seen])


def width() -> int:
    """Numbers in a row of features."""
    count = len(meanings().names)
    return EMBEDDED + 2 * HASHED + 2 * count + len(_EXTRA) + 2 * count**2


def _row(text: str, sizes: dict[str, int]) -> Floats:
    tokens = _TOKEN.findall(fold(text))[:MAX_WORDS]
    meant = [_meant(token) for token in tokens]
    groups = {
        "words": _word_runs(tokens),
        "letters": _letter_runs(tokens),
        "meanings": _meanings(text, tokens, meant),
        "pairs": _pairs(meant, len(tokens)),
        "near": _pairs(meant, NEAR),
    }
    return np.concatenate([_scaled(set(groups[name]), size, _SCALES[name]) for name, size in sizes.items()])


def _scaled(places: set[int], size: int, scale: float) -> Floats:
    row = np.zeros(size, dtype=np.float32)
    if places:
        row[sorted(places)] = scale / np.sqrt(len(places))
    return row


@lru_cache(maxsize=20_000)
def _meant(token: str) -> frozenset[int]:
    return meanings().of(token)


def _word_runs(tokens: list[str]) -> Iterator[int]:
    """One to three words; the edges of the sentence count as words."""
    edged = ["^", *tokens, "$"]
    for size in (1, 2, 3):
        for at in range(len(edged) - size + 1):
            yield crc32(" ".join(edged[at : at + size]).encode()) % HASHED


def _letter_runs(tokens: list[str]) -> Iterator[int]:
    line = f" {' '.join(tokens)} "
    for size in (3, 4, 5):
        for at in range(len(line) - size + 1):
            yield crc32(line[at : at + size].encode()) % HASHED


def _meanings(text: str, tokens: list[str], meant: list[frozenset[int]]) -> Iterator[int]:
    """What the words mean, what the first words mean, and what kind of sentence it is."""
    count = len(meanings().names)
    for at, numbers in enumerate(meant):
        yield from numbers
        if at < NEAR:
            yield from (count + number for number in numbers)
    marks = (
        "?" in tokens,
        bool(_CONDITIONS.intersection(tokens[:1])),
        any(token.startswith("0") for token in tokens),
        "%" in tokens,
        any(one in "$€£" for one in tokens),
        len(tokens) < SHORT,
        '"' in text or "“" in text,
    )
    yield from (2 * count + at for at, mark in enumerate(marks) if mark)


def _pairs(meant: list[frozenset[int]], reach: int) -> Iterator[int]:
    """What stands before what, at most `reach` words apart."""
    count = len(meanings().names)
    for at, numbers in enumerate(meant):
        if not numbers:
            continue
        earlier = frozenset().union(*meant[max(0, at - reach) : at])
        for one in earlier:
            yield from (one * count + other for other in numbers)
