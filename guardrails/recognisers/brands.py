"""Firms that are called like people: one word that the text itself uses as a firm's or a product's name."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator, Sequence, Set

from guardrails.hits import Hit
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.trim import SURE

_WORD = re.compile(r"\b[A-Z][^\W\d_]+\b")
_ARTICLE = re.compile(
    r"(?i)(?<![\w'])(?:the|a|an|our|my|his|her|their|your|its|this|these|each|any|other|via|thru|using|unser|unserem|mein|meinem|notre|mon)[ ]$"
)
_THING = re.compile(
    r"\.(?:com|net|org|io|co|de|fr)\b|[ ](?:cable|e-?mails?|mail|webmail|accounts?|rep|reps|support|service|services|server|servers|internet|broadband|network|"
    r"store|shop|web|website|site|apps?|router|modem|software|client|login|portal|customers?|domain|address(?:es)?|smtp|imap|pop3?|ring|cluster|release|plugin|connector)\b"
)
"""What firms and products have."""


def without_brands(text: str, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """The hits without lone words that were guessed, and that stand somewhere before a thing or after an article.

    Known given names are not taken for firms.
    """
    weak = [hit for hit in hits if hit.score < SURE and _is_lone(text[hit.start : hit.end], lexicon)]
    surely = {text[hit.start : hit.end] for hit in hits if hit.score >= SURE}
    brands = _things(text, {text[hit.start : hit.end] for hit in weak} - surely)
    left_out = {id(hit) for hit in weak if text[hit.start : hit.end] in brands}
    yield from (hit for hit in hits if id(hit) not in left_out)


def _is_lone(found: str, lexicon: Lexicon) -> bool:
    return found.isascii() and found[0].isupper() and found.isalpha() and not lexicon.is_given(found)


def _things(text: str, guessed: Set[str]) -> set[str]:
    """Those of the words that a thing follows somewhere, or that have an article somewhere."""
    if not guessed:
        return set()
    return {
        word[0]
        for word in _WORD.finditer(text)
        if word[0] in guessed
        and (_THING.match(text, word.end()) or _ARTICLE.search(text, max(0, word.start() - 12), word.start()))
    }
