"""The judgement over a sentence and its evidence: what is wrong with it, if anything."""

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import made_up
from assistant.records import Evidence, Sentence
from assistant.statements import plain
from assistant.support.amounts import amounts, numbers_in_words
from assistant.support.edits import edits
from assistant.support.lexicon import ATTRIBUTION
from assistant.support.names import names
from assistant.support.reading import Reading, said
from assistant.support.reason import Reason
from assistant.support.roles import roles
from assistant.support.score import Nearness, coverage
from assistant.support.strength import stronger
from assistant.support.turns import turned
from assistant.support.words import Word, read_words
from ingest.embed import Embedder

COVERED = 0.8
"""Coverage from which words alone are enough."""
MIN_COVERED = 0.3
"""Coverage below which nothing saves a sentence: it tells of something else."""
MIN_SCORE = 0.6
"""Mean of coverage and cosine that a sentence needs in between."""
MIN_LIKE = 0.65
"""Cosine of two words from which one may stand for the other."""
MIN_CLAUSE = 0.34
MIN_CLAUSE_SCORE = 0.75
_PARTS = re.compile(r"\n\s*\n|\n(?=\s*(?:>\s*)?(?:[-*+•]|\d{1,3}[.)])\s)")
_FIELD = re.compile(r"\$\{?[a-z_]+\}?")
_CANDIDATES = 2


class Support:
    """Judges sentences; without an embedder by their words alone. Thread-safe."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._near = Nearness(embedder) if embedder else None

    def reasons(self, sentence: Sentence, *, known: str = "") -> list[Reason]:
        """Why a sentence is not supported, the first thing first; `known` are the titles of what it cites."""
        if not sentence.evidence:
            return [Reason("none")]
        quotes = [e.quote for e in sentence.evidence]
        text = plain(sentence.text)
        missing = made_up(sentence.text, _held_text(quotes), allowed=numbers_in_words(read_words(_joined(quotes))))
        found = [Reason("token", token) for token in missing[:1]]
        if is_quotation(text, sentence.evidence):
            return found
        parts = _parts(sentence.evidence)
        own, held = Reading.of(text), Reading.of(*parts)
        found += _by_words(own, held, text, f"{known}\n{_held_text(quotes)}")
        found = found or [*edits(own, held, self._like)] or [*self._by_meaning(own, held, text, parts)]
        return list(dict.fromkeys(found))

    def read_ahead(self, sentences: Sequence[Sentence]) -> None:
        """Embed at once what judging these sentences one by one would embed."""
        if self._near is not None:
            free = [one for one in sentences if not is_quotation(plain(one.text), one.evidence)]
            self._near.read_ahead([text for one in free for text in _compared(plain(one.text), _parts(one.evidence))])

    def _by_meaning(self, own: Reading, held: Reading, text: str, parts: Sequence[str]) -> Iterator[Reason]:
        share = coverage(own.words, held.words)
        if share < COVERED and not self._scored(share, text, parts):
            yield Reason("overlap")
        yield from self._added(own, held, text, parts)

    def _like(self, one: str, other: str) -> bool:
        return self._near is not None and self._near.best(one, [other]) >= MIN_LIKE

    def _scored(self, share: float, text: str, parts: Sequence[str]) -> bool:
        if share < MIN_COVERED or self._near is None:
            return share >= MIN_SCORE
        return (share + self._near.best(text, _best_parts(text, parts))) / 2 >= MIN_SCORE

    def _added(self, own: Reading, held: Reading, text: str, parts: Sequence[str]) -> Iterator[Reason]:
        """A part of the sentence that nothing in the evidence stands behind."""
        for clause in _clauses(own.words):
            share = coverage(clause, held.words)
            if share >= MIN_CLAUSE:
                continue
            words = said(clause)
            if self._near is None or share + self._near.best(words, _best_parts(text, parts)) < MIN_CLAUSE_SCORE:
                yield Reason("added", words)


def _by_words(own: Reading, held: Reading, text: str, known: str) -> Iterator[Reason]:
    """What needs no embedding; where it finds anything nothing is embedded."""
    yield from amounts(own, held)
    yield from names(own, text, known)
    yield from turned(own, held)
    yield from roles(own, held)
    yield from stronger(own, held)
    if coverage(own.words, held.words) < MIN_COVERED:
        yield Reason("overlap")


def _parts(evidence: Sequence[Evidence]) -> list[str]:
    """The paragraphs and items that the quotations have."""
    return [plain(part) for e in evidence for part in _PARTS.split(e.quote) if part.strip()]


def _compared(text: str, parts: Sequence[str]) -> list[str]:
    """What `_scored` and `_added` embed for a sentence with this text."""
    words, held = read_words(text), read_words("\n".join(parts))
    weak = [clause for clause in _clauses(words) if coverage(clause, held) < MIN_CLAUSE]
    whole = [text] if MIN_COVERED <= coverage(words, held) < COVERED else []
    own = [*whole, *(said(clause) for clause in weak)]
    return [*own, *_best_parts(text, parts)] if own else []


def is_quotation(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence is whole pieces of its evidence, one after the other, and nothing else."""
    rest = f" {_folded(text)} "
    pieces = [piece for e in evidence for piece in _pieces(e)]
    for quote in sorted((_folded(plain(piece)) for piece in pieces), key=len, reverse=True):
        if quote:
            rest = rest.replace(f" {quote} ", "  ", 1)
    return not rest.strip()


def _pieces(evidence: Evidence) -> list[str]:
    """A frame counts without its fields."""
    return _FIELD.split(evidence.quote) if evidence.kind == "frame" else [evidence.quote]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _held_text(quotes: Sequence[str]) -> str:
    return "\n".join(plain(quote) + "\n" + quote for quote in quotes)


def _joined(quotes: Sequence[str]) -> str:
    return "\n".join(plain(quote) for quote in quotes)


def _best_parts(text: str, parts: Sequence[str]) -> list[str]:
    """The parts of the evidence with most of the words, and these together."""
    words = read_words(text)
    ranked = sorted(parts, key=lambda part: -coverage(words, read_words(part)))[:_CANDIDATES]
    return ranked if len(ranked) < 2 else [*ranked, " ".join(part for part in parts if part in ranked)]


def _clauses(words: Sequence[Word]) -> list[list[Word]]:
    """The clauses that say something of their own."""
    found: dict[int, list[Word]] = {}
    for word in words:
        found.setdefault(word.clause, []).append(word)
    wordy = [clause for clause in found.values() if len({w.stem for w in clause if _tells(w)}) > 1]
    return wordy if len(found) > 1 else []


def _tells(word: Word) -> bool:
    return word.content and word.stem not in ATTRIBUTION
