"""In which language a customer writes, from the words themselves; nothing is said of a text that is too short."""

import re
from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from assistant.records import Language
from guardrails.vault import PLACEHOLDER

_SUPPORTED = (
    "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv th tr uk "
    "vi zh"
).split()
"""Languages that tickets are written in; a rarer one is told to be unknown sooner than taken for one of these."""
MIN_CONFIDENCE = 0.5
_MIN_LETTERS = 12
_MIN_LETTERS_UNSPACED = 4
_MAX_CHARS = 2000
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NO_WORDS = re.compile(r"https?://\S+|\S*[\d@_/\\<>{}=]\S*")
"""Links, addresses, codes and paths belong to no language."""


def language(text: str) -> Language:
    """The language of a customer's words."""
    words = " ".join(_NO_WORDS.sub(" ", PLACEHOLDER.sub(" ", text[:_MAX_CHARS])).split())
    letters = sum(character.isalpha() for character in words)
    if letters < (_MIN_LETTERS_UNSPACED if _UNSPACED.search(words) else _MIN_LETTERS):
        return Language(None, 0.0, "too few words to tell")
    code, confidence = _identifier().classify(words)
    sure = round(float(confidence), 3)
    if sure < MIN_CONFIDENCE:
        return Language(None, sure, "the words could be of several languages")
    return Language(str(code), sure, f"from {letters} letters")


def warm_up() -> None:
    """Load the weights now, so that the first ticket does not wait for them."""
    _identifier()


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Its weights are in the package; reading them takes a second, once."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
