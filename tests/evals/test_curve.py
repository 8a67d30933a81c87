"""Risk against coverage: the figures, their order, and a picture that stands alone."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from evals.curve import COVERAGES, at_threshold, risk_coverage, selective
from evals.reporting.charts import draw_risk_coverage

YES = np.array([0.9, 0.8, 0.7, 0.6])
NO = np.array([0.65, 0.3, 0.2, 0.1])


@pytest.mark.parametrize(("threshold", "coverage", "risk"), [(0.75, 0.5, 0.0), (0.6, 1.0, 0.2), (0.95, 0.0, 0.0)])
def test_one_threshold(threshold: float, coverage: float, risk: float) -> None:
    assert at_threshold(YES, NO, threshold) == pytest.approx((coverage, risk))


def test_the_curve_answers_the_surest_first() -> None:
    points = risk_coverage(YES, NO)
    assert tuple(point.coverage for point in points) == COVERAGES
    by_coverage = {point.coverage: point for point in points}
    assert by_coverage[0.5].risk == 0.0
    assert by_coverage[1.0].risk == pytest.approx(0.2)
    assert all(point.low <= point.risk <= point.high for point in points)
    assert [point.threshold for point in points] == sorted((p.threshold for p in points), reverse=True)


def test_the_same_seed_gives_the_same_band() -> None:
    assert risk_coverage(YES, NO, seed=3) == risk_coverage(YES, NO, seed=3)


def test_risk_of_labels_counts_the_cases_that_get_one() -> None:
    by_coverage = {p.coverage: p for p in selective(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1.0, 1.0, 0.0, 1.0]))}
    assert [by_coverage[at].risk for at in (0.25, 0.5, 0.75, 1.0)] == [0.0, 0.0, pytest.approx(0.3333), 0.25]
    assert by_coverage[0.5].threshold == 0.8


def test_the_picture_needs_nothing_else(tmp_path: Path) -> None:
    points, chosen = risk_coverage(YES, NO), at_threshold(YES, NO, 0.6)
    draw_risk_coverage(points, chosen, tmp_path / "curve.svg", title="Risk & coverage")
    text = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert [child.text for child in root if child.tag.endswith("title")] == ["Risk & coverage"]
    assert "chosen: 100% answered, 20.0% at risk" in text
    assert text.count("http") == 1  # the name space, and nothing that would be fetched
