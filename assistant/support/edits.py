"""A sentence that is nearly the one of its evidence: what was put in, left out or exchanged, word by word."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant.support.amounts import one_class, value_of
from assistant.support.cues import ALL, MAY, NOT, SOME
from assistant.support.lexicon import alike, denies, opposites
from assistant.support.reading import Reading, said
from assistant.support.reason import Reason
from assistant.support.words import Word

MIN_SAME = 0.55
"""Share of the words that a sentence has in common, in order, with the one that it is laid beside."""
NEARLY_SAME = 0.7
"""The same, from which even the small words are held to be those of the evidence."""
_MAX_EDIT = 4
_MILD = MAY | {"can", "should", "could"}
_FIRM = frozenset("will must always shall definitely".split())

Like = Callable[[str, str], bool]


def edits(own: Reading, held: Reading, like: Like) -> Iterator[Reason]:
    """What was changed for the worse; `like` says whether two words mean the same."""
    there = {word.stem for word in held.words}
    others = _sentences(held)
    for words in _sentences(own):
        beside, share = _nearest(words, others)
        for ours, theirs in _changed(words, beside) if share >= MIN_SAME else ():
            small = _small(ours, theirs) if share >= NEARLY_SAME else None
            if found := small or _strange(ours, theirs, there, like):
                yield found


def _small(ours: Sequence[Word], theirs: Sequence[Word]) -> Reason | None:
    """Denials, opposites, strength, numbers and names in one edit."""
    new, old = {word.lower for word in ours}, {word.lower for word in theirs}
    told = said(ours) or said(theirs)
    bare = not any(word.content for word in (*ours, *theirs))
    if bare and bool(new & NOT) != bool(old & NOT):
        return Reason("negation", told)
    opposed = any(_opposed(one, other) for one in ours for other in theirs)
    if opposed and bool(new & NOT) == bool(old & NOT):
        return Reason("negation", told)
    if (new & _FIRM and old & _MILD and not old & _FIRM) or (new & ALL and old & (SOME | MAY)):
        return Reason("stronger", told)
    values = {value for word in theirs if (value := value_of(word)) is not None}
    if values and any(value is not None and value not in values for value in map(value_of, ours)):
        return Reason("amount", told)
    if any(one_class(one, other) for one in ours for other in theirs):
        return Reason("amount", told)
    names = {word.stem for word in theirs if _capital(word)}
    if names and any(_capital(word) and word.stem not in names for word in ours):
        return Reason("name", told)
    return None


def _strange(ours: Sequence[Word], theirs: Sequence[Word], there: set[str], like: Like) -> Reason | None:
    """Words that the evidence has nowhere, in the place of others."""
    one, other = [w for w in ours if w.content], [w for w in theirs if w.content]
    fresh = [w for w in one if not w.number and not any(_opposed(w, old) for old in theirs)]
    strange = [w for w in fresh if w.stem not in there and not any(alike(w.stem, stem) for stem in there)]
    return Reason("swap", said(strange)) if strange and other and not like(said(strange), said(other)) else None


def _opposed(one: Word, other: Word) -> bool:
    return other.stem in opposites().get(one.stem, ()) or denies(one.stem, other.stem)


def _capital(word: Word) -> bool:
    return word.text[0].isupper() and not word.initial and word.content


def _sentences(reading: Reading) -> list[list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in reading.words:
        found.setdefault(word.sentence, []).append(word)
    return list(found.values())


def _nearest(words: Sequence[Word], others: Sequence[list[Word]]) -> tuple[list[Word], float]:
    """The sentence that has most of these words in the same order, and their share."""
    stems = [word.stem for word in words]
    scored = [(_share(stems, [word.stem for word in other]), n) for n, other in enumerate(others)]
    best, n = max(scored, default=(0.0, 0), key=lambda one: one[0])
    return (others[n], best) if scored else ([], 0.0)


def _share(ours: list[str], theirs: list[str]) -> float:
    """Share of `ours` in blocks that `theirs` has in the same order."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(ours)


def _changed(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Short runs that differ; longer ones are clauses that were moved or left out."""
    matcher = SequenceMatcher(None, [w.stem for w in ours], [w.stem for w in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal" and max(b - a, d - c) <= _MAX_EDIT:
            yield ours[a:b], theirs[c:d]
