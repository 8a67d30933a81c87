"""Addresses of machines that lead to a person: public IP addresses and hardware addresses."""

import ipaddress
import re
from collections.abc import Iterator

from guardrails.hits import Hit

_V4 = re.compile(r"(?<![\w.-])(?<![/=~^]v)(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d|-[a-z0-9])")
_V6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{1,4}:|:)(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_MAC = re.compile(
    r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w]|[:-][0-9a-f]{2}(?![\w]))", re.IGNORECASE
)
_VERSION_CUE = re.compile(r"(?:version|release|build|\bv|firmware|upgraded? (?:to|from)|update)[\s:=]*$", re.IGNORECASE)
_ADDRESS_CUE = re.compile(
    r"(?:\bip|addr|host|from|client|remote|peer|server|gateway|whitelist)[^\n]{0,20}$", re.IGNORECASE
)
_PUBLIC_SERVICES = frozenset(
    {"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "208.67.222.222", "208.67.220.220"}
)


def find_network(text: str) -> Iterator[Hit]:
    """Public addresses; private, loopback, documentation and well-known resolver addresses stay."""
    for match in _V4.finditer(text):
        if is_public(match[0]) and not looks_like_version(match[0], text[max(0, match.start() - 30) : match.start()]):
            yield Hit(match.start(), match.end(), "IP_ADDRESS", 0.95)
    if text.count(":") < 2 and text.count("-") < 5:
        return
    for match in _V6.finditer(text):
        if is_public(match[0]):
            yield Hit(match.start(), match.end(), "IP_ADDRESS", 0.95)
    for match in _MAC.finditer(text):
        if match[0].lower().strip("0f:-"):
            yield Hit(match.start(), match.end(), "MAC_ADDRESS", 0.95)


def looks_like_version(address: str, before: str) -> bool:
    """Whether four numbers after `before` are a version rather than an address."""
    if _VERSION_CUE.search(before):
        return True
    return all(int(part) < 30 for part in address.split(".")) and not _ADDRESS_CUE.search(before)


def is_public(address: str) -> bool:
    """Whether an address names a machine outside a private network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inward = (
        parsed.is_private or parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified
    )
    if parsed.version == 4 and (parsed.is_reserved or parsed in _SHARED):
        return False
    return not inward and address not in _PUBLIC_SERVICES


_SHARED = ipaddress.ip_network("100.64.0.0/10")
