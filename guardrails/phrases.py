"""Finds fixed words and phrases as whole words, in any case and over line breaks, however many there are."""

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no spaces between words, so that no end of a word can be asked for."""


class Phrases:
    """Filed under their first word, so that the time does not depend on how many there are.

    >>> [match[0] for match in Phrases(["Atlas Gateway", "C++"]).find("The ATLAS  gateway, atlases and C++.")]
    ['ATLAS  gateway', 'C++']
    """

    def __init__(self, values: Iterable[str]) -> None:
        self._filed: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        unspaced: list[str] = []
        for value in sorted({value.strip() for value in values}, key=lambda value: (-len(value), value)):
            first = _WORD.search(value)
            if _UNSPACED.search(value):
                unspaced.append(_spaced(value))
            elif first:
                pattern = re.compile(_bounded(value), re.IGNORECASE)
                self._filed.setdefault(first[0].lower(), []).append((first.start(), pattern))
        self._unspaced = re.compile("|".join(unspaced), re.IGNORECASE) if unspaced else None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where one of them stands; of several that begin at one word, the longest."""
        if self._unspaced:
            yield from self._unspaced.finditer(text)
        if not self._filed:
            return
        for word in _WORD.finditer(text):
            for lead, pattern in self._filed.get(word[0].lower(), ()):
                start = word.start() - lead
                if start >= 0 and (match := pattern.match(text, start)):
                    yield match
                    break


def _spaced(value: str) -> str:
    return r"\s{1,8}".join(map(re.escape, value.split()))


def _bounded(value: str) -> str:
    """A pattern that asks for the end of a word where the value ends with a letter or figure."""
    before = r"(?<!\w)" if re.match(r"\w", value) else ""
    return before + _spaced(value) + (r"(?!\w)" if re.search(r"\w\Z", value) else "")
