"""Finds personal data and secrets in texts: the recognisers, the technical shields and the name model together."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from guardrails.hits import Hit, Shield
from guardrails.house import HouseRules
from guardrails.name_model import NameModel, english_words
from guardrails.recognisers.address import find_addresses
from guardrails.recognisers.contact import find_emails, find_phones
from guardrails.recognisers.identity import find_identity
from guardrails.recognisers.lexicon import Lexicon, load_lexicon
from guardrails.recognisers.network import find_network
from guardrails.recognisers.payment import find_payment
from guardrails.recognisers.person import PersonFinder
from guardrails.recognisers.secrets import SecretFinder
from guardrails.recognisers.username import UsernameFinder
from guardrails.registry import Artifacts, Find, build_registry
from guardrails.shields import Shields


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What takes seconds to load."""

    lexicon: Lexicon
    people: PersonFinder
    model: NameModel
    registry: Any


class Analyzer:
    """Finds personal data and secrets in a text; knows nothing of other texts. Word lists and model load at the first.

    Rules of the house are checked at once.
    """

    def __init__(self, house: HouseRules | None = None) -> None:
        self._house = house or HouseRules()
        self.shields = Shields(house_terms=self._house.terms)
        self._secrets = SecretFinder(house_patterns=self._house.secret_patterns)
        self._loaded: _Loaded | None = None
        self._lock = Lock()

    @property
    def lexicon(self) -> Lexicon:
        """English words, given names and surnames."""
        return self._parts().lexicon

    def _parts(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> _Loaded:
        lexicon = load_lexicon(common=english_words(), house_terms=self._house.terms)
        people = PersonFinder(lexicon)
        return _Loaded(lexicon, people, NameModel(), build_registry(self._finders(lexicon), people))

    def _finders(self, lexicon: Lexicon) -> dict[str, Find]:
        """Every recogniser but the one of names, by its name."""
        return {
            "contact": find_emails,
            "phone": find_phones,
            "address": find_addresses,
            "username": UsernameFinder(lexicon).find,
            "network": find_network,
            "payment": find_payment,
            "identity": find_identity,
            "secret": self._secrets.find,
        }

    def analyze(self, text: str) -> tuple[list[Hit], list[Shield]]:
        """Hits and shields of one text, not yet resolved against each other."""
        return self.analyze_batch([text])[0]

    def analyze_batch(self, texts: Sequence[str]) -> list[tuple[list[Hit], list[Shield]]]:
        """The same for many texts."""
        loaded = self._parts()
        spans = loaded.model.people(texts, wanted=loaded.people.unknown)
        return [
            (self._hits(text, found), list(self.shields.find(text))) for text, found in zip(texts, spans, strict=True)
        ]

    def _hits(self, text: str, spans: list[tuple[int, int]]) -> list[Hit]:
        """What the registered recognisers find.

        The registry is asked directly: context words and duplicates are settled by our own rules and by
        `hits.resolve`, so `AnalyzerEngine.analyze` would only pass the results on.
        """
        artifacts = Artifacts(entities=spans)
        return [
            Hit(result.start, result.end, result.entity_type, result.score)
            for recogniser in self._parts().registry.recognizers
            for result in recogniser.analyze(text=text, entities=recogniser.supported_entities, nlp_artifacts=artifacts)
        ]
