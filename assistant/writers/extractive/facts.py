"""What the agent adds to a text in person: facts, as evidence of their own kind."""

from assistant.evidence import sentence
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.writers.extractive.cues import says
from assistant.writers.material import Material


def of_facts(material: Material, section: str, role: SentenceRole = "statement") -> list[Sentence]:
    """The facts that belong into a section of this name: plans into `next`, the others into what is known."""
    return [
        sentence(text, role, Evidence("fact", source, 0, len(text), text))
        for source, text in material.ticket.facts.items()
        if text.strip() and (section == "next") == _is_plan(text)
    ]


def _is_plan(text: str) -> bool:
    """Says what happens next, or when."""
    return says("promised", text) or says("ongoing", text)
