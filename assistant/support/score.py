"""How well words and meaning of a sentence are held by its evidence, in one number with a threshold."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from assistant.support.lexicon import ATTRIBUTION, alike
from assistant.support.words import Word
from ingest.embed import Embedder, Vectors

_REMEMBERED = 20_000


class Nearness:
    """Cosines between short texts; what was embedded once is remembered. Thread-safe."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def best(self, one: str, others: Sequence[str]) -> float:
        """The highest cosine of `one` with any of `others`."""
        vectors = self._vectors([one, *others])
        return float((vectors[1:] @ vectors[0]).max(initial=-1.0))

    def read_ahead(self, texts: Sequence[str]) -> None:
        """Embed these in one batch, where they are not known."""
        if texts:
            self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known |= dict(zip(new, self._embedder.encode(new), strict=True))
            with self._lock:
                self._known.update({text: known[text] for text in new})
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        return np.stack([known[text] for text in texts])


def coverage(own: Sequence[Word], held: Sequence[Word]) -> float:
    """Share of the words of meaning in `own` that `held` has, or has a like word for; 1 where there are none."""
    wanted = {word.stem for word in own if word.content or word.number}
    wanted -= ATTRIBUTION - {word.stem for word in held}
    stems = {word.stem for word in held}
    found = [stem for stem in wanted if stem in stems or any(alike(stem, other) for other in stems)]
    return len(found) / len(wanted) if wanted else 1.0
