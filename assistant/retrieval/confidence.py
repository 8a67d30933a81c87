"""How likely the knowledge holds the answer: is it about such things at all, and does a passage stand out?

Three doubts are weighed: that the texts of the knowledge are about something else than the question, that its titles
and headings are, and that no passage stands out from the next ones. What the knowledge is about is learned from the
index itself when it is opened, without any label. Nearness is measured away from the middle of what people ask the
support of other products (`prompts/elsewhere.yaml`), and as a density: many texts about a thing count for more than
one lucky passage.
"""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from threading import Lock
from zlib import crc32

import numpy as np
import numpy.typing as npt

from assistant.permissions import may_read
from assistant.prototypes import Prototypes
from assistant.records import Passage
from ingest.documents import Chunk, Collection
from ingest.embed import Embedder, Vectors
from ingest.index import Index

CHUNKS = 2000
"""Chunks that are looked at; more say nothing new (measured: 1,000 are as good)."""
HEADINGS = 300
"""Titles and headings that are embedded when an index is opened, two thirds of them titles."""
SEEN = 5
"""Passages that the best one has to stand out from."""

_PUBLIC: Collection = ("knowledge", "public")
_INTERNAL: Collection = ("knowledge", "internal")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Chosen over 22 pairings of six kinds of knowledge with questions that it answers and does not answer, in cosines of
# the default embedder: `docs/design/verdicts.md` has the pairings, and what was tried and left.
_TEXT_SHARPNESS, _HEADING_SHARPNESS = 20.0, 15.0
_TEXT_BORDER, _HEADING_BORDER = -0.84, -0.86
_USUAL_NEARNESS, _SHIFT, _MAX_SHIFT = -0.66, 0.3, 0.1
_NEAR, _ELSEWHERE, _ELSEWHERE_USUAL = 27.0, 5.0, -0.8
_LEAD, _HEADING_LEAD, _LEAD_BORDER = 6.0, 5.0, 1.4
_CHANCE, _CHANCE_AT_BEST = 1.5, 2.6
_PASSAGE_LEAD, _PASSAGE_WORDS, _PASSAGE_RANK, _PASSAGE_BORDER = 14.6, 2.2, 0.8, 2.1


@dataclass(frozen=True, slots=True, eq=False)
class Confidence:
    """What the knowledge of one opened index is about, for one reader: public, or `internal` with it. See `learn`.

    Its chances were calibrated on equal shares of questions that the knowledge answers and questions that it does not:
    those of other trades, of the same maker's other products, and of topics that were taken out of the knowledge.
    """

    texts: Vectors
    headings: Vectors
    elsewhere: Vectors
    text_border: float
    heading_border: float
    internal: bool = False

    @classmethod
    def learn(
        cls,
        index: Index,
        *,
        encode: Callable[[list[str]], Vectors],
        elsewhere: Vectors,
        groups: Set[str],
        internal: bool = False,
    ) -> "Confidence":
        """From the knowledge that these groups may read; the same index gives the same confidence."""
        chunks = _readable(index, groups, internal=internal)
        named = _headings(chunks)
        return cls.of(
            index.shelf("knowledge").vectors_of([chunk.id for chunk in chunks]),
            [chunk.document_id for chunk in chunks],
            encode([text for text, _ in named]) if named else elsewhere[:0],
            [document_id for _, document_id in named],
            elsewhere,
            internal=internal,
        )

    @classmethod
    def of(
        cls,
        texts: Vectors,
        text_documents: Sequence[str],
        headings: Vectors,
        heading_documents: Sequence[str],
        elsewhere: Vectors,
        *,
        internal: bool = False,
    ) -> "Confidence":
        """From vectors and the documents that they belong to.

        Knowledge of many subjects is less dense around each. How near its headings usually are to its other documents
        tells how dense it is, and moves the borders a part of the way.
        """
        if not len(headings):
            headings, heading_documents = texts, text_documents
        away, owners = headings - elsewhere.mean(axis=0), np.array(heading_documents, dtype=object)
        to_texts = owners[:, None] != np.array(text_documents, dtype=object)
        to_headings = owners[:, None] != owners
        text_shift = _shift(away @ texts.T, to_texts, _TEXT_SHARPNESS)
        heading_shift = _shift(away @ headings.T, to_headings, _HEADING_SHARPNESS)
        borders = _TEXT_BORDER + text_shift, _HEADING_BORDER + heading_shift
        return cls(texts, headings, elsewhere, *borders, internal=internal)

    def answered(self, vector: Vectors, passages: Sequence[Passage]) -> float:
        """Chance that the knowledge answers the question, given the best passages of it that were found."""
        counted = (passage.dense for passage in passages if self.internal or passage.quotable)
        dense = sorted(counted, reverse=True)[:SEEN]
        if not dense or not len(self.texts):
            return 0.0
        away = vector - self.elsewhere.mean(axis=0)
        foreign = _ELSEWHERE * (float(_density(self.elsewhere @ away, _TEXT_SHARPNESS)) - _ELSEWHERE_USUAL)
        texts = float(_density(self.texts @ away, _TEXT_SHARPNESS)) - self.text_border
        headings = float(_density(self.headings @ away, _HEADING_SHARPNESS)) - self.heading_border
        lead = _LEAD * (dense[0] - sum(dense) / len(dense)) + _HEADING_LEAD * headings - _LEAD_BORDER
        signs = np.array([_NEAR * texts - foreign, _NEAR * headings - foreign, lead])
        return _chance(_CHANCE_AT_BEST - _CHANCE * float(np.logaddexp(0.0, -signs).sum()))

    def passages(
        self, answered: float, passages: Sequence[Passage], *, best: Sequence[Passage] | None = None
    ) -> list[float]:
        """Chance of each passage, best first, to hold the answer; `answered` is the chance that any does.

        `best` are those that a passage is compared with, all of `passages` if they are not given.
        Calibrated on the articles that supporters linked, which are fewer than those that would have helped.
        """
        if not passages:
            return []
        best = best or passages
        dense = sorted((passage.dense for passage in best), reverse=True)[:SEEN]
        usual, most_words = sum(dense) / len(dense), max(passage.lexical for passage in best)
        return [
            answered
            * _chance(
                _PASSAGE_LEAD * (passage.dense - usual)
                + _PASSAGE_WORDS * (min(1.0, passage.lexical / most_words) if most_words > 0 else 0.0)
                - _PASSAGE_RANK * float(np.log(rank))
                - _PASSAGE_BORDER
            )
            for rank, passage in enumerate(passages, start=1)
        ]


class Confidences:
    """The confidence of the index that serves, for one reader; learned again when another generation serves."""

    def __init__(self, embedder: Embedder, prototypes: Prototypes, *, groups: Set[str]) -> None:
        self._embedder = embedder
        self._prototypes = prototypes
        self._groups = frozenset(groups)
        self._learned: dict[bool, tuple[str, Confidence]] = {}
        self._headings: dict[bool, dict[str, Vectors]] = {}
        self._lock = Lock()

    def of(self, index: Index, *, internal: bool = False) -> Confidence:
        """Learned at the first question to a generation: about two seconds, less where its headings are known."""
        with self._lock:
            name, learned = self._learned.get(internal, ("", None))
            if learned is None or name != index.name:
                learned = Confidence.learn(
                    index,
                    encode=lambda headings: self._encode(headings, internal),
                    elsewhere=self._prototypes.elsewhere,
                    groups=self._groups,
                    internal=internal,
                )
                self._learned[internal] = index.name, learned
            return learned

    def _encode(self, headings: list[str], internal: bool) -> Vectors:
        known = self._headings.get(True, {}) | self._headings.get(False, {})
        new = [heading for heading in headings if heading not in known]
        known |= dict(zip(new, self._embedder.encode(new), strict=True)) if new else {}
        self._headings[internal] = {heading: known[heading] for heading in headings}
        return np.array([known[heading] for heading in headings])


def _density(cosines: Vectors, sharpness: float, counted: npt.NDArray[np.bool_] | bool = True) -> Vectors:
    """Soft maximum over the last axis, 0 where everything is as near as can be."""
    near = np.exp(sharpness * (cosines - 1)) * counted
    density: Vectors = np.log(near.mean(axis=-1) + 1e-30) / sharpness
    return density


def _shift(cosines: Vectors, others: npt.NDArray[np.bool_], sharpness: float) -> float:
    known = others.any(axis=1)
    if not known.any():
        return 0.0
    nearness = float(np.median(_density(cosines[known], sharpness, others[known])))
    return float(np.clip(_SHIFT * (nearness - _USUAL_NEARNESS), -_MAX_SHIFT, _MAX_SHIFT))


def _readable(index: Index, groups: Set[str], *, internal: bool) -> list[Chunk]:
    """Chunks that these groups may read; what they may not read takes no other chunk's place."""
    of = {id_: kind for kind in ((_PUBLIC, _INTERNAL) if internal else (_PUBLIC,)) for id_ in index.lexical[kind].ids}
    ids = _some(of, len(of))
    readable: list[Chunk] = []
    while ids and len(readable) < CHUNKS:
        found: dict[str, Chunk] = {}
        for kind in (_PUBLIC, _INTERNAL):
            if wanted := [id_ for id_ in ids[:CHUNKS] if of[id_] == kind]:
                found |= index.chunks(wanted, kind)
        chunks = [found[id_] for id_ in ids[:CHUNKS] if id_ in found]
        readable += [chunk for chunk in chunks if may_read(chunk, groups=groups, internal=internal)]
        ids = ids[CHUNKS:]
    return readable[:CHUNKS]


def _headings(chunks: Sequence[Chunk]) -> list[tuple[str, str]]:
    """Titles, and titles with a heading, each with its document; alert names are taken apart into words."""
    titles = {_words(chunk.title): chunk.document_id for chunk in chunks if chunk.title}
    headed = {
        _words(f"{chunk.title} {chunk.heading.rpartition(' > ')[2]}"): chunk.document_id
        for chunk in chunks
        if chunk.heading and chunk.heading != chunk.title
    }
    named = [(text, titles[text]) for text in _some(titles, HEADINGS * 2 // 3)]
    return named + [(text, headed[text]) for text in _some(headed, HEADINGS - len(named))]


def _words(name: str) -> str:
    return _SEAM.sub(" ", name)


def _some(names: Iterable[str], most: int) -> list[str]:
    """At most `most` of them, chosen by a hash: mostly the same ones when the knowledge has changed a little."""
    return sorted(names, key=lambda name: (crc32(name.encode()), name))[:most]


def _chance(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))
