"""How long a chat model is waited for: one number for a whole text, the others follow from it."""

import time
from dataclasses import dataclass

_CONNECT_S = 5.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a whole text, to connect, to the first word of an answer, and from one word to the next."""

    total_s: float
    connect_s: float
    first_s: float
    idle_s: float

    @classmethod
    def within(cls, total_s: float) -> "Patience":
        """What a total leaves for each step.

        >>> Patience.within(30)
        Patience(total_s=30, connect_s=5.0, first_s=20.0, idle_s=10.0)
        """
        return cls(total_s, min(_CONNECT_S, total_s / 3), total_s * 2 / 3, total_s / 3)


class Deadline:
    """A moment from which on nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never less than 0."""
        return max(0.0, self._end - time.monotonic())
