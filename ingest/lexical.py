"""The lexical half of the index: BM25 over words, stems, and identifiers kept whole."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from ingest.errors import IndexCorrupt

Scores = npt.NDArray[np.float32]

_TOKEN = re.compile(r"[^\W_]+(?:[._\-/:@][^\W_]+)*")
_STEMMER = "english"
_STOPWORDS = frozenset(
    "a an and are as at be but by can could did do does for from get got had has have he her his how i if in into is it"
    " its just me my no not of on or our please she so some such that the their them then there these they this to too"
    " us was we were what when where which who why will with would you your am been being hello hi thanks thank dear"
    " regards".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMER)


def tokenize(text: str) -> list[str]:
    """Lower-case stems; an identifier such as `FWK-1029` or `/v2/orders` counts whole and in its parts.

    >>> tokenize("Deliveries failing: FWK-1029")
    ['deliveri', 'fail', 'fwk-1029', 'fwk', '1029']
    """
    tokens: list[str] = []
    for match in _TOKEN.finditer(text.lower()):
        word = match.group()
        parts = re.split(r"[._\-/:@]", word)
        if len(parts) > 1:
            tokens.append(word)
        tokens.extend(part for part in parts if part not in _STOPWORDS)
    return list(_stemmer().stemWords(tokens))


class LexicalIndex:
    """BM25 (k1 1.5, b 0.75, Lucene's variant) over one collection; row n belongs to `ids[n]`."""

    def __init__(self, ids: Sequence[str], model: bm25s.BM25 | None) -> None:
        self.ids = tuple(ids)
        self._model = model

    @classmethod
    def build(cls, ids: Sequence[str], texts: Sequence[str]) -> "LexicalIndex":
        corpus = [tokenize(text) for text in texts]
        if not any(corpus):
            return cls(ids, None)
        model = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        model.index(corpus, show_progress=False)
        return cls(ids, model)

    def scores(self, query: str) -> Scores:
        """BM25 of every row, shape `(len(ids),)`; zeros where nothing of the query occurs."""
        if self._model is None:
            return np.zeros(len(self.ids), dtype=np.float32)
        known = [token for token in tokenize(query) if token in self._model.vocab_dict]
        if not known:
            return np.zeros(len(self.ids), dtype=np.float32)
        scores: Scores = np.asarray(self._model.get_scores(known), dtype=np.float32)
        return scores

    def document_frequency(self, token: str) -> float:
        """Share of rows that hold `token` (a stem as `tokenize` makes it), 0 to 1."""
        if self._model is None or token not in self._model.vocab_dict:
            return 0.0
        column = self._model.vocab_dict[token]
        pointers = self._model.scores["indptr"]
        return float(pointers[column + 1] - pointers[column]) / max(1, len(self.ids))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        content = {"ids": self.ids, "terms": self._model is not None}
        (folder / "ids.json").write_text(json.dumps(content), encoding="utf-8")
        if self._model is not None:
            self._model.save(str(folder / "bm25"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """`IndexCorrupt` when a file is absent or damaged, or when rows and ids differ in number."""
        place = f"{folder.parent.parent.name}/{folder.name}"
        try:
            content = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            ids = [str(id_) for id_ in content["ids"]]
            model = bm25s.BM25.load(str(folder / "bm25")) if content["terms"] else None
            rows = model.scores["num_docs"] if model else len(ids)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as exc:
            raise IndexCorrupt(f"the lexical index {place} cannot be read ({type(exc).__name__})") from exc
        if rows != len(ids):
            raise IndexCorrupt(f"the lexical index {place} has {rows} rows for {len(ids)} ids")
        return cls(ids, model)
