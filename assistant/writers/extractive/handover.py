"""The hand-over note: where a ticket stands, for the agent who takes it over."""

from collections.abc import Mapping, Sequence

from assistant.evidence import from_frame, sentence
from assistant.reading import ReadTicket
from assistant.records import Evidence, Sentence
from assistant.texts.order import Order
from assistant.triage.tone import sentiment, urgency
from assistant.writers.extractive.cues import courtesy, fixed, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Parts
from assistant.writers.extractive.pieces import (
    Piece,
    Used,
    anything,
    asked_back,
    asks,
    by,
    by_whom,
    central,
    impact,
    in_order,
    open_asks,
    pieces,
    plainly,
    substantial,
    with_before,
)
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_STANDING = ("plan", "tier", "sla", "support_level", "vip", "priority")
"""Fields that say how much a customer is owed."""


def write_handover(order: Order, material: Material, voice: Voice) -> Parts:
    """Quotations with who said them and when; the house's own lines where nothing needs to be quoted."""
    ticket = material.ticket
    found, used = pieces(ticket), Used()
    waiting = open_asks(ticket, found)
    state = _state(material, found, used)
    to_do = used.take(found, lambda p: by(p, "agent", public=False) and says("to_do", p.text), 2)
    careful = used.take(found, lambda p: by(p, "agent", public=False) and says("careful", p.text), 2)
    promised = used.take(found, lambda p: by(p, "agent", public=True) and _is_promise(p), 4)
    latest = list(reversed(waiting))
    waits = in_order(used.take(sorted(latest, key=_is_demand), anything, 4), found)
    done = with_before(used.take(reversed(found), _is_done, 6), found)[-6:]
    return {
        "state": state,
        "done": [by_whom(p, dated=True) for p in done],
        "promised": [by_whom(p, dated=True) for p in promised],
        "waiting": _waiting(ticket, found, waits, voice),
        "next": [*(by_whom(p) for p in to_do), *of_facts(material, "next"), *_next(order, waiting)][:3],
        "careful": _careful(ticket, [p for p in found if p.place not in used.places], careful, voice),
    }


def _state(material: Material, found: Sequence[Piece], used: Used) -> list[Sentence]:
    """The subject, what the customer reports, and the latest word on the matter."""
    subject, lines = material.ticket.subject, []
    if subject and not material.ticket.injected("subject"):
        lines.append(sentence(subject, "statement", Evidence("message", "subject", 0, len(subject), subject)))
    own = [p for p in found if by(p, "customer", public=True) and not asks(p) and not courtesy(p.text)]
    chosen = used.take(sorted(own, key=central(material, own)), lambda p: len(p.text.split()) >= 3, 2)
    reach = used.take(impact(found, 1), lambda p: by(p, "customer"), 1) if not _counts(chosen) else []
    lines += [plainly(p) for p in in_order([*chosen, *reach], found)]
    latest = used.take(reversed(found), lambda p: fixed(p.text), 1)
    return [*lines, *(by_whom(p, dated=True) for p in latest), *of_facts(material, "state")][:4]


def _counts(chosen: Sequence[Piece]) -> bool:
    return any(says("counted", p.text) for p in chosen)


def _is_promise(piece: Piece) -> bool:
    told = says("promised", piece.text) or says("ongoing", piece.text)
    return told and not piece.text.rstrip().endswith(":")


def _is_done(piece: Piece) -> bool:
    """What an agent found or did, and what the customer tried."""
    if asks(piece) or courtesy(piece.text):
        return False
    if by(piece, "agent"):
        return substantial(piece)
    return by(piece, "customer") and (says("tried", piece.text) or (piece.item and says("tried", piece.under)))


def _waiting(ticket: ReadTicket, found: Sequence[Piece], waits: Sequence[Piece], voice: Voice) -> list[Sentence]:
    """Who owes whom an answer, since when, and to what."""
    found = list(found)
    if back := asked_back(ticket, found):
        return [_since("waiting_customer", back[0], voice), *(by_whom(p) for p in back[:3])]
    if waits:
        return [_since("waiting_us", waits[0], voice), *(by_whom(p) for p in waits)]
    return []


def _is_demand(piece: Piece) -> bool:
    """Wants something without asking: questions come first."""
    return "?" not in piece.text


def _since(frame: str, piece: Piece, voice: Voice) -> Sentence:
    """The house's line with the time of the message, where it has one."""
    stamp = piece.message.stamp
    if not stamp:
        return voice.frame(f"{frame}_undated", "statement")
    when = Evidence("field", f"{piece.message.id}.created_at", 0, len(stamp), stamp)
    return voice.filled(frame, "statement", when, when=stamp)


def _next(order: Order, waiting: Sequence[Piece]) -> list[Sentence]:
    """What the verdict says about a reply, when the customer waits for one."""
    verdict = order.verdict
    if not waiting or not verdict.reason:
        return []
    frame = from_frame(f"verdict.{verdict.kind}", verdict.reason)
    return [sentence(verdict.reason, "statement", frame, *verdict.evidence)]


def _careful(ticket: ReadTicket, unsaid: Sequence[Piece], careful: Sequence[Piece], voice: Voice) -> list[Sentence]:
    """What is owed, what must not be told, what was pasted that should not be seen, and the customer's mood."""
    lines = [_field(key, ticket.fields[key]) for key in ticket.fields if key in _STANDING][:1]
    notes = {message.id for message in ticket.messages if message.role == "agent" and not message.public}
    kinds = {finding.kind.partition(".")[0] for finding in ticket.findings if finding.where not in notes}
    lines += [voice.frame(f"careful_{kind}", "statement") for kind in ("secret", "injection") if kind in kinds]
    lines += [by_whom(p) for p in careful]
    if any(not message.public for message in ticket.messages):
        lines.append(voice.frame("careful_notes", "statement"))
    return [*lines, *(plainly(p) for p in _moods(unsaid)[:1])]


def _moods(found: Sequence[Piece]) -> list[Piece]:
    """The customer's sentences that show anger or hurry, the latest first."""
    own = [p for p in found if by(p, "customer", public=True)]
    spans = [p.span for p in own]
    told = [*sentiment(spans).quotes, *urgency(spans).quotes]
    if sentiment(spans).value != "negative":
        told = list(urgency(spans).quotes)
    places: Mapping[str, list[int]] = {}
    for one in told:
        places = {**places, one.source: [*places.get(one.source, []), one.start]}
    return [p for p in reversed(own) if any(p.span.start <= at < p.span.end for at in places.get(p.message.id, ()))]


def _field(key: str, value: str) -> Sentence:
    name = key.replace("_", " ")
    place = Evidence("field", f"fields.{key}", 0, len(value), value)
    return sentence(f"{name.capitalize()}: {value}", "statement", from_frame("field", name), place)
