"""Pictures as SVG that need nothing else: an axis frame, lines, bands, dots with their intervals.

Colours are classes (`line`, `band`, `dot`, `second`, `quiet`), so that a page sets them for light and dark.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import floor, log10

from markupsafe import Markup, escape

Bounds = tuple[float, float]
Point = tuple[float, float]
ALONE = (
    "svg{font:13px sans-serif;color:#1c2320;--first:#0c6353;--second:#a85f00}"
    "@media(prefers-color-scheme:dark){svg{color:#e6eae8;--first:#6fcbb6;--second:#efbf73}}"
    "text{fill:currentColor}.grid{stroke:currentColor;stroke-opacity:.15}.axis{stroke:currentColor}"
    ".line{fill:none;stroke:var(--first);stroke-width:2}.band{fill:var(--first);fill-opacity:.18}"
    ".dot{fill:var(--first)}.bar{fill:var(--first)}.mark{stroke:var(--second);stroke-width:2}.second{fill:var(--second)}"
    ".spread{stroke:var(--first);stroke-width:2}.even{stroke:currentColor;stroke-opacity:.5;stroke-dasharray:4 4}"
)
"""The style of a picture that stands in a file of its own."""


def tag(name: str, *content: str, **attributes: object) -> Markup:
    """An element with everything escaped; `_` in names of attributes is a hyphen, and one at the end is dropped.

    >>> print(tag("text", "a < b", text_anchor="end"))
    <text text-anchor="end">a &lt; b</text>
    """
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
    )
    inner = Markup("").join(map(escape, content))
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), told, inner)  # noqa: S704 - names are ours


@dataclass(frozen=True, slots=True)
class Frame:
    """A plane with axes; `x` and `y` are what its edges stand for."""

    x: Bounds = (0.0, 1.0)
    y: Bounds = (0.0, 1.0)
    width: int = 460
    height: int = 320
    left: int = 62
    top: int = 14
    right: int = 16
    bottom: int = 50

    def at(self, x: float, y: float) -> Point:
        """Where a point lies in the picture; what is outside is put on the edge."""
        across = self.width - self.left - self.right
        down = self.height - self.top - self.bottom
        return (
            self.left + _share(x, self.x) * across,
            self.height - self.bottom - _share(y, self.y) * down,
        )

    def axes(self, across: str, up: str, *, as_x: Callable[[float], str], as_y: Callable[[float], str]) -> Markup:
        """Grid, ticks and what the axes are called."""
        parts = []
        for step in range(5):
            x, y = (low + (high - low) * step / 4 for low, high in (self.x, self.y))
            left, level = self.at(self.x[0], y)
            column, base = self.at(x, self.y[0])
            parts.append(tag("line", x1=left, x2=self.width - self.right, y1=level, y2=level, class_="grid"))
            parts.append(tag("text", as_y(y), x=left - 6, y=level + 4, text_anchor="end"))
            parts.append(tag("text", as_x(x), x=column, y=base + 18, text_anchor="middle"))
        middle, centre = (self.left + self.width - self.right) / 2, (self.top + self.height - self.bottom) / 2
        parts.append(tag("text", across, x=middle, y=self.height - 10, text_anchor="middle"))
        turned = f"translate(13 {centre:.0f}) rotate(-90)"
        return Markup("").join([*parts, tag("text", up, transform=turned, text_anchor="middle")])

    def line(self, points: Sequence[Point], *, kind: str = "line") -> Markup:
        """A line through points."""
        return tag("polyline", points=self._path(points), class_=kind)

    def band(self, lows: Sequence[Point], highs: Sequence[Point]) -> Markup:
        """The area between two lines."""
        return tag("polygon", points=self._path([*highs, *reversed(lows)]), class_="band")

    def dot(self, point: Point, *, radius: float = 4.5, kind: str = "dot", told: str = "") -> Markup:
        """A point; `told` is shown where a pointer rests on it."""
        x, y = self.at(*point)
        return tag("circle", *([tag("title", told)] if told else []), cx=x, cy=y, r=radius, class_=kind)

    def spread(self, x: float, low: float, high: float) -> Markup:
        """An interval that stands upright."""
        (column, bottom), (_, top) = self.at(x, low), self.at(x, high)
        return tag("line", x1=column, x2=column, y1=bottom, y2=top, class_="spread")

    def rule(self, x: float, told: str, *, line: int = 0) -> Markup:
        """An upright line over the whole height; its words stand above the plane, in a line that is free there."""
        (column, bottom), level = self.at(x, self.y[0]), 12 + 16 * line
        beside = {"x": column - 5, "text_anchor": "end"} if column > self.width * 0.6 else {"x": column + 5}
        mark = tag("line", x1=column, x2=column, y1=bottom, y2=float(level - 8), class_="mark")
        return mark + tag("text", told, y=level, **beside)

    def bar(self, x: Bounds, y: float, *, told: str = "") -> Markup:
        """A bar from the ground."""
        (left, top), (right, bottom) = self.at(x[0], y), self.at(x[1], self.y[0])
        size = {"width": max(1.0, right - left - 1), "height": max(0.0, bottom - top)}
        return tag("rect", *([tag("title", told)] if told else []), x=left, y=top, **size, class_="bar")

    def _path(self, points: Sequence[Point]) -> str:
        return " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in points)


def round_end(value: float) -> float:
    """The end of an axis of which the four ticks are round numbers.

    >>> round_end(0.54), round_end(6312)
    (0.8, 8000.0)
    """
    power = 10.0 ** floor(log10(value / 4))
    return round(next(4 * step * power for step in (1, 2, 2.5, 5, 10) if 4 * step * power >= value * (1 - 1e-9)), 9)


def picture(frame: Frame, title: str, about: str, *parts: Markup, alone: bool = False) -> Markup:
    """The whole SVG, with a title and a description for who does not see it."""
    name = f"picture-{sha256(title.encode()).hexdigest()[:8]}"
    told = [tag("title", title, id=f"{name}-title"), tag("desc", about, id=f"{name}-desc")]
    style = [tag("style", Markup(ALONE))] if alone else []  # noqa: S704 - ours
    box = f"0 0 {frame.width} {frame.height}"
    named = Markup('aria-labelledby="{0}-title {0}-desc"').format(name)
    opening = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" role="img" {}>').format(box, named)
    return opening + Markup("").join([*told, *style, *parts]) + Markup("</svg>")


def _share(value: float, bounds: Bounds) -> float:
    low, high = bounds
    return min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.0


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
