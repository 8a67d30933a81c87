"""Values that are known already are masked wherever they stand: in every message, in any case and spacing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.hits import Hit
from guardrails.people import PARTICLES, TITLES
from guardrails.recognisers.lexicon import Lexicon

_WORD = re.compile(r"\w+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n>*\-•\"(]\s{0,3})$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One value: a pattern that begins `lead` characters before the word that it is filed under."""

    kind: str
    pattern: re.Pattern[str]
    lead: int
    part: bool
    lower: bool = False


class KnownValues:
    """Finds values again. Filed under their first word, so that the time does not depend on how many there are."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries: dict[str, list[_Entry]] = {}
        self._seen: set[tuple[str, str]] = set()

    def add(self, kind: str, value: str, *, any_case: bool = False) -> None:
        """Know a value; of a person's name also the parts that can stand alone."""
        self._file(kind, value, part=False, any_case=any_case)
        if kind != "PERSON":
            return
        for part in re.split(r"[\s,]+", value):
            bare = part.strip(".,'’\"()")
            if len(bare) > 2 and bare != value and bare[0].isupper() and not self._belongs_to_many(bare):
                self._file(kind, bare, part=True)

    def _belongs_to_many(self, word: str) -> bool:
        """Whether a part of a name says nothing by itself: a particle, a title, a role."""
        return word.casefold() in PARTICLES | TITLES or self._lexicon.is_never(word)

    def find(self, text: str) -> Iterator[Hit]:
        """Every place where a known value stands, as a whole word."""
        if not self._entries:
            return
        for word in _WORD.finditer(text):
            for entry in self._entries.get(word[0].casefold(), ()):
                start = word.start() - entry.lead
                if start >= 0 and (match := entry.pattern.match(text, start)) and self._stands(text, match, entry):
                    yield Hit(start, match.end(), entry.kind, 0.6 if entry.part else 0.95)

    def _file(self, kind: str, value: str, *, part: bool, any_case: bool = False) -> None:
        first = _WORD.search(value)
        if first is None or len(value) < 3 or (kind, value) in self._seen:
            return
        self._seen.add((kind, value))
        gap = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
        pattern = re.compile(rf"(?<!\w){gap.join(map(re.escape, value.split()))}(?!\w)", re.IGNORECASE)
        lone = part or " " not in value
        entry = _Entry(kind, pattern, first.start(), lone, any_case or value.islower())
        self._entries.setdefault(first[0].casefold(), []).append(entry)

    def _stands(self, text: str, match: re.Match[str], entry: _Entry) -> bool:
        """Whether the word here is the value: a lone name has a capital and is no everyday word."""
        if entry.kind != "PERSON":
            return True
        if not entry.part:
            return entry.lower or any(char.isupper() for char in match[0])
        if not match[0][0].isupper():
            return False
        if self._lexicon.is_ordinary(match[0]):
            return not _SENTENCE_START.search(text, max(0, match.start() - 4), match.start())
        return True
