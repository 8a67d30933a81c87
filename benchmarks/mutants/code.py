"""Harmless changes of the house's files, of settings and of code: what a team does every day."""

import time
from typing import Any

import numpy as np

from benchmarks.mutants.change import Apply, Change, Patch, changing, replaced

_POLICY, _RULES, _TAXONOMY = "sample/house-policy.yaml", "sample/house-rules.yaml", "sample/taxonomy.yaml"
_COMPETITOR = """rules:
  competitor:
    about: other
    severity: warning
    message: Speaks of another company's product. Say what ours does.
    patterns: ['\\b(?:unlike|better than|as opposed to) (?:our|the) competitors?\\b']
    repair: ask
    examples: ["This works better than our competitors."]
    not_examples: ["You can compare plans on this page."]
"""
_PALLET = """patterns:
  - kind: USERNAME
    name: badge
    pattern: '\\bBDG-[0-9]{6}-[A-Z]{2}\\b'
    examples: ["BDG-204518-QX"]
    not_examples: ["BDG-12"]
"""


def _swap(path: str, old: str, new: str) -> Apply:
    return lambda patch: patch.file(path, lambda text: text.replace(old, new, 1))


def other_seed(patch: Patch) -> None:
    """What is learned is learned with another seed."""

    def make(old: Any) -> Any:
        def fit(_cls: Any, texts: Any, vectors: Any, *, seed: int = 0) -> Any:
            return old.__func__(_cls, texts, vectors, seed=seed + 7)

        return classmethod(fit)

    patch.replace("assistant.triage.shared:Features.fit", make)


def glossary_word(patch: Patch) -> None:
    """One more word in the list of a language."""

    def make(old: Any) -> Any:
        def init(self: Any, language: str, rows: Any) -> None:
            more = {"de": "palettenschein", "fr": "bon de palette", "es": "albarán de palé"}
            old(self, language, [*rows, ("pallet note", more.get(language, ""))])

        return init

    patch.replace("assistant.languages.glossary:Glossary.__init__", make)


def slow_search(patch: Patch) -> None:
    """A search takes 30 ms more."""

    def make(old: Any) -> Any:
        def search(*args: Any, **options: Any) -> Any:
            time.sleep(0.03)
            return old(*args, **options)

        return search

    patch.replace("assistant.retrieval.search:search", make)


def weight_moved(patch: Patch) -> None:
    """The dense side counts .02 more."""
    for name in ("gather", "text_scores"):
        patch.replace(
            f"assistant.retrieval.ranking:{name}",
            lambda old: lambda *args, **options: old(*args, **options | {"dense_weight": 0.72}),
        )


def permissions_rewritten(patch: Patch) -> None:
    """The same answer in other words."""

    def may_read(one: Any, *, groups: Any, internal: bool) -> bool:
        open_to_all = one.audience == "public" or internal
        in_group = any(group in groups for group in one.groups) or len(one.groups) == 0
        return open_to_all and in_group

    patch.replace("assistant.permissions:may_read", lambda _: may_read)


def _harmless(name: str, family: Any, stands_for: str, apply: Apply) -> Change:
    return Change(name, family, stands_for, apply, harmless=True)


CHANGES = (
    _harmless(
        "one_more_synonym",
        "house",
        "agents call a category by another word, too",
        _swap(_TAXONOMY, "synonyms: [callbacks, event deliveries]", "synonyms: [callbacks, event deliveries, hooks]"),
    ),
    _harmless(
        "description_reworded",
        "house",
        "a label is described in other words",
        _swap(
            _TAXONOMY,
            "Event deliveries to the customer's endpoint, their signatures, retries, and paused endpoints.",
            "Events that are delivered to a customer's endpoint, with signatures, retries and paused endpoints.",
        ),
    ),
    _harmless(
        "one_more_product",
        "house",
        "a product's name must stay readable",
        _swap(_RULES, "allow: [Fennwick,", "allow: [Fennwick, Fennwick Lens,"),
    ),
    _harmless("one_more_id_format", "house", "badges are personal", _swap(_RULES, "patterns:\n", _PALLET)),
    _harmless("one_more_rule", "house", "a rule for what no customer is told", _swap(_POLICY, "rules:\n", _COMPETITOR)),
    _harmless("one_more_word", "house", "a word in the lists of other languages", glossary_word),
    _harmless(
        "one_more_prefix",
        "house",
        "a new product has its own error codes",
        lambda patch: patch.setting("error_prefixes", ["FWK", "FNL"]),
    ),
    _harmless("other_seed", "code", "learning begins with another seed", other_seed),
    _harmless("more_threads", "code", "another machine", lambda patch: patch.setting("index_threads", 2)),
    _harmless("log_level", "code", "an operator looks closer", lambda patch: patch.setting("log_level", "DEBUG")),
    _harmless("keep_two", "code", "a disk is small", lambda patch: patch.setting("keep_generations", 2)),
    _harmless("slow_search", "code", "a slower disk", slow_search),
    _harmless("weight_moved", "code", "a weight was tuned by .02", weight_moved),
    _harmless(
        "copies_by_less",
        "code",
        "a threshold was tuned by .01",
        lambda patch: patch.constant("assistant.retrieval.duplicates:COPY", 0.97),
    ),
    _harmless(
        "rounded_scores",
        "code",
        "scores are kept with four digits",
        changing("assistant.retrieval.ranking:text_scores", lambda scores: np.round(scores, 4)),
    ),
    _harmless(
        "one_more_case",
        "code",
        "agents see one more solved ticket",
        lambda patch: patch.constant("assistant.opening:CASES", 6),
    ),
    _harmless("permissions_rewritten", "code", "a refactoring", permissions_rewritten),
    _harmless(
        "index_opened_twice",
        "code",
        "a refactoring: what was remembered is worked out again",
        replaced("ingest.index:Index.shelf", lambda _: lambda self, pool: self._shelve(pool)),
    ),
)
