"""What may stand in an article that everybody reads: nothing of this customer, neither names nor ids nor places."""

import re

from assistant.artifacts import find_artifacts
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER

_PERSONAL = frozenset(
    "request_id trace_id correlation_id delivery_id object_id uuid timestamp stack_trace http_request".split()
)
_NUMBER = re.compile(r"(?<![\w.])(?:[A-Z]{1,4}-)?\d[\d,.-]*\d{2,}(?![\w%])|\b\d{1,3}(?:\.\d{1,3}){3}\b")
_HOST = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b")
_LONG = 4
"""Figures from which a number is somebody's order, account or invoice, unless the knowledge knows it."""
_ADDRESSED = re.compile(r"\b(?:your|our|my) (?:colleague|boss|director|partner|wife|husband|son)\b", re.IGNORECASE)


def impersonal(text: str, known: str) -> bool:
    """Whether a sentence of a ticket may be published; `known` is what public knowledge says already.

    >>> impersonal("Add the header to the list of the proxy.", ""), impersonal("Order 884120 is closed.", "")
    (True, False)
    """
    if PLACEHOLDER.search(text) or BARE_PLACEHOLDER.search(text) or _ADDRESSED.search(text):
        return False
    for one in find_artifacts("text", text):
        if one.kind in _PERSONAL and one.value not in known:
            return False
    if any(match[0] not in known for match in _HOST.finditer(text) if "." in match[0]):
        return False
    codes = [one.value for one in find_artifacts("text", text) if one.kind in ("error_code", "version")]
    numbers = [match[0] for match in _NUMBER.finditer(text) if sum(c.isdigit() for c in match[0]) >= _LONG]
    return all(number in known or any(number in code for code in codes) for number in numbers)
