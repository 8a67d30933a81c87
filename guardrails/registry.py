"""Presidio's registry with our own recognisers: nothing of its own is loaded, nothing is downloaded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guardrails.hits import Hit
from guardrails.names.tagger import Span

LANGUAGE = "en"
SOURCE = "source"
"""Where a result of Presidio's says which of our recognisers, or which rule of the house, it is from."""
PERSONAL = (
    "PERSON", "EMAIL", "PHONE", "ADDRESS", "USERNAME", "IP_ADDRESS", "MAC_ADDRESS", "DATE_OF_BIRTH", "CREDIT_CARD",
    "IBAN", "BANK_ACCOUNT", "PASSPORT", "NATIONAL_ID", "LICENCE_PLATE", "VEHICLE_ID", "DEVICE_ID", "ACCOUNT_ID",
    "COORDINATES",
)  # fmt: skip
"""Kinds of personal data; kinds of secrets begin with SECRET."""

Find = Callable[[str], Iterable[Hit]]
FindTold = Callable[[str, list[Span]], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Artifacts:
    """What our recognisers read of Presidio's NlpArtifacts."""

    entities: list[Span]


def build_registry(finders: Mapping[str, Find], told: Mapping[str, FindTold]) -> Any:
    """A registry that asks `finders`, and those `told` with the spans of the name tagger."""
    from presidio_analyzer import RecognizerRegistry

    recognisers = [_recogniser(name, find) for name, find in finders.items()]
    recognisers += [_recogniser(name, find, reads_model=True) for name, find in told.items()]
    return RecognizerRegistry(recognizers=recognisers, supported_languages=[LANGUAGE])


def _recogniser(name: str, find: Callable[..., Iterable[Hit]], *, reads_model: bool = False) -> Any:
    """One of our `find` functions as Presidio's kind of recogniser."""
    from presidio_analyzer import EntityRecognizer, RecognizerResult

    class Recogniser(EntityRecognizer):
        """Calls `find`, and hands it the spans of the name tagger when it asks for them."""

        def load(self) -> None:
            """Nothing to load."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any) -> list[Any]:  # noqa: ARG002  presidio's
            """Hits as Presidio's results."""
            hits = find(text, nlp_artifacts.entities) if reads_model else find(text)
            return [
                RecognizerResult(
                    hit.kind, hit.start, hit.end, hit.score, recognition_metadata={SOURCE: hit.source or name}
                )
                for hit in hits
            ]

    return Recogniser(supported_entities=list(PERSONAL), name=name, supported_language=LANGUAGE)
