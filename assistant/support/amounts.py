"""Numbers in figures and in words, and what each of them counts."""

import re
from collections.abc import Iterator

from assistant.support.lexicon import alike, stem_of
from assistant.support.reading import Reading
from assistant.support.reason import Reason
from assistant.support.words import Word

_SPELLED = {
    word: value
    for value, words in {
        2: "two twice both zwei deux dos",
        3: "three thrice drei trois tres",
        4: "four vier quatre cuatro",
        5: "five fünf cinq cinco",
        6: "six sechs seis",
        7: "seven sieben sept siete",
        8: "eight acht huit ocho",
        9: "nine neun neuf nueve",
        10: "ten zehn dix diez",
        11: "eleven",
        12: "twelve dozen zwölf douze doce",
        13: "thirteen",
        14: "fourteen fortnight",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty zwanzig vingt veinte",
        30: "thirty dreißig trente treinta",
        40: "forty",
        45: "forty-five",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "hundred hundert cent cien",
        1000: "thousand tausend mille mil",
        1000000: "million",
        0.5: "half halves",
        0.25: "quarter",
    }.items()
    for word in words.split()
}
_ELSEWHERE = 2
"""Words of another number's clause, and of no other, that give a number away as misplaced."""
_SPECIAL = {"both": None, "half": None, "quarter": None}
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?$")
_TIMES = frozenset("twice thrice times double triple".split())
_CLOSED = tuple(
    frozenset(stem_of(word) for word in words.split())
    for words in (
        "millisecond minute hour day night week weekend fortnight month quarter year decade hourly daily nightly weekly"
        " monthly quarterly yearly annual annually midnight noon morning afternoon evening today tomorrow yesterday"
        " tonight",
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february april june july august september october november december",
        "€ $ £ % eur usd gbp chf euro dollar pound franc cent percent percentage",
        "red green blue yellow orange amber white black grey gray purple pink brown",
        "byte kilobyte megabyte gigabyte terabyte kb mb gb tb kib mib gib",
    )
)
"""Words of which one never stands for another."""
_EQUAL = {"€": "eur", "$": "usd", "£": "gbp", "%": "percent", "euro": "eur", "dollar": "usd", "pound": "gbp"}
_EQUAL |= {"kilobyt": "kb", "megabyt": "mb", "gigabyt": "gb", "terabyt": "tb", "percentag": "percent"}


def amounts(own: Reading, held: Reading) -> Iterator[Reason]:
    """Numbers and units of `own` that `held` lacks or binds to something else."""
    known = {value_of(word) for word in held.words} - {None}
    for word in own.words:
        spelled = word.lower.split("-")[0] in _SPELLED and word.lower not in _SPECIAL
        if spelled and value_of(word) not in known:
            yield Reason("amount", word.text)
    if "once" in own.lowers() and not own.lowers() & _TIMES and held.lowers() & _TIMES and "once" not in held.lowers():
        yield Reason("amount", "once")
    yield from _closed(own, held)
    yield from _bound(own, held)
    yield from _misplaced(own, held)


def numbers_in_words(text_words: tuple[Word, ...]) -> set[str]:
    """Figures that a text spells out: `two` allows “2”."""
    values = {_SPELLED[word.lower] for word in text_words if word.lower in _SPELLED}
    return {f"{value:g}" for value in values if value >= 1}


def _closed(own: Reading, held: Reading) -> Iterator[Reason]:
    stems = {_unit(word.stem) for word in held.words}
    for word in own.words:
        closed = word.lower == "seconds" or any(word.stem in one for one in _CLOSED)
        if closed and _unit(word.stem) not in stems and not _near(word, held):
            yield Reason("amount", word.text)


def _near(word: Word, held: Reading) -> bool:
    return any(alike(word.stem, other.stem) for other in held.words)


def _unit(stem: str) -> str:
    return _EQUAL.get(stem, stem)


def _bound(own: Reading, held: Reading) -> Iterator[Reason]:
    """“30 requests in 5 minutes” never becomes “5 requests in 30 minutes”."""
    theirs = _counted(held)
    for stem, values in _counted(own).items():
        like = [held_values for other, held_values in theirs.items() if alike(stem, other)]
        known = set().union(*like)
        for value, words in values.items():
            if known and value not in known and any(value in others for others in theirs.values()):
                yield Reason("amount", words)


def _misplaced(own: Reading, held: Reading) -> Iterator[Reason]:
    """A number that the evidence gives for something else, beside the words of the number that was meant."""
    numbered = [(word, held.by_clause[word.clause]) for word in held.words if word.number]
    for word in (one for one in own.words if one.number):
        said = own.by_sentence[word.sentence]
        here = [clause for other, clause in numbered if other.stem == word.stem]
        for other, clause in numbered:
            if not here or other.stem in said or any(other.stem in one for one in here):
                continue
            if (
                len((clause - set().union(*here)) & said) >= _ELSEWHERE
                and not (set.intersection(*here) - clause - {word.stem}) & said
            ):
                yield Reason("amount", word.text)
                return


def _counted(reading: Reading) -> dict[str, dict[float | str, str]]:
    """What is counted, by the stem of the noun behind the number, with the numbers and the words."""
    found: dict[str, dict[float | str, str]] = {}
    for at, word in enumerate(reading.words):
        value = value_of(word)
        if value is None:
            continue
        behind = reading.words[at + 1 : at + 3]
        noun = next((w for w in behind if _counts(w) and w.clause == word.clause), None)
        if noun is not None:
            found.setdefault(_unit(noun.stem), {})[value] = f"{word.text} {noun.text}"
    return found


def _counts(word: Word) -> bool:
    return (word.content or word.lower == "seconds") and not word.number


def one_class(one: Word, other: Word) -> bool:
    """Whether the two are different words of a kind of which one never stands for another: hours and days."""
    kin = any(one.stem in words and other.stem in words for words in _CLOSED)
    return kin and not alike(_unit(one.stem), _unit(other.stem))


def value_of(word: Word) -> float | str | None:
    """The number that a word is, if it is one."""
    spelled = _SPELLED.get(word.lower, _SPELLED.get(word.lower.split("-")[0]))
    if spelled is not None:
        return spelled
    if not word.number:
        return None
    return float(word.lower.replace(",", "")) if _FIGURE.match(word.lower) else word.lower
