"""A made index of any size, written straight into a generation: no source, no scrubber and no model is needed.

What costs time is as in real support texts: how common words are, how many words a chunk and a question have, vectors
in clusters around a common middle, a few chunks to a document, some documents for some groups only.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.retrieval.search import Query
from ingest.documents import COLLECTIONS, Audience, Chunk, Collection, Pool, collection_name
from ingest.embed import Vectors
from ingest.generations import DocumentEntry, Generations, Manifest, file_hashes
from ingest.index import lexical_folder
from ingest.lexical import LexicalIndex
from ingest.rows import save_rows
from ingest.store import VectorStore
from ingest.texts import save_chunks

POOL: Pool = "cases"
GROUPS = ("billing", "network", "security", "finance", "legal")
DIMENSION = 384
ASKED_AT = "2026-06-01"
_VOCABULARY = 30_000
_LITTLE = "the a is to of and in it we our when after on with for this that not but they".split()
_CLUSTERS = 300
_CHUNKS_TO_A_DOCUMENT = 4
_INTERNAL = 0.3
_RESTRICTED = 0.1
_CITING = 0.2
_CHUNK_WORDS = 90
_QUERY_WORDS = 100

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Made:
    """Chunks with a row of `vectors` for each, and questions about them."""

    chunks: Sequence[Chunk]
    vectors: Vectors
    queries: Sequence[Query]


class _Writing:
    """Words of a language that nobody speaks, as common and as rare as those of a real one."""

    def __init__(self, random: np.random.Generator) -> None:
        syllables = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]
        size = len(syllables)
        self._words = ["".join(syllables[n // size**place % size] for place in range(3)) for n in range(_VOCABULARY)]
        often: Floats = np.power(np.arange(_VOCABULARY) + 30.0, -1.2)
        self._until = np.cumsum(often / often.sum())
        self._random = random

    def text(self, topic: int, words: int) -> str:
        """Half of it little words; of the others every fourth from the topic's own two hundred."""
        drawn = np.searchsorted(self._until, self._random.random(words))
        own = 1000 + (topic * 200 + self._random.integers(200, size=words)) % (_VOCABULARY - 1000)
        kind = self._random.random(words)
        little = self._random.integers(len(_LITTLE), size=words)
        return " ".join(
            _LITTLE[little[n]] if kind[n] < 0.5 else self._words[own[n] if kind[n] < 0.625 else drawn[n] % _VOCABULARY]
            for n in range(words)
        )


def make(chunks: int, queries: int, *, seed: int = 0) -> Made:
    """`chunks` chunks and `queries` questions, the same again for the same seed."""
    random = np.random.default_rng(seed)
    writing = _Writing(random)
    documents = [_document(number, random, writing) for number in range(-(-chunks // 3))]
    made = [(topic, chunk) for topic, own in documents for chunk in own][:chunks]
    topics = np.array([topic for topic, _ in made], dtype=np.int64)
    asked = random.choice(len(made), size=queries)
    words = [writing.text(int(topics[row]), int(random.gamma(4, _QUERY_WORDS / 4)) + 5) for row in asked]
    space = _Space(random)
    vectors = space.near(topics, np.unique([chunk.document_id for _, chunk in made], return_inverse=True)[1])
    questions = space.beside(vectors[asked])
    return Made(
        [chunk for _, chunk in made],
        vectors,
        [Query(vector, text, ASKED_AT) for vector, text in zip(questions, words, strict=True)],
    )


def write(made: Made, folder: Path) -> Generations:
    """The index of `made` in `folder`, as a build would leave it."""
    generations = Generations(folder)
    name = generations.next_name()
    place = generations.begin(name)
    store = VectorStore.create(place / "chroma")
    try:
        for collection in COLLECTIONS:
            _fill(place, store, made, collection)
    finally:
        store.close()
    generations.write_manifest(place, _manifest(name, made, file_hashes(place)))
    generations.finish(place)
    generations.switch(name)
    return generations


def made_in(folder: Path, chunks: int, queries: int, *, seed: int) -> None:
    """Make an index in `folder` with its questions, in a process of its own: this one's memory is to be measured."""
    process = get_context("spawn").Process(target=_make_in, args=(folder, chunks, queries, seed))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the index in {folder} was not made (exit code {process.exitcode}); see above")


def _make_in(folder: Path, chunks: int, queries: int, seed: int) -> None:
    made = make(chunks, queries, seed=seed)
    write(made, folder)
    asked = [{"words": query.words, "vector": query.vector.tolist()} for query in made.queries]
    (folder / "questions.json").write_text(json.dumps(asked), encoding="utf-8")


def questions_in(folder: Path) -> list[Query]:
    """The questions that `made_in` wrote."""
    asked = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return [Query(np.array(one["vector"], dtype=np.float32), one["words"], ASKED_AT) for one in asked]


class _Space:
    """Vectors around a common middle: a direction for each topic, one for each document, and some noise."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._spread = (np.arange(DIMENSION) + 10.0) ** -0.6
        self._middle, self._topics = self._directions(1)[0], self._directions(_CLUSTERS)

    def near(self, topics: npt.NDArray[np.int64], documents: npt.NDArray[np.int64]) -> Vectors:
        own = self._directions(int(documents.max(initial=0)) + 1)[documents]
        return _unit(0.55 * self._middle + 0.5 * self._topics[topics] + 0.5 * own + 0.4 * self._directions(len(topics)))

    def beside(self, vectors: Vectors) -> Vectors:
        return _unit(vectors + 0.7 * self._directions(len(vectors)))

    def _directions(self, count: int) -> Vectors:
        return _unit(self._random.standard_normal((count, DIMENSION)) * self._spread)


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _document(number: int, random: np.random.Generator, writing: _Writing) -> tuple[int, list[Chunk]]:
    """A solved case with its topic: parts that customers may read, sometimes a note that they may not."""
    topic = int(random.integers(_CLUSTERS))
    groups = tuple(sorted(random.choice(GROUPS, size=2, replace=False))) if random.random() < _RESTRICTED else ()
    cites = f"case-{random.integers(max(1, number))}" if random.random() < _CITING else ""
    values = {
        "document_id": f"case-{number}",
        "title": writing.text(topic, 6),
        "groups": groups,
        "updated": f"2025-{1 + number % 12:02}-{1 + number % 28:02}",
        "fields": {"approvals": str(number % 7), "articles": cites},
    }
    return topic, list(_parts(values, random, writing, topic))


def _parts(values: Mapping[str, Any], random: np.random.Generator, writing: _Writing, topic: int) -> Iterator[Chunk]:
    for ordinal in range(int(random.geometric(1 / _CHUNKS_TO_A_DOCUMENT))):
        text = writing.text(topic, int(random.gamma(4, _CHUNK_WORDS / 4)) + 5)
        audience: Audience = "internal" if random.random() < _INTERNAL else "public"
        yield Chunk(
            heading="",
            part="problem" if audience == "public" else "note",
            text=text,
            start=0,
            end=len(text),
            pool=POOL,
            audience=audience,
            ordinal=ordinal,
            **values,
        )


def _fill(place: Path, store: VectorStore, made: Made, collection: Collection) -> None:
    chunk_of = {chunk.id: row for row, chunk in enumerate(made.chunks) if chunk.collection == collection}
    ids = sorted(chunk_of)
    rows = [chunk_of[id_] for id_ in ids]
    chunks = [made.chunks[row] for row in rows]
    store.add(collection, chunks, made.vectors[rows])
    folder = lexical_folder(place, collection)
    LexicalIndex.build(ids, [chunk.lexical_text for chunk in chunks]).save(folder)
    save_rows(folder, chunks)
    save_chunks(folder, chunks)


def _manifest(name: str, made: Made, files: dict[str, str]) -> Manifest:
    ids: dict[str, dict[str, list[str]]] = {}
    titles: dict[str, str] = {}
    for chunk in made.chunks:
        ids.setdefault(chunk.document_id, {}).setdefault(collection_name(chunk.collection), []).append(chunk.id)
        titles[chunk.document_id] = chunk.title
    entries = {id_: DocumentEntry(id_, "made", "made", titles[id_], POOL, own) for id_, own in ids.items()}
    return Manifest(name, "", ASKED_AT, "benchmark", "made", DIMENSION, "made", entries, files=files)
