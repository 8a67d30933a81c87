"""Searches in an opened index in several ways, turn by turn, in processor time and by the clock."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.config import Settings as ChromaSettings

from assistant.retrieval import search as searching
from assistant.retrieval.search import Query, search
from benchmarks.made_index import GROUPS, POOL
from evals.statistics import ratio_of
from ingest.generations import Generations
from ingest.index import Index

Search = Callable[[Query], object]
Tell = Callable[[str], None]
K = 10
READERS: Mapping[str, Mapping[str, Any]] = {
    "all groups": {"groups": frozenset(GROUPS), "internal": True},
    "one group": {"groups": frozenset(GROUPS[:1]), "internal": True},
    "customers": {"groups": frozenset(), "internal": False},
}


def opened(folder: Path) -> tuple[Index, dict[str, dict[str, float]]]:
    """The index in `folder`, and what it took to open it and to bring a pool's vectors into memory."""
    generations = Generations(folder)
    spent: dict[str, dict[str, float]] = {}
    index = _spending(spent, "open", lambda: Index.open(generations, generations.current()))
    _spending(spent, "vectors into memory", lambda: index.shelf(POOL))
    return index, spent


def searches(index: Index, folder: Path) -> dict[str, Search]:
    """Chroma's own query, the same with a filter on groups, and ours for each kind of reader on both ways."""
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)  # as the store opened it: they share it
    client = chromadb.PersistentClient(path=str(folder / index.name / "chroma"), settings=settings)
    collection = client.get_collection(f"{POOL}-public", embedding_function=None)

    def nearest(query: Query, where: Any = None) -> object:
        return collection.query(
            query_embeddings=np.array([query.vector]), n_results=K, where=where, include=["distances"]
        )

    ways: dict[str, Search] = {
        "Chroma, 10 nearest": nearest,
        "Chroma, 10 nearest, with a filter": lambda query: nearest(query, {"groups": "[]"}),
    }
    for reader, may in READERS.items():
        for way, rows in (("each compared", len(index.shelf(POOL).ids)), ("Chroma's nearest", 0)):
            ways[f"{reader}, {way}"] = _search(index, may, rows)
    return ways


def _search(index: Index, may: Mapping[str, Any], exact_rows: int) -> Search:
    def run(query: Query) -> object:
        searching.EXACT_ROWS = exact_rows
        return search(index, query, POOL, k=K, **may)

    return run


def time_searches(
    ways: Mapping[str, Search], queries: Sequence[Query], rounds: int, tell: Tell, *, plain: str, seed: int
) -> dict[str, dict[str, Any]]:
    """Milliseconds of each way, and its processor time over that of `plain`: medians over the rounds, then by question.

    The first round warms up and is not counted; in every second one the ways take their turns backwards.
    """
    times = {name: np.zeros((rounds + 1, len(queries), 2)) for name in ways}
    for number in range(rounds + 1):
        tell(f"round {number} of {rounds}" if number else "warming up")
        for column, query in enumerate(queries):
            for name, way in list(ways.items())[:: -1 if number % 2 else 1]:
                cpu, wall = time.process_time(), time.perf_counter()
                way(query)
                times[name][number, column] = time.process_time() - cpu, time.perf_counter() - wall
    medians = {name: np.median(one[1:], axis=0) * 1000 for name, one in times.items()}
    return {name: _told(one, medians[plain], seed) for name, one in medians.items()}


def _told(one: npt.NDArray[np.float64], plain: npt.NDArray[np.float64], seed: int) -> dict[str, Any]:
    ratio = ratio_of("ratio", list(one[:, 0]), list(plain[:, 0]), seed=seed)
    spread = {
        kind: {f"p{share}": float(np.percentile(one[:, side], share)) for share in (50, 95)}
        for side, kind in enumerate(("cpu_ms", "wall_ms"))
    }
    return spread | {"ratio": {"value": ratio.mean, "low": ratio.low, "high": ratio.high, "n": ratio.n}}


def _spending(spent: dict[str, dict[str, float]], name: str, do: Callable[[], Any]) -> Any:
    memory, cpu, wall = _resident_mb(), time.process_time(), time.perf_counter()
    made = do()
    spent[name] = {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "mb": _resident_mb() - memory,
    }
    return made


def _resident_mb() -> float:
    """Memory of this process; 0 where the system does not tell it."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
    return 0.0
