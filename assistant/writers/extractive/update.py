"""The status update during an investigation: what is known, being tested, needed, and when the customer hears next."""

from collections.abc import Sequence

from assistant.evidence import from_span
from assistant.records import Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.cues import courtesy, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Parts
from assistant.writers.extractive.pieces import (
    Piece,
    Used,
    anything,
    asked_back,
    asks,
    by,
    central,
    in_order,
    may_be_repeated,
    pieces,
    substantial,
)
from assistant.writers.extractive.question import write_question
from assistant.writers.extractive.schedule import next_news
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_KNOWN = 3
_REPEATED_WORDS = 60
_ASKED = 3
"""Things that an update asks for, under a line that leads in."""


def write_update(order: Order, material: Material, voice: Voice) -> Parts:
    """Only what was said in public, what the agent adds, and what a public policy says about the next news."""
    found, used = pieces(material.ticket), Used()
    public = [p for p in found if p.message.public and may_be_repeated(p.text)]
    testing = used.take(reversed(public), lambda p: by(p, "agent") and says("ongoing", p.text) and not asks(p), 2)
    told = used.take(reversed(public), lambda p: by(p, "agent") and substantial(p) and not asks(p), 2)
    reported = reports(material, public, used, _KNOWN - len(told[:1]))
    known = [reported_line(p, voice) for p in reported] + [told_line(p, voice) for p in in_order(told, public)]
    return {
        "greeting": [voice.greeting(material.ticket.greeting_name)],
        "known": [*known, *of_facts(material, "known", "answer")][:4],
        "testing": [told_line(p, voice) for p in in_order(testing, public)],
        "need": _need(order, material, public, voice),
        "next": [*of_facts(material, "next", "answer"), *next_news(material, order.sources)][:2],
        "closing": [voice.frame("closing", "closing")],
    }


def reports(material: Material, public: Sequence[Piece], used: Used, limit: int) -> list[Piece]:
    """What the customer reported, the most central sentences first chosen, then in the order of the thread."""
    own = [p for p in public if by(p, "customer") and not asks(p) and not courtesy(p.text) and "://" not in p.text]
    own = [p for p in own if 2 <= len(p.text.split()) <= _REPEATED_WORDS]
    return in_order(used.take(sorted(own, key=central(material, own)), anything, limit), public)


def reported_line(piece: Piece, voice: Voice) -> Sentence:
    """The customer's words, as theirs."""
    return voice.filled("known_from_you", "acknowledgement", from_span(piece.span), quote=piece.text.rstrip(" :"))


def told_line(piece: Piece, voice: Voice) -> Sentence:
    """What an agent wrote in public, as ours."""
    return voice.filled("known_from_us", "answer", from_span(piece.span), quote=piece.text.rstrip(" :"))


def _need(order: Order, material: Material, public: Sequence[Piece], voice: Voice) -> list[Sentence]:
    """The agent's question that is not answered yet, or what the verdict says that is missing."""
    asked = [p for p in asked_back(material.ticket, list(public)) if may_be_repeated(p.text)]
    if asked:
        return [voice.filled("need_answer", "question", from_span(p.span), quote=p.text) for p in asked[:3]]
    return list(write_question(order, material, voice, room=_ASKED).get("question", ()))
