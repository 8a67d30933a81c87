"""What a ticket is: learned labels, the house's policy, language, mood and hurry, and the nearest solved tickets."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.errors import ClassifierDamaged, NothingToLearn
from assistant.reading import ReadTicket, Span
from assistant.records import Alternative, Label, Neighbour, Passage, PolicyRule, Triage
from assistant.triage.examples import Examples
from assistant.triage.guide import Guide
from assistant.triage.labels import MIN_EXAMPLES, TOP, Heard, Learned
from assistant.triage.language import language
from assistant.triage.learner import Classifier, Embed, Features, learn_kind
from assistant.triage.reader import Looks, Reader
from assistant.triage.seen import Row, Vocabulary
from assistant.triage.severity import PolicyReader
from assistant.triage.signs import told
from assistant.triage.tags import Tags, named_labels
from assistant.triage.taxonomy import KINDS, Kind, Taxonomy
from assistant.triage.tone import sentiment, urgency
from ingest.embed import Vectors

SINGLE: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "tags")
"""Kinds of which a ticket has one label."""
_FILE, _READER = "model.json", "reader"
_BLOCK = 256


class TriageModel:
    """Learned from examples and a taxonomy; the same examples make the same model."""

    def __init__(self, learned: Mapping[Kind, Learned], tags: Tags, *, reader: Reader, taxonomy: Taxonomy) -> None:
        self._learned = dict(learned)
        self._reader = reader
        self._tags = tags
        self._taxonomy = taxonomy
        self._policy = PolicyReader(taxonomy.policy)

    @classmethod
    def learn(cls, examples: Examples, *, taxonomy: Taxonomy, embed: Embed) -> "TriageModel":
        """Learn every kind that examples carry or the taxonomy describes."""
        # More threads than cores make these small fits slower, and the service shares its machine.
        with threadpool_limits(limits=1):
            told = [
                (kind, guide.label, text)
                for kind in SINGLE
                for guide in _guides(kind, taxonomy)
                for text in guide.texts()
            ]
            features = _features(examples, [text for _, _, text in told], embed)
            learned = {}
            for kind in SINGLE:
                described = [label if own == kind else "" for own, label, _ in told]
                learned[kind] = _learned(kind, features, examples, described, taxonomy)
            tags = Tags.learn(features, examples.tags, rules=taxonomy.of("tags"), embed=embed)
        return cls(learned, tags, reader=features.reader, taxonomy=taxonomy)

    @property
    def classifiers(self) -> dict[Kind, Classifier]:
        """Those that could be learned."""
        return {kind: own.classifier for kind, own in self._learned.items() if own.classifier is not None}

    def triage(self, own: ReadTicket, text: str, vector: Vectors, cases: Sequence[Passage]) -> Triage:
        """Everything that triage tells of a ticket (`text` scrubbed, `vector` its embedding).

        `cases` are solved tickets that this agent may read, nearest first.
        """
        spans = told(own)
        looks = self._reader.look([text], vector[None, :])
        labels = {
            kind: self._learned[kind].label(heard[0], rules=self._taxonomy.of(kind), looks=looks)
            for kind, heard in self._heard(looks).items()
        }
        return Triage(
            category=labels["category"],
            severity=self._severity(own, labels["severity"]),
            team=self._team(labels["team"], labels["category"]),
            product_area=self._product_area(labels["product_area"], spans),
            tags=self._tags.of(spans, looks, rules=self._taxonomy.of("tags")),
            language=language("\n".join(span.text for span in spans)),
            sentiment=sentiment(spans),
            urgency=urgency(spans),
            why=tuple(Neighbour(p.chunk.document_id, p.chunk.title, round(p.dense, 3)) for p in cases[:TOP]),
        )

    def best_labels(self, examples: Examples) -> dict[Kind, tuple[str, ...]]:
        """The likeliest label of each kind for each example, sure or not; "" where nothing was learned."""
        found: dict[Kind, list[str]] = {kind: [] for kind in SINGLE}
        for heard in self._each(examples.texts, examples.vectors):
            for kind, one in heard.items():
                found[kind].append(one.labels[0] if one.labels else "")
        return {kind: tuple(labels) for kind, labels in found.items()}

    def row(self, text: str, vector: Vectors, *, day: str, words: Vocabulary) -> Row:
        """How a ticket looks to what was learned, as numbers: for telling whether tickets change."""
        (heard,) = self._each([text], vector[None, :])
        return self._row(heard, text, day, words)

    def rows(self, examples: Examples, words: Vocabulary) -> list[Row]:
        """The same for each example, on its own day."""
        every = self._each(examples.texts, examples.vectors)
        return [
            self._row(heard, text, date[:10], words)
            for heard, text, date in zip(every, examples.texts, examples.dates, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """A folder with everything but the taxonomy; the same bytes for the same model."""
        folder.mkdir(parents=True, exist_ok=True)
        for kind, classifier in self.classifiers.items():
            classifier.save(folder / kind, with_reader=False)
        self._reader.save(folder / _READER)
        self._tags.save(folder / "tags")
        counts = {kind: self._learned[kind].counts for kind in SINGLE}
        written = {"classifiers": sorted(self.classifiers), "counts": counts}
        (folder / _FILE).write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, *, taxonomy: Taxonomy) -> "TriageModel":
        """Read what `save` wrote; `ClassifierDamaged` when it is not that."""
        try:
            read: dict[str, Any] = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            counts: dict[Kind, dict[str, int]] = {kind: dict(read["counts"][kind]) for kind in SINGLE}
            held = set(read["classifiers"])
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise ClassifierDamaged(f"no readable model in {folder}: {type(exc).__name__}") from exc
        reader = Reader.load(folder / _READER)
        learned = {
            kind: Learned(kind, Classifier.load(folder / kind, reader=reader) if kind in held else None, counts[kind])
            for kind in SINGLE
        }
        return cls(learned, Tags.load(folder / "tags", reader=reader), reader=reader, taxonomy=taxonomy)

    def _heard(self, looks: Looks) -> dict[Kind, list[Heard]]:
        """What was learned of each kind, for each text that was looked at."""
        return {kind: self._learned[kind].heard(looks, rules=self._taxonomy.of(kind)) for kind in SINGLE}

    def _each(self, texts: Sequence[str], vectors: Vectors) -> Iterator[dict[Kind, Heard]]:
        """The same, one text after the other; they are looked at in blocks."""
        for first in range(0, len(texts), _BLOCK):
            block = slice(first, first + _BLOCK)
            heard = self._heard(self._reader.look(texts[block], vectors[block]))
            for number in range(len(texts[block])):
                yield {kind: every[number] for kind, every in heard.items()}

    def _row(self, heard: Mapping[Kind, Heard], text: str, day: str, words: Vocabulary) -> Row:
        labels = {
            kind: self._learned[kind].label(one, rules=self._taxonomy.of(kind)).label or ""
            for kind, one in heard.items()
        }
        category = heard["category"]
        confidence = category.chances[0] if category.chances else 0.0
        return Row(day, labels, round(confidence, 4), round(category.known, 4), round(words.unseen(text), 4))

    def _severity(self, own: ReadTicket, learned: Label) -> Label:
        """By the policy where a rule of it holds; what was learned is then another opinion."""
        fired = self._policy.judge(own)
        if fired is None:
            return learned
        return Label(
            fired.rule.severity,
            1.0,
            False,
            f"policy: {fired.rule.name}",
            tuple(one for one in _considered(learned) if one.label != fired.rule.severity),
            made_by="policy",
            rule=PolicyRule(fired.rule.name, fired.quotes),
        )

    def _team(self, learned: Label, category: Label) -> Label:
        """What was learned; where that is not sure, the team that usually takes the category."""
        usual = self._taxonomy.team_of(category.label) if category.label else ""
        if learned.label or not usual:
            return learned
        others = tuple(one for one in _considered(learned) if one.label != usual)
        reason = f"the team that usually takes {category.label}"
        return Label(usual, category.confidence, False, reason, others, made_by="category")

    def _product_area(self, learned: Label, spans: Sequence[Span]) -> Label:
        """What was learned; where that is not sure, the one area that the customer names."""
        named = named_labels(spans, self._taxonomy.of("product_area"))
        if learned.label or len(named) != 1:
            return learned
        area, words = next(iter(named.items()))
        others = tuple(one for one in _considered(learned) if one.label != area)
        return Label(area, 1.0, False, "the customer names it", others, made_by="words", terms=words)


def _considered(label: Label) -> tuple[Alternative, ...]:
    """The labels that were learned to be likely, given or not."""
    return (*([Alternative(label.label, label.confidence)] if label.label else []), *label.alternatives)[:TOP]


def _guides(kind: Kind, taxonomy: Taxonomy) -> list[Guide]:
    """Labels that the taxonomy says enough of to learn them from it."""
    return [guide for guide in taxonomy.of(kind).guides if guide.description or guide.examples]


def _features(examples: Examples, told: Sequence[str], embed: Embed) -> Features:
    """Of the tickets, and behind them of what the taxonomy tells."""
    parts = [one for one in (examples.vectors, embed(told) if told else None) if one is not None and len(one)]
    return Features.fit([*examples.texts, *told], np.concatenate(parts) if parts else examples.vectors)


def _learned(
    kind: Kind, features: Features, examples: Examples, described: Sequence[str], taxonomy: Taxonomy
) -> Learned:
    """`described` has the label of each text that the taxonomy tells of this kind."""
    rules = taxonomy.of(kind)
    given = [rules.current(label) if label else "" for label in examples.labels[kind]]
    counts = Counter(label for label in given if label)
    told = {label for label in described if label}
    kept = {label for label, count in counts.items() if count >= MIN_EXAMPLES or label in told}
    classifier = None
    if len(kept | told) > 1:
        labels = [*(label if label in kept else "" for label in given), *described]
        try:
            classifier = learn_kind(features, labels, tickets=len(given))
        except NothingToLearn:
            classifier = None
    return Learned(kind, classifier, dict(sorted(counts.items())))
