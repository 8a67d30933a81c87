"""What an artifact is."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "timestamp",
    "request_id",
    "trace_id",
    "correlation_id",
    "delivery_id",
    "object_id",
    "uuid",
    "error_code",
    "error_signature",
    "http_request",
    "http_status",
    "url",
    "version",
    "stack_trace",
]


@dataclass(frozen=True, slots=True)
class Artifact:
    """`value` is exactly what stands at `start:end` of message `message_id`, in code points.

    `normalised` is the form to compare and search by: an instant in UTC, a status, a version with its product.
    It is None where the text does not say enough, as for a local time without a zone.
    """

    kind: Kind
    value: str
    normalised: str | None
    message_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """An artifact before it has a message: what the finders return. A higher `rank` wins where two overlap."""

    kind: Kind
    start: int
    end: int
    normalised: str | None
    rank: int = 0
