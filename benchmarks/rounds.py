"""Two engines over the same texts, turn by turn, in processor time, so that a busy machine changes little."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.engines import Engine
from benchmarks.texts import Sized
from evals.statistics import Measure, ratio_of

Times = Mapping[str, npt.NDArray[np.float64]]
"""Milliseconds by engine: a row for each round, a column for each text."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median over the rounds, and the best and the worst of them."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def spread_of(values: Sequence[float]) -> Spread:
    """Of one figure for each round."""
    return Spread(float(np.median(values)), float(np.min(values)), float(np.max(values)))


def time_rounds(engines: Mapping[str, Engine], texts: Sequence[Sized], rounds: int, tell: Tell) -> Times:
    """A B for each text in the first round, B A in the second, and so on."""
    times = {name: np.zeros((rounds, len(texts))) for name in engines}
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        order = list(engines.items())[:: -1 if number % 2 else 1]
        for column, one in enumerate(texts):
            for name, engine in order:
                started = time.process_time()
                engine(one.text)
                times[name][number, column] = (time.process_time() - started) * 1000
    return times


def compare(times: Times, texts: Sequence[Sized], *, seed: int) -> dict[str, Any]:
    """ms/KB of both and their ratio: over all texts, and by group."""
    groups = {"all": np.ones(len(texts), dtype=bool)} | {
        group: np.array([one.group == group for one in texts]) for group in dict.fromkeys(one.group for one in texts)
    }
    sizes = np.array([one.kilobytes for one in texts])
    return {
        group: _compared({name: all_[:, inside] for name, all_ in times.items()}, sizes[inside], seed)
        for group, inside in groups.items()
    }


def count_hits(engines: Mapping[str, Engine], texts: Sequence[Sized], *, seed: int) -> dict[str, dict[str, Any]]:
    """Masked things per KB, by engine and group."""
    found: dict[str, dict[str, Any]] = {}
    for name, engine in engines.items():
        for group in dict.fromkeys(one.group for one in texts):
            inside = [one for one in texts if one.group == group]
            hits = [float(len(engine(one.text))) for one in inside]
            found.setdefault(group, {})[name] = _told(
                ratio_of("hits_per_kb", hits, [one.kilobytes for one in inside], seed=seed)
            )
    return found


def _compared(times: Times, sizes: npt.NDArray[np.float64], seed: int) -> dict[str, Any]:
    """The interval of the ratio is over texts (the median of their rounds), its spread over rounds."""
    ours, theirs = times.values()
    by_round = spread_of(list(ours.sum(axis=1) / theirs.sum(axis=1)))
    over_texts = ratio_of("ratio", list(np.median(ours, axis=0)), list(np.median(theirs, axis=0)), seed=seed)
    return {
        "texts": len(sizes),
        "kilobytes": round(float(sizes.sum()), 1),
        "ms_per_kb": {name: asdict(spread_of(list(one.sum(axis=1) / sizes.sum()))) for name, one in times.items()},
        "ratio": _told(over_texts) | {"by_round": asdict(by_round)},
    }


def _told(one: Measure) -> dict[str, float]:
    return {"value": one.mean, "low": one.low, "high": one.high, "n": one.n}
