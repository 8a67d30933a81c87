"""The house's own rules for masking, as plain values. `guardrails.house_file` reads them from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guardrails.registry import PERSONAL
from guardrails.vault import SECRET

ORGANISATION = "ORGANISATION"
"""A customer's organisation: no recogniser looks for it, but tickets state it and a house can name it."""
MASKED = (*PERSONAL, ORGANISATION)
"""Kinds that a house can deny, switch off and write patterns for."""
PATTERNED = (*MASKED, SECRET)
"""Kinds that a house can write patterns for."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A value that is masked wherever it stands."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class HousePattern:
    """A format of the house's own. With `context` it counts only near one of these words."""

    kind: str
    name: str
    pattern: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What the house adds to the guards.

    `terms` stay readable and are never names; `denied` values are always masked; `off` names for each channel (in
    lower case) the kinds that are not looked for in it.
    """

    terms: tuple[str, ...] = ()
    denied: tuple[Denied, ...] = ()
    patterns: tuple[HousePattern, ...] = ()
    off: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same for the same rules, in whatever order and with whatever comments a file holds them."""
        denied = sorted((one.kind, one.value) for one in self.denied)
        patterns = sorted((one.kind, one.name, one.pattern, sorted(one.context)) for one in self.patterns)
        off = sorted((channel, sorted(kinds)) for channel, kinds in self.off.items())
        return repr((sorted(self.terms), denied, patterns, off))

    def kinds_off(self, channel: str) -> frozenset[str]:
        """Kinds that are not looked for in texts of this channel; none for a channel without switches."""
        return self.off.get(channel_name(channel), frozenset())


def channel_name(channel: str) -> str:
    """The form in which channels are compared.

    >>> channel_name(" Web  Form ")
    'web form'
    """
    return " ".join(channel.split()).lower()
