"""What other tickets sound like: those that say too little, those that are not ours, those of other products."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import yaml

from ingest.embed import Embedder, Vectors


@dataclass(frozen=True)
class Prototypes:
    """The examples in `prompts/prototypes.yaml` and `prompts/elsewhere.yaml`; their vectors are made when needed."""

    embedder: Embedder

    @cached_property
    def _vectors(self) -> dict[str, Vectors]:
        return {kind: self.embedder.encode(examples) for kind, examples in _examples("prototypes").items()}

    @cached_property
    def elsewhere(self) -> Vectors:
        """Questions to the support of very many other products, shape `(questions, dimension)`."""
        return self.embedder.encode([question for asked in _examples("elsewhere").values() for question in asked])

    def similarity(self, kind: str, vector: Vectors) -> float:
        """Cosine with the nearest example of `vague` or `out_of_scope`."""
        return float((self._vectors[kind] @ vector).max())


def _examples(name: str) -> dict[str, list[str]]:
    text = (files("prompts") / f"{name}.yaml").read_text(encoding="utf-8")
    examples: dict[str, list[str]] = yaml.safe_load(text)
    return examples
