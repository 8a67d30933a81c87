"""The extractive writer: which module writes which kind of text."""

from collections.abc import Callable, Mapping

from assistant.records import Section, Text, TextKind, Usage
from assistant.texts.macros import NO_MACROS, Macros
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.extractive.article import write_article
from assistant.writers.extractive.escalation import write_escalation
from assistant.writers.extractive.handover import write_handover
from assistant.writers.extractive.incident import write_incident_update
from assistant.writers.extractive.macro import MacroShelf
from assistant.writers.extractive.made import Made, Parts
from assistant.writers.extractive.postmortem import write_postmortem
from assistant.writers.extractive.question import write_question
from assistant.writers.extractive.reply import write_reply
from assistant.writers.extractive.summary import write_summary
from assistant.writers.extractive.update import write_update
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material
from prompts.phrases import Phrasebook

NAME = "extractive"

Write = Callable[[Order, Material, Voice], Parts | Made]
"""Writes the sections of a kind, and perhaps notes on them."""

_WRITE: Mapping[TextKind, Write] = {
    "summary": write_summary,
    "reply": write_reply,
    "question": write_question,
    "update": write_update,
    "escalation": write_escalation,
    "handover": write_handover,
    "incident_update": write_incident_update,
    "postmortem": write_postmortem,
    "article": write_article,
}


class ExtractiveWriter:
    """Selects, orders and joins evidence. Every sentence is a quotation or a phrase of the house."""

    name = NAME

    def __init__(self, phrases: Phrasebook, *, macros: Macros = NO_MACROS) -> None:
        self._phrases = phrases
        self._write: Mapping[TextKind, Write] = {**_WRITE, "macro": MacroShelf(macros).write}

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:  # noqa: ARG002
        voice = Voice(self._phrases.of(order.language), order.steering.tone)
        written = self._write[order.kind](order, material, voice)
        made = written if isinstance(written, Made) else Made(written)
        sections = tuple(Section(s.name, s.title, tuple(made.parts.get(s.name, ()))) for s in order.spec.sections)
        return Text(order.kind, NAME, sections, language=voice.phrases.language, notes=made.notes)

    def usage(self) -> Usage:
        """None: no model is asked."""
        return Usage()

    def prompts_used(self) -> dict[str, str]:
        """None: no model is asked."""
        return {}
