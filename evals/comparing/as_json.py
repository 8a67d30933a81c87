"""Comparisons and verdicts of the gate for machines."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evals.comparing.compare import Comparison, Difference, Moved
from evals.comparing.gate import GateResult
from evals.comparing.making import Change


def comparison_json(found: Comparison, making: Sequence[Change]) -> dict[str, Any]:
    """Every difference with n, interval and p-values, every case that moved with both scores and reasons."""
    return {
        "made_otherwise": [asdict(one) for one in making],
        "differences": [_difference(one) for one in found.differences],
        "slices": [_difference(one) for one in found.slices if one.moved],
        "moved": [_moved(one) for one in found.moved],
        "together": [asdict(one) for one in found.together],
        "left_out": [asdict(one) for one in found.left_out],
    }


def verdict_json(result: GateResult) -> dict[str, Any]:
    """Whether the run passed, every reason why not with its cases, and the comparison."""
    failures = [
        {
            "rule": one.rule,
            "suite": one.suite,
            "scorer": one.scorer,
            "told": one.told,
            "old": one.old,
            "new": one.new,
            "allowed": one.allowed,
            "cases": [_moved(each) for each in one.moved],
        }
        for one in result.failures
    ]
    return {"passed": result.passed, "failures": failures} | comparison_json(result.comparison, result.making)


def _difference(one: Difference) -> dict[str, Any]:
    pairs = one.pairs
    return {
        "suite": one.suite,
        "scorer": one.scorer.name,
        "better": one.scorer.better,
        "slice": one.slice,
        "n": pairs.n,
        "old": pairs.old,
        "new": pairs.new,
        "change": pairs.change,
        "low": pairs.low,
        "high": pairs.high,
        "p": pairs.p,
        "p_adjusted": one.p_adjusted,
        "moved": len(one.moved),
        "got": one.got,
        "lost": one.lost,
        "old_of_all": one.old,
        "new_of_all": one.new,
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "suite": one.suite,
        "scorer": one.scorer,
        "case": one.case,
        "gain": one.gain,
        "old": one.old.as_json(),
        "new": one.new.as_json(),
    }
