"""Two that changed places: who may ask for what another grants, what falls back to what."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.support.lexicon import alike
from assistant.support.reading import Reading
from assistant.support.reason import Reason
from assistant.support.words import Word

_MIN_GAIN = 3
"""Words of a clause that stand with the other one in the evidence, where that other one stands alone."""
_PASSIVE = "by"


def roles(own: Reading, held: Reading) -> Iterator[Reason]:
    """The first two words of `own` of which each has the company that the other one has in `held`."""
    words = [word for word in own.words if word.content and not word.number and held.same(word)]
    for one, other in combinations(words, 2):
        if alike(one.stem, other.stem):
            continue
        traded = _across(one, other, own, held) if one.clause != other.clause else _within(one, other, own, held)
        if traded:
            yield Reason("roles", f"{one.text}, {other.text}")
            return


def _across(one: Word, other: Word, own: Reading, held: Reading) -> bool:
    """Each stands in the clause of the other."""
    pairs = ((one, other), (other, one))
    gains = [_gain(word, place, own, held) for word, place in pairs]
    bare = any(gain == 0 and not _company(*pair, own) for gain, pair in zip(gains, pairs, strict=True))
    return min(gains) > 0 or (bare and max(gains) >= _MIN_GAIN)


def _gain(word: Word, other: Word, own: Reading, held: Reading) -> int:
    """How much more the company of `word` is that of `other` than its own."""
    company = _company(word, other, own)
    return _shared(company, _clauses(other, held, without=word)) - _shared(company, _clauses(word, held))


def _company(word: Word, other: Word, own: Reading) -> set[str]:
    return own.by_clause[word.clause] - {word.stem, other.stem}


def _clauses(word: Word, held: Reading, *, without: Word | None = None) -> list[set[str]]:
    clauses = {held.words[n].clause for n in held.same(word)}
    apart = {held.words[n].clause for n in held.same(without)} if without else set()
    return [held.by_clause[clause] for clause in clauses - apart]


def _shared(company: set[str], clauses: Sequence[set[str]]) -> int:
    return max((len(company & clause) for clause in clauses), default=0)


def _within(one: Word, other: Word, own: Reading, held: Reading) -> bool:
    """They stand in one clause of both, around the same words, the other way round; a passive turns them rightly."""
    between = _between(one, other, own.words)
    if not between:
        return False
    places = [(n, m) for n in held.same(other) for m in held.same(one) if held.words[n].clause == held.words[m].clause]
    return bool(places) and all(
        n < m
        and _passive(own, one.clause) == _passive(held, held.words[n].clause)
        and between == {word.stem for word in held.words[n + 1 : m] if word.content or word.number}
        for n, m in places
    )


def _between(one: Word, other: Word, words: Sequence[Word]) -> set[str]:
    places = [n for n, word in enumerate(words) if word is one or word is other]
    return {word.stem for word in words[places[0] + 1 : places[1]] if word.content or word.number}


def _passive(reading: Reading, clause: int) -> bool:
    return any(word.lower == _PASSIVE and word.clause == clause for word in reading.words)
