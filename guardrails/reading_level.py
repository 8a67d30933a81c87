"""How hard a text is to read.

English: the grade of J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new readability
formulas for Navy enlisted personnel" (Research Branch Report 8-75, 1975). Other languages: LIX of C.-H. Björnsson,
"Läsbarhet" (1968), which counts long words instead of syllables and so needs no table for a language.
"""

import re
from collections.abc import Sequence

_UNREAD = re.compile(r"`[^`]*`|https?://\S+|<[A-Z_]+(?:_\d+)?>|\S*[\d_/\\@=]\S*")
"""Code, addresses, placeholders, paths and figures are looked at, not read."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiouyl]e$|[aeiouyr]le[sd]?$|[^aeioucgsxzhtdyl]es$|[^aeioutdyl]ed$|[^t]hes$")
_LONG = 6
"""LIX counts words of more letters than this."""


def words(text: str) -> list[str]:
    """What of a text is read as words.

    >>> words("Run `fwk sync --all`, then open https://x.example/a today.")
    ['Run', 'then', 'open', 'today']
    """
    return _WORD.findall(_UNREAD.sub(" ", text))


def grade(sentences: Sequence[str]) -> float:
    """Flesch-Kincaid grade of English sentences: years of school; 0 without words."""
    read = [found for one in sentences if (found := words(one))]
    count = sum(map(len, read))
    if not count:
        return 0.0
    syllables = sum(_syllables(word) for found in read for word in found)
    return 0.39 * count / len(read) + 11.8 * syllables / count - 15.59


def lix(sentences: Sequence[str]) -> float:
    """LIX of sentences in any language with an alphabet: 30 easy, 40 a newspaper, 60 a law; 0 without words."""
    read = [found for one in sentences if (found := words(one))]
    count = sum(map(len, read))
    if not count:
        return 0.0
    long = sum(len(word) > _LONG for found in read for word in found)
    return count / len(read) + 100 * long / count


def _syllables(word: str) -> int:
    """Groups of vowels, without an e at the end that is not spoken.

    >>> [_syllables(word) for word in ("code", "table", "delivery", "retries", "changes", "needed")]
    [1, 2, 4, 2, 2, 2]
    """
    plain = word.lower()
    return max(1, len(_VOWELS.findall(plain)) - bool(_SILENT.search(plain)))
