"""From chances to a decision: the label that costs least, or none (Chow 1970)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Outcome = Literal["label", "abstain", "none_of_these"]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a mistake costs, against what it costs that a person has to choose.

    `wrong_label` has the cost of wrongly giving one label, where that differs. With cost 1 for a wrong label and
    `abstain` .3 a label is given from a chance of 70 % on. Below `least_known` the ticket is told to be none of these.
    """

    wrong: float = 1.0
    abstain: float = 0.5
    wrong_label: Mapping[str, float] = field(default_factory=dict)
    least_known: float = 0.1

    def __post_init__(self) -> None:
        for name, value in (("wrong", self.wrong), ("abstain", self.abstain), *self.wrong_label.items()):
            if not (np.isfinite(value) and value >= 0):
                raise ValueError(f"cost {name!r} is {value!r}: give a number from 0 up")
        if not 0 <= self.least_known <= 1:
            raise ValueError(f"least_known is {self.least_known!r}: give a chance from 0 to 1")

    def of(self, label: str) -> float:
        """Cost of giving `label` wrongly."""
        return self.wrong_label.get(label, self.wrong)

    def threshold(self, label: str) -> float:
        """The chance from which on giving `label` costs less than abstaining; 0 where abstaining never pays."""
        wrong = self.of(label)
        return max(0.0, 1 - self.abstain / wrong) if wrong else 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say of one text: `label` is None unless `outcome` is `label`. `cost` is the expected one."""

    outcome: Outcome
    label: str | None
    confidence: float
    cost: float


def decide(labels: Sequence[str], probabilities: Floats, known: float, costs: Costs) -> Decision:
    """The label with the least expected cost, or none where abstaining costs less."""
    expected = np.array([costs.of(label) for label in labels]) * (1 - probabilities)
    # Of equal costs (all of them free, say) the likelier label is given.
    best = min(range(len(labels)), key=lambda n: (expected[n], -probabilities[n], labels[n]))
    confidence, cost = float(probabilities[best]), float(expected[best])
    if known < costs.least_known:
        return Decision("none_of_these", None, confidence, costs.abstain)
    if cost > costs.abstain:
        return Decision("abstain", None, confidence, costs.abstain)
    return Decision("label", labels[best], confidence, cost)
