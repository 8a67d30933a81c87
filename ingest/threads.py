"""Read a message: what its author wrote, what is quoted, and what is code, log, greeting, signature or disclaimer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.courtesies import disclaimers, greeting_end, is_sent_from, signature_start
from ingest.lines import Line, lines
from ingest.quotes import quoted_lines
from ingest.technical import technical_lines

SegmentKind = Literal["body", "quote", "signature", "code", "log", "greeting", "disclaimer"]


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]` of a message, in code points."""

    kind: SegmentKind
    start: int
    end: int


def read_message(text: str) -> tuple[Segment, ...]:
    """The segments of a message, ascending, covering it without gaps. White space goes with what is before it.

    >>> [(part.kind, part.start, part.end) for part in read_message("Hi team,\\nit fails.\\n> why?")]
    [('greeting', 0, 9), ('body', 9, 19), ('quote', 19, 25)]
    """
    rows = lines(text)
    kinds = _line_kinds(rows)
    return tuple(_joined(_cut_greeting(rows, kinds)))


def _line_kinds(rows: Sequence[Line]) -> list[SegmentKind | None]:
    technical = technical_lines(rows)
    quoted = quoted_lines(rows, [kind is not None for kind in technical])
    kinds: list[SegmentKind | None] = [
        "quote" if quote else kind for kind, quote in zip(technical, quoted, strict=True)
    ]
    for first, last in _own_parts(kinds):
        _mark_courtesies(rows, kinds, first, last)
    return kinds


def _own_parts(kinds: Sequence[SegmentKind | None]) -> list[tuple[int, int]]:
    """Runs of lines between quotations: each may end in a signature."""
    parts: list[tuple[int, int]] = []
    first = 0
    for position, kind in enumerate([*kinds, "quote"]):
        if kind == "quote":
            if position > first:
                parts.append((first, position))
            first = position + 1
    return parts


def _mark_courtesies(rows: Sequence[Line], kinds: list[SegmentKind | None], first: int, last: int) -> None:
    for begin, end in list(disclaimers(rows, first, last)):
        for position in range(begin, end):
            kinds[position] = kinds[position] or "disclaimer"
    end = last
    while end > first and (kinds[end - 1] == "disclaimer" or rows[end - 1].blank):
        end -= 1
    begin = max((n + 1 for n in range(first, end) if kinds[n] is not None), default=first)
    start = signature_start(rows, begin, end)
    for position in range(end if start is None else start, end):
        kinds[position] = kinds[position] or "signature"
    for position in range(first, end):
        if kinds[position] is None and is_sent_from(rows[position].text):
            kinds[position] = "signature"


def _cut_greeting(rows: Sequence[Line], kinds: Sequence[SegmentKind | None]) -> Iterator[Segment]:
    """One segment for each line, two for a line that goes on after its greeting; blank lines follow the line before."""
    before: SegmentKind = next(
        (kind or "body" for kind, line in zip(kinds, rows, strict=True) if not line.blank), "body"
    )
    greeted = False
    for kind, line in zip(kinds, rows, strict=True):
        if line.blank:
            yield Segment(before, line.start, line.end)
            continue
        end = greeting_end(line) if kind is None and not greeted else 0
        greeted = greeted or kind is None
        if end:
            yield Segment("greeting", line.start, end)
        before = "greeting" if end == line.end else kind or "body"
        if end < line.end:
            yield Segment(before, max(end, line.start), line.end)


def _joined(parts: Iterator[Segment]) -> Iterator[Segment]:
    last: Segment | None = None
    for part in parts:
        if last and last.kind == part.kind:
            last = Segment(last.kind, last.start, part.end)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last
