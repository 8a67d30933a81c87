"""Why a passage was found: the words that it shares with the query and where they stand, and what else counted."""

from collections.abc import Mapping, Sequence

from assistant.records import SharedTerm, Why
from assistant.retrieval.factors import Factors, told
from ingest.bm25 import term_weights
from ingest.documents import Chunk
from ingest.lexical import spelled, tokenize
from ingest.shelf import Shelf, View

MAX_TERMS = 6
CITED = "cited in solved tickets like this one"


def explained(
    shelf: Shelf, view: View, words: str, chunks: Sequence[Chunk], factors: Sequence[Factors], cited: Sequence[bool]
) -> list[Why]:
    """A reason for each of `chunks`; `cited` says which are lifted by solved tickets.

    How rare a word is counts over what the reader may see, as in the ranking.
    """
    weights = term_weights(shelf.lexical, words, view.readable, view.frequencies)
    spelling = spelled(words)
    return [
        Why(_shared(chunk, weights, spelling), (*told(own), *((CITED,) if lifted else ())))
        for chunk, own, lifted in zip(chunks, factors, cited, strict=True)
    ]


def _shared(chunk: Chunk, weights: Mapping[str, float], spelling: Mapping[str, str]) -> tuple[SharedTerm, ...]:
    """The words of the query that the chunk holds, those that say most first."""
    places = {name: set(tokenize(getattr(chunk, name))) for name in ("title", "heading", "text")}
    shared = [
        SharedTerm(
            spelling.get(token, token),
            round(weights[token], 2),
            tuple(name for name, own in places.items() if token in own),
        )
        for token in weights.keys() & set().union(*places.values())
    ]
    return tuple(sorted(shared, key=lambda term: (-term.weight, term.word))[:MAX_TERMS])
