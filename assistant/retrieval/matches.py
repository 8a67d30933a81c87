"""Where the words that were searched for stand in a passage, for marking them."""

from collections.abc import Iterable

from assistant.records import Passage
from ingest.lexical import located, tokenize


def matches(passage: Passage) -> list[tuple[int, int]]:
    """Start and end of each shared word in the passage's text, in code points, in order; an identifier as a whole."""
    shared = [term.word for term in passage.why.terms if "text" in term.fields]
    return word_spans(passage.chunk.text, shared)


def word_spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where `words` stand in `text` in any of their forms; of spans within one another the longest.

    >>> word_spans("It fails: FWK-10 failed", ["failing", "FWK-10"])
    [(3, 8), (10, 16), (17, 23)]
    """
    wanted = {token for word in words for token in tokenize(word)[:1]}
    spans: list[tuple[int, int]] = []
    for token, start, end in located(text):
        if token in wanted and not (spans and start < spans[-1][1]):
            spans.append((start, end))
    return spans
