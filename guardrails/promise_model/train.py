"""Trains the model on the package's own sentences; whole blocks of them are held out to set the threshold."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from guardrails.errors import RulesInvalid
from guardrails.promise_model.features import see
from guardrails.promise_model.model import CARD, FILE, RULES, PromiseModel, joined
from guardrails.rules import read_rules

COMMAND = "draftdesk guard train-promises --out guardrails/data"
MAX_FALSE_ALARMS = 0.04
"""Share of the sentences that may be sent, of blocks that were held out, which the threshold lets be flagged."""
_STRENGTH = 2.0
_OK, _ANY = "ok", "any"

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, the rule it breaks (`any`: whatever its name; `ok`: none), and the block it stands in."""

    text: str
    rule: str
    block: str


def read_training() -> list[Row]:
    """The package's own sentences."""
    rows = [
        Row(line.strip(), rule, block["block"])
        for block in read_rules("promises_training.yaml")
        for rule, lines in block.items()
        if rule != "block"
        for line in lines.splitlines()
        if line.strip()
    ]
    if unknown := {row.rule for row in rows} - {*RULES, _OK, _ANY}:
        raise RulesInvalid(f"promises_training.yaml: no rule is called {sorted(unknown)}, expected one of {RULES}")
    return rows


def train(rows: Sequence[Row], *, embed: Embed, embedder: str, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the model and its card into `out`, and give the card."""
    seen = see([row.text for row in rows], embed([row.text for row in rows]))
    held_out = _held_out(rows, seen, tell)
    threshold, figures = _figures(rows, held_out)
    weights, bias = _fit(rows, seen)
    content = PromiseModel(weights, bias, threshold, embedder).content()
    card = {
        "model": FILE,
        "sha256": sha256(content).hexdigest(),
        "bytes": len(content),
        "made_by": COMMAND,
        "trained_on": "guardrails/data/promises_training.yaml: sentences written for this, none from a ticket",
        "sentences": len(rows),
        "may_be_sent": sum(row.rule == _OK for row in rows),
        "embedder": embedder,
        "threshold": round(threshold, 4),
        "held_out": "whole blocks (a trade, a style, a language); the threshold was set on the same scores",
        **figures,
    }
    (out / FILE).write_bytes(content)
    (out / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return card


def _fit(rows: Sequence[Row], seen: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights and bias for "may not be sent" and for each rule; `any` says nothing about a single rule."""
    columns = [_fitted(seen, [row.rule != _OK for row in rows])]
    named = [at for at, row in enumerate(rows) if row.rule != _ANY]
    columns += [_fitted(seen[named], [rows[at].rule == rule for at in named]) for rule in RULES]
    weights, bias = zip(*columns, strict=True)
    return np.stack(weights, axis=1), np.array(bias, dtype=np.float32)


def _fitted(seen: npt.NDArray[np.float32], wanted: Sequence[bool]) -> tuple[npt.NDArray[np.float32], float]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, max_iter=500, class_weight="balanced")
    model.fit(csr_matrix(seen), np.array(wanted))
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _held_out(rows: Sequence[Row], seen: npt.NDArray[np.float32], tell: Tell) -> npt.NDArray[np.float64]:
    """Each sentence's log-odds by a model that has seen no sentence of its block."""
    blocks = np.array([row.block for row in rows])
    logits = np.zeros(len(rows))
    for block in sorted(set(blocks)):
        held = blocks == block
        weights, bias = _fit([row for row, out in zip(rows, held, strict=True) if not out], seen[~held])
        logits[held] = joined(seen[held] @ weights + bias)
        tell(f"held out: {block}")
    return logits


def _figures(rows: Sequence[Row], logits: npt.NDArray[np.float64]) -> tuple[float, dict[str, Any]]:
    rules = np.array([row.rule for row in rows])
    threshold = float(np.quantile(logits[rules == _OK], 1 - MAX_FALSE_ALARMS))
    flagged = logits > threshold
    return threshold, {
        "held_out_recall": round(float(flagged[rules != _OK].mean()), 3),
        "held_out_false_alarms": round(float(flagged[rules == _OK].mean()), 3),
        "held_out_recall_by_rule": {rule: round(float(flagged[rules == rule].mean()), 3) for rule in RULES},
    }
