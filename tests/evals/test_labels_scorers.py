"""Scorers of labels: right, honest, and held back where it is unsure."""

from typing import Any

import pytest

from evals.scorers.catalog import scorers
from evals.scorers.score import Score, no_answer
from evals.tasks.assist import AssistExpect, LabelKept
from evals.tasks.learn import LearnExpect, LearnOutput


class Output:
    """As much of an output as these scorers read."""

    def __init__(self, label: LabelKept | None = None, **more: Any) -> None:
        self.triage = {"category": label} if label else {}
        self.tags = more.get("tags", {})
        self.ticket_language = more.get("ticket_language", "")


GIVEN = LabelKept(label="api", confidence=0.8, alternatives={"billing": 0.15})
HELD_BACK = LabelKept(outcome="abstained", confidence=0.4, alternatives={"api": 0.4, "billing": 0.3})
NONE = LabelKept(outcome="none_of_these", confidence=0.4, alternatives={"api": 0.4})


def judged(name: str, truth: str, label: LabelKept | None) -> Score:
    return scorers()[f"category_{name}"].judge(AssistExpect(category=truth), Output(label))


@pytest.mark.parametrize(
    ("truth", "label", "accuracy", "right", "cost", "brier"),
    [
        ("api", GIVEN, 1, 1, 0, 0.03125),
        ("billing", GIVEN, 0, 0, 1, 0.68125),
        ("exports", GIVEN, 0, 0, 1, 0.83125),
        ("api", HELD_BACK, None, 0, 0.5, 0.225),
        ("none_of_these", NONE, 1, 1, 0, 0),
        ("none_of_these", GIVEN, 0, 0, 1, 0.83125),
        ("api", NONE, 0, 0, 1, 1),
    ],
)
def test_a_label(truth: str, label: LabelKept, accuracy: float | None, right: float, cost: float, brier: float) -> None:
    assert judged("accuracy", truth, label).value == accuracy
    assert judged("right", truth, label).value == right
    assert judged("cost", truth, label).value == cost
    assert judged("brier", truth, label).value == pytest.approx(brier)


def test_what_was_held_back_is_no_answer_and_no_mistake() -> None:
    assert judged("accuracy", "api", HELD_BACK) == no_answer("abstained instead of api")


@pytest.mark.parametrize("name", ["accuracy", "right", "cost", "brier", "macro_f1", "ece", "coverage"])
def test_a_label_nobody_named_is_not_asked_and_one_that_is_missing_not_graded(name: str) -> None:
    assert judged(name, "", GIVEN).state == "not_asked"
    assert judged(name, "api", None).state == "not_graded"


def test_details_are_enough_for_charts() -> None:
    detail = judged("accuracy", "billing", GIVEN).detail
    assert detail == {"truth": "billing", "given": "api", "label": "billing", "chance": 0.8, "right": False}


def test_the_likeliest_label_counts_though_it_was_held_back() -> None:
    assert judged("macro_f1", "billing", HELD_BACK).detail["given"] == "api"
    assert judged("macro_f1", "api", LabelKept(outcome="abstained")).state == "no_answer"
    assert judged("macro_f1", "none_of_these", NONE).state == "not_asked"


def figure(name: str, *pairs: tuple[str, LabelKept]) -> float | None:
    return scorers()[f"category_{name}"].statistic([judged(name, truth, label) for truth, label in pairs])


def test_figures_over_all_cases() -> None:
    other = LabelKept(label="billing", confidence=0.6)
    pairs = [("api", GIVEN), ("api", GIVEN), ("billing", GIVEN), ("billing", other)]
    assert figure("macro_f1", *pairs) == pytest.approx((0.8 + 2 / 3) / 2)
    assert figure("ece", *pairs) == pytest.approx((abs(3 * 0.8 - 2) + abs(0.6 - 1)) / 4)
    assert figure("coverage", *pairs[:2], pairs[3]) == 1
    assert figure("coverage", pairs[2]) == 0
    assert figure("ece") is None


def test_flattened_chances_cost_more_though_the_labels_stay() -> None:
    flat = LabelKept(label="api", confidence=0.3, alternatives={"billing": 0.28})
    assert judged("accuracy", "api", flat).value == judged("accuracy", "api", GIVEN).value
    assert judged("brier", "api", flat).value > judged("brier", "api", GIVEN).value  # type: ignore[operator]


def test_learned_labels_are_scored_the_same_way() -> None:
    output = LearnOutput(triage={"label": GIVEN})
    assert scorers()["label_accuracy"].judge(LearnExpect(label="api"), output).value == 1
    assert scorers()["label_accuracy"].tasks == {"learn"}


@pytest.mark.parametrize(
    ("wanted", "told", "value"),
    [(["a", "b"], ["a"], 2 / 3), (["a"], ["b"], 0), ([], [], 1), ([], ["a"], 0), (["a"], [], 0)],
)
def test_tags(wanted: list[str], told: list[str], value: float) -> None:
    score = scorers()["tags_f1"].judge(AssistExpect(tags=wanted), Output(tags=dict.fromkeys(told, 0.9)))
    assert score.value == pytest.approx(value)


def test_tags_that_nobody_named_are_not_asked() -> None:
    assert scorers()["tags_f1"].judge(AssistExpect(), Output(tags={"a": 0.9})).state == "not_asked"


@pytest.mark.parametrize(
    ("wanted", "told", "state", "value"),
    [
        ("de", "de", "scored", 1),
        ("de", "en", "scored", 0),
        ("de", "", "no_answer", None),
        ("", "en", "not_asked", None),
    ],
)
def test_language(wanted: str, told: str, state: str, value: float | None) -> None:
    score = scorers()["language_told"].judge(AssistExpect(language=wanted), Output(ticket_language=told))
    assert (score.state, score.value) == (state, value)
