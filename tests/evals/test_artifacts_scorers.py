"""Scorers of artifacts."""

from typing import Any

import pytest

from evals.scorers.catalog import scorers
from evals.scorers.score import Score
from evals.tasks.artifacts import ArtifactsOutput
from evals.tasks.assist import AssistExpect

WANTED = {"artifacts": {"error_code": ["FWK-1", "FWK-2"], "url": ["https://a.example"]}}


def judged(name: str, expect: dict[str, Any], *found: tuple[str, str, str | None]) -> Score:
    kept = [{"kind": kind, "value": value, "normalised": form} for kind, value, form in found]
    return scorers()[name].judge(AssistExpect.model_validate(expect), ArtifactsOutput(artifacts=kept))


ONE = ("error_code", "FWK-1", "FWK-1")
TWICE = (ONE, ONE, ("url", "https://a.example", None))


@pytest.mark.parametrize(
    ("found", "recall", "precision"),
    [
        (TWICE, 2 / 3, 1),
        ((ONE, ("error_code", "FWK-2", None), ("url", "https://a.example", None)), 1, 1),
        ((ONE, ("version", "FWK-2", None)), 1 / 3, 0.5),
        ((), 0, None),
    ],
)
def test_found_in_its_kind(found: Any, recall: float, precision: float | None) -> None:
    assert judged("artifact_recall", WANTED, *found).value == pytest.approx(recall)
    assert judged("artifact_recall", WANTED, *found).weight == 3
    assert judged("artifact_precision", WANTED, *found).value == precision


def test_reasons_count_and_never_quote() -> None:
    assert judged("artifact_recall", WANTED, ONE).reason == "missing: error_code 1 of 2, url 1 of 1"
    assert judged("artifact_precision", WANTED, ("url", "x", None)).reason == "not expected: url 1 of 1"


def test_nothing_found_is_no_answer_for_precision() -> None:
    assert judged("artifact_precision", WANTED).state == "no_answer"
    assert judged("artifact_precision", {"artifacts": {}}).state == "not_asked"


def test_to_expect_nothing_is_an_expectation() -> None:
    assert judged("false_artifacts", {"artifacts": {}}).value == 0
    assert judged("false_artifacts", {"artifacts": {}}, ONE).value == 1
    assert judged("artifact_precision", {"artifacts": {}}, ONE).value == 0
    assert judged("artifact_recall", {"artifacts": {}}, ONE).state == "not_asked"


@pytest.mark.parametrize("name", ["artifact_recall", "artifact_precision", "artifact_f1", "false_artifacts"])
def test_a_case_that_says_nothing_of_artifacts_is_not_asked(name: str) -> None:
    assert judged(name, {}, ONE).state == "not_asked"


def test_a_kind_that_is_never_found_pulls_the_mean_down() -> None:
    scorer = scorers()["artifact_f1"]
    whole = [judged("artifact_f1", WANTED, ONE, ("error_code", "FWK-2", None), ("url", "https://a.example", None))]
    assert scorer.statistic(whole) == 1
    assert scorer.statistic([judged("artifact_f1", WANTED, ONE, ("error_code", "FWK-2", None))]) == 0.5
    assert scorer.statistic([]) is None


def test_the_form_to_compare_by() -> None:
    expect = {"normalised": {"v1": "1", "v2": None, "v3": "3"}}
    score = judged(
        "artifact_normalised", expect, ("version", "v1", "1"), ("version", "v2", None), ("version", "v3", "4")
    )
    assert score.value == pytest.approx(2 / 3)
    assert score.weight == 3
    assert judged("artifact_normalised", {}, ONE).state == "not_asked"


def test_a_kind_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="error_cod"):
        AssistExpect.model_validate({"artifacts": {"error_cod": ["FWK-1"]}})
