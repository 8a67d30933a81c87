"""Task `mask`: a text through the scrubber; what was masked is kept, and not a word of the text."""

import time
from typing import Any

from pydantic import model_validator

from evals.alignment import to_raw
from evals.labelled import SpanIn
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from guardrails.normalise import normalise
from guardrails.scrub import Scrubber
from guardrails.vault import LITERAL, Vault


class MaskGiven(Strict):
    """A text as it comes in."""

    text: str


class MaskExpect(Strict):
    """Spans by code points: what must be masked, must survive, counts neither way."""

    spans: list[SpanIn] = []
    keep: list[SpanIn] = []
    amb: list[SpanIn] = []

    @model_validator(mode="after")
    def _ordered(self) -> "MaskExpect":
        for span in (*self.spans, *self.keep, *self.amb):
            if span.start >= span.end:
                raise ValueError(f"span {span.start}-{span.end} ({span.label}) ends before it begins")
        return self


class MaskedSpan(Kept):
    """Where something was masked in the raw text, and what it was taken for."""

    start: int
    end: int
    kind: str


class MaskOutput(Kept):
    """What was masked in a text of `length` characters and `size` bytes.

    `aligned` is false where the places in the raw text are not known.
    """

    length: int
    size: int = 0
    spans: list[MaskedSpan] = []
    aligned: bool = True


def mask(scrubber: Scrubber, text: str) -> tuple[list[tuple[int, int, str]] | None, float]:
    """Start, end and kind of what is masked, None where that is not known in the raw text; and the milliseconds.

    Raises `ScrubFailed`.
    """
    started = time.perf_counter()
    normal = normalise(text).text
    scrubbed = scrubber.scrub(normal, Vault())
    milliseconds = (time.perf_counter() - started) * 1000
    found = [(start, end, kind) for start, end, kind in scrubbed.spans if kind != LITERAL and end > start]
    raw = to_raw([(start, end) for start, end, _ in found], text, normal)
    if raw is None:
        return None, milliseconds
    return [(*pair, kind) for pair, (_, _, kind) in zip(raw, found, strict=True)], milliseconds


class Mask:
    """Whatever the scrubber masks counts, personal data and secrets alike."""

    name = "mask"
    about = "a text through the scrubber: what is masked"
    given = MaskGiven
    expect = MaskExpect
    output = MaskOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """The scrubber that the server uses, on the text as a message is normalised."""
        places, milliseconds = mask(bench.scrubber, given.text)
        size = len(given.text.encode("utf-8", "replace"))
        timings = {"scrub": round(milliseconds, 2)}
        if places is None:
            return Ran(MaskOutput(length=len(given.text), size=size, aligned=False), timings)
        spans = [MaskedSpan(start=start, end=end, kind=kind) for start, end, kind in places]
        return Ran(MaskOutput(length=len(given.text), size=size, spans=spans), timings)


TASK = Mask()
