"""Small words that turn or weaken a statement, and the word that each of them is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.support.words import Word

Cue = Literal["not", "may", "can", "will", "must", "all", "some", "only", "upto", "least"]

NOT = frozenset(
    "not no never none neither nor without nobody nothing nowhere hardly unless"
    " nicht kein keine keinen keinem keiner keines nie niemals ohne pas jamais aucun aucune sans nunca ningún ninguna"
    " jamás".split()
)
PREPOSITIONS = frozenset("without ohne sans sin".split())
"""Denials of one thing, not of the clause that they stand in."""
BEHIND = frozenset({"nicht", "pas"})
"""Denials that may follow what they deny."""
NEARLY_NOT = frozenset(
    "stop cease fail lack avoid prevent refuse reject block forbid miss except instead only deny unable disallow"
    " prohibit skip exclud omit outsid beyond lose lost nur sauf excepté salvo excepto".split()
)
"""Stems that may say in another way what a denial says."""
MAY = frozenset(
    "may might could sometimes usually often typically generally normally mostly probably likely possibly perhaps maybe"
    " occasionally rarely seldom potentially apparently presumably suspect seems seem appears".split()
)
WILL = frozenset(
    "will always definitely certainly surely undoubtedly inevitably guaranteed guarantees guarantee".split()
)
MUST = frozenset("must mandatory compulsory obligatory".split())
ALL = frozenset(
    "all every always everyone everybody everything definitely certainly guaranteed guarantees immediately instantly"
    " entire entirely completely permanently never nobody".split()
)
ANY_ALL = ALL | frozenset(
    "each any anyone anybody anything whole full fully both total totally whatever no none nothing whenever wherever"
    " permanent immediate complete straightaway forever regardless".split()
)
SOME = frozenset("some most many few several certain selected part partly partially half".split())
ONLY = frozenset("only just solely exclusively sole alone".split())
RESTRICTS = ONLY | frozenset(
    "unless except other else nobody limited restricted nothing no not without cannot must single one exclusive"
    " nur uniquement seulement solamente solo".split()
)
_WEAK_VERBS = frozenset("take cause happen fail occur lead delay lag break lose result".split())


@dataclass(frozen=True, slots=True)
class About:
    """A cue and the index of the word it is about."""

    cue: Cue
    at: int
    word: Word


def cues(words: Sequence[Word]) -> Iterator[About]:
    """Every cue with the next word of meaning in its clause."""
    for n, word in enumerate(words):
        cue = _cue(words, n)
        if cue is None:
            continue
        head = _head(words, n)
        if head is not None:
            yield About(cue, head, word)
        if word.lower in BEHIND and n and words[n - 1].content:
            yield About(cue, n - 1, word)


def _cue(words: Sequence[Word], n: int) -> Cue | None:
    lower = words[n].lower
    before = words[n - 1].lower if n else ""
    after = words[n + 1].lower if n + 1 < len(words) else ""
    if lower in NOT:
        return "not"
    if lower in MAY and not words[n].initial:
        return "may" if not (lower in ("may", "could", "might") and before in ("you", "we", "i")) else "can"
    if lower == "can":
        return "can"
    if lower in MUST:
        return "must"
    if lower in WILL:
        return "will"
    if lower in ALL:
        return "all"
    if lower in SOME:
        return "some"
    if lower in ONLY:
        return "only"
    if lower == "up" and after == "to":
        return "upto"
    if lower == "at" and after == "least":
        return "least"
    return None


def _head(words: Sequence[Word], n: int) -> int | None:
    """The next word of meaning that is no adverb; over a border of clauses only right behind the cue."""
    for m in range(n + 1, min(n + 7, len(words))):
        if words[m].sentence != words[n].sentence or (words[m].clause != words[n].clause and m > n + 1):
            return None
        if words[m].number or (words[m].content and not _adverb(words[m])):
            return m
    return None


def _adverb(word: Word) -> bool:
    return word.lower.endswith("ly") and "-" not in word.lower


def weak_verb(word: Word) -> bool:
    """Verbs with which “can” says that something may happen, not that somebody is able to."""
    return word.stem in _WEAK_VERBS
