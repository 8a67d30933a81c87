"""The reply: what public articles say to the problem, word for word."""

import re
from collections.abc import Mapping, Sequence

from assistant.evidence import from_span, from_statement, sentence
from assistant.records import Evidence, Sentence
from assistant.steering.steering import Length
from assistant.texts.order import Order
from assistant.writers.extractive.central import central
from assistant.writers.extractive.excerpt import excerpt
from assistant.writers.extractive.needs import coverage
from assistant.writers.extractive.platforms import platforms
from assistant.writers.extractive.question import requests
from assistant.writers.extractive.topics import Topic, topics
from assistant.writers.extractive.voice import Voice
from assistant.writers.extractive.wants import Held
from assistant.writers.material import Material, Quotable
from ingest.sentences import sentences

ROOM: Mapping[Length, int] = {"short": 8, "normal": 14, "long": 20}
"""Statements and steps of an answer about one thing."""
OTHER_ROOM: Mapping[Length, int] = {"short": 4, "normal": 7, "long": 12}
"""… and about each other thing that was asked."""
MAX_QUESTIONS = 3
_QUOTE_CHARS = 240
_NUMBER = re.compile(r"^\W*(?:(?:issue|question|problem|point)\s)?(?:\d{1,2}|[A-Ha-h])[.):]\s+", re.IGNORECASE)
"""What numbers the things that a customer asks; it is not read back."""


def write_reply(order: Order, material: Material, voice: Voice) -> Mapping[str, Sequence[Sentence]]:
    """Greeting, acknowledgement, explanation and steps from the best public articles, open questions, closing."""
    about = topics(material, order.sources)
    parts = {
        "greeting": [voice.greeting(material.ticket.greeting_name)],
        "acknowledgement": _acknowledgement(material, voice),
        "answer": [*_facts(material), *(one for topic in about for one in _answer(order, material, topic, voice))],
        "questions": _questions(material, about[0].quotable, voice),
        "closing": [voice.frame("closing", "closing")],
    }
    return _once(parts)


def _acknowledgement(material: Material, voice: Voice) -> list[Sentence]:
    """The subject, and the customer's own sentence that says most about the problem."""
    found = []
    subject = material.ticket.subject
    if subject and not material.ticket.injected("subject"):
        evidence = Evidence("message", "subject", 0, len(subject), subject)
        found.append(voice.filled("acknowledgement_subject", "acknowledgement", evidence, quote=_shown(subject)))
    span = central(material)
    if span is not None:
        found.append(voice.filled("acknowledgement", "acknowledgement", from_span(span), quote=_shown(span.text)))
    return found


def _facts(material: Material) -> list[Sentence]:
    """What the agent knows of this case, sentence by sentence."""
    return [
        sentence(fact[start:end], "answer", Evidence("fact", name, start, end, fact[start:end]))
        for name, fact in material.ticket.facts.items()
        for start, end in sentences(fact, 0, len(fact))
    ]


def _answer(order: Order, material: Material, topic: Topic, voice: Voice) -> list[Sentence]:
    """What one article says to one part of the question."""
    chunk = topic.passage.chunk
    rooms = ROOM if topic.about is None else OTHER_ROOM
    covers = coverage(material, chunk.document_id, topic.spans)
    asked = platforms([material.ticket.subject, *(span.text for span in material.problem)])
    chosen = excerpt(topic.quotable, chunk, covers, room=rooms[order.steering.length], asked=asked)
    found = [sentence(s.text, "answer", from_statement(s)) for s in chosen.explanation]
    found += [sentence(s.text, "step", from_statement(s)) for s in chosen.steps]
    found += [sentence(s.text, "answer", from_statement(s)) for s in chosen.after]
    if topic.about is not None and found:
        quote = _shown(topic.about.text)
        found.insert(0, voice.filled("second_topic", "acknowledgement", from_span(topic.about), quote=quote))
    return found


def _questions(material: Material, quotable: Quotable, voice: Voice) -> list[Sentence]:
    """What the article asks for and the ticket does not hold yet."""
    missing = requests(quotable, Held(material))
    if not missing:
        return []
    questions = [sentence(s.text, "question", from_statement(s)) for s in missing[:MAX_QUESTIONS]]
    return [voice.frame("questions_intro", "closing"), *questions]


def _shown(text: str) -> str:
    text = _NUMBER.sub("", " ".join(text.split()))
    if len(text) <= _QUOTE_CHARS:
        return text
    return text[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def _once(parts: Mapping[str, Sequence[Sentence]]) -> dict[str, list[Sentence]]:
    """Without what was said before, whatever the section."""
    seen: set[str] = set()
    kept: dict[str, list[Sentence]] = {}
    for name, written in parts.items():
        kept[name] = []
        for one in written:
            if one.text.casefold() not in seen:
                seen.add(one.text.casefold())
                kept[name].append(one)
    return kept
