"""Words of another language in English, one by one: enough to search with, never to be read.

A small list of the words of support tickets, written for this project. Endings are taken off (Snowball stemmers),
German compounds are taken apart, and what the list does not know stays as it is: names, codes and product words are
mostly the same in every language.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import Stemmer

LANGUAGES: Mapping[str, str] = {"de": "german", "fr": "french", "es": "spanish"}
"""Languages that the list holds, by ISO 639-1 code, with the name of their stemmer."""

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 3
_COMPOUND = 7
_PART = 4
_LINKING = ("", "s", "n", "en", "es", "er", "e")


class Glossary:
    """The list of one language.

    >>> glossary("de").english("Die Rechnung FWK-1029 ist falsch")
    'invoice FWK-1029 wrong'
    """

    def __init__(self, language: str, rows: Sequence[tuple[str, str]]) -> None:
        self._stemmer = Stemmer.Stemmer(LANGUAGES[language])
        self._compounds = language == "de"
        self._exact: dict[tuple[str, ...], str] = {}
        self._stems: dict[tuple[str, ...], str] = {}
        self._forms: dict[str, str] = {}
        for english, foreign in rows:
            for entry in foreign.split():
                words = _WORD.findall(entry)
                self._exact.setdefault(tuple(_folded(word) for word in words), english)
                self._stems.setdefault(tuple(self._stem(word) for word in words), english)
                if len(words) == 1 and len(words[0]) >= _PART and english:
                    self._forms.setdefault(_folded(words[0]), english)

    def english(self, text: str) -> str:
        """`text` word by word in English; unknown words and everything that is no word stay."""
        found = list(_WORD.finditer(text))
        parts: list[str] = []
        at = number = 0
        while number < len(found):
            length, said = self._said(found, number)
            if said is None:
                number += 1
                continue
            parts += [text[at : found[number].start()], said]
            at = found[number + length - 1].end()
            number += length
        return " ".join("".join([*parts, text[at:]]).split())

    def share(self, text: str) -> float:
        """Share of the words of `text` that the list knows, 0 to 1."""
        words = _WORD.findall(text)
        known = sum(self._entry([word]) is not None or bool(self._parts(word)) for word in words)
        return known / len(words) if words else 0.0

    def _said(self, found: Sequence[re.Match[str]], number: int) -> tuple[int, str | None]:
        """How many words from here are one entry, and what they are in English."""
        words = [match.group() for match in found[number : number + _LONGEST]]
        for length in range(len(words), 0, -1):
            if (said := self._entry(words[:length])) is not None:
                return length, said
        return 1, self._parts(words[0]) or None

    def _entry(self, words: Sequence[str]) -> str | None:
        """The entry of these words as they stand, else of their stems: *seit* is not *Seite*."""
        exact = self._exact.get(tuple(_folded(word) for word in words))
        return self._stems.get(tuple(self._stem(word) for word in words)) if exact is None else exact

    def _parts(self, word: str) -> str:
        """A compound as its two known parts; empty when it is none."""
        if not self._compounds or len(word) < _COMPOUND:
            return ""
        whole = _folded(word)
        for cut in range(len(whole) - _PART, _PART - 1, -1):
            head, tail = whole[:cut], self._entry([whole[cut:]])
            first = next((self._forms[head.removesuffix(s)] for s in _LINKING if self._linked(head, s)), "")
            if first and tail:
                return f"{first} {tail}"
        return ""

    def _linked(self, head: str, linking: str) -> bool:
        return head.endswith(linking) and head.removesuffix(linking) in self._forms

    def _stem(self, word: str) -> str:
        return _folded(self._stemmer.stemWord(word.casefold()))


@cache
def glossary(language: str) -> Glossary:
    """The list of `language`, read once; `KeyError` for one that is not in `LANGUAGES`."""
    column = 1 + list(LANGUAGES).index(language) if language in LANGUAGES else 0
    if not column:
        raise KeyError(f"no glossary for {language!r}: one of {list(LANGUAGES)}")
    rows = []
    for line in files("assistant").joinpath("languages", "glossary.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            rows.append(("" if cells[0] == "-" else cells[0].replace("-", " "), cells[column]))
    return Glossary(language, rows)


def _folded(word: str) -> str:
    """Without accents, in one case."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
