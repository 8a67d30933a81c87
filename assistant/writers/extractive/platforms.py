"""Which systems and browsers a text is for: an answer for another one than the customer's is none."""

import re
from collections.abc import Iterable, Mapping

from assistant.statements import Statement

_COMPUTERS = frozenset({"windows", "mac", "linux"})
_PHONES = frozenset({"android", "ios"})
_NAMED: Mapping[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "system": (
        (r"\bWindows\b|(?i:\bwindows (?:\d|xp|vista|pc|laptop|computer|machine))", frozenset({"windows"})),
        (r"(?i:\bmac ?os\b|\bos x\b|\bmacbook\b|\bimac\b)|\bMacs?\b", frozenset({"mac"})),
        (r"(?i:\blinux\b|\bubuntu\b|\bdebian\b|\bfedora\b)", frozenset({"linux"})),
        (r"(?i:\bandroid\b)", frozenset({"android"})),
        (r"\biOS\b|(?i:\biphones?\b|\bipads?\b)", frozenset({"ios"})),
        (r"(?i:\bdesktop (?:app|computer|version|browser)s?\b)", _COMPUTERS),
        (r"(?i:\bmobile (?:app|device|phone|version|browser)s?\b|\b(?:smart)?phone app\b)", _PHONES),
    ),
    "browser": (
        (r"(?i:\bfirefox\b)", frozenset({"firefox"})),
        (r"(?i:\bgoogle chrome\b)|\bChrome\b", frozenset({"chrome"})),
        (r"(?i:\bsafari\b)", frozenset({"safari"})),
        (r"(?i:\bmicrosoft edge\b)|\bEdge\b", frozenset({"edge"})),
    ),
}

Platforms = Mapping[str, frozenset[str]]
"""Names by family; a family that is not named is missing."""


def platforms(texts: Iterable[str]) -> Platforms:
    """Everything that is named in any of the texts.

    >>> sorted(platforms(["On my iPad, in Safari"])["system"])
    ['ios']
    """
    text = "\n".join(texts)
    found = {
        family: frozenset[str]().union(*(names for pattern, names in named if re.search(pattern, text)))
        for family, named in _NAMED.items()
    }
    return {family: names for family, names in found.items() if names}


def for_another(statement: Statement, asked: Platforms) -> bool:
    """Whether a statement, or the heading over it, is for systems or browsers that the ticket does not name.

    A ticket that names none may be about any.
    """
    if not asked:
        return False
    own, heading = platforms([statement.text]), platforms([statement.chunk.heading])
    return any(
        names and names.isdisjoint(asked[family])
        for family in asked
        for names in (own.get(family), heading.get(family))
    )
