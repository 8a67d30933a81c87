"""The lexical half of the index: which words stand in which chunk; stems, and identifiers whole and in parts."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import Stemmer

from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER
from ingest.compounds import HUMP
from ingest.errors import IndexCorrupt

Ints = npt.NDArray[np.int64]

_TOKEN = re.compile(r"[^\W_]+(?:[._\-/:@][^\W_]+)*")
_JOINT = re.compile(r"[._\-/:@]")
_PART = re.compile(r"[^._\-/:@]+")
_WORDS_KEPT = 32_768
"""Words whose tokens are kept: the same few stand everywhere, and finding theirs anew takes most of the time."""
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
    """Lower-case stems; an identifier such as `FWK-1029`, `/v2/orders` or `KubeNodeLost` whole and in its parts.

    >>> tokenize("Deliveries failing: FWK-1029")
    ['deliveri', 'fail', 'fwk-1029', 'fwk', '1029']
    >>> tokenize("KubeNodeLost")
    ['kubenodelost', 'kube', 'node', 'lost']
    """
    return [token for word in _TOKEN.findall(blanked(text)) for token in _tokens_of(word)]


@lru_cache(maxsize=_WORDS_KEPT)
def _tokens_of(word: str) -> tuple[str, ...]:
    """The tokens of what stands between two spaces."""
    tokens = []
    parts = _JOINT.split(word)
    if len(parts) > 1:
        tokens.append(word.lower())
    for part in parts:
        pieces = HUMP.split(part)
        if len(pieces) > 1:
            tokens.append(part.lower())
        tokens.extend(piece.lower() for piece in pieces if piece.lower() not in _STOPWORDS)
    return tuple(_stemmer().stemWords(tokens))


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each token of `text` and where the word stands that gives it; an identifier whole, then its parts.

    >>> list(located("On FWK-10"))
    [('fwk-10', 3, 9), ('fwk', 3, 6), ('10', 7, 9)]
    """
    for match in _TOKEN.finditer(blanked(text)):
        for token, start, end in _located_in(match.group()):
            yield token, match.start() + start, match.start() + end


@lru_cache(maxsize=_WORDS_KEPT)
def _located_in(word: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens of one word and where in it they stand."""
    # The first token of a piece is that of the piece as a whole; its parts come by themselves.
    every = ((tokenize(word[start:end])[:1], start, end) for start, end in dict.fromkeys(_pieces(word)))
    return tuple((token, start, end) for tokens, start, end in every for token in tokens)


def _pieces(word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in itself: whole, and each of its parts."""
    yield 0, len(word)
    for part in _PART.finditer(word):
        yield part.span()
        edges = [0, *(hump.start() for hump in HUMP.finditer(part.group())), len(part.group())]
        for start, end in pairwise(edges):
            yield part.start() + start, part.start() + end


def spelled(text: str) -> dict[str, str]:
    """Each token of `text`, and the first word of it that gives this token.

    >>> spelled("Deliveries failing: FWK-10")
    {'deliveri': 'Deliveries', 'fail': 'failing', 'fwk-10': 'FWK-10', 'fwk': 'FWK', '10': '10'}
    """
    found: dict[str, str] = {}
    for token, start, end in located(text):
        found.setdefault(token, text[start:end])
    return found


def blanked(text: str) -> str:
    """The text with spaces, as many as it has characters, for each placeholder: what was removed is no word.

    >>> blanked("mail <EMAIL> now")
    'mail         now'
    """
    return PLACEHOLDER.sub(_blank, BARE_PLACEHOLDER.sub(_blank, text)) if "<" in text else text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class LexicalIndex:
    """Which word stands how often in which row of one collection; row n belongs to `ids[n]`."""

    def __init__(
        self, ids: Sequence[str], terms: dict[str, int], starts: Ints, rows: Ints, counts: npt.NDArray[np.float32]
    ) -> None:
        """The postings of the term with number t are `rows[starts[t]:starts[t + 1]]`, and so are its counts.

        Both as scoring needs them, for turning a query's postings into other numbers takes longer than scoring them.
        """
        self.ids = tuple(ids)
        self._terms = terms
        self._starts = starts
        self._rows = rows
        self._counts = counts
        self.lengths = np.bincount(rows, weights=counts, minlength=len(self.ids)).astype(np.float32)

    @classmethod
    def build(cls, ids: Sequence[str], texts: Sequence[str]) -> "LexicalIndex":
        terms: dict[str, int] = {}
        numbers, rows, counts = [], [], []
        for row, text in enumerate(texts):
            for token, count in Counter(tokenize(text)).items():
                numbers.append(terms.setdefault(token, len(terms)))
                rows.append(row)
                counts.append(count)
        order = np.argsort(np.array(numbers, dtype=np.int64), kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=len(terms)))]) if terms else [0]
        return cls(
            ids, terms, np.array(starts, np.int64), np.array(rows, np.int64)[order], np.array(counts, np.float32)[order]
        )

    def postings(self, token: str) -> tuple[Ints, npt.NDArray[np.float32]]:
        """Rows that hold `token` (a stem as `tokenize` makes it), ascending, and how often each does."""
        number = self._terms.get(token)
        if number is None:
            return _NOWHERE, _NOWHERE.astype(np.float32)
        here = slice(self._starts[number], self._starts[number + 1])
        return self._rows[here], self._counts[here]

    def frequencies(self, readable: npt.NDArray[np.bool_]) -> Ints:
        """How many of the rows flagged in `readable` hold each term, by its number."""
        before = np.concatenate([[0], np.cumsum(readable[self._rows], dtype=np.int64)])
        held: Ints = before[self._starts[1:]] - before[self._starts[:-1]]
        return held

    def frequency(self, token: str, frequencies: Ints) -> int:
        """The number of rows of `frequencies` that hold `token`."""
        number = self._terms.get(token)
        return 0 if number is None else int(frequencies[number])

    def document_frequency(self, token: str) -> float:
        """Share of rows that hold `token`, 0 to 1."""
        return len(self.postings(token)[0]) / max(1, len(self.ids))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        content = {"ids": self.ids, "terms": list(self._terms)}
        (folder / "ids.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "postings.npy", np.stack([self._rows, self._counts]).astype(np.int32))
        np.save(folder / "starts.npy", self._starts)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """`IndexCorrupt` when a file is absent or damaged, or when rows and ids do not fit together."""
        place = f"{folder.parent.parent.name}/{folder.name}"
        try:
            content = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            ids = [str(id_) for id_ in content["ids"]]
            terms = {str(term): number for number, term in enumerate(content["terms"])}
            rows, counts = np.load(folder / "postings.npy", allow_pickle=False)
            starts = np.load(folder / "starts.npy", allow_pickle=False)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as exc:
            raise IndexCorrupt(f"the lexical index {place} cannot be read ({type(exc).__name__})") from exc
        if len(starts) != len(terms) + 1 or starts[-1] != len(rows) or (len(rows) and rows.max() >= len(ids)):
            raise IndexCorrupt(f"the lexical index {place} has postings that do not fit its {len(ids)} ids")
        return cls(ids, terms, starts, rows.astype(np.int64), counts.astype(np.float32))


_NOWHERE: Ints = np.zeros(0, dtype=np.int64)
