"""Who says that a place is masked, and which shields give way to the house and to values that hold more than a term."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from guardrails.hits import CERTAIN, Hit, Shield

KNOWN = "stated by the ticket, or found elsewhere in it"
HOUSE_TERM = "allowed by the house"
_WORDS = frozenset({"PERSON", "ADDRESS"})
"""Kinds that are made of words: a term of the house in one of them is cut out of it."""


def opened(shields: Iterable[Shield], hits: Iterable[Hit], denied: Sequence[Hit]) -> list[Shield]:
    """Shields without the stretches that the house denies, and without terms that are part of something personal.

    The address `ana@atlas.example` is no less personal when Atlas is a product.
    """
    holes = _merged((hit.start, hit.end) for hit in denied)
    wholes = _merged((hit.start, hit.end) for hit in hits if hit.score >= CERTAIN and hit.kind not in _WORDS)
    left: list[Shield] = []
    for shield in shields:
        size = shield.end - shield.start
        if shield.why == HOUSE_TERM and any(end - start > size for start, end in _over(shield, wholes)):
            continue
        left += _around(shield, _over(shield, holes)) if holes else [shield]
    return left


def _around(shield: Shield, holes: list[tuple[int, int]]) -> list[Shield]:
    """What is left of a shield beside the holes, which are in order and apart."""
    left: list[Shield] = []
    at = shield.start
    for start, end in holes:
        if at < start:
            left.append(replace(shield, start=at, end=start))
        at = max(at, end)
    return [*left, replace(shield, start=at)] if at < shield.end else left


def attributed(settled: Sequence[Hit], claims: Iterable[Hit]) -> list[Hit]:
    """Settled hits with the sources of all the claims of their kind in their place; without one it is a known value."""
    waiting = sorted(claims)
    named: list[Hit] = []
    first = 0
    for hit in settled:
        sources: dict[str, None] = {}
        while first < len(waiting) and waiting[first].start < hit.end:
            claim = waiting[first]
            first += 1
            if claim.end > hit.start and (claim.kind == hit.kind or (claim.secret and hit.secret)):
                sources[claim.source] = None
        source = " + ".join(filter(None, sources)) or hit.source or KNOWN
        named.append(Hit(hit.start, hit.end, hit.kind, hit.score, source))
    return named


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in text order, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _over(shield: Shield, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the spans, which are in order and apart, that overlap the shield."""
    index = max(0, bisect_right(spans, (shield.start, shield.start)) - 1)
    found = []
    while index < len(spans) and spans[index][0] < shield.end:
        if spans[index][1] > shield.start:
            found.append(spans[index])
        index += 1
    return found
