"""Long texts repeat themselves: a line that was seen after the same line before is analysed once."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guardrails.hits import Hit

MIN_CHARS = 50_000
"""Shorter texts are analysed as they are."""
WORTH_IT = 0.8
"""What is left must be less than this share of the text."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters from `start` on that stand at `source` in the shorter text."""

    start: int
    size: int
    source: int


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without the repeated lines, and where each line of the whole text stands in it."""

    text: str
    runs: tuple[_Run, ...] = ()

    def spread(self, hits: Sequence[Hit]) -> list[Hit]:
        """Hits in the shorter text, which are in order and apart, in all their places of the whole one."""
        if not self.runs:
            return list(hits)
        starts = [hit.start for hit in hits]
        found: list[Hit] = []
        for run in self.runs:
            first = max(0, bisect_left(starts, run.source) - 1)
            for hit in hits[first : bisect_left(starts, run.source + run.size)]:
                if part := self._within(run, hit):
                    found.append(part)
        return found

    def _within(self, run: _Run, hit: Hit) -> Hit | None:
        """The part of a hit that lies in a run, without the line breaks at its ends."""
        start, end = max(hit.start, run.source), min(hit.end, run.source + run.size)
        value = self.text[start:end]
        start, end = start + len(value) - len(value.lstrip()), end - len(value) + len(value.rstrip())
        by = run.start - run.source
        return replace(hit, start=start + by, end=end + by) if start < end else None


def shortened(text: str, *, min_chars: int = MIN_CHARS) -> Shortened:
    """The text, without its repeated lines when that is worth it. A blank line stands where lines were left out."""
    if len(text) < min_chars:
        return Shortened(text)
    parts: list[str] = []
    runs: list[_Run] = []
    seen: dict[tuple[str, str], int] = {}
    size = at = 0
    before, gap = "", False
    for line in text.splitlines(keepends=True):
        source = seen.get((before, line))
        if source is None:
            if gap:
                parts.append("\n")
                size, gap = size + 1, False
            source = seen[before, line] = size
            parts.append(line)
            size += len(line)
        else:
            gap = True
        _extend(runs, _Run(at, len(line), source))
        at, before = at + len(line), line
    return Shortened("".join(parts), tuple(runs)) if size < WORTH_IT * len(text) else Shortened(text)


def _extend(runs: list[_Run], new: _Run) -> None:
    """Add a line to the last run when it follows there too."""
    last = runs[-1] if runs else None
    if last and last.start + last.size == new.start and last.source + last.size == new.source:
        runs[-1] = replace(last, size=last.size + new.size)
    else:
        runs.append(new)
