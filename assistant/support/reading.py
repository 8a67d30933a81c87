"""A text as words with what its cues say of them, and where in another text the same is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.support.cues import BEHIND, NEARLY_NOT, NOT, PREPOSITIONS, About, Cue, cues
from assistant.support.lexicon import alike, denies, opposites
from assistant.support.words import Word, read_words

_NEAR = 3
"""Words between a verb such as `refuse` and what it says no to, at the most."""


@dataclass(frozen=True)
class Reading:
    """`heads` are the cues of each word that has one, `denied` the clauses that a denial stands in.

    `nearly` are the words that say no in another way.
    """

    words: tuple[Word, ...]
    heads: dict[int, set[Cue]] = field(default_factory=dict)
    denied: set[int] = field(default_factory=set)
    nearly: set[int] = field(default_factory=set)
    about: list[About] = field(default_factory=list)
    by_sentence: dict[int, set[str]] = field(default_factory=dict)
    by_clause: dict[int, set[str]] = field(default_factory=dict)
    _alike: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)
    """What `same` found, by stem: it is asked for each word over and over."""

    @classmethod
    def of(cls, *texts: str) -> "Reading":
        """Of texts that stand one after the other."""
        read = cls(read_words("\n".join(texts)))
        for one in cues(read.words):
            read.heads.setdefault(one.at, set()).add(one.cue)
            read.about.append(one)
        for n, word in enumerate(read.words):
            if word.lower in NOT and word.lower not in PREPOSITIONS:
                read.denied.add(word.clause)
                read._spread(n)
            if word.stem in NEARLY_NOT:
                read.nearly.add(n)
            if word.content or word.number:
                read.by_sentence.setdefault(word.sentence, set()).add(word.stem)
                read.by_clause.setdefault(word.clause, set()).add(word.stem)
        return read

    def _spread(self, n: int) -> None:
        """“not read or write”: the denial holds for what `or` and `nor` add; `unless` denies what follows."""
        first = self.words[n]
        clause = first.clause
        for word in self.words[n + 1 :]:
            if word.sentence != first.sentence:
                break
            if word.clause != clause and word.lower in ("or", "nor"):
                clause = word.clause
                self.denied.add(clause)

    def is_denied(self, at: int) -> bool:
        """Whether a denial stands in the clause of the word, or right before it."""
        word = self.words[at]
        if "not" in self.heads.get(at, ()) or word.clause in self.denied:
            return True
        return at + 1 < len(self.words) and self.words[at + 1].lower in BEHIND

    def nearly_denied(self, at: int) -> bool:
        """Whether its clause says in another way that something is not so."""
        clause = self.words[at].clause
        return any(0 < abs(at - n) <= _NEAR and self.words[n].clause == clause for n in self.nearly)

    def lowers(self, sentence: int | None = None) -> set[str]:
        """All words in lower case, of one sentence or of all."""
        return {word.lower for word in self.words if sentence is None or word.sentence == sentence}

    def same(self, word: Word) -> list[int]:
        """Where the same is named."""
        stem = word.stem
        if stem not in self._alike:
            self._alike[stem] = [n for n, other in enumerate(self.words) if _counts(other) and alike(stem, other.stem)]
        return self._alike[stem]

    def opposite(self, word: Word) -> list[int]:
        """Where the opposite is named."""
        others = opposites().get(word.stem, frozenset())
        return [n for n, other in enumerate(self.words) if other.stem in others or denies(word.stem, other.stem)]

    def nearest(self, own: "Reading", at: int, places: Iterable[int]) -> list[int]:
        """Of `places` here those whose surroundings are most like those of the word `at` of `own`."""
        word = own.words[at]
        sentence = own.by_sentence.get(word.sentence, set()) - {word.stem}
        clause = own.by_clause.get(word.clause, set()) - {word.stem}
        scored = [(self._likeness(n, sentence, clause), n) for n in places]
        best = max((score for score, _ in scored), default=0.0)
        return [n for score, n in scored if score == best]

    def _likeness(self, at: int, sentence: set[str], clause: set[str]) -> float:
        here = self.words[at]
        near = clause & self.by_clause.get(here.clause, set())
        return len(near) + 0.5 * len(sentence & self.by_sentence.get(here.sentence, set()))


def _counts(word: Word) -> bool:
    return word.content or word.number


def said(words: Sequence[Word]) -> str:
    """Words as they stand, for advice."""
    return " ".join(word.text for word in words)
