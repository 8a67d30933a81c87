"""From labelled tickets to a model: one recipe for the index alone, for a version, and for its twin."""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from assistant.errors import VersionUnusable
from assistant.triage.examples import SINGLE, Example, Examples, as_examples, solved_examples
from assistant.triage.model import TriageModel
from assistant.triage.taxonomy import Kind, Taxonomy
from assistant.triage.versions import Version
from ingest.embed import Embedder
from ingest.index import Index


@dataclass(frozen=True, slots=True)
class Lessons:
    """Whose words are learned from, and by what. `groups` are those of every agent of this service."""

    embedder: Embedder
    taxonomy: Taxonomy
    groups: Set[str]

    def solved(self, index: Index) -> list[Example]:
        """Solved tickets that every agent of this service may read."""
        return solved_examples(index, groups=self.groups)

    def examples(self, rows: Sequence[Example]) -> Examples:
        """Column by column, with the names that labels have today; retired labels are gone."""
        found = as_examples(rows, dimension=0 if rows else self.embedder.dimension)
        renamed: dict[Kind, tuple[str, ...]] = {}
        for kind in SINGLE:
            current = self.taxonomy.of(kind).current
            renamed[kind] = tuple(current(label) if label else "" for label in found.labels[kind])
        tag_of = self.taxonomy.of("tags").current
        tags = tuple(tuple(dict.fromkeys(name for tag in own if (name := tag_of(tag)))) for own in found.tags)
        return replace(found, labels=renamed, tags=tags)

    def data(self, examples: Examples) -> str:
        """Names everything that is learned from: the same data makes the same version."""
        rows = sorted(zip(examples.ids, examples.texts, *examples.labels.values(), examples.tags, strict=True))
        told = [self.embedder.fingerprint, self.taxonomy.version, rows]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:24]

    def learn(self, examples: Examples) -> TriageModel:
        """A model of these. `NothingToLearn` without examples where the taxonomy describes nothing either."""
        return TriageModel.learn(examples, taxonomy=self.taxonomy, embed=self.embedder.encode)

    def load(self, folder: Path) -> TriageModel:
        """A saved model; `ClassifierDamaged` when it is not the one that was written."""
        return TriageModel.load(folder, taxonomy=self.taxonomy)

    def refuse_foreign(self, version: Version) -> None:
        """`VersionUnusable` for a version of another embedder, or of tickets that not every agent here may read."""
        if version.embedder != self.embedder.fingerprint:
            raise VersionUnusable(
                f"version {version.version} was learned with the embedder {version.embedder!r}, "
                f"this is {self.embedder.fingerprint!r}"
            )
        if not set(version.groups) <= set(self.groups):
            raise VersionUnusable(f"version {version.version} was learned for agents of other groups")
