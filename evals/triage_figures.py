"""How right labels are, and how honest the chances that come with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.answerable import auroc
from evals.statistics import RESAMPLES_OF_TWO, Floats, Measure, contrast_of, mean_of, ratio_of

PRECISION = 0.9
BINS = 15

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts that have a label: the right one and the one given, as numbers, and the chance it was given with."""

    truth: Ints
    given: Ints
    confidence: Floats

    def at(self, rows: Ints) -> "Labelled":
        """Some of them, as often as they are named."""
        return Labelled(self.truth[rows], self.given[rows], self.confidence[rows])


def accuracy(cases: Labelled) -> float:
    """Share of the texts that got the right label."""
    return float((cases.truth == cases.given).mean())


def macro_f1(cases: Labelled) -> float:
    """Mean F1 of the labels that are right for a text or given to one, each counting the same."""
    size = int(max(cases.truth.max(), cases.given.max())) + 1
    asked, answered = np.bincount(cases.truth, minlength=size), np.bincount(cases.given, minlength=size)
    hits = np.bincount(cases.truth[cases.truth == cases.given], minlength=size)
    used = asked + answered > 0
    return float((2 * hits[used] / (asked + answered)[used]).mean())


def calibration_error(cases: Labelled) -> float:
    """Expected calibration error: 15 bins of equal width over the chance of the label given.

    The mean over the texts of how far their bin's mean chance lies from its share of right labels.
    """
    bins = np.minimum((cases.confidence * BINS).astype(np.int64), BINS - 1)
    gap = cases.confidence - (cases.truth == cases.given)
    return float(np.abs(np.bincount(bins, weights=gap, minlength=BINS)).sum() / len(gap))


def coverage(cases: Labelled) -> float:
    """Largest share of the texts that can be answered, the surest first, with 9 of 10 labels right; ties together."""
    order = np.argsort(-cases.confidence, kind="stable")
    right = np.cumsum((cases.truth == cases.given)[order])
    count = np.arange(1, len(order) + 1)
    last_of_tie = np.append(np.diff(cases.confidence[order]) != 0, True)
    return float(count[last_of_tie & (right >= PRECISION * count)].max(initial=0) / len(order))


FIGURES: Mapping[str, Callable[[Labelled], float]] = {
    "macro_f1": macro_f1,
    "ece": calibration_error,
    f"coverage@{PRECISION}": coverage,
}


def measure_labels(cases: Labelled, known: Floats, foreign: Floats, *, seed: int) -> list[Measure]:
    """All figures; `known` and `foreign` are the chances of being known of texts with a label and of those without."""
    measures = [mean_of("accuracy", (cases.truth == cases.given).astype(float).tolist(), seed=seed)]
    draws = _draws(cases, seed)
    for name, figure in FIGURES.items():
        low, high = np.percentile(draws[name], [2.5, 97.5])
        measures.append(Measure(name, len(cases.truth), figure(cases), float(low), float(high)))
    if len(foreign):
        measures.append(contrast_of("oos_auroc", known.tolist(), foreign.tolist(), auroc, seed=seed))
    return measures


def _draws(cases: Labelled, seed: int) -> dict[str, list[float]]:
    random, size = np.random.default_rng(seed), len(cases.truth)
    draws: dict[str, list[float]] = {name: [] for name in FIGURES}
    for _ in range(RESAMPLES_OF_TWO):
        drawn = cases.at(random.integers(0, size, size=size))
        for name, figure in FIGURES.items():
            draws[name].append(figure(drawn))
    return draws


def measure_each(cases: Labelled, names: Sequence[str], *, seed: int) -> dict[str, list[Measure]]:
    """Precision, recall and F1 of every label of the test, the worst F1 first."""
    found = {}
    for number in np.unique(cases.truth):
        asked, answered = cases.truth == number, cases.given == number
        hits = asked & answered
        found[names[number]] = [
            ratio_of(name, parts.astype(float).tolist(), wholes.astype(float).tolist(), seed=seed)
            for name, parts, wholes in (
                ("precision", hits, answered),
                ("recall", hits, asked),
                ("f1", 2 * hits, asked.astype(int) + answered),
            )
        ]
    return dict(sorted(found.items(), key=lambda item: (item[1][-1].mean, item[0])))
