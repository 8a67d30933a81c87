"""Find every artifact of a message, and keep of those that overlap the most specific."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from assistant.artifacts.artifact import Artifact, Kind, Spot
from assistant.artifacts.errors import find_error_codes, find_error_signatures
from assistant.artifacts.identifiers import ID_PREFIXES, find_identifiers
from assistant.artifacts.times import find_times
from assistant.artifacts.traces import find_traces
from assistant.artifacts.versions import find_versions
from assistant.artifacts.web import find_requests, find_statuses, find_urls

_RANKS: dict[Kind, int] = {
    "http_request": 90,
    "url": 80,
    "trace_id": 70,
    "request_id": 70,
    "correlation_id": 70,
    "delivery_id": 70,
    "object_id": 65,
    "error_code": 60,
    "timestamp": 55,
    "http_status": 50,
    "version": 40,
    "uuid": 30,
}


def find_artifacts(
    message_id: str,
    text: str,
    *,
    sent_at: datetime | None = None,
    error_prefixes: Sequence[str] = (),
    id_prefixes: Mapping[str, Kind] = ID_PREFIXES,
) -> list[Artifact]:
    """Every artifact of a message, by its place in the text.

    `sent_at` gives the year to dates without one. `error_prefixes` are the house's own (`FWK` for `FWK-1029`);
    codes with other prefixes count only beside words such as "error". Artifacts do not overlap, except that a stack
    trace and an error signature hold the ids, codes, times and URLs that stand inside them.

    >>> [(found.kind, found.value) for found in find_artifacts("m1", "POST /v2/orders returns 401 since v2.8")]
    [('http_request', 'POST /v2/orders'), ('http_status', '401'), ('version', 'v2.8')]
    """
    tokens = [
        *find_times(text, sent_at),
        *find_identifiers(text, id_prefixes),
        *find_error_codes(text, error_prefixes),
        *find_requests(text),
        *find_statuses(text),
        *find_urls(text),
        *find_versions(text),
    ]
    kept = [*find_traces(text), *_apart(find_error_signatures(text)), *_apart(tokens)]
    kept.sort(key=lambda spot: (spot.start, -spot.end))
    return [
        Artifact(spot.kind, text[spot.start : spot.end], spot.normalised, message_id, spot.start, spot.end)
        for spot in kept
    ]


def unique(artifacts: Iterable[Artifact]) -> list[Artifact]:
    """The first of each kind and value, for showing: an id that stands in ten log lines is one id."""
    seen: set[tuple[Kind, str]] = set()
    first: list[Artifact] = []
    for artifact in artifacts:
        key = (artifact.kind, artifact.normalised or artifact.value)
        if key not in seen:
            seen.add(key)
            first.append(artifact)
    return first


def _apart(spots: Iterable[Spot]) -> list[Spot]:
    """The spots that remain when, of two that overlap, the more specific kind and then the longer one stays."""
    ranked = sorted(spots, key=lambda spot: (-_RANKS.get(spot.kind, 0) - spot.rank, spot.start - spot.end, spot.start))
    kept = _Kept()
    for spot in ranked:
        kept.add(spot)
    return kept.spots


class _Kept:
    """Spots that do not overlap: each marks the blocks of text it touches, so that asking is cheap."""

    _BLOCK = 64

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self._by_block: dict[int, list[Spot]] = {}

    def add(self, spot: Spot) -> None:
        blocks = range(spot.start // self._BLOCK, (spot.end - 1) // self._BLOCK + 1)
        for block in blocks:
            if any(spot.start < other.end and other.start < spot.end for other in self._by_block.get(block, ())):
                return
        self.spots.append(spot)
        for block in blocks:
            self._by_block.setdefault(block, []).append(spot)
