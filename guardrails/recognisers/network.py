"""Addresses of machines that lead to a person: public IP addresses and hardware addresses."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import ipaddress
import re
from collections.abc import Iterator

from guardrails.hits import Hit

_DOT = r"(?:\.|\[\.\]|\(\.\))"
_V4 = re.compile(rf"[0-9](?<![\w.-].)(?<![/=~^]v.)\d{{0,2}}(?:{_DOT}\d{{1,3}}){{3}}(?![\w]|\.\d|-[a-z0-9])")
_V6 = re.compile(r"[0-9a-fA-F](?<![\w:.].)[0-9a-fA-F]{0,3}:(?:[0-9a-fA-F]{0,4}:){1,6}(?:[0-9a-fA-F]{1,4})?(?!\w)")
_X = "[0-9a-fA-F]"
_MAC = re.compile(
    rf"{_X}(?:(?<![\w:-].){_X}(?:([:-]){_X}{{2}})(?:\1{_X}{{2}}){{4}}(?![\w]|[:-]{_X}{{2}}(?![\w]))"
    rf"|(?<![\w.].){_X}{{3}}\.{_X}{{4}}\.{_X}{{4}}(?![\w]|\.\w))"
)
_BARE_MAC = re.compile(
    r"\b(?:mac(?:[ _-]?addr(?:ess)?)?|hwaddr|ethaddr|bssid)[\"']?[ ]?[:= ][ ]?[\"']?([0-9a-f]{12})(?!\w)", re.IGNORECASE
)
_MAC_WORD = re.compile(r"[Mm][Aa][Cc]|addr|bssid|BSSID")
_VERSION_CUE = re.compile(
    r"(?:version\w*|ver\.?|release|build|\bv\.?|firmware|upgrad\w+ (?:to|from)|(?:down|up)grade|updated? (?:to|from)|update|patch|kernel|driver|"
    r"plugin|package|module|library|oid|app|[=~^<>]=|->|(?:up|down)grad\w+[^\n]{0,30})[\s:=\"'(]*(?:(?:is|was|to|from|number|no\.?|now) ){0,2}$",
    re.IGNORECASE,
)
_VERSION_AFTER = re.compile(
    r" ?\(?(?:(?:64|32)-?bit|x64|x86|esr|beta|version|release|build|installed|or (?:later|newer|above|higher|lower|earlier)|and (?:later|above|newer|up))\b|\+",
    re.IGNORECASE,
)
_PORT = re.compile(r":\d|/\d{1,2}\b")
_PRODUCT = re.compile(r"(?<![\w./])[A-Z][A-Za-z]{1,30}/$")
_PRODUCT_WORD = re.compile(r"(?<![\w./])([A-Z][A-Za-z]{1,30}) $")
_NO_PRODUCT = frozenset(
    "from to at via on by for in of and with ip ips ipv4 is are was the our my your block ban allow unblock ping trace whois lookup check got see use using "
    "host server client source origin address addr peer remote gateway dns ns mx vpn proxy cidr acl hop connect connecting connected connection user visitor "
    "attacker internet wan nat router node login adresse adres adresa direccion indirizzo endereco quelle von depuis desde da van fra od z".split()
)
_ADDRESS_CUE = re.compile(
    r"(?:\bip|addr|host|from|client|remote|peer|server|gateway|whitelist|allow|block|forwarded)[^\n]{0,20}$",
    re.IGNORECASE,
)
_PUBLIC_SERVICES = frozenset(
    {"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220"}
)
_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*")
"""Bytes of a thumbprint."""
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_UNICAST = ipaddress.ip_network("2000::/3")
_SMALL, _TINY, _LARGE = 30, 10, 100
"""Parts below these speak for a version: all small, or two tiny and none large."""
_LONG = 5
"""Colons from which on hexadecimal words are an address even outside the range in use (`add::fee` is none)."""


def find_network(text: str) -> Iterator[Hit]:
    """Public addresses; private, loopback, documentation and well-known resolver addresses stay."""
    for match in _V4.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        address = re.sub(r"[\[\]()]", "", match[0])
        if is_public(address) and not looks_like_version(address, before, text[match.end() : match.end() + 16]):
            yield Hit(match.start(), match.end(), "IP_ADDRESS", 0.95)
    if ":" in text:
        yield from _find_v6(text)
    yield from _find_mac(text)


def _find_v6(text: str) -> Iterator[Hit]:
    for match in _V6.finditer(text):
        address = match[0] if match[0].endswith("::") else match[0].removesuffix(":")
        if is_public(address):
            yield Hit(match.start(), match.start() + len(address), "IP_ADDRESS", 0.95)


def _find_mac(text: str) -> Iterator[Hit]:
    for match in _MAC.finditer(text):
        if match[0].lower().strip("0f:-.") and ("." not in match[0] or not match[0].replace(".", "").isdigit()):
            yield Hit(match.start(), match.end(), "MAC_ADDRESS", 0.95)
    for match in _BARE_MAC.finditer(text) if _MAC_WORD.search(text) else ():
        if match[1].lower().strip("0f"):
            yield Hit(match.start(1), match.end(1), "MAC_ADDRESS", 0.95)


def looks_like_version(address: str, before: str, after: str = "") -> bool:
    """Whether four numbers between `before` and `after` are a version rather than an address."""
    if _VERSION_CUE.search(before) or (_PRODUCT.search(before) and not after.startswith(":")):
        return True
    if _ADDRESS_CUE.search(before) or _PORT.match(after):
        return False
    product = _PRODUCT_WORD.search(before)
    if _VERSION_AFTER.match(after) or (product and product[1].lower() not in _NO_PRODUCT):
        return True
    parts = sorted(map(int, address.split(".")))
    return address.endswith(".0") or parts[3] < _SMALL or (parts[1] < _TINY and parts[3] < _LARGE)


def is_public(address: str) -> bool:
    """Whether an address names a machine outside a private network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    inward = (
        parsed.is_private or parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified
    )
    if isinstance(parsed, ipaddress.IPv6Address):
        return not inward and (parsed in _UNICAST or (address.count(":") >= _LONG and not _PAIRS.fullmatch(address)))
    return not (inward or parsed.is_reserved or parsed in _SHARED) and address not in _PUBLIC_SERVICES
