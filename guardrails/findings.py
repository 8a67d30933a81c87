"""What a guard saw: kind, place and severity, never the value itself."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "blocking"]
RepairKind = Literal["drop", "replace", "soften", "ask"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What mends a sentence: it goes (`drop`), a person decides (`ask`), or words of it give way to a rule's own.

    `before` and `after` are only the words that gave way and what stands there now; `made` tells whether it was done.
    """

    kind: RepairKind
    before: str = ""
    after: str = ""
    made: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation of a guard.

    `kind` is dotted, family first: `pii.person`, `secret.private_key`, `injection.override`, `policy.refund`,
    `link.unknown`, `foreign.email`, `evidence.number`. `where` names the text (`m3`, `subject`, `draft.4`,
    a chunk id); `start` and `end` are Unicode code points in the text that the guard was given. `score` tells how
    sure the guard is, from 0 to 1; 0 also where a guard does not say. A `policy.` finding names its `repair`; its
    offsets are those before the repair.
    """

    kind: str
    where: str
    start: int
    end: int
    severity: Severity
    advice: str = ""
    score: float = 0.0
    repair: Repair | None = None
