"""Labelled texts that are made up: each label has words of its own among many that all share."""

from dataclasses import dataclass

import numpy as np

from ingest.embed import Vectors

_WORDS = 6000
_OWN = 12
_LENGTH = 40
_SHARE = 0.2
_SIZE = 384
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "ste", "tri", "vo", "wen", "xal")


@dataclass(frozen=True, slots=True)
class Made:
    """Texts, vectors in place of embeddings, and labels."""

    texts: list[str]
    vectors: Vectors
    labels: list[str]


def made(count: int, labels: int, *, seed: int) -> Made:
    """`count` texts of about forty words, the labels in turn; the words of a label are the same for every seed."""
    fixed, random = np.random.default_rng(0), np.random.default_rng(seed + 1)
    own = fixed.integers(0, _WORDS, size=(labels, _OWN))
    meanings = fixed.standard_normal((labels, _SIZE)).astype(np.float32)
    numbers = np.arange(count) % labels
    texts = [_text(own[number], random) for number in numbers]
    vectors = meanings[numbers] + 1.5 * random.standard_normal((count, _SIZE)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Made(texts, vectors.astype(np.float32), [f"label {number:03}" for number in numbers])


def _text(own: np.ndarray, random: np.random.Generator) -> str:
    """Common words are common: their number falls off as in a language."""
    length = int(random.integers(_LENGTH // 2, _LENGTH * 3 // 2))
    common = np.minimum(random.zipf(1.3, size=length), _WORDS) - 1
    mine = random.choice(own, size=length)
    return " ".join(_word(number) for number in np.where(random.random(length) < _SHARE, mine, common))


def _word(number: int) -> str:
    size, parts = len(_SYLLABLES), [_SYLLABLES[int(number) % len(_SYLLABLES)]]
    while number := int(number) // size:
        parts.append(_SYLLABLES[number % size])
    return "".join(parts)
