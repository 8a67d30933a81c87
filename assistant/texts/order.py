"""What a writer is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.records import Passage, Sentence, Text, TextKind, Verdict
from assistant.steering.steering import NONE, Steering
from assistant.texts.kinds import SPECS, TextSpec


@dataclass(frozen=True, slots=True)
class Order:
    """One text to write. `sources` are the public passages that answer the ticket, best first.

    `language` is that of the text. `before` is the text of this kind that is there already: the summary up to the
    latest messages, or the draft that a turn of refinement changes.
    """

    kind: TextKind
    verdict: Verdict
    sources: Sequence[Passage] = ()
    steering: Steering = NONE
    language: str = "en"
    before: Text | None = None

    @property
    def spec(self) -> TextSpec:
        return SPECS[self.kind]


Check = Callable[[str, Sentence], Sentence | None]
"""Checks a sentence of a section: what may stand there, or None. A sentence that passed is shown at once."""


def unchecked(_section: str, sentence: Sentence) -> Sentence | None:
    """For a writer whose text is checked as a whole."""
    return sentence
