"""Charts of a report: reliability, risk and coverage, intervals, how long things took."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from markupsafe import Markup

from evals.curve import Point
from evals.reporting.drawing import Frame, picture, round_end, tag
from evals.reporting.points import Bin
from evals.reporting.times import TaskTimes

_BARS = 24
_TAIL = 1.5
"""The picture of times ends here, in 95th percentiles: one slow first call would squash all others."""


def reliability(bins: Sequence[Bin], *, title: str) -> Markup:
    """How often came true what was said with such a chance; on the dashed line both are the same."""
    frame, whole = Frame(), sum(one.right.n for one in bins)
    parts = [frame.axes("chance that was given", "share that was right", as_x=_percent, as_y=_percent)]
    parts.append(frame.line([(0, 0), (1, 1)], kind="even"))
    for one in bins:
        told = f"said {one.chance:.0%}, right {one.right.mean:.0%} (n {one.right.n})"
        parts.append(frame.spread(one.chance, one.right.low, one.right.high))
        parts.append(frame.dot((one.chance, one.right.mean), radius=3 + 7 * (one.right.n / whole) ** 0.5, told=told))
    about = "; ".join(f"said {one.chance:.0%}, right {one.right.mean:.0%} of {one.right.n}" for one in bins)
    return picture(frame, title, f"Chance against share that was right. {about}", *parts)


def risk_coverage(
    points: Sequence[Point],
    *,
    title: str,
    across: str,
    up: str,
    chosen: tuple[float, float] | None = None,
    alone: bool = False,
) -> Markup:
    """Risk at each coverage with its band; `chosen` is where the threshold of the house stands."""
    top = min(1.0, round_end(max(0.05, max(point.high for point in points))))
    frame = Frame(y=(0.0, top))
    parts = [frame.axes(across, up, as_x=_percent, as_y=_percent if top > 0.2 else _finely)]
    parts.append(frame.band([(p.coverage, p.low) for p in points], [(p.coverage, p.high) for p in points]))
    parts.append(frame.line([(point.coverage, point.risk) for point in points]))
    about = ", ".join(f"{p.coverage:.0%} answered: {p.risk:.1%}" for p in points if round(p.coverage * 100) % 25 == 0)
    if chosen:
        told = f"chosen: {chosen[0]:.0%} answered, {chosen[1]:.1%} at risk"
        x, y = frame.at(*chosen)
        parts += [frame.dot(chosen, kind="second"), tag("text", told, x=x - 8, y=y - 9, text_anchor="end")]
        about = f"{told}. {about}"
    return picture(frame, title, about, *parts, alone=alone)


def draw_risk_coverage(points: Sequence[Point], chosen: tuple[float, float], path: Path, *, title: str) -> None:
    """The curve of drafts as a file of its own that can be read on light and dark pages."""
    across, up = "answerable questions that get a draft", "drafts that nothing answers"
    drawn = risk_coverage(points, title=title, across=across, up=up, chosen=chosen, alone=True)
    path.write_text(f"{drawn}\n", encoding="utf-8")


def latency(times: TaskTimes, *, title: str) -> Markup:
    """How many inputs took how long, with the median and the 95th percentile."""
    total = times.total
    end = round_end(max(1.0, min(max(times.totals_ms), _TAIL * total.p95_ms)))
    longer = sum(one > end for one in times.totals_ms)
    counts, edges = np.histogram([one for one in times.totals_ms if one <= end], bins=_BARS, range=(0.0, end))
    frame = Frame(x=(0.0, end), y=(0.0, 4.0 * -(-max(counts.max(), 1) // 4)), height=240, top=44)
    parts = [frame.axes("milliseconds", "inputs", as_x=lambda value: f"{value:,g}", as_y=lambda value: f"{value:.0f}")]
    for number, found in enumerate(counts):
        if found:
            bounds = (float(edges[number]), float(edges[number + 1]))
            parts.append(frame.bar(bounds, float(found), told=f"{bounds[0]:.0f} to {bounds[1]:.0f} ms: {found}"))
    parts.append(frame.rule(total.p95_ms, f"95 % within {total.p95_ms:,.0f} ms"))
    parts.append(frame.rule(total.p50_ms, f"half within {total.p50_ms:,.0f} ms", line=1))
    about = f"{times.n} inputs; half within {total.p50_ms:.0f} ms, 95 % within {total.p95_ms:.0f} ms"
    if longer:
        about += f"; {longer} took longer than the picture shows, {max(times.totals_ms):,.0f} ms at the most"
    return picture(frame, title, about, *parts)


def whisker(mean: float, low: float, high: float, *, limits: Sequence[float] = (), top: float = 1.0) -> Markup:
    """A figure with its interval in a line of a table, and its thresholds; the table itself holds the numbers."""
    frame = Frame(x=(0.0, top), width=150, height=18, left=5, right=5, top=0, bottom=9)
    parts = [_across(frame, 0.0, top, "rail"), _across(frame, low, high, "spread")]
    parts += [_limit(frame, limit) for limit in limits]
    parts.append(frame.dot((mean, 0.0), radius=4))
    return (
        Markup('<svg viewBox="0 0 150 18" width="150" height="18" aria-hidden="true" class="whisker">')
        + Markup("").join(parts)
        + Markup("</svg>")
    )


def _across(frame: Frame, low: float, high: float, kind: str) -> Markup:
    (left, level), (right, _) = frame.at(low, 0.0), frame.at(high, 0.0)
    return tag("line", x1=left, x2=right, y1=level, y2=level, class_=kind)


def _limit(frame: Frame, limit: float) -> Markup:
    column, level = frame.at(limit, 0.0)
    return tag("line", x1=column, x2=column, y1=level - 8, y2=level + 8, class_="mark")


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _finely(value: float) -> str:
    return f"{value:.1%}"
