"""Risk and coverage at every threshold, as figures and as a picture.

Coverage is the share of the answerable questions that get a draft; risk is the share of the drafts that go to questions
which nothing answers (risk-coverage curves: El-Yaniv & Wiener, JMLR 11, 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.statistics import Floats

COVERAGES = tuple(round(0.05 * step, 2) for step in range(1, 21))
_RESAMPLES = 1000
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 400, 64, 24, 24, 56


@dataclass(frozen=True, slots=True)
class Point:
    """The risk where `coverage` of the answerable questions are answered, with a 95 % bootstrap band."""

    coverage: float
    threshold: float
    risk: float
    low: float
    high: float


def risk_coverage(answerable: Floats, unanswerable: Floats, *, seed: int = 0) -> list[Point]:
    """One point for each of `COVERAGES`; both kinds weigh as much as there are of them."""
    random = np.random.default_rng(seed)
    draws = [
        _risks(random.choice(answerable, len(answerable)), random.choice(unanswerable, len(unanswerable)))[1]
        for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    thresholds, risks = _risks(answerable, unanswerable)
    rows = zip(COVERAGES, thresholds, risks, low, high, strict=True)
    return [Point(*(round(float(value), 4) for value in row)) for row in rows]


def at_threshold(answerable: Floats, unanswerable: Floats, threshold: float) -> tuple[float, float]:
    """Coverage and risk of one threshold; without any draft there is no risk."""
    right, wrong = int((answerable >= threshold).sum()), int((unanswerable >= threshold).sum())
    return right / len(answerable), wrong / (right + wrong) if right + wrong else 0.0


def draw(points: Sequence[Point], chosen: tuple[float, float], path: Path, *, title: str) -> None:
    """The curve as an SVG that needs nothing else and can be read on light and dark pages."""
    top = max(0.05, max(point.high for point in points))
    line = " ".join(_place(point.coverage, point.risk, top) for point in points)
    upper = [_place(point.coverage, point.high, top) for point in points]
    lower = [_place(point.coverage, point.low, top) for point in reversed(points)]
    x, y = _place(*chosen, top).split(",")
    ticks = "".join(_tick_x(value) + _tick_y(value * top, top) for value in (0.0, 0.25, 0.5, 0.75, 1.0))
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">\n'
        "<style>svg{font:13px sans-serif;color:#1f2937}@media(prefers-color-scheme:dark){svg{color:#e5e7eb}}"
        "text{fill:currentColor}path,line{stroke:currentColor}</style>\n"
        f'<text x="{_LEFT}" y="16" font-weight="bold">{title}</text>\n{ticks}'
        f'<polygon points="{" ".join([*upper, *lower])}" fill="#3b82f6" fill-opacity=".2"/>\n'
        f'<polyline points="{line}" fill="none" stroke="#3b82f6" stroke-width="2"/>\n'
        f'<circle cx="{x}" cy="{y}" r="5" fill="#dc2626"/>\n'
        f'<text x="{float(x) - 8:.1f}" y="{float(y) - 9:.1f}" text-anchor="end">chosen: '
        f"{chosen[0]:.0%} answered, {chosen[1]:.1%} at risk</text>\n"
        f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 10}" text-anchor="middle">'
        "answerable questions that get a draft</text>\n"
        f'<text transform="translate(16 {_HEIGHT / 2:.0f}) rotate(-90)" text-anchor="middle">drafts that nothing '
        "answers</text>\n</svg>\n",
        encoding="utf-8",
    )


def _risks(answerable: Floats, unanswerable: Floats) -> tuple[list[float], list[float]]:
    """Threshold and risk at each coverage."""
    ordered, others = np.sort(answerable)[::-1], np.sort(unanswerable)
    thresholds, risks = [], []
    for coverage in COVERAGES:
        threshold = float(ordered[max(1, round(coverage * len(ordered))) - 1])
        thresholds.append(threshold)
        right = int((ordered >= threshold).sum())
        wrong = len(others) - int(np.searchsorted(others, threshold, side="left"))
        risks.append(wrong / (right + wrong))
    return thresholds, risks


def _place(coverage: float, risk: float, top: float) -> str:
    x = _LEFT + coverage * (_WIDTH - _LEFT - _RIGHT)
    y = _HEIGHT - _BOTTOM - risk / top * (_HEIGHT - _TOP - _BOTTOM)
    return f"{x:.1f},{y:.1f}"


def _tick_x(value: float) -> str:
    x = _place(value, 0, 1).split(",")[0]
    return f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{value:.0%}</text>\n'


def _tick_y(value: float, top: float) -> str:
    x, y = _place(0, value, top).split(",")
    end = _WIDTH - _RIGHT
    return (
        f'<line x1="{x}" x2="{end}" y1="{y}" y2="{y}" stroke-opacity=".15"/>\n'
        f'<text x="{_LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{value:.1%}</text>\n'
    )
