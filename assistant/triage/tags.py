"""Tags: as many as fit. Each has a threshold of its own, and is learned, or known by its description and its names."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import ClassifierDamaged
from assistant.reading import Span
from assistant.records import Tag
from assistant.triage.asserted import negated
from assistant.triage.learner import Classifier, Embed, Features, learn_kind
from assistant.triage.reader import Looks, Reader
from assistant.triage.taxonomy import Labels
from assistant.triage.wordings import Said
from guardrails.phrases import Phrases
from ingest.embed import Vectors

MIN_TAGGED = 5
"""Tickets with a tag, and without it, from which on it is learned."""
_YES, _NO = "yes", "no"
_LEAST_LIKE = 0.35
"""Cosine with the description from which on a tag that no ticket carries yet may be given."""
_RARE = 97
"""Per cent of the house's tickets that must be less like the description."""
_FILE = "tags.json"


@dataclass(frozen=True, slots=True)
class _Described:
    """What a tag means, and how like it a ticket must be."""

    vectors: Vectors
    least: float


class Tags:
    """What is known of the tags."""

    def __init__(self, learned: Mapping[str, Classifier], described: Mapping[str, _Described]) -> None:
        self._learned = dict(learned)
        self._described = dict(described)

    @classmethod
    def learn(cls, features: Features, tags: Sequence[Sequence[str]], *, rules: Labels, embed: Embed) -> "Tags":
        """From the tags of the tickets (the first of `features`); from its description where too few carry one."""
        given = [{name for tag in own if (name := rules.current(tag))} for own in tags]
        counts = Counter(tag for own in given for tag in own)
        enough = [tag for tag, n in sorted(counts.items()) if MIN_TAGGED <= n <= len(given) - MIN_TAGGED]
        rest, vectors = [""] * (len(features) - len(given)), features.vectors[: len(given)]
        learned = {
            tag: learn_kind(features, [*(_YES if tag in own else _NO for own in given), *rest], tickets=len(given))
            for tag in enough
        }
        guides = [one.guide for one in rules.listed if one.name not in learned]
        described = {one.label: _described(embed(one.texts()), vectors) for one in guides if one.description}
        return cls(learned, described)

    def of(self, spans: Sequence[Span], looks: Looks, *, rules: Labels) -> tuple[Tag, ...]:
        """The tags that fit one text (`looks`, and what its customer says of it), surest first."""
        found: dict[str, Tag] = {}
        for tag, classifier in self._learned.items():
            name = rules.current(tag)
            chance, known = _chance(classifier, looks)
            if name and known >= rules.costs.least_known and chance >= rules.costs.threshold(name):
                found[name] = Tag(name, round(chance, 3), "learned", classifier.terms_of(looks, _YES))
        for tag, described in self._described.items():
            like = float((described.vectors @ looks.vectors[0]).max())
            if rules.current(tag) and like >= described.least:
                found[tag] = Tag(tag, round(min(like, 1.0), 3), "learned")
        for tag, words in named_labels(spans, rules).items():
            if tag not in self._learned:
                found[tag] = Tag(tag, 1.0, "words", words)
        return tuple(sorted(found.values(), key=lambda tag: (-tag.confidence, tag.label)))

    def save(self, folder: Path) -> None:
        """A folder for each learned tag, the descriptions' vectors, and a list of both; not the reader."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, tag in enumerate(sorted(self._learned)):
            self._learned[tag].save(folder / f"{number:03}", with_reader=False)
        described = {tag: [float(one.least), len(one.vectors)] for tag, one in sorted(self._described.items())}
        (folder / _FILE).write_text(
            json.dumps({"learned": sorted(self._learned), "described": described}, ensure_ascii=False), encoding="utf-8"
        )
        rows = [one.vectors for _, one in sorted(self._described.items())]
        np.save(folder / "described.npy", np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float32))

    @classmethod
    def load(cls, folder: Path, *, reader: Reader) -> "Tags":
        """Read what `save` wrote; `ClassifierDamaged` when it is not that."""
        try:
            told: dict[str, Any] = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            rows = np.load(folder / "described.npy", allow_pickle=False)
            described, at = {}, 0
            for tag, (least, count) in sorted(told["described"].items()):
                described[tag] = _Described(rows[at : at + count], least)
                at += count
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise ClassifierDamaged(f"no readable tags in {folder}: {type(exc).__name__}") from exc
        learned = {tag: Classifier.load(folder / f"{n:03}", reader=reader) for n, tag in enumerate(told["learned"])}
        return cls(learned, described)


def named_labels(spans: Sequence[Span], rules: Labels) -> dict[str, tuple[str, ...]]:
    """Labels whose name or synonym the customer uses, unless it is denied ("no outage"), with the words."""
    owners = {
        " ".join(word.casefold().split()): one.name
        for one in rules.listed
        for word in (*one.guide.synonyms, one.name.replace("_", " "))
    }
    phrases, found = Phrases(owners), dict[str, dict[str, None]]()
    for span in spans:
        for match in phrases.find(span.text):
            if not negated(span.text, Said(match.start(), match.end(), "")):
                owner = owners.get(" ".join(match[0].casefold().split()))
                if owner:
                    found.setdefault(owner, {})[match[0]] = None
    return {label: tuple(words) for label, words in found.items()}


def _chance(classifier: Classifier, looks: Looks) -> tuple[float, float]:
    """That the tag fits, and that the text is like any of the tickets that were learned from."""
    found = classifier.judge(looks)
    return float(found.probabilities[0][classifier.labels.index(_YES)]), float(found.known[0])


def _described(vectors: Vectors, tickets: Vectors) -> _Described:
    """Rare among the house's own tickets is like enough: how like a text is to a description differs by description."""
    if not len(tickets):
        return _Described(vectors, 2 * _LEAST_LIKE)
    likes = (tickets @ vectors.T).max(axis=1)
    return _Described(vectors, max(_LEAST_LIKE, float(np.percentile(likes, _RARE))))
