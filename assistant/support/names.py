"""Names of products, plans, menus and people: each stands in the evidence, or in the title of what is cited."""

import re
from collections.abc import Iterator

from assistant.support.lexicon import ATTRIBUTION
from assistant.support.reading import Reading
from assistant.support.reason import Reason
from assistant.support.words import Word
from ingest.lexical import tokenize

_QUOTED = re.compile(r"[“\"„«]([^”\"“»\n]{2,60})[”\"“»]|\*\*([^*\n]{2,60})\*\*")
_MAX_TERM = 5
"""Words of a quoted name; more are a quoted sentence."""
_NO_NAME = frozenset("i ok faq id url pc utc gmt please yes no hello hi dear thanks note".split())
_GERMAN = frozenset("der die das und ist nicht ein eine sie ihr den dem mit für auf im zu wird werden".split())


def names(own: Reading, text: str, known: str) -> Iterator[Reason]:
    """Names in `own`, which reads `text`, that `known`, the evidence and the titles of what is cited, has not."""
    stems = set(tokenize(known)) | set(known.lower().split())
    for quoted in _QUOTED.finditer(text.replace("[.]", ".")):
        term = quoted[1] or quoted[2]
        if len(term.split()) <= _MAX_TERM and any(stem not in stems for stem in tokenize(term)):
            yield Reason("name", term.strip())
            return
    german = len(own.lowers() & _GERMAN) > 1
    for word in own.words:
        if _is_name(word, german=german) and not _held(word, stems):
            yield Reason("name", word.text)


def _is_name(word: Word, *, german: bool) -> bool:
    if word.lower in _NO_NAME or word.stem in ATTRIBUTION or word.number:
        return False
    if any(letter.isupper() for letter in word.text[1:]):
        return True
    return word.text[0].isupper() and not word.initial and not german and word.content


def _held(word: Word, stems: set[str]) -> bool:
    plural = {f"{word.lower}s", word.lower.removesuffix("s")} if word.text[:2].isupper() else set()
    return word.stem in stems or bool(plural & stems) or all(stem in stems for stem in tokenize(word.text))
