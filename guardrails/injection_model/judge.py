"""How suspicious is each passage of a text? The model, the patterns and what is disguised, as one figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from guardrails.injection_model.disguises import disguised, disguised_line
from guardrails.injection_model.features import Seen, see
from guardrails.injection_model.model import InjectionModel
from guardrails.injection_model.patterns import matches

GATE = -3.0
"""Log-odds from which a passage is looked at by the patterns as well."""
KNOWN = 2.0
"""Log-odds that a pattern adds."""
CONCEALED = 1.5
"""Log-odds that a disguise adds: hardly anybody spells a harmless sentence backwards."""
TELLING = 1.0
"""Log-odds at the least of a disguise for a word such as "ignore"."""
_TELLING = re.compile(r"ignore|disregard|instruction|override|jailbreak|system ?prompt", re.IGNORECASE)
_BLOCK = 200_000
"""Characters judged at once, so that memory stays bounded."""
_CLASSES = (
    (
        "override",
        r"\b(?:ignor\w*|disregard|forget|override|instead of|supersede\w*|vergiss|missachte|oubli\w*|olvida)\b",
    ),
    ("leak", r"\b(?:system ?prompt|your (?:instructions|prompt|configuration|rules)|hidden (?:prompt|instructions))\b"),
    (
        "exfiltration",
        r"\b(?:send|forward|upload|post|bcc|leak|share|sende|envoi\w*|env[ií]a)\b.*(?:@|https?:|<EMAIL|to )",
    ),
    (
        "role",
        r"\b(?:you are|act as|pretend|assistant|language model|llm|chatbot|an? ai|from now on)\b|<\||\[INST|<system",
    ),
    (
        "tool",
        r"\b(?:delete|transfer|pay|approve|grant|refund|mark|set|close|click|visit|download|install|run|book|invite"
        r"|change|update|promise|confirm|tell|call)\b",
    ),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CLASSES)

Logits = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage `text[start:end]`, what kind of attack it would be, and how likely it is one."""

    start: int
    end: int
    kind: str
    logit: float
    known: bool = False

    @property
    def score(self) -> float:
        return float(1 / (1 + np.exp(-self.logit)))


def judge(text: str, model: InjectionModel, *, least: float = 0.0) -> list[Judged]:
    """Passages with log-odds of at least `least`, in text order; of overlapping ones the most suspicious."""
    found: list[Judged] = []
    for start, end in _blocks(text):
        block = text[start:end]
        inner = [*_passages(block, model, least), *_concealed(block, model)]
        found += [
            Judged(start + one.start, start + one.end, one.kind, one.logit, one.known)
            for one in inner
            if one.logit >= least
        ]
    return _apart(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `_BLOCK` characters, cut at a line's end where there is one."""
    start = 0
    while start < len(text):
        end = min(start + _BLOCK, len(text))
        if end < len(text) and (line := text.rfind("\n", start + _BLOCK // 2, end)) > 0:
            end = line + 1
        yield start, end
        start = end


def _passages(text: str, model: InjectionModel, least: float) -> Iterator[Judged]:
    seen = see(text)
    logits = model.logits(seen)
    spans = [seen.span(number) for number in range(len(logits))]
    kinds = _known(text, spans, logits)
    for span, logit, kind in zip(spans, logits, kinds, strict=True):
        if kind:
            yield Judged(*span, kind, float(logit) + KNOWN, known=True)
        elif logit >= least:
            yield Judged(*span, _kind(text[span[0] : span[1]]), float(logit))
    yield from _respelled(text, seen, model)


def _known(text: str, spans: list[tuple[int, int]], logits: Logits) -> list[str]:
    """For each window the class of the first pattern that matches inside it; only suspicious windows are tried."""
    kinds = [""] * len(spans)
    for start, end, numbers in _regions(spans, logits):
        hits = sorted(matches(text, start, end), key=lambda hit: (hit.start, hit.end))
        for number in numbers if hits else ():
            inside = (hit.kind for hit in hits if hit.start >= spans[number][0] - 2 and hit.end <= spans[number][1] + 2)
            kinds[number] = next(inside, "")
    return kinds


def _regions(spans: list[tuple[int, int]], logits: Logits) -> Iterator[tuple[int, int, list[int]]]:
    """Suspicious windows, those that overlap put together."""
    start = end = -1
    numbers: list[int] = []
    for number in np.flatnonzero(logits > GATE).tolist():
        if numbers and spans[number][0] < end:
            end = max(end, spans[number][1])
            numbers.append(number)
            continue
        if numbers:
            yield start, end, numbers
        (start, end), numbers = spans[number], [number]
    if numbers:
        yield start, end, numbers


def _respelled(text: str, seen: Seen, model: InjectionModel) -> Iterator[Judged]:
    for number in seen.kept:
        unit = seen.units[number]
        line = text[unit.start : unit.end]
        if plain := disguised_line(line):
            telling = _TELLING.search(plain) and not _TELLING.search(line)
            logit = max(_worst(plain, model) + CONCEALED, TELLING if telling else -20.0)
            yield Judged(unit.start, unit.end, "hidden", logit)


def _concealed(text: str, model: InjectionModel) -> Iterator[Judged]:
    for one in disguised(text):
        yield Judged(one.start, one.end, "hidden", _worst(one.plain, model) + CONCEALED)


def _worst(plain: str, model: InjectionModel) -> float:
    """Log-odds of the most suspicious passage of a decoded text."""
    return max((one.logit for one in _passages_of_plain(plain, model)), default=-9.0)


def _passages_of_plain(plain: str, model: InjectionModel) -> Iterator[Judged]:
    seen = see(plain)
    logits = model.logits(seen)
    spans = [seen.span(number) for number in range(len(logits))]
    for span, logit, kind in zip(spans, logits, _known(plain, spans, logits), strict=True):
        yield Judged(*span, "hidden", float(logit) + (KNOWN if kind else 0.0), bool(kind))


def _kind(passage: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(passage)), "task")


def _apart(found: list[Judged]) -> list[Judged]:
    """The most suspicious of those that overlap, in text order; the shorter one when both are alike."""
    kept: list[Judged] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (-one.logit, one.end - one.start, one.start)):
        # Passages are lines of some hundred characters: marks at every 16th are enough to see that two overlap.
        marks = range(one.start // 16, max(one.end - 1, one.start) // 16 + 1)
        if not any(mark in taken for mark in marks):
            taken.update(marks)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
