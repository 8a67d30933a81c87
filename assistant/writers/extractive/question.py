"""The clarifying question that stands instead of a guess."""

from collections.abc import Mapping, Sequence

from assistant.query import ERROR_SIGNALS, names_trouble
from assistant.records import Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_ASK = {
    "needs_customer_info": "ask_problem",
    "knowledge_gap": "ask_gap",
    "contradiction": "ask_contradiction",
}


def write_question(order: Order, material: Material, voice: Voice) -> Mapping[str, Sequence[Sentence]]:
    """What to ask for this verdict; nothing where there is nothing to ask."""
    frame = _ASK.get(order.verdict.kind)
    if order.verdict.kind == "knowledge_gap" and _names_no_signal(material):
        frame = "ask_identifier"
    return {"question": [voice.frame(frame, "question")] if frame else []}


def _names_no_signal(material: Material) -> bool:
    """A trouble is told without any code, status, id or time to look it up by."""
    signals = (*ERROR_SIGNALS, "request_id", "timestamp")
    told = any(names_trouble(span.text) for span in material.problem)
    return told and not any(artifact.kind in signals for artifact in material.artifacts)
