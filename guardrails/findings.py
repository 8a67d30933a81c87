"""What a guard saw: kind, place and severity, never the value itself."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "blocking"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation of a guard.

    `kind` is dotted, family first: `pii.person`, `secret.private_key`, `injection.override`, `promise.refund`,
    `link.unknown`, `foreign.email`, `evidence.number`. `where` names the text (`m3`, `subject`, `draft.4`,
    a chunk id); `start` and `end` are Unicode code points in the text that the guard was given. `score` tells how
    sure the guard is, from 0 to 1; 0 also where a guard does not say.
    """

    kind: str
    where: str
    start: int
    end: int
    severity: Severity
    advice: str = ""
    score: float = 0.0
