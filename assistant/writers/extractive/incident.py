"""The customer's update in an incident: what was said in public, the way round it, and when news come."""

import re
from collections.abc import Sequence

from assistant.evidence import from_statement, sentence
from assistant.records import Passage, Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.cues import fixed, says
from assistant.writers.extractive.excerpt import excerpt
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Parts
from assistant.writers.extractive.pieces import Piece, Used, asks, by, impact, in_order, may_be_repeated, pieces
from assistant.writers.extractive.schedule import next_news
from assistant.writers.extractive.update import reported_line, reports, told_line
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_MEANWHILE = re.compile(
    r"\b(?:meanwhile|in the meantime|while (?:it|this|you wait)|until (?:it|then|this|we)|workaround|way round"
    r"|inzwischen|en attendant|mientras)\b",
    re.IGNORECASE,
)
_AFFECTED = re.compile(r"\b(?:un)?affected\b|\baffects?\b|\bstill works?\b|\bnot? (?:part|longer) of\b", re.IGNORECASE)
_WORDS = 4
_POLICY = 0.12
"""Relevance from which the house's policy on news holds for an incident: less than for a common update."""
_OURS = re.compile(r"\bour (?:side|end|service|systems?)\b|\bit is us\b|\bwe (?:see|have|are)\b", re.IGNORECASE)


def write_incident_update(order: Order, material: Material, voice: Voice) -> Parts:
    """What every customer may hear: internal notes, guesses and other customers stay out."""
    found, used = pieces(material.ticket), Used()
    public = [p for p in found if p.message.public and may_be_repeated(p.text)]
    ours = [p for p in public if by(p, "agent") and not asks(p)]
    scope = used.take(ours, lambda p: bool(_AFFECTED.search(p.text)), 2)
    ways = used.take(ours, lambda p: says("tells", p.text) and len(p.text.split()) >= 4, 4)
    latest = used.take(reversed(ours), lambda p: fixed(p.text), 1)
    first = used.take(ours, _is_state, 2)
    hit = used.take(impact(public, 2), lambda p: by(p, "customer") and "://" not in p.text, 2)
    opening = next((p.message.id for p in public if by(p, "customer")), "")
    reported = reports(material, [p for p in public if p.message.id == opening], used, 1)
    status = [*(reported_line(p, voice) for p in reported), *(told_line(p, voice) for p in [*first, *latest])]
    if not status:
        status, hit = [reported_line(p, voice) for p in hit[:1]], hit[1:]
    return {
        "greeting": [voice.greeting(material.ticket.greeting_name)],
        "status": [*status, *of_facts(material, "status", "answer")][:4],
        "impact": [*(reported_line(p, voice) for p in hit), *(told_line(p, voice) for p in scope)],
        "workaround": [*(told_line(p, voice) for p in in_order(ways, public)), *_by_knowledge(order, material)][:6],
        "next": [*of_facts(material, "next", "answer"), *next_news(material, order.sources, limit=2, least=_POLICY)][
            :2
        ],
        "closing": [voice.frame("closing", "closing")],
    }


def _is_state(piece: Piece) -> bool:
    """Says where the trouble is or since when, be it with a word of patience."""
    told = len(piece.text.split()) >= _WORDS and not piece.text.endswith(":")
    return told and bool(_OURS.search(piece.text) or says("fails", piece.text)) and not says("tells", piece.text)


def _by_knowledge(order: Order, material: Material) -> list[Sentence]:
    """What public articles say to do meanwhile; without that, the steps of the article that answers the ticket."""
    lines = [line for passage in order.sources[:2] for line in _meanwhile(material, passage)]
    if lines or order.verdict.kind != "answerable" or not order.sources:
        return lines[:3]
    chosen = excerpt(material.quotable(order.sources[0].chunk.document_id), order.sources[0].chunk)
    return [sentence(s.text, "step", from_statement(s)) for s in chosen.steps]


def _meanwhile(material: Material, passage: Passage) -> Sequence[Sentence]:
    told = material.quotable(passage.chunk.document_id).statements
    fitting = [s for s in told if _MEANWHILE.search(s.chunk.heading) or _MEANWHILE.search(s.text)]
    return [sentence(s.text, "step", from_statement(s)) for s in fitting]
