"""Names change their endings: German and Scandinavian genitives, Slavic and Baltic cases.

The endings are those of the common declensions of given and family names; no language is guessed. A form counts only
for a name that the ticket itself holds.
"""

from functools import lru_cache

MIN_NAME = 4
"""Shorter names are not declined: their forms are everyday words too often."""

_A = "y i ę ą o ie u ou ě ě ů ám ami ach e ų os ai oje".split()
_CONSONANT = "a u owi em iem ie e ovi om ów ami ach ův ova ovo s es en".split()
_HARD_A = "ы и е у ой ою ою і ої ою о".split()
_SOFT_YA = "и е ю ей ею ії ї є єю".split()
_SOFT_YOT = "я ю ем ем е еві єм".split()
_HARD = "а у ом ем е ові ым ой ою ы".split()
_SOFT_SIGN = "я ю ем е и і ью".split()
_DECLENSIONS = (
    # how the name ends, what is taken off, what may stand there instead
    ("ska", 2, ("kiej", "ką", "ké", "kou", "ki")),
    ("cka", 2, ("kiej", "ką", "ké", "kou", "ki")),
    ("ská", 1, ("é", "ou")),
    ("ová", 1, ("é", "ou")),
    ("ski", 0, ("ego", "emu", "m", "ch", "mi")),
    ("cki", 0, ("ego", "emu", "m", "ch", "mi")),
    ("ský", 1, ("ého", "ému", "ým", "ém")),
    ("cký", 1, ("ého", "ému", "ým", "ém")),
    ("ek", 2, ("ka", "ku", "kowi", "kiem", "kem", "kovi")),
    ("ec", 2, ("ca", "cu", "cowi", "cem", "covi", "ci")),
    ("eł", 2, ("ła", "łowi", "łem", "le")),
    ("ский", 2, ("ого", "ому", "им", "ом")),
    ("ская", 2, ("ой", "ую", "ою")),
    ("ова", 1, ("ой", "у", "ою")),
    ("ева", 1, ("ой", "у", "ою")),
    ("ина", 1, ("ой", "у", "ою")),
    ("a", 1, _A),
    ("á", 1, ("é", "ou", "u")),
    ("o", 1, ("a", "owi", "em", "u", "ovi")),
    ("ė", 1, ("ės", "ei", "ę", "e")),
    ("us", 2, ("aus", "ui", "ų", "umi")),
    ("as", 2, ("o", "ui", "ą", "u", "e")),
    ("а", 1, _HARD_A),
    ("я", 1, _SOFT_YA),
    ("й", 1, _SOFT_YOT),
    ("ь", 1, _SOFT_SIGN),
)
_VOWELS = frozenset("aeiouyáéíóúýàèìòùâêîôûäëïöüąęěůőűøåæœãõаеёиоуыэюяіїє")
_FIRST_CYRILLIC, _LAST_CYRILLIC = "\u0400", "\u04ff"
_TWO_NAMES = frozenset({"a", "e", "o", "i"})
"""Endings that make another name (Daniel, Daniela; Carlo, Carla): found, but not taken for the same person."""
_NAMES_IN_S = frozenset(
    "andreas carlos elias jonas lucas marcos mathias matthias nicolas niklas thomas tobias adams andrews davids "
    "daniels edwards evans hughes jacobs james johns matthews peters phillips richards roberts stevens williams".split()
)


@lru_cache(maxsize=4096)
def forms(name: str, *, strict: bool = False) -> frozenset[str]:
    """Case-folded forms of one word of a name, without the word itself; `strict` leaves out other people's names.

    >>> sorted({"annas", "anny", "annę"} & forms("Anna")), "иваном" in forms("Иван")
    (['annas', 'anny', 'annę'], True)
    """
    word = name.casefold()
    if len(word) < MIN_NAME or not word.isalpha():
        return frozenset()
    latin = not _FIRST_CYRILLIC <= word[-1] <= _LAST_CYRILLIC
    genitive = f"{word}s"
    found = {genitive} if latin and not word.endswith(("s", "x", "z", "ß")) else set()
    if strict and genitive in _NAMES_IN_S:
        found.clear()
    ending = next((row for row in _DECLENSIONS if word.endswith(row[0])), None)
    if ending:
        stem, endings = word[: len(word) - ending[1]], ending[2]
    elif word[-1] in _VOWELS:
        return frozenset(found)
    else:
        stem, endings = word, _CONSONANT if latin else _HARD
    found |= {stem + end for end in endings if not (strict and end in _TWO_NAMES)}
    return frozenset(found - {word})


def same_word(one: str, other: str) -> bool:
    """Whether two words are one name in the same or in different cases."""
    return one == other or other in forms(one, strict=True) or one in forms(other, strict=True)
