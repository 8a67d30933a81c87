"""Finds personal data and secrets in texts: the recognisers, the technical shields and the name model together."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from guardrails.hits import Hit, Shield
from guardrails.house import HouseRules
from guardrails.name_model import english_words, load_tagger
from guardrails.names.tagger import Span, Tagger
from guardrails.origins import opened
from guardrails.recognisers.address import find_addresses
from guardrails.recognisers.bank import find_bank
from guardrails.recognisers.birth import find_birth
from guardrails.recognisers.contact import find_emails
from guardrails.recognisers.device import find_devices
from guardrails.recognisers.house import HouseFinder
from guardrails.recognisers.identity import find_identity
from guardrails.recognisers.lexicon import Lexicon, load_lexicon
from guardrails.recognisers.national_ids import find_national_ids
from guardrails.recognisers.network import find_network
from guardrails.recognisers.payment import find_payment
from guardrails.recognisers.person import PersonFinder
from guardrails.recognisers.phone import find_phones
from guardrails.recognisers.place import find_places
from guardrails.recognisers.secrets import SecretFinder
from guardrails.recognisers.username import UsernameFinder
from guardrails.recognisers.vehicle import find_vehicle
from guardrails.registry import SOURCE, Artifacts, Find, build_registry
from guardrails.shields import Shields


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What takes seconds to load."""

    lexicon: Lexicon
    tagger: Tagger
    registry: Any


class Analyzer:
    """Finds personal data and secrets in a text; knows nothing of other texts. Word lists and model load at the first.

    Rules of the house are checked at once.
    """

    def __init__(self, house: HouseRules | None = None) -> None:
        self._house = house or HouseRules()
        self._house_finder = HouseFinder(self._house)
        self.shields = Shields(house_terms=self._house.terms)
        self._secrets = SecretFinder()
        self._loaded: _Loaded | None = None
        self._lock = Lock()

    @property
    def house(self) -> HouseRules:
        """The rules of the house that it follows."""
        return self._house

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
        told = {"address": find_addresses, "person": people.find}
        return _Loaded(lexicon, load_tagger(lexicon), build_registry(self._finders(lexicon), told))

    def _finders(self, lexicon: Lexicon) -> dict[str, Find]:
        """Every recogniser but the one of names, by its name."""
        return {
            "contact": find_emails,
            "phone": find_phones,
            "username": UsernameFinder(lexicon).find,
            "network": find_network,
            "payment": find_payment,
            "bank": find_bank,
            "identity": find_identity,
            "national id": find_national_ids,
            "birth": find_birth,
            "vehicle": find_vehicle,
            "device": find_devices,
            "place": find_places,
            "secret": self._secrets.find,
            "house": self._house_finder.find,
        }

    def analyze(self, text: str) -> tuple[list[Hit], list[Shield]]:
        """Hits and shields of one text, not yet resolved against each other."""
        return self.analyze_batch([text])[0]

    def analyze_batch(self, texts: Sequence[str]) -> list[tuple[list[Hit], list[Shield]]]:
        """The same for many texts."""
        loaded = self._parts()
        return [self._found(text, loaded.tagger.tag(text)) for text in texts]

    def _found(self, text: str, spans: list[Span]) -> tuple[list[Hit], list[Shield]]:
        """Hits and shields of one text; what the house denies is a hit that no shield is left to forbid."""
        hits = self._hits(text, spans)
        denied = self._house_finder.denied(text)
        return hits + denied, opened(self.shields.find(text), hits, denied)

    def _hits(self, text: str, spans: list[Span]) -> list[Hit]:
        """What the registered recognisers find.

        The registry is asked directly: context words and duplicates are settled by our own rules and by
        `hits.resolve`, so `AnalyzerEngine.analyze` would only pass the results on.
        """
        artifacts = Artifacts(entities=spans)
        return [
            Hit(result.start, result.end, result.entity_type, result.score, result.recognition_metadata[SOURCE])
            for recogniser in self._parts().registry.recognizers
            for result in recogniser.analyze(text=text, entities=recogniser.supported_entities, nlp_artifacts=artifacts)
        ]
