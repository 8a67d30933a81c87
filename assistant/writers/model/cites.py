"""Labels as models write them."""

import re
from collections.abc import Sequence

_LABEL = re.compile(r"[a-z]+\d*(?:\.[a-z]*\d*)?", re.IGNORECASE)


def cited(cites: Sequence[str]) -> list[str]:
    """The labels in the form of the catalogue, each once: brackets, commas and capitals do not count.

    >>> cited(["[m1.3]", "K2.4, subject"])
    ['m1.3', 'k2.4', 'subject']
    """
    return list(dict.fromkeys(match[0].lower() for cite in cites for match in _LABEL.finditer(cite)))
