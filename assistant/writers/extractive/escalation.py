"""The escalation: what an engineer needs to see the defect, word for word from the thread, and what is missing."""

import re
from collections.abc import Sequence

from assistant.evidence import from_frame, from_statement, sentence
from assistant.query import names_trouble
from assistant.records import Evidence, Passage, Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.cues import courtesy, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Parts
from assistant.writers.extractive.missing import missing
from assistant.writers.extractive.pieces import (
    Piece,
    Used,
    anything,
    asks,
    by,
    by_whom,
    central,
    impact,
    in_order,
    is_ruled_out,
    pieces,
    plainly,
    with_before,
)
from assistant.writers.extractive.signals import signal_line, signal_lines, time_lines, trace_lines
from assistant.writers.extractive.voice import Voice
from assistant.writers.extractive.wording import stands_alone
from assistant.writers.material import Material

_ROUTING = frozenset("channel via source articles category severity team status priority tags type".split())
"""Fields that say where a ticket goes, and nothing about the system that fails."""
_FIELD_CHARS = 80
_WORDS = 4
_NORM = re.compile(
    r"\b(?:must|should|has to|have to|always|never|at most|at least|at the latest|within \d+|expires?|lasts?"
    r"|stays?|keeps?|is (?:kept|sent|shown|valid|revoked|created) )\b",
    re.IGNORECASE,
)
"""How a rule is worded: what should happen, whatever does."""
_EXPECTED_SCORE = 0.45
"""Relevance from which a statement of public knowledge tells what should happen here."""


def write_escalation(order: Order, material: Material, voice: Voice) -> Parts:
    """Every section of a defect report; what nobody said stays empty, and what an engineer will ask is named."""
    found, used = pieces(material.ticket), Used()
    own = [p for p in found if by(p, "customer", public=True) and not asks(p) and not courtesy(p.text)]
    expected = used.take(own, lambda p: says("expected", p.text) and len(p.text.split()) >= _WORDS, 2)
    ruled_out = used.take(found, is_ruled_out, 8)
    observed = _observed(material, own, used)
    steps = [p for p in own if _is_step(p) and p.place not in {one.place for one in (*expected, *ruled_out)}][:6]
    return {
        "reproduction": [plainly(p, "step") for p in steps],
        "observed": [*(plainly(p) for p in observed), *_exact(material, observed), *of_facts(material, "observed")],
        "expected": [*(plainly(p) for p in expected), *_expected_by_knowledge(material, order.sources)],
        "evidence": evidence_lines(material),
        "impact": [plainly(p) if by(p, "customer") else by_whom(p) for p in impact(found, 3)],
        "environment": environment(material, found, used),
        "ruled_out": [by_whom(p) for p in with_before(ruled_out, found)][:8],
        "missing": missing(material, found, voice),
    }


def evidence_lines(material: Material, limit: int = 12) -> list[Sentence]:
    """Ids and requests, then times, then traces; of a long thread some of each."""
    signals, times, traces = signal_lines(material), time_lines(material), trace_lines(material)
    return [*signals[: limit - len(times) - len(traces)], *times, *traces]


def _observed(material: Material, own: Sequence[Piece], used: Used) -> list[Piece]:
    """What the customer sees: the most central sentences that name trouble, in the order of the thread."""
    troubled = [p for p in own if not is_ruled_out(p) and (says("fails", p.text) or names_trouble(p.text))]
    fitting = [p for p in troubled if len(p.text.split()) >= 2] or [p for p in own if not is_ruled_out(p)]
    chosen = used.take(sorted(fitting, key=central(material, own)), anything, 4)
    return in_order(chosen, own)


def _exact(material: Material, observed: Sequence[Piece]) -> list[Sentence]:
    """The wording and the codes of errors that none of these sentences holds."""
    said = " ".join(p.text for p in observed)
    own = {message.id for message in material.ticket.messages if message.role == "customer"}
    kinds = ("error_signature", "error_code")
    found = [a for kind in kinds for a in material.artifacts if a.kind == kind and a.message_id in own]
    return [signal_line(a) for a in found if a.value not in said][:2]


def _is_step(piece: Piece) -> bool:
    return says("acted", piece.text) and len(piece.text.split()) >= _WORDS and not piece.text.endswith(":")


def environment(material: Material, found: Sequence[Piece], used: Used) -> list[Sentence]:
    """Ticket fields that describe the system, versions with what they are of, and what the customer says of it."""
    fields = material.ticket.fields
    lines = [_field(k, v) for k, v in fields.items() if k not in _ROUTING and v and len(v) <= _FIELD_CHARS][:5]
    stated = {value.casefold() for value in fields.values()}
    seen: set[str] = set()
    for one in material.artifacts:
        key = (one.normalised or one.value).casefold()
        if one.kind == "version" and key not in seen and one.value.casefold() not in stated:
            seen.add(key)
            lines.append(sentence(one.value, "statement", _at(one.message_id, one.start, one.value)))
    told = used.take(found, lambda p: by(p, "customer") and says("environment", p.text) and not asks(p), 2)
    return [*lines[:7], *(plainly(p) for p in told)]


def _at(message_id: str, start: int, value: str) -> Evidence:
    return Evidence("message", message_id, start, start + len(value), value)


def _field(key: str, value: str) -> Sentence:
    name = key.replace("_", " ")
    place = Evidence("field", f"fields.{key}", 0, len(value), value)
    return sentence(f"{name.capitalize()}: {value}", "statement", from_frame("field", name), place)


def _expected_by_knowledge(material: Material, sources: Sequence[Passage]) -> list[Sentence]:
    """What public knowledge says that should happen, where it plainly speaks of this."""
    if not sources:
        return []
    quotable = material.quotable(sources[0].chunk.document_id)
    whole = [(n, s) for n, s in enumerate(quotable.statements) if s.kind == "sentence" and not s.asks]
    plain = [n for n, s in whole if _NORM.search(s.text) and not s.text.endswith(":") and stands_alone(s.text)]
    if not plain:
        return []
    best = max(plain, key=lambda n: float(quotable.scores[n]))
    if float(quotable.scores[best]) < _EXPECTED_SCORE:
        return []
    return [sentence(quotable.statements[best].text, "statement", from_statement(quotable.statements[best]))]
