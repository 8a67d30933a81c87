"""What every task offers, and what it hands to the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from evals.running.bench import Bench


class Strict(BaseModel):
    """Base of what a case holds: an unknown key is a mistake, because it would expect nothing."""

    model_config = ConfigDict(extra="forbid")


class Kept(BaseModel):
    """Base of what is logged: a log that holds more than is known here can still be scored."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out of one case.

    `output` is logged, so it holds nobody's personal data (`Bench.cleaner` takes it out); `timings_ms` by step and
    `tokens` (`in`, `out`, `cost`) are logged apart, because they differ from run to run.
    """

    output: Kept
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, float] = field(default_factory=dict)


class Task(Protocol):
    """Feeds one real part. `given` and `expect` schemas check the cases; `output` reads the log."""

    name: str
    about: str
    given: type[Strict]
    expect: type[Strict]
    output: type[Kept]

    def run(self, bench: Bench, given: Any) -> Ran:
        """Put one case through; whatever it raises is logged as this case's error."""
        ...
