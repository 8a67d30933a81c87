"""What a text is learned from beside its embedding: words, pairs of words and pieces of words, weighed by rarity."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from ingest.embed import Vectors

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

MAX_CHARS = 3000
"""Of a longer text only the beginning counts: what follows is mostly logs and quotes, and time is bounded."""
MAX_WORDS = 20_000
MAX_PIECES = 20_000
MAX_DIRECTIONS = 900
"""Directions of words and pieces that are learned over; the weights are folded back to the words afterwards."""
_MANY = 200
"""From so many texts on, what stands in one (words) or two (pieces) of them alone is left out."""
_LENGTHS = (3, 5)
_WORD = r"\b\w+\b"
_LEAST = 1e-6


@dataclass(frozen=True)
class Vocabulary:
    """Words and pairs of them, pieces of 3 to 5 characters, and how rare each is."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    rarity: Singles

    @classmethod
    def of(cls, texts: Sequence[str]) -> tuple["Vocabulary", csr_matrix]:
        """The vocabulary of `texts` (empty when none holds a word), and their rows as `matrix` gives them."""
        many, cut = len(texts) >= _MANY, [_cut(text) for text in texts]
        terms, rarities, halves = [], [], []
        for vectorizer in (_words(min_df=2 if many else 1), _pieces(min_df=3 if many else 1)):
            try:
                half = vectorizer.fit_transform(cut)
            except ValueError:  # scikit-learn's "empty vocabulary", and "no terms remain"
                terms.append(())
                continue
            terms.append(tuple(vectorizer.get_feature_names_out().tolist()))
            rarities.append(vectorizer.idf_.astype(np.float32))
            halves.append(_with_titles(half, vectorizer, cut))
        rarity = np.concatenate(rarities) if rarities else np.zeros(0, dtype=np.float32)
        return cls(terms[0], terms[1], rarity), _side_by_side(halves, len(texts))

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """One row for each text: its words and its pieces, each half of length 1 where there are any."""
        if not texts:
            return csr_matrix((0, len(self.rarity)), dtype=np.float32)
        cut = [_cut(text) for text in texts]
        return _side_by_side(
            [_with_titles(one.transform(cut), one, cut) for one in self._vectorizers if one is not None], len(texts)
        )

    @cached_property
    def _vectorizers(self) -> tuple[TfidfVectorizer | None, TfidfVectorizer | None]:
        made = []
        for make, terms, rarity in (
            (_words, self.words, self.rarity[: len(self.words)]),
            (_pieces, self.pieces, self.rarity[len(self.words) :]),
        ):
            vectorizer = make(vocabulary={term: n for n, term in enumerate(terms)}) if terms else None
            if vectorizer is not None:
                vectorizer.idf_ = rarity
            made.append(vectorizer)
        return made[0], made[1]


def directions(matrix: csr_matrix, *, seed: int) -> Singles:
    """The main directions of `matrix` (features x directions): words of one meaning come to lie together.

    A random sketch, and one pass over the rows to sharpen it (Halko, Martinsson and Tropp 2011).
    """
    wanted = min(MAX_DIRECTIONS, *matrix.shape)
    if wanted < 1 or not matrix.nnz:
        return np.zeros((matrix.shape[1], 0), dtype=np.float32)
    sketch = np.random.default_rng(seed).standard_normal((matrix.shape[1], wanted), dtype=np.float32)
    return _upright(matrix.T @ _upright(matrix @ sketch))


def _upright(columns: Singles) -> Singles:
    """Columns of length 1 and at right angles that span the same, but for what is hardly there."""
    values, basis = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    kept = values > _LEAST * values[-1]
    found: Singles = columns @ (basis[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    return found


def unit(vectors: Vectors) -> Vectors:
    """Each row of length 1; a row of zeros stays."""
    rows = np.asarray(vectors, dtype=np.float32)
    scaled: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _words(**options: object) -> TfidfVectorizer:
    limit = {} if "vocabulary" in options else {"max_features": MAX_WORDS}
    return TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, dtype=np.float32, **limit, **options
    )


def _pieces(**options: object) -> TfidfVectorizer:
    limit = {} if "vocabulary" in options else {"max_features": MAX_PIECES}
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=_LENGTHS, sublinear_tf=True, dtype=np.float32, **limit, **options
    )


def _with_titles(rows: csr_matrix, vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    """The first line of a text counts as much as the whole: it is where a customer says what the matter is."""
    titles = [_title(text) for text in texts]
    return normalize(rows + vectorizer.transform(titles)) if any(titles) else rows


def _title(text: str) -> str:
    """The first line where there are more."""
    first, _, rest = text.strip().partition("\n")
    return first if rest else ""


def _side_by_side(halves: Sequence[csr_matrix], rows: int) -> csr_matrix:
    return csr_matrix(hstack(halves, format="csr", dtype=np.float32) if halves else (rows, 0), dtype=np.float32)


def _cut(text: str) -> str:
    return text[:MAX_CHARS]
