"""Learn from the house's solved tickets how much their votes count, and say with an interval whether that helps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.errors import TuningImpossible
from assistant.retrieval.examples import Example, make_examples, open_cases
from assistant.retrieval.learned import Ranker
from assistant.retrieval.ranking import Floats
from assistant.retrieval.votes import CitingCases
from ingest.bm25 import Flags
from ingest.index import Index

Progress = Callable[[str, int, int], None]
"""Told `(step, done, total)`."""

NEEDED = 70
"""Solved tickets that cite articles: fewer leave less than 21 to measure on, and an interval that says nothing."""
MAX_TICKETS = 2_000
"""The newest that are learned from and measured on; all of them vote."""
_EARLIER = 0.7
_WARM_UP = 0.25
"""Share of the learned part that only votes: before it there is hardly anybody to vote for a ticket."""
_PRIOR = np.array([3.3, 3.5])
_PRECISION = np.array([3.0, 0.25])
"""Where the weights of base score and votes begin, and how firmly: a few dozen tickets outweigh it."""
_STEPS, _SETTLED = 50, 1e-6
_RESAMPLES = 4000


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was learned and what it is worth: nDCG@10 on later tickets that nothing was learned from, paired.

    `tickets` cite an article; `fitted_on` and `measured_on` count rankings. `by_time` is False when tickets carry no
    dates and were split by their ids.
    """

    tickets: int
    articles: int
    fitted_on: int
    measured_on: int
    by_time: bool
    base: float
    tuned: float
    gain: float
    low: float
    high: float
    ranker: Ranker

    @property
    def helps(self) -> bool:
        """The rule of adoption: the lower end of the interval is above 0."""
        return self.low > 0


def tune(index: Index, cases: CitingCases, *, progress: Progress, seed: int = 0) -> Tuning:
    """Learn from the earlier tickets, measure on the later ones. Writes nothing.

    Only tickets and articles that everybody may read teach. Raises `TuningImpossible` when there are too few.
    """
    rows = open_cases(cases)[:MAX_TICKETS]
    if len(rows) < NEEDED:
        raise TuningImpossible(
            f"{len(rows)} solved tickets cite an article that the index holds (groups left out), {NEEDED} are needed"
        )
    by_time = bool((cases.days[rows] > 0).mean() > 1 / 2)
    order = sorted(rows, key=lambda row: (cases.days[row] if by_time else 0, cases.cases[row].id))
    cut = int(_EARLIER * len(order))
    earlier, later = order[:cut], order[cut:]
    learned = _flags(earlier, cases)

    def voters(row: int) -> Flags:
        return learned & cases.before(int(cases.days[row])) if by_time else learned

    fitted = make_examples(
        index,
        cases,
        earlier[int(_WARM_UP * cut) :] if by_time else earlier,
        voters=voters,
        told=lambda done, total: progress("learn", done, total),
    )
    measured = make_examples(
        index, cases, later, voters=lambda _row: learned, told=lambda done, total: progress("measure", done, total)
    )
    return _judged(cases, rows, fitted, measured, by_time=by_time, seed=seed)


def _flags(rows: Sequence[int], cases: CitingCases) -> Flags:
    flags = np.zeros(len(cases.cases), dtype=bool)
    flags[rows] = True
    return flags


def _judged(
    cases: CitingCases,
    rows: Sequence[int],
    fitted: Sequence[Example],
    measured: Sequence[Example],
    *,
    by_time: bool,
    seed: int,
) -> Tuning:
    ranker = Ranker(fit(fitted))
    base = np.array([one.ndcg(0.0) for one in measured])
    tuned = np.array([one.ndcg(ranker.vote_weight) for one in measured])
    low, high = interval(tuned - base, seed=seed)
    return Tuning(
        tickets=len(rows),
        articles=len({id_ for row in rows for id_ in cases.cases[row].articles}),
        fitted_on=len(fitted),
        measured_on=len(measured),
        by_time=by_time,
        base=float(base.mean()),
        tuned=float(tuned.mean()),
        gain=float((tuned - base).mean()),
        low=low,
        high=high,
        ranker=ranker,
    )


def fit(examples: Sequence[Example]) -> float:
    """How much all votes weigh against the best base score: a conditional logit, drawn towards a prior.

    The chance that a candidate was cited grows with `exp(a * score + b * strength)`; what is given is `b / a`.
    """
    usable = [one for one in examples if one.cited.any()]
    weights = _PRIOR.copy()
    for _ in range(_STEPS):
        gradient, curvature = -2 * _PRECISION * (weights - _PRIOR), 2 * np.diag(_PRECISION)
        for one in usable:
            slope, bend = _slope(one, weights)
            gradient, curvature = gradient + slope, curvature + bend
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < _SETTLED:
            break
    return round(max(0.0, float(weights[1])) / max(float(weights[0]), 0.1), 4)


def _slope(one: Example, weights: Floats) -> tuple[Floats, Floats]:
    """First and second derivative of the logarithm of the chance that the cited ones, and no others, were cited."""
    features = np.stack([one.scores, one.strengths], axis=1)
    chances = features @ weights
    chances = np.exp(chances - chances.max())
    chances /= chances.sum()
    mean = chances @ features
    spread = (features - mean) * chances[:, None]
    return features[one.cited].mean(axis=0) - mean, (features - mean).T @ spread


def interval(values: Floats, *, seed: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean."""
    random = np.random.default_rng(seed)
    means = [float(random.choice(values, size=len(values)).mean()) for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
