"""How well one score tells questions that the knowledge answers from those that it does not."""

import numpy as np

from evals.statistics import Floats

PRECISION = 0.95
REFUSED = 0.05
BINS = 10


def auroc(answerable: Floats, unanswerable: Floats) -> float:
    """Chance that an answerable question scores above an unanswerable one; equal scores count half."""
    ordered = np.sort(unanswerable)
    below = np.searchsorted(ordered, answerable, side="left")
    up_to = np.searchsorted(ordered, answerable, side="right")
    return float((below + up_to).mean() / 2 / len(ordered))


def coverage_at(answerable: Floats, unanswerable: Floats, *, precision: float = PRECISION) -> float:
    """Largest share of the answerable that is answered where `precision` of the answers go to answerable ones.

    Questions with equal scores are answered or refused together; 0 when no threshold is that precise.
    """
    thresholds = np.unique(np.concatenate([answerable, unanswerable]))
    right = len(answerable) - np.searchsorted(np.sort(answerable), thresholds, side="left")
    wrong = len(unanswerable) - np.searchsorted(np.sort(unanswerable), thresholds, side="left")
    precise = right >= precision * (right + wrong)
    return float(right[precise].max(initial=0) / len(answerable))


def refused_at(answerable: Floats, unanswerable: Floats, *, refused: float = REFUSED) -> float:
    """Share of the unanswerable below the highest threshold that refuses no more than `refused` of the answerable."""
    allowed = int(refused * len(answerable))
    if allowed >= len(answerable):
        return 1.0
    return float((unanswerable < np.sort(answerable)[allowed]).mean())


def calibration_error(answerable: Floats, unanswerable: Floats, *, bins: int = BINS) -> float:
    """Mean distance of a score from the share of the answerable among questions with about that score.

    Both kinds weigh the same in sum, however many there are of each; `bins` groups of equally many questions.
    """
    scores = np.concatenate([answerable, unanswerable])
    truth = np.concatenate([np.ones(len(answerable)), np.zeros(len(unanswerable))])
    weights = np.where(truth > 0, 1 / len(answerable), 1 / len(unanswerable))
    error = 0.0
    for group in np.array_split(np.argsort(scores, kind="stable"), min(bins, len(scores))):
        error += abs(float((weights[group] * (scores[group] - truth[group])).sum()))
    return error / 2
