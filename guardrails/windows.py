"""A long text is analysed in windows, so that the memory that recognisers and the name model take has a bound."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from guardrails.hits import Hit, Shield

SIZE = 200_000
"""Characters of a window; a text that is not longer is analysed in one piece."""
AROUND = 8_000
"""Characters before and after a window that are read along with it: more than the longest private key."""

Found = tuple[list[Hit], list[Shield]]


@dataclass(frozen=True, slots=True)
class Window:
    """What begins from `start` to `end` counts; the recognisers read from `reads_from` to `reads_to`."""

    start: int
    end: int
    reads_from: int
    reads_to: int


def windows(text: str, *, size: int = SIZE, around: int = AROUND) -> Iterator[Window]:
    """Windows that begin at lines, or, in endless lines, at spaces, or anywhere."""
    start = 0
    while start < len(text):
        end = _break_before(text, start + size - around, start + size)
        reads_from = _break_before(text, max(0, start - around), start - 1)
        yield Window(start, end, reads_from, _break_before(text, end + 1, end + around))
        start = end


def _break_before(text: str, low: int, high: int) -> int:
    """The last place from `low` to `high` after a line break, else after a space, else `high`; at most the end."""
    if high >= len(text):
        return len(text)
    if high <= 0:
        return 0
    return text.rfind("\n", max(0, low), high) + 1 or text.rfind(" ", max(0, low), high) + 1 or high


def analysed_in_windows(texts: Sequence[str], analyze: Callable[[Sequence[str]], list[Found]]) -> list[Found]:
    """What `analyze` finds in each text: short ones together, long ones window by window."""
    short = iter(analyze([text for text in texts if len(text) <= SIZE]))
    return [next(short) if len(text) <= SIZE else _long(text, analyze) for text in texts]


def _long(text: str, analyze: Callable[[Sequence[str]], list[Found]]) -> Found:
    hits: list[Hit] = []
    shields: list[Shield] = []
    for window in windows(text):
        by = window.reads_from
        found, around = analyze([text[by : window.reads_to]])[0]
        hits += [
            replace(h, start=h.start + by, end=h.end + by) for h in found if window.start <= h.start + by < window.end
        ]
        # A shield that ends here may cover what begins in the window before.
        shields += [replace(s, start=s.start + by, end=s.end + by) for s in around if s.end + by > window.start]
    return hits, shields
