"""The extractive writer: which module writes which kind of text."""

from collections.abc import Callable, Mapping, Sequence

from assistant.records import Section, Sentence, Text, TextKind, Usage
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.extractive.question import write_question
from assistant.writers.extractive.reply import write_reply
from assistant.writers.extractive.summary import write_summary
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material
from prompts.phrases import Phrasebook

NAME = "extractive"

Parts = Mapping[str, Sequence[Sentence]]
Write = Callable[[Order, Material, Voice], Parts]
"""Writes the sections of a kind, by name; those that it leaves out have nothing to say."""

_WRITE: Mapping[TextKind, Write] = {
    "summary": write_summary,
    "reply": write_reply,
    "question": write_question,
}


class ExtractiveWriter:
    """Selects, orders and joins evidence. Every sentence is a quotation or a phrase of the house."""

    name = NAME

    def __init__(self, phrases: Phrasebook) -> None:
        self._phrases = phrases

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:  # noqa: ARG002
        voice = Voice(self._phrases.of(order.language), order.steering.tone)
        parts = _WRITE[order.kind](order, material, voice)
        sections = tuple(Section(s.name, s.title, tuple(parts.get(s.name, ()))) for s in order.spec.sections)
        return Text(order.kind, NAME, sections, language=voice.phrases.language)

    def usage(self) -> Usage:
        """None: no model is asked."""
        return Usage()
