"""Ids that lead to a log line: request, trace, correlation and delivery ids, ids of objects, UUIDs."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from assistant.artifacts.artifact import Kind, Spot

ID_PREFIXES: Mapping[str, Kind] = MappingProxyType(
    {
        "req": "request_id",
        "request": "request_id",
        "trace": "trace_id",
        "trc": "trace_id",
        "corr": "correlation_id",
        "cor": "correlation_id",
        "dlv": "delivery_id",
        "delivery": "delivery_id",
        "imp": "object_id",
        "exp": "object_id",
        "evt": "object_id",
        "event": "object_id",
        "job": "object_id",
        "run": "object_id",
        "msg": "object_id",
        "whk": "object_id",
        "wh": "object_id",
        "we": "object_id",
        "sub": "object_id",
        "inv": "object_id",
        "ord": "object_id",
        "txn": "object_id",
        "usr": "object_id",
        "org": "object_id",
        "ws": "object_id",
        "acct": "object_id",
    }
)
"""Prefixes of ids such as `req_8fk2…`, and what they identify. Prefixes of keys (`sk_`, `whsec_`) stay out."""

_UUID = re.compile(r"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])")
_TRACEPARENT = re.compile(r"(?<![\w-])[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?![\w-])")
_BRACKETED = re.compile(r"(?<=\[)[0-9a-f]{32}(?=\])")
_VALUE = r"[\"'`]?(?P<id>[A-Za-z0-9](?:[\w:./+=@-]{2,126})?[\w=])"
_JOIN = r"[\"'`]?(?:\s?[:=#]\s?|\s+(?:(?:is|was|are|of|ist|est|es)\s+)?(?:[:=]\s?)?|\s?\()\s?"
_LABELS: tuple[tuple[Kind, str], ...] = (
    ("trace_id", r"(?:x[-_])?(?:b3[-_]?)?trace[-_ ]?id|x-amzn-trace-id|trace"),
    ("correlation_id", r"(?:x[-_](?:ms[-_])?)?correlation(?:[-_ ]?request)?[-_ ]?id"),
    ("delivery_id", r"(?:x[-_])?(?:[a-z]{2,20}[-_])?(?:webhook[-_ ])?delivery[-_ ]?(?:id|guid)|x-[a-z]{2,20}-delivery"),
    ("request_id", r"(?:x[-_])?(?:(?:amzn?|ms|goog|client|service)[-_])?(?:request|req|anfrage)[-_ ]?id|cf-ray|reqid"),
)
_LABELLED = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{label}){_JOIN}{_VALUE}", re.IGNORECASE)) for kind, label in _LABELS
)


def find_identifiers(text: str, prefixes: Mapping[str, Kind] = ID_PREFIXES) -> Iterator[Spot]:
    """Ids with a label, with a known prefix, or in the form of a trace parent or a UUID."""
    for kind, pattern in _LABELLED:
        for match in pattern.finditer(text):
            if _is_id(match["id"]):
                yield Spot(kind, match.start("id"), match.end("id"), _normal(match["id"]), rank=3)
    for match in _TRACEPARENT.finditer(text):
        if match["trace"].strip("0"):
            yield Spot("trace_id", match.start(), match.end(), match["trace"], rank=4)
    for match in _BRACKETED.finditer(text):
        yield Spot("trace_id", match.start(), match.end(), match.group())
    if prefixes:
        names = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w-])(?P<prefix>{names})_(?P<rest>[A-Za-z0-9]{{5,64}})(?!\w)", text):
            if any(char.isdigit() for char in match["rest"]):
                yield Spot(prefixes[match["prefix"]], match.start(), match.end(), match.group(), rank=1)
    for match in _UUID.finditer(text):
        yield Spot("uuid", match.start(), match.end(), match.group().lower())


def _is_id(value: str) -> bool:
    """At least six characters and a digit: "request id is missing" names no id."""
    return len(value) >= 6 and sum(char.isdigit() for char in value) >= 2 and "//" not in value


def _normal(value: str) -> str:
    return value.lower() if _UUID.fullmatch(value) else value
