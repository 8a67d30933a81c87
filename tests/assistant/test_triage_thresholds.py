"""What a cost table makes of chances: the cheapest label, nobody's, or none of these."""

import numpy as np
import pytest

from assistant.triage.thresholds import Costs, decide

LABELS = ("billing", "login", "outage")


@pytest.mark.parametrize(
    ("chances", "costs", "outcome", "label"),
    [
        ((0.6, 0.3, 0.1), Costs(), "label", "billing"),
        ((0.45, 0.35, 0.2), Costs(), "abstain", None),
        ((0.45, 0.35, 0.2), Costs(abstain=0.6), "label", "billing"),
        ((0.6, 0.3, 0.1), Costs(abstain=0.3), "abstain", None),
        ((0.6, 0.3, 0.1), Costs(wrong_label={"billing": 2.0}), "abstain", None),
        ((0.2, 0.3, 0.5), Costs(wrong_label={"login": 0.2}), "label", "login"),
        ((0.5, 0.5, 0.0), Costs(), "label", "billing"),
        ((0.1, 0.2, 0.7), Costs(wrong=0.0, abstain=0.0), "label", "outage"),
        ((1.0, 0.0, 0.0), Costs(abstain=0.0), "label", "billing"),
    ],
)
def test_the_cheapest_is_said(chances: tuple[float, ...], costs: Costs, outcome: str, label: str | None) -> None:
    found = decide(LABELS, np.array(chances), 1.0, costs)
    assert (found.outcome, found.label) == (outcome, label)
    assert found.cost <= costs.abstain
    assert found.confidence in chances


def test_what_is_like_nothing_known_gets_no_label_however_likely() -> None:
    costs = Costs(least_known=0.2)
    assert decide(LABELS, np.array([0.99, 0.01, 0.0]), 0.19, costs).outcome == "none_of_these"
    assert decide(LABELS, np.array([0.99, 0.01, 0.0]), 0.2, costs).label == "billing"


@pytest.mark.parametrize(
    ("costs", "label", "least"),
    [
        (Costs(), "billing", 0.5),
        (Costs(abstain=0.3), "billing", 0.7),
        (Costs(wrong_label={"outage": 5.0}), "outage", 0.9),
        (Costs(wrong_label={"outage": 5.0}), "billing", 0.5),
        (Costs(abstain=2.0), "billing", 0.0),
        (Costs(wrong=0.0), "billing", 0.0),
    ],
)
def test_a_threshold_is_where_giving_the_label_begins_to_pay(costs: Costs, label: str, least: float) -> None:
    assert costs.threshold(label) == pytest.approx(least)


@pytest.mark.parametrize("chance", [0.05, 0.25, 0.69, 0.71, 0.95])
def test_thresholds_and_decisions_agree(chance: float) -> None:
    costs = Costs(abstain=0.3)
    found = decide(["a", "b"], np.array([chance, 1 - chance]), 1.0, costs)
    given = max(chance, 1 - chance) >= costs.threshold("a")
    assert (found.outcome == "label") == given


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ({"wrong": -1.0}, "cost 'wrong' is -1.0: give a number from 0 up"),
        ({"abstain": float("nan")}, "cost 'abstain' is nan"),
        ({"wrong_label": {"billing": float("inf")}}, "cost 'billing' is inf"),
        ({"least_known": 1.5}, "least_known is 1.5: give a chance from 0 to 1"),
    ],
)
def test_costs_that_make_no_sense_are_refused(costs: dict[str, float], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Costs(**costs)  # type: ignore[arg-type]  # one of several fields
