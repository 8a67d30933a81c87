"""A hit is what one recogniser claims; `resolve` settles overlapping claims so that nothing found is left standing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

CERTAIN = 0.9
"""From this score on a hit wins over a technical shield (unless the shield is hard)."""
LITERAL = "TEXT"
"""The kind of text that looks like a placeholder: it is kept as it stands, and nothing inside it is a value."""
_SMALL_PART = 0.5
"""A hit inside another one names the whole only when it is at least this share of it."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of text that a recogniser takes for `kind`; `score` tells how sure it is, `source` who says so."""

    start: int
    end: int
    kind: str
    score: float = 1.0
    source: str = field(default="", compare=False)

    @property
    def secret(self) -> bool:
        """Whether it must never be given back."""
        return self.kind.startswith("SECRET")


@dataclass(frozen=True, slots=True)
class Shield:
    """A stretch that is technical and survives, `why` says by which rule; a `hard` one survives every recogniser."""

    start: int
    end: int
    hard: bool = False
    why: str = field(default="", compare=False)


def rank(hit: Hit) -> tuple[bool, bool, float, int]:
    """Order of precedence between overlapping hits: secrets, text like placeholders, then certainty, then length."""
    return (hit.secret, hit.kind == LITERAL, hit.score, hit.end - hit.start)


def resolve(hits: Iterable[Hit], shields: Iterable[Shield], *, text: str = "") -> list[Hit]:
    """Drop what a shield covers, settle overlaps, and return hits in text order that are apart from each other.

    Every letter and digit that a kept hit claims is in one of the results. Hits of one kind are joined. Of two kinds
    the inner one gives way to the outer one; where they overlap in part the surer keeps its stretch and the other
    keeps the rest. A secret is never joined to what may be restored. With `text`, rests of mere signs are left out.
    """
    claims = sorted(hit for hit in hits if hit.start < hit.end)
    kept = unshielded(claims, sorted(shields, key=lambda shield: shield.start))
    queue = [(hit.start, -hit.end, hit) for hit in kept]
    heapify(queue)
    settled: list[Hit] = []
    while queue:
        hit = heappop(queue)[2]
        if not settled or hit.start >= settled[-1].end:
            settled.append(hit)
            continue
        front, *rests = settle(settled.pop(), hit)
        for piece in rests:
            if rest := tightened(piece, text):
                heappush(queue, (rest.start, -rest.end, rest))
        if first := tightened(front, text):
            settled.append(first)
    return settled


def settle(one: Hit, two: Hit) -> list[Hit]:
    """Two overlapping hits, of which `one` starts first or is the longer, as hits that no longer overlap."""
    for outer, inner in ((one, two), (two, one)):
        if outer.kind == LITERAL and covers(outer, inner):
            return [outer]
    strong, weak = (one, two) if rank(one) >= rank(two) else (two, one)
    if one.kind == two.kind or (one.secret and two.secret):
        return [replace(strong, start=one.start, end=max(one.end, two.end))]
    if covers(strong, weak):
        return [strong]
    if covers(one, two) and not (strong.secret or strong.kind == LITERAL):
        large = two.end - two.start >= _SMALL_PART * (one.end - one.start)
        return [replace(one, kind=strong.kind if large else one.kind, score=strong.score)]
    pieces = [replace(weak, end=strong.start), strong, replace(weak, start=strong.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def covers(outer: Hit, inner: Hit) -> bool:
    """Whether the whole of `inner` lies in `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def tightened(hit: Hit, text: str) -> Hit | None:
    """The hit without blanks at its ends; none when nothing but signs is left of it."""
    if not text or hit.kind == LITERAL:
        return hit
    value = text[hit.start : hit.end]
    if not any(map(str.isalnum, value)):
        return None if not hit.secret else hit
    lead, tail = len(value) - len(value.lstrip()), len(value) - len(value.rstrip())
    return replace(hit, start=hit.start + lead, end=hit.end - tail) if lead or tail else hit


def unshielded(hits: list[Hit], shields: list[Shield]) -> list[Hit]:
    """What shields (in order of start) leave of hits (in order of start): one sweep over both.

    A hard shield cuts the hits that reach beyond it; any other one drops the hits that are not certain.
    """
    kept: list[Hit] = []
    first = 0
    for hit in hits:
        while first < len(shields) and shields[first].end <= hit.start:
            first += 1
        over = [] if hit.secret else [s for s in overlapping(shields, first, hit.end) if s.end > hit.start]
        if any(not shield.hard for shield in over) and hit.score < CERTAIN:
            continue
        kept += around(hit, [shield for shield in over if shield.hard])
    return kept


def around(hit: Hit, shields: list[Shield]) -> list[Hit]:
    """The parts of a hit outside of shields that are in order of start."""
    parts: list[Hit] = []
    at = hit.start
    for shield in shields:
        if at < shield.start:
            parts.append(replace(hit, start=at, end=shield.start))
        at = max(at, shield.end)
    return [*parts, replace(hit, start=at)] if at < hit.end else parts


def overlapping(shields: list[Shield], first: int, end: int) -> Iterable[Shield]:
    """Shields from `first` on that start before `end`."""
    for index in range(first, len(shields)):
        if shields[index].start >= end:
            return
        yield shields[index]
