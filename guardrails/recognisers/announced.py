"""Values that a word announces: "passport no. X", `"licensePlate": "X"`, "Reisepassnummer: X"."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FILLER = (
    r"(?:numbers?|num|no|nr|nro|n[°º]|numm?er[ou]?|num[eé]ro|n[uú]mero|number|nummer|numara(?:s[ıi])?|č[íi]slo|broj|id|code|card|is|was|are|ist|war|"
    r"lautet|est|es|[eé]|è|jest|to|er|är|on|the|my|our|his|her|their|your|mein|meine|mon|ma|mi|il mio|o meu|mijn|its|new|old)"
)  # fmt: skip
_MARK = r"[\s\"'`*:=#()|>,\[]"
LINK = rf"(?:-(?=[^\W\d_]))?{_MARK}{{0,6}}(?:\([A-Za-z]{{2,3}}\)[ :]{{1,2}})?(?:(?:{_FILLER})(?![^\W_])\.?{_MARK}{{0,6}}){{0,4}}"
_COUNTED = re.compile(
    r"[ ]?(?:ms|us|s|sec|seconds|bytes?|[KMGT]i?B|px|rows?|lines?|files?|entries|packets?|records?|items?|requests?|errors?|times|users|tokens)\b|[ ]?%"
)
"""What makes a number a count, whatever word stands before it."""
_OF = r"(?:[ ](?:of|for|von|vom|de|du|di|do|da|van)[ ][^\n\d:=]{1,40}?(?=[ ](?:is|was|ist|est|es|é|è)[ ]|:|=))?"
_COPULA = re.compile(
    r"[,;]? (?:is|was|ist|war|est|es|è|é|jest|to|er|är) (?:my|our|his|her|their|mein|meine|unser|unsere|mon|ma|notre|mi|nuestr[oa]|il mio|la mia|"
    r"o meu|a minha|mijn|mitt?|min|m[oó]j|moja) (?:(?:new|old|own|car's|neue[sr]?|alte[sr]?) )?"
)
_LONGEST = 40
_COMPOUND = r"(?:(?![^\W_])|(?=(?i:s?numm?er|num|no|nr|id|code)))"


@dataclass(frozen=True, slots=True)
class Announced:
    """Words, and the value that stands behind them or, with "is my", before them."""

    words: re.Pattern[str] | None
    exact: re.Pattern[str] | None
    value: re.Pattern[str]
    ended: re.Pattern[str]

    def find(self, text: str, lowered: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Cues with the match of their value in group `value`; `lowered` is `lower(text)`."""
        named = False
        for cues, where in ((self.words, lowered), (self.exact, text)):
            for cue in cues.finditer(where) if cues else ():
                named = True
                match = self.value.match(text, cue.end())
                if match and not _COUNTED.match(text, match.end()):
                    yield text[cue.start() : cue.end()], match
        if named:
            yield from self._find_before(text, lowered)

    def _find_before(self, text: str, lowered: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Values that stand before their word: "X is my passport number"."""
        for copula in _COPULA.finditer(lowered):
            cue = self.words and self.words.match(lowered, copula.end())
            start = text.rfind("\n", 0, copula.start()) + 1
            if cue and (match := self.ended.search(text, max(start, copula.start() - _LONGEST), copula.start())):
                yield text[cue.start() : cue.end()], match


def announced(words: str, value: str, *, exact: str = "") -> Announced:
    """`words` in any case and `exact` as they are written, both parted by `|`; a space stands for any joint or none."""
    cues = [word.strip().lower() for word in words.split("|") if word.strip()]
    fixed = [word.strip() for word in exact.split("|") if word.strip()]
    behind = re.compile(rf"{_OF}(?i:{LINK})(?P<value>{value})")
    ended = re.compile(rf"(?<![\w./@-])(?P<value>{value})[\"'`)]?$")
    return Announced(_cues(cues), _cues(fixed), behind, ended)


def lower(text: str) -> str:
    """The text in lower case and of the same length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _cues(words: list[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words)}){_COMPOUND}") if words else None


def alternatives(words: Iterable[str]) -> str:
    """A pattern of words, longest first within a first letter; accents may be missing.

    >>> alternatives(["pase", "né le", "pas"])
    'n(?:[ée][ _.\\\\-]?le)|p(?:ase|as)'
    """
    spelled = (list(map(_spelled, word)) for word in sorted(words, key=len, reverse=True))
    return grouped((first, "".join(rest).replace(" ", r"[ _.\-]?")) for first, *rest in spelled)


def grouped(patterns: Iterable[tuple[str, str]]) -> str:
    """Patterns, each with its first character apart, as one that tries only those with the right first character.

    >>> grouped([("p", "ase"), ("n", "o"), ("p", "lates?")])
    'n(?:o)|p(?:ase|lates?)'
    """
    groups: dict[str, list[str]] = {}
    for first, rest in patterns:
        groups.setdefault(first, []).append(rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in sorted(groups.items()))


def _spelled(char: str) -> str:
    plain = _plain(char)
    if char == "'":
        return "['’]?"
    if plain != char and len(plain) == 1:
        return f"[{char}{plain}]"
    return char if char == " " else re.escape(char)


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
