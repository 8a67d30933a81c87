"""ROUGE-1, ROUGE-2 and ROUGE-L as F1, with stemming, against several references."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from evals.errors import EvalError

KINDS = ("rouge1", "rouge2", "rougeL")


class RougeMissing(EvalError):
    """The package that counts is not installed."""

    code = "eval_rouge_missing"
    hint = "install it: pip install 'draftdesk[evals]'"


@dataclass(frozen=True, slots=True)
class Rouge:
    """One text against the references of its case: `best` and `mean` over them, by kind."""

    best: dict[str, float]
    mean: dict[str, float]

    def figures(self) -> dict[str, float]:
        """By the names that the measures have."""
        return self.best | {f"{kind}_mean": value for kind, value in self.mean.items()}


def rouge(text: str, references: Sequence[str]) -> Rouge:
    """`RougeMissing` without the package; `references` holds at least one."""
    scores = [_scorer().score(reference, text) for reference in references]
    values = {kind: [float(score[kind].fmeasure) for score in scores] for kind in KINDS}
    return Rouge(
        {kind: max(found) for kind, found in values.items()},
        {kind: sum(found) / len(found) for kind, found in values.items()},
    )


def between(references: Sequence[str]) -> Rouge | None:
    """One person against the others, the mean over the persons; None where there is only one."""
    if len(references) < 2:
        return None
    each = [rouge(one, [*references[:n], *references[n + 1 :]]) for n, one in enumerate(references)]
    return Rouge(
        {kind: sum(one.best[kind] for one in each) / len(each) for kind in KINDS},
        {kind: sum(one.mean[kind] for one in each) / len(each) for kind in KINDS},
    )


@lru_cache(maxsize=1)
def _scorer() -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError as exc:
        raise RougeMissing(f"summaries cannot be scored: {exc}") from exc
    return RougeScorer(list(KINDS), use_stemmer=True)
