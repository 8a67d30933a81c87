"""Names that our lists know, with the words that belong to them, and names that an e-mail address spells."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span
from guardrails.people import PARTICLES, handle_words
from guardrails.recognisers.contact import EMAIL
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import INITIAL, LETTER, PARTICLE, UPPER, WORD
from guardrails.recognisers.trim import LIKELY, SPACES, Trimmer

_GIVEN_FIRST = re.compile(
    rf"(?<![\w@./\\=#$%&-])(?P<n>{WORD}(?:[ \u00a0](?:{PARTICLE}[ ])?(?:{WORD}|{INITIAL})){{0,3}})(?![\w@]|\.\w|/\w)"
)
_INITIALLED = re.compile(rf"(?<![\w.@])(?P<n>{INITIAL}[ ]?{WORD}(?:[ -]{WORD})?)(?![\w@])")
_REVERSED = re.compile(rf"(?<![\w@./-])(?P<n>{WORD},[ ]{WORD})(?![\w@])")
_CAPITALISED = re.compile(rf"(?<![\w@./-])[{UPPER}]{LETTER}{{3,30}}(?![\w@])")

_AGREED = 0.5


class Listed:
    """Finds names by the word lists of `lexicon`."""

    def __init__(self, lexicon: Lexicon, trimmer: Trimmer) -> None:
        self._lexicon = lexicon
        self._trimmer = trimmer

    def find(self, text: str, people: Sequence[Span] = ()) -> Iterator[Hit]:
        """Known given names, initials before a strange word, "Last, First", and what an address is made of.

        A given name before an everyday word is a product's (Stella Boards), unless it is among the tagger's `people`.
        """
        told = sorted(span.start for span in people if span.score >= _AGREED)
        yield from self._given(text, told)
        for match in _INITIALLED.finditer(text):
            if not self._lexicon.is_ordinary(SPACES.split(match["n"])[-1].split(".")[-1]):
                yield Hit(match.start("n"), match.end("n"), "PERSON", LIKELY)
        for match in _REVERSED.finditer(text):
            first, second = match["n"].split(", ")
            clear = self._lexicon.is_clear_name(second)
            if clear and not self._lexicon.is_ordinary(first) and not self._lexicon.is_given(first):
                yield Hit(match.start("n"), match.end("n"), "PERSON", LIKELY)
        yield from self._from_addresses(text)

    def _given(self, text: str, told: Sequence[int]) -> Iterator[Hit]:
        """Known given names, with the capitalised words that belong to them."""
        for match in _GIVEN_FIRST.finditer(text):
            words = match["n"].replace("\u00a0", " ").split(" ")
            at = match.start("n")
            index = 0
            while index < len(words):
                found = self._run(words, index)
                end_index = max(index + 1, found)
                length = len(" ".join(words[index:end_index]))
                nobody = found <= index or self._is_nobodys(words[index + 1 : found], at, at + length, told)
                if not nobody and (hit := self._trimmer.trimmed(text, at, at + length, score=LIKELY, cued=False)):
                    yield hit
                at += length + 1
                index = end_index

    def _is_nobodys(self, rest: list[str], start: int, end: int, told: Sequence[int]) -> bool:
        """Whether one of the words after a given name is an everyday one, and the tagger sees no person there."""
        lexicon = self._lexicon
        if not any(lexicon.is_ordinary(word) and not lexicon.is_name(word) for word in rest if word not in PARTICLES):
            return False
        at = bisect_left(told, start)
        return at == len(told) or told[at] >= end

    def _run(self, words: list[str], index: int) -> int:
        """Where the name that begins at `index` ends; `index` itself when none begins there."""
        lexicon, first = self._lexicon, words[index]
        if not lexicon.is_given(first) or first.isupper():
            return index
        clear = lexicon.is_clear_name(first)
        end = index + 1
        while end < len(words) and self._continues(words[end], clear=clear):
            end += 1
        return end if clear or end > index + 1 else index

    def _continues(self, word: str, *, clear: bool) -> bool:
        """Whether a capitalised word after a given name belongs to it; a clear given name allows any surname."""
        if word in PARTICLES or word.endswith("."):
            return True
        if self._lexicon.is_function(word) or len(word) < 2:
            return False
        return clear or self._lexicon.is_name(word) or not self._lexicon.is_ordinary(word)

    def _from_addresses(self, text: str) -> Iterator[Hit]:
        """Capitalised words that an e-mail address of the text is made of."""
        if "@" not in text:
            return
        parts = {
            word
            for match in EMAIL.finditer(text)
            for word in handle_words(match[0])
            if len(word) > 3 and not self._lexicon.is_never(word)
        }
        if not parts:
            return
        for match in _CAPITALISED.finditer(text):
            if match[0].casefold() in parts and not self._lexicon.is_ordinary(match[0]):
                yield Hit(match.start(), match.end(), "PERSON", LIKELY)
