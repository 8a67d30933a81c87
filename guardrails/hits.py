"""A hit is what one recogniser claims; `resolve` settles overlapping claims so that nothing found is left standing."""

from collections.abc import Iterable
from dataclasses import dataclass

CERTAIN = 0.9
"""From this score on a hit wins over a technical shield (unless the shield is hard)."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of text that a recogniser takes for `kind`; `score` tells how sure it is."""

    start: int
    end: int
    kind: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Shield:
    """A stretch that is technical and survives; a `hard` one survives whatever a recogniser says."""

    start: int
    end: int
    hard: bool = False


def rank(hit: Hit) -> tuple[bool, float, int]:
    """Order of precedence between overlapping hits: secrets, then certainty, then length."""
    return (hit.kind.startswith("SECRET"), hit.score, hit.end - hit.start)


def resolve(hits: Iterable[Hit], shields: Iterable[Shield]) -> list[Hit]:
    """Drop hits that a shield covers, join the ones that overlap, and return them in text order."""
    kept = unshielded(sorted(hits, key=lambda hit: (hit.start, hit.end)), sorted(shields, key=lambda s: s.start))
    joined: list[Hit] = []
    for hit in kept:
        if joined and hit.start < joined[-1].end:
            last = joined.pop()
            winner = max(last, hit, key=rank)
            hit = Hit(last.start, max(last.end, hit.end), winner.kind, winner.score)
        joined.append(hit)
    return joined


def unshielded(hits: list[Hit], shields: list[Shield]) -> list[Hit]:
    """Hits (in order of start) that no shield (in order of start) forbids: one sweep over both."""
    kept: list[Hit] = []
    first = 0
    for hit in hits:
        while first < len(shields) and shields[first].end <= hit.start:
            first += 1
        if not any(forbids(shield, hit) for shield in overlapping(shields, first, hit.end)):
            kept.append(hit)
    return kept


def overlapping(shields: list[Shield], first: int, end: int) -> Iterable[Shield]:
    """Shields from `first` on that start before `end`."""
    for index in range(first, len(shields)):
        if shields[index].start >= end:
            return
        yield shields[index]


def forbids(shield: Shield, hit: Hit) -> bool:
    """Whether the shield keeps the hit from being masked."""
    if shield.end <= hit.start or hit.kind.startswith("SECRET"):
        return False
    return shield.hard or hit.score < CERTAIN
