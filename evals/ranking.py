"""How good a ranking is when some documents are relevant and all others are not."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from math import log2

Score = Callable[[Sequence[str], Set[str]], float]
"""A value for the ids found, best first, and the ids that are relevant (at least one)."""


def ndcg(found: Sequence[str], relevant: Set[str], *, k: int = 10) -> float:
    """Gain of the relevant ids among the first `k`, discounted by place, as a share of the best possible.

    >>> round(ndcg(["a", "b", "c"], {"b"}), 4)
    0.6309
    """
    gain = sum(1 / log2(place + 1) for place, id_ in enumerate(found[:k], start=1) if id_ in relevant)
    best = sum(1 / log2(place + 1) for place in range(1, min(k, len(relevant)) + 1))
    return gain / best


def recall(found: Sequence[str], relevant: Set[str], *, k: int = 5) -> float:
    """Share of the relevant ids that are among the first `k`."""
    return len(relevant & set(found[:k])) / len(relevant)


def reciprocal_rank(found: Sequence[str], relevant: Set[str], *, k: int = 10) -> float:
    """1 over the place of the first relevant id among the first `k`; 0 without one."""
    return next((1 / place for place, id_ in enumerate(found[:k], start=1) if id_ in relevant), 0.0)


def hit(found: Sequence[str], relevant: Set[str], *, k: int = 1) -> float:
    """1 when a relevant id is among the first `k`."""
    return float(any(id_ in relevant for id_ in found[:k]))


SCORES: dict[str, Score] = {"ndcg@10": ndcg, "recall@5": recall, "mrr@10": reciprocal_rank, "hit@1": hit}


def by_popularity(relevant: Iterable[Set[str]]) -> list[str]:
    """Ids by how many queries they are relevant to, most first: what a search that reads nothing could give."""
    counts = Counter(id_ for ids in relevant for id_ in ids)
    return sorted(counts, key=lambda id_: (-counts[id_], id_))
