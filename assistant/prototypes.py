"""Tickets that say too little, and tickets that are not ours: known by what they sound like."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import yaml

from ingest.embed import Embedder, Vectors


@dataclass(frozen=True)
class Prototypes:
    """Similarity to the examples in `prompts/prototypes.yaml`; their vectors are made at the first question."""

    embedder: Embedder

    @cached_property
    def _vectors(self) -> dict[str, Vectors]:
        text = (files("prompts") / "prototypes.yaml").read_text(encoding="utf-8")
        return {name: self.embedder.encode(examples) for name, examples in yaml.safe_load(text).items()}

    def similarity(self, kind: str, vector: Vectors) -> float:
        """Cosine with the nearest example of `vague` or `out_of_scope`."""
        return float((self._vectors[kind] @ vector).max())
