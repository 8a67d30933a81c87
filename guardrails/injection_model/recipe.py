"""The whole training: own texts and given rows, scored out of fold to choose the threshold, then one model."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from guardrails.injection_model.generate import Generator
from guardrails.injection_model.judge import judge
from guardrails.injection_model.model import CARD, FILE, InjectionModel, mean_of
from guardrails.injection_model.rows import Row, examples
from guardrails.injection_model.train import Prepared, fit, prepare

SEED = 7
OWN_TEXTS = 8000
TWINS = 3
"""Times that each of our own orders is put into a text, beside the same text with a harmless sentence there; fewer
when fewer texts of our own are asked for."""
FALSE_ALARMS = 0.005
"""Share of the harmless support-like texts that may be flagged at the threshold; on real questions it is more."""
ROW_WEIGHT = 4.0
"""Weight of a given row beside a text of our own, of which there are many more."""
FOLDS = 5
UNLIKE_SUPPORT = frozenset({"slabs", "neuralchemy", "bastion"})
"""Families of harmless texts that nobody sends to a help desk: they do not choose the threshold."""
_HOST = 80, 1500
"""Characters of a harmless row that twins are made from."""
_BURIED_FROM = 150
"""Characters of a harmless row from which an attack of our own is buried in a copy of it."""

Logits = npt.NDArray[np.float64]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model whose score of 0.5 is the threshold, and its data card."""

    model: InjectionModel
    card: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Model and card, the card with the hash of the model's file."""
        self.model.save(folder / FILE)
        digest = sha256((folder / FILE).read_bytes()).hexdigest()
        text = json.dumps(self.card | {"sha256": digest}, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / CARD).write_text(text + "\n", encoding="utf-8")


def train(
    rows: Sequence[Row], *, seed: int = SEED, own: int = OWN_TEXTS, folds: int = FOLDS, tell: Tell | None = None
) -> Trained:
    """Train on `rows` and on texts of our own; the same rows and seed give the same model."""
    scores, models = _cross_fit(rows, _groups(rows, folds), seed=seed, own=own, tell=tell)
    shift = _threshold(rows, scores)
    model = mean_of(models).shifted(shift)
    card = {
        "what": "logistic regression over hashed words and letters, for sentences that are instructions to a model",
        "command": f"draftdesk guard train-injection DATA --seed {seed}",
        "seed": seed,
        "own_texts": own,
        "rows": len(rows),
        "slices": _counts(rows),
        "threshold": {
            "log_odds": round(shift, 4),
            "chosen": f"{FALSE_ALARMS:.1%} of the harmless support-like rows above it, each scored by a model of the "
            f"other {folds - 1} of {folds} folds; subtracted from the bias, so that the score is 0.5 there",
        },
        "out_of_fold": flagged(rows, scores - shift),
        "trained_on": sorted({row.mark for row in rows}),
    }
    return Trained(model, card)


def fit_rows(rows: Sequence[Row], *, seed: int = SEED, own: int = OWN_TEXTS) -> InjectionModel:
    """A model of these rows and of texts of our own, not yet shifted to the threshold."""
    generator = Generator(seed)
    prepared = [prepare(example) for example in generator.examples(own)]
    given = [replace(example, weight=ROW_WEIGHT * example.weight) for example in examples(rows)]
    prepared += [prepare(example) for example in given]
    prepared += _buried(rows, generator)
    prepared += [prepare(example) for example in generator.twins(TWINS * own // OWN_TEXTS, _hosts(rows))]
    return fit(prepared)


def cross_validate(
    rows: Sequence[Row],
    groups: Sequence[str],
    *,
    seed: int = SEED,
    own: int = OWN_TEXTS,
    tell: Tell | None = None,
) -> Logits:
    """Log-odds of each row's worst passage, by a model that saw no row of the same group."""
    return _cross_fit(rows, groups, seed=seed, own=own, tell=tell)[0]


def _cross_fit(
    rows: Sequence[Row], groups: Sequence[str], *, seed: int, own: int, tell: Tell | None
) -> tuple[Logits, list[InjectionModel]]:
    """Out-of-group log-odds, and the models that gave them."""
    scores = np.full(len(rows), -20.0)
    models = []
    names = sorted(set(groups))
    for number, name in enumerate(names):
        if tell:
            tell("train", number, len(names))
        model = fit_rows([row for row, group in zip(rows, groups, strict=True) if group != name], seed=seed, own=own)
        models.append(model)
        for at, (row, group) in enumerate(zip(rows, groups, strict=True)):
            if group == name:
                scores[at] = max((one.logit for one in judge(row.text, model, least=-20.0)), default=-20.0)
    return scores, models


def by_family(rows: Sequence[Row]) -> list[str]:
    """Groups that leave a whole source out, with its harmless texts."""
    return [row.family for row in rows]


def scores_of(rows: Sequence[Row], logits: Logits) -> Logits:
    """Scores from 0 to 1, of which 0.5 is the threshold that the harmless support-like rows choose."""
    return np.asarray(1 / (1 + np.exp(_threshold(rows, logits) - logits)))


def flagged(rows: Sequence[Row], logits: Logits) -> Mapping[str, float]:
    """Share of each slice's rows above 0."""
    by_slice: dict[str, list[bool]] = {}
    for row, logit in zip(rows, logits, strict=True):
        by_slice.setdefault(row.slice, []).append(bool(logit > 0))
    return {name: round(sum(values) / len(values), 3) for name, values in sorted(by_slice.items())}


def _hosts(rows: Sequence[Row]) -> list[str]:
    """Harmless support-like rows that leave room for a sentence more."""
    return [row.text for row in rows if not row.label and _support_like(row) and _HOST[0] < len(row.text) < _HOST[1]]


def _buried(rows: Sequence[Row], generator: Generator) -> list[Prepared]:
    """Copies of the longer harmless rows with an attack of our own in them: the same surroundings, both labels."""
    hosts = [row for row in rows if not row.label and row.family not in UNLIKE_SUPPORT]
    return [prepare(generator.buried_in(row.text, "own")) for row in hosts if len(row.text) > _BURIED_FROM]


def _groups(rows: Sequence[Row], folds: int) -> list[str]:
    """Folds drawn by text; an attack and the longer texts that it stands in are in the same fold."""
    keys = []
    for row, example in zip(rows, examples(rows), strict=True):
        start, end = example.attacks[0] if example.attacks else (0, len(row.text))
        keys.append(row.text[start:end].strip())
    return [str(int(sha256(key.encode("utf-8", "replace")).hexdigest(), 16) % folds) for key in keys]


def _threshold(rows: Sequence[Row], scores: Logits) -> float:
    harmless = np.sort([s for s, row in zip(scores, rows, strict=True) if not row.label and _support_like(row)])[::-1]
    if not len(harmless):
        return 0.0
    return float(harmless[int(FALSE_ALARMS * len(harmless))]) + 1e-6


def _support_like(row: Row) -> bool:
    return row.family not in UNLIKE_SUPPORT


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.slice] = counts.get(row.slice, 0) + 1
    return dict(sorted(counts.items()))
