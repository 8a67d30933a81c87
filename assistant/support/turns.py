"""A sentence turned round: a denial added or taken away, a word that says the opposite."""

from collections.abc import Iterator
from itertools import pairwise

from assistant.support.cues import PREPOSITIONS
from assistant.support.lexicon import alike, opposites
from assistant.support.reading import Reading
from assistant.support.reason import Reason

_PRONOUNS = frozenset("it them this that these those ihn sie es".split())
_EXCEPTS = frozenset("unless except until before without only".split())
_BEYOND = frozenset("above over beyond exceeding more longer later".split())
_UPTO = frozenset("up within maximum below under".split())
"""“not above 80” is “only up to 80”."""
_ONCE = frozenset("only once after when if unless until before as must".split())


def turned(own: Reading, held: Reading) -> Iterator[Reason]:
    """Where `own` says the opposite of what `held` says of the same thing."""
    for at, word in enumerate(own.words):
        if not (word.content or word.number):
            continue
        same, against = held.same(word), [] if word.number else held.opposite(word)
        places = held.nearest(own, at, [*same, *against])
        if not places:
            continue
        if not any(n in same for n in places):
            if not same and _turned_by_word(own, at, held, places):
                yield Reason("negation", word.text)
        elif all(n in same for n in places) and _turned_by_denial(own, at, held, places):
            yield Reason("negation", word.text)
    yield from _relations(own, held)


def _turned_by_word(own: Reading, at: int, held: Reading, places: list[int]) -> bool:
    """The evidence has only the opposite word: then exactly one of the two has to be denied."""
    if any(own.same(held.words[n]) for n in places):
        return False
    denied = own.is_denied(at)
    return all(held.is_denied(n) == denied and not (held.nearly_denied(n) and not denied) for n in places)


def _turned_by_denial(own: Reading, at: int, held: Reading, places: list[int]) -> bool:
    ours, theirs = own.heads.get(at, set()), [held.heads.get(n, set()) for n in places]
    if "not" in ours:
        if _by_pronoun(own, at, held):
            return False
        if any(held.is_denied(n) or held.nearly_denied(n) for n in places):
            return False
        return not _denied_elsewhere(own, at, held, {held.words[n].sentence for n in places})
    if not all("not" in cues for cues in theirs) or own.is_denied(at) or own.nearly_denied(at):
        return False
    said, told = own.lowers(own.words[at].sentence), [held.lowers(held.words[n].sentence) for n in places]
    excepted = all(words & _EXCEPTS for words in told) and said & _ONCE
    limited = all(words & _BEYOND for words in told) and said & _UPTO and not said & _BEYOND
    return not (excepted or limited)


def _denied_elsewhere(own: Reading, at: int, held: Reading, sentences: set[int]) -> bool:
    """What these sentences deny stands in the clause that denies: “not covered” for “covers …, but not water”."""
    clause = [word for word in own.words if word.clause == own.words[at].clause and (word.content or word.number)]
    heads = [n for n, cues in held.heads.items() if "not" in cues and held.words[n].sentence in sentences]
    return any(alike(held.words[n].stem, word.stem) for n in heads for word in clause)


def _by_pronoun(own: Reading, at: int, held: Reading) -> bool:
    """“without the box” where the evidence, which named the box before, has “without it”."""
    prepositions = {word.lower for word in own.words[max(0, at - 4) : at]} & PREPOSITIONS
    pairs = {(one.lower, other.lower) for one, other in pairwise(held.words)}
    return any((one, pronoun) in pairs for one in prepositions for pronoun in _PRONOUNS)


def _relations(own: Reading, held: Reading) -> Iterator[Reason]:
    """Small words such as `before` and `after` count by what stands behind them."""
    theirs = _related(held)
    for (relation, head), words in _related(own).items():
        opposed = {(other, head) for other in opposites()[relation]}
        if (relation, head) not in theirs and opposed & theirs.keys():
            yield Reason("negation", words)


def _related(reading: Reading) -> dict[tuple[str, str], str]:
    """Relation and stem of what it is about, with both words."""
    found: dict[tuple[str, str], str] = {}
    for at, word in enumerate(reading.words):
        if word.content or word.number or word.stem not in opposites():
            continue
        behind = reading.words[at + 1 : at + 5]
        head = next((w for w in behind if w.content or w.number), None)
        if head is not None and head.sentence == word.sentence:
            found.setdefault((word.stem, head.stem), f"{word.text} {head.text}")
    return found
