"""How texts are looked at, once for every kind of label: their words, and their nearness to tickets of the house."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from assistant.errors import ClassifierDamaged
from assistant.triage.features import Singles, Vocabulary, unit
from ingest.embed import Vectors

_ARRAYS, _CARD = "reader.npz", "reader.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Looks:
    """Texts as a `Reader` sees them, one row each: words, unit vectors, cosines with its examples."""

    words: csr_matrix
    vectors: Vectors
    cosines: Singles

    def __len__(self) -> int:
        return len(self.vectors)

    def row(self, number: int) -> "Looks":
        """One of them."""
        one = slice(number, number + 1)
        return Looks(self.words[one], self.vectors[one], self.cosines[one])


@dataclass(frozen=True, slots=True)
class Reader:
    """Made by `Features.fit`. Classifiers that were learned over the same texts share one."""

    vocabulary: Vocabulary
    examples: Vectors

    def look(self, texts: Sequence[str], vectors: Vectors) -> Looks:
        """`vectors` of the same embedder, one for each text."""
        if len(texts) != len(vectors):
            raise ValueError(f"{len(texts)} texts came with {len(vectors)} vectors: give one vector for each text")
        rows, size = np.asarray(vectors, dtype=np.float32), self.examples.shape[1]
        if len(rows) and rows.shape[-1] != size:
            wanted = f"learned from vectors of {size} numbers, these have {rows.shape[-1]}"
            raise ValueError(f"{wanted}: learn anew with this embedder")
        rows = unit(rows.reshape(len(texts), size))
        return Looks(self.vocabulary.matrix(texts), rows, rows @ self.examples.T)

    def save(self, folder: Path) -> None:
        """Two files, the same bytes for the same reader; never a pickle."""
        held = BytesIO()
        arrays = {
            "examples": self.examples.astype(np.float16),
            "rarity": self.vocabulary.rarity,
        }
        np.savez(held, **arrays)  # type: ignore[arg-type]  # numpy's stub takes its option for one of the arrays
        card = {
            "format": _FORMAT,
            "words": self.vocabulary.words,
            "pieces": self.vocabulary.pieces,
            "sha256": sha256(held.getvalue()).hexdigest(),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _ARRAYS).write_bytes(held.getvalue())
        (folder / _CARD).write_text(json.dumps(card, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Reader":
        """Read what `save` wrote; `ClassifierDamaged` when it is not that."""
        try:
            card: dict[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
            content = (folder / _ARRAYS).read_bytes()
            if card["format"] != _FORMAT or sha256(content).hexdigest() != card["sha256"]:
                raise ClassifierDamaged(f"{folder / _ARRAYS} is not the file that was written, or of another version")
            with np.load(BytesIO(content), allow_pickle=False) as held:
                vocabulary = Vocabulary(tuple(card["words"]), tuple(card["pieces"]), held["rarity"])
                return cls(vocabulary, held["examples"].astype(np.float32))
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise ClassifierDamaged(f"no readable classifier in {folder}: {type(exc).__name__}") from exc
