"""Names that are made of several words without a space between them."""

import re

HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Between two words of such a name."""
_NAME = re.compile(r"[^\W_]+")
_COMPOUND = 3
"""A name of so many words is written out for the embedder; `GitHub` and `iPhone` are words of their own."""


def in_words(title: str) -> str:
    """A title with each name that was made of several words written in these words.

    >>> in_words("KubeNodeLost"), in_words("Reset a GitHub password")
    ('Kube Node Lost', 'Reset a GitHub password')
    """

    def apart(match: re.Match[str]) -> str:
        words = HUMP.split(match.group())
        return " ".join(words) if len(words) >= _COMPOUND else match.group()

    return _NAME.sub(apart, title)
