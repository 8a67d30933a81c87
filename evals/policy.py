"""Sentences that promise or blame: which rules fired where one had to, and where none had to."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from evals.statistics import Measure, mean_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A text that must be flagged (`label` 1) by a rule about `slice`, or must not.

    `rules` is what the blocking rules that fired are about; `warned` are rules that only warned, as a blocking one does
    where the model alone objects to a text in another language than English.
    """

    label: int
    slice: str
    rules: Set[str]
    warned: Set[str] = frozenset()


def measure_policy(rows: Sequence[Judged], *, seed: int = 0) -> list[Measure]:
    """Recall, false positive rate and precision, whichever rule fired."""
    return [
        mean_of("recall", [float(bool(row.rules)) for row in rows if row.label == 1], seed=seed),
        mean_of("fpr", [float(bool(row.rules)) for row in rows if row.label == 0], seed=seed),
        mean_of("precision", [float(row.label) for row in rows if row.rules], seed=seed),
    ]


def measure_rules(rows: Sequence[Judged], *, seed: int = 0) -> dict[str, list[Measure]]:
    """The same by rule.

    `recall`: of its own texts, flagged by any rule; `named`: flagged by this rule; `precision`: of the texts that this
    rule flagged, those that had to be flagged; `fpr`: of the texts that must pass, those that this rule flagged.
    """
    passing = [row for row in rows if row.label == 0]
    wanted = {row.slice for row in rows if row.label == 1}
    return {
        rule: [
            mean_of("recall", [float(bool(row.rules)) for row in _own(rows, rule)], seed=seed),
            mean_of("named", [float(rule in row.rules) for row in _own(rows, rule)], seed=seed),
            mean_of("precision", [float(row.label) for row in rows if rule in row.rules], seed=seed),
            mean_of("fpr", [float(rule in row.rules) for row in passing], seed=seed),
        ]
        for rule in sorted(wanted.union(*(row.rules for row in rows)))
    }


def _own(rows: Sequence[Judged], rule: str) -> list[Judged]:
    return [row for row in rows if row.label == 1 and row.slice == rule]
