"""The house's own rules for masking, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseRules:
    """`terms` stay readable and are never names; `secret_patterns` are (name, pattern) pairs of the house's secrets."""

    terms: tuple[str, ...] = ()
    secret_patterns: tuple[tuple[str, str], ...] = ()
