"""Rules that must fire and rules that must not."""

from evals.policy import Judged, measure_policy, measure_rules

ROWS = [
    Judged(1, "refund", frozenset({"refund"})),
    Judged(1, "refund", frozenset({"credit"})),
    Judged(1, "blame", frozenset()),
    Judged(0, "ok", frozenset({"refund"})),
    Judged(0, "ok", frozenset()),
]


def test_overall_any_rule_counts() -> None:
    found = {one.name: (one.n, one.mean) for one in measure_policy(ROWS)}
    assert found == {"recall": (3, 2 / 3), "fpr": (2, 0.5), "precision": (3, 2 / 3)}


def test_by_rule() -> None:
    found = {name: {m.name: (m.n, m.mean) for m in measures} for name, measures in measure_rules(ROWS).items()}
    assert found["refund"] == {"recall": (2, 1.0), "named": (2, 0.5), "precision": (2, 0.5), "fpr": (2, 0.5)}
    assert found["blame"] == {"recall": (1, 0.0), "named": (1, 0.0), "precision": (0, 0.0), "fpr": (2, 0.0)}


def test_a_rule_that_no_text_asks_for_is_shown_all_the_same() -> None:
    credit = {m.name: (m.n, m.mean) for m in measure_rules(ROWS)["credit"]}
    assert credit == {"recall": (0, 0.0), "named": (0, 0.0), "precision": (1, 1.0), "fpr": (2, 0.0)}
