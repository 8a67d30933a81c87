"""The house's own phrases as evidence: a frame counts where the sentence really is that phrase."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from assistant.artifacts.artifact import Kind
from assistant.records import Evidence, Sentence
from prompts.phrases import Phrasebook

_FIELD = re.compile(r"\$\{?[a-z_]+\}?")
_CUT = re.compile(r"\s…$")
EMPTY_MESSAGE = "(no text of its own)"
"""What a summary says where a message holds only quotes or a signature."""
_AUTHOR = re.compile(r"(?:customer|agent|system)(?: \(internal note\))?")
_FIELD_NAME = re.compile(r"[\w .-]{1,60}")
_ARTIFACTS = frozenset(kind.replace("_", " ") for kind in get_args(Kind))
"""What an artifact is called in front of its value."""


class Frames:
    """Which frames there are. `fields` are the ticket's own field names, `reasons` what a verdict may say."""

    def __init__(self, phrases: Phrasebook, *, fields: Sequence[str] = ()) -> None:
        self._phrases = phrases
        self._fields = {name.replace("_", " ") for name in fields}
        self.reasons: Mapping[str, str] = {}

    def holds(self, sentence: Sentence, evidence: Evidence) -> bool:
        """Whether `evidence`, a frame that `sentence` claims, is one of the house's and the sentence says it."""
        name = _name(evidence)
        if (evidence.start, evidence.end) != (0, len(evidence.quote)):
            return False
        if templates := self._phrases.templates(name):
            return evidence.quote in templates and self.filled(sentence, evidence.quote, name) is not None
        return self._of_a_summary(name, evidence.quote)

    def filled(self, sentence: Sentence, template: str, name: str = "") -> list[str] | None:
        """What stands in the fields of a phrase; None when the sentence is not that phrase.

        Each field has to hold words that stand in what else the sentence points at.
        """
        pattern = "(.+)".join(re.escape(piece.replace("$$", "$")) for piece in _FIELD.split(" ".join(template.split())))
        match = re.fullmatch(pattern, " ".join(sentence.text.split()), re.DOTALL)
        if match is None:
            return None
        kinds = ("field",) if name.partition(".")[0] == "greeting" else ("message", "field", "passage")
        words = [" ".join(e.quote.split()) for e in sentence.evidence if e.kind in kinds]
        held = all(any(_CUT.sub("", value) in quote for quote in words) for value in match.groups())
        return list(match.groups()) if held else None

    def phrase(self, sentence: Sentence) -> bool:
        """Whether the whole sentence is a phrase of the house, its fields filled with words of the ticket."""
        frames = [e for e in sentence.evidence if e.kind == "frame"]
        return any(self._phrases.templates(_name(e)) and self.holds(sentence, e) for e in frames)

    def said(self, sentence: Sentence) -> list[str]:
        """The words of the house that a sentence really says: phrases that it is, their fields left out."""
        frames = [e for e in sentence.evidence if e.kind == "frame" and self._phrases.templates(_name(e))]
        return [piece for e in frames if self.holds(sentence, e) for piece in _FIELD.split(e.quote)]

    def _of_a_summary(self, name: str, quote: str) -> bool:
        if name == "author":
            return _AUTHOR.fullmatch(quote) is not None
        if name == "field":
            return quote in self._fields and _FIELD_NAME.fullmatch(quote) is not None
        if name == "artifact":
            return quote in _ARTIFACTS
        if name == "empty_message":
            return quote == EMPTY_MESSAGE
        return self.reasons.get(name) == quote


def _name(evidence: Evidence) -> str:
    return evidence.source.removeprefix("phrases#")
