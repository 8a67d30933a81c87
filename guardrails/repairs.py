"""Mends a sentence by a rule's own words, and only where nothing of what it says of the world changes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from guardrails.policy import Rule
from guardrails.vault import PLACEHOLDER

_NEGATION = re.compile(
    r"\b(?:not|no|none|never|nobody|nothing|neither|nor|cannot|without|\w+n['’]t"
    r"|nicht|kein\w*|nie|niemals|nichts|niemand|ohne|ne|n|pas|jamais|aucune?|rien|sans|ni|nunca|jamás|nada|ningun[oa]?|ningún|sin)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\S*\d\S*")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Words that gave way, and what stands there now."""

    rule: Rule
    before: str
    after: str


def mended(text: str, rules: Sequence[Rule]) -> tuple[str, list[Change]]:
    """The sentence with the swaps of these rules made; unchanged when there is nothing to swap, or it is not safe.

    >>> from guardrails.policy_file import builtin_policy
    >>> mended("This will definitely help.", [builtin_policy().rule("certainty")])[0]
    'This should help.'
    """
    changes: list[Change] = []
    after = text
    for rule in rules:
        for swap in rule.swaps:
            while (found := swap.find.search(_plain(after))) and len(changes) < len(text):
                changes.append(Change(rule, after[found.start() : found.end()].strip(), swap.by))
                after = after[: found.start()] + swap.by + after[found.end() :]
                if swap.find.search(swap.by):
                    break
    after = _tidy(after, text)
    return (after, changes) if changes and keeps(text, after) else (text, [])


def keeps(before: str, after: str) -> bool:
    """Whether figures, placeholders, names and negations are the same, and a sentence is left."""
    same = all(Counter(read(before)) == Counter(read(after)) for read in (_figures, _names, _negations))
    return same and len(_WORD.findall(after)) >= _LEAST_WORDS


def harmless(words: str) -> bool:
    """Whether words put in bring along no figure, no name and no negation."""
    return not (_figures(words) or _negations(words) or PLACEHOLDER.search(words) or re.search(r"\b[A-Z]\w", words[1:]))


def _plain(text: str) -> str:
    """The same length, with the apostrophes and spaces that rules are written with."""
    return text.replace("’", "'").replace("\u00a0", " ")


def _figures(text: str) -> list[str]:
    return [*_FIGURE.findall(PLACEHOLDER.sub(" ", text)), *(match[0] for match in PLACEHOLDER.finditer(text))]


def _names(text: str) -> list[str]:
    """Words with a capital that do not begin a sentence; every language's, so German nouns are among them."""
    words = [match for match in _WORD.finditer(PLACEHOLDER.sub(" ", text)) if match[0] != match[0].lower()]
    return [match[0].rstrip(".") for match in words if not re.search(r"(?:^|[.!?:])\W*$", text[: match.start()])]


def _negations(text: str) -> list[str]:
    return [match[0].casefold() for match in _NEGATION.finditer(_plain(text))]


def _tidy(after: str, before: str) -> str:
    """Single spaces, and a capital where there was one."""
    after = re.sub(r"[ \t]{2,}", " ", after).strip()
    after = re.sub(r" +([,.;:!?])", r"\1", after)
    return after[:1].upper() + after[1:] if before[:1].isupper() else after
