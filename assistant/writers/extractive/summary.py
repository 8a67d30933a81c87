"""What a ticket is about, in named sections; every sentence is the thread's own, with its place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import from_frame, from_span, from_statement, sentence
from assistant.frames import EMPTY_MESSAGE
from assistant.query import names_trouble
from assistant.reading import ReadMessage, ReadTicket
from assistant.records import Evidence, Sentence, Text
from assistant.statements import statements
from assistant.texts.incremental import covered
from assistant.texts.order import Order
from assistant.writers.extractive.brief import brief, last_word
from assistant.writers.extractive.cues import courtesy, fixed, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.line import Line, first_of, line_of
from assistant.writers.extractive.made import Parts
from assistant.writers.extractive.pieces import (
    Piece,
    Used,
    asked_back,
    asks,
    by,
    by_whom,
    in_order,
    open_asks,
    pieces,
    plainly,
)
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_OWN = "extractive"
"""Only its own sentences go on in a text that says that this writer made it."""
_FIELD_CHARS = 80
_FIELDS = 6
_MIN_WORDS = 4
_TIMELINE_WORDS = 18
_TELLS = 0.1
"""What naming trouble is worth beside a cosine."""
_NEW_AT_LEAST = 2
"""Room for what is new in a section that was full before."""
_KEPT = ("problem", "impact", "environment", "timeline", "tried")
"""Sections that go on from an earlier summary; the others tell how things are now."""
_SOLVED = frozenset({"solved", "closed", "resolved"})
_COUNTS = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b", re.I)
_STAKES = re.compile(
    r"\b(?:urgent\w*|critical|asap|deadline|production|outage|revenue|losing|unusable|stand(?:s|ing)? still"
    r"|(?:can(?:no|['’])t|cannot) work|nobody can|no one can|every(?:one|body) (?:is|has)|all of us"
    r"|\d[\d.,]* (?:\w+ ){1,3}(?:waiting|queued|in the queue|pending|stuck|behind|affected|blocked)|pending \d+"
    r"|(?:all|none|most|half) of (?:our|the|my)|all (?:our|my) \w+)\b",
    re.IGNORECASE,
)
_AIM = re.compile(r"\btrying to\b", re.IGNORECASE)
"""What somebody was about to do, no attempt at a remedy."""
_PASTED = ("quote", "code", "log")
_MIN_FIT = 0.4
"""Cosine from which the check of a runbook is worth a try."""
_WISH = re.compile(r"(?:i|we)(?: really| just)? (?:need|want|expect|demand)\b[^?]*$", re.IGNORECASE)
"""Pressure, no question."""
_OWN_ADVICE = re.compile(r"^(?:please|you (?:can|could|should)|try|could you|can you)\b", re.IGNORECASE)


def write_summary(order: Order, material: Material, voice: Voice) -> Parts:
    """All sections, in the order in which an agent asks for them; a section without sentences was not found.

    With an earlier summary only the messages that it does not cover are read, and its sentences stay.
    """
    order = order if order.before is None or order.before.made_by == _OWN else replace(order, before=None)
    ticket, known = material.ticket, covered(order.before)
    there = pieces(ticket)
    found = [piece for piece in there if piece.message.id not in known]
    used = _used(order.before)
    problem = _problem(material, found, used, again=order.before is not None)
    impact = _impact(found, used)
    now: dict[str, Sequence[Sentence]] = {
        "brief": brief(ticket, voice),
        "problem": _as_written([*problem, *_more_of_it(material, found, used, again=order.before is not None)], there),
        "impact": impact,
        "environment": _environment(material, found, used, known),
        "timeline": _timeline(ticket, known),
        "tried": _tried(found, used),
        "open_questions": _open_questions(ticket, there),
        "next_step": _next_step(order, material, voice, there),
    }
    return {name: _merged(order, name, new) if name in _KEPT else new for name, new in now.items()}


def _used(before: Text | None) -> Used:
    """What an earlier summary says is not said again."""
    kept = [s for section in before.sections if section.name in _KEPT for s in section.sentences] if before else []
    quoted = [(s, e) for s in kept for e in s.evidence if e.kind == "message"]
    return Used({(e.source, e.start) for _, e in quoted}, {s.text.casefold() for s in kept})


def _merged(order: Order, name: str, new: Sequence[Sentence]) -> list[Sentence]:
    """What stood there, then what is new; where that is too much, the older go, but not the very first."""
    limit = order.spec.section(name).limit
    sections = order.before.sections if order.before else ()
    kept = [s for section in sections if section.name == name for s in section.sentences]
    texts = {s.text for s in kept}
    fresh = [s for s in new if s.text not in texts]
    both = kept + fresh[: max(limit - len(kept), _NEW_AT_LEAST)]
    room = max(limit, len(kept) + _NEW_AT_LEAST if len(kept) <= limit else limit + _NEW_AT_LEAST)
    return both if len(both) <= room else [both[0], *both[1 - room :]]


def _problem(material: Material, found: Sequence[Piece], used: Used, *, again: bool) -> list[Sentence]:
    """The subject, and the customer's most central sentence; with a summary that is there, the trouble that is new."""
    if again:
        told = _reports(found)
        return [plainly(p) for p in used.take(told, lambda p: says("fails", p.text) and not asks(p), 1)]
    subject = material.ticket.subject
    lines = (
        [sentence(subject, "statement", Evidence("message", "subject", 0, len(subject), subject))] if subject else []
    )
    used.texts.update({subject.casefold()} if subject else ())
    return lines + [plainly(p) for p in used.take(_central(material, found), lambda _: True, 1)]


def _more_of_it(material: Material, found: Sequence[Piece], used: Used, *, again: bool) -> list[Sentence]:
    """The next most central sentence that says nothing of impact."""
    return [] if again else [plainly(p) for p in used.take(_central(material, found), lambda _: True, 1)]


def _as_written(sentences: Sequence[Sentence], found: Sequence[Piece]) -> list[Sentence]:
    """In the order of the thread, what stands in no message first."""
    order = {piece.place: n for n, piece in enumerate(found)}
    return sorted(sentences, key=lambda s: order.get((s.evidence[0].source, s.evidence[0].start), -1))


def _central(material: Material, found: Sequence[Piece]) -> list[Piece]:
    """The customer's sentences, the most central first."""
    scores = {(s.message_id, s.start): float(v) for s, v in zip(material.problem, material.problem_scores, strict=True)}
    told = [p for p in _reports(found) if p.place in scores]
    return sorted(told, key=lambda p: -scores[p.place] - _TELLS * _tells(p))


def _reports(found: Sequence[Piece]) -> list[Piece]:
    """What the customer says beside courtesies; the public thread's where the customer wrote nothing."""
    own = [p for p in found if by(p, "customer", public=True)] or [p for p in found if p.message.public]
    return [p for p in own if len(p.text.split()) >= _MIN_WORDS and not courtesy(p.text)]


def _tells(piece: Piece) -> int:
    """Names trouble or asks something; a demand alone, or what was tried against it, comes after that."""
    if _is_try(piece):
        return -1
    return int(piece.text.endswith("?") or (names_trouble(piece.text) and not asks(piece)))


def _impact(found: Sequence[Piece], used: Used) -> list[Sentence]:
    """Who and how much is affected: what counts it before what only says so."""
    ranked = sorted(found, key=lambda p: not _COUNTS.search(p.text))
    return [_said(piece) for piece in in_order(used.take(ranked, _is_impact, 2), found)]


def _is_impact(piece: Piece) -> bool:
    """Says that it matters, or how much of something is in trouble."""
    text = piece.text
    if asks(piece) or courtesy(text) or _advises(piece) or len(text.split()) < _MIN_WORDS:
        return False
    return bool(_STAKES.search(text)) or (says("impact", text) and says("fails", text))


def _environment(material: Material, found: Sequence[Piece], used: Used, known: frozenset[str]) -> list[Sentence]:
    """Ticket fields, versions, and a sentence that names system, browser or plan."""
    short = {key: value for key, value in material.ticket.fields.items() if 0 < len(value) <= _FIELD_CHARS}
    lines = [_field(key, value) for key, value in short.items()][:_FIELDS]
    seen = {value.casefold() for value in short.values()}
    for artifact in material.artifacts:
        value = artifact.value.casefold()
        if artifact.kind != "version" or artifact.message_id in known or any(value in one for one in seen):
            continue
        seen.add(value)
        evidence = Evidence("message", artifact.message_id, artifact.start, artifact.end, artifact.value)
        lines.append(sentence(artifact.value, "statement", evidence))
    named = used.take(
        found, lambda p: says("environment", p.text) and not asks(p) and not by(p, "agent", public=True), 1
    )
    return lines[:8] + [_said(piece) for piece in named]


def _field(key: str, value: str) -> Sentence:
    name = key.replace("_", " ")
    text = f"{name.capitalize()}: {value}"
    return sentence(
        text, "statement", from_frame("field", name), Evidence("field", f"fields.{key}", 0, len(value), value)
    )


def _timeline(ticket: ReadTicket, known: frozenset[str]) -> list[Sentence]:
    """When each message came and what it says; of a long thread the first and the latest ones."""
    rows = [
        (at, line_of(ticket, at, message, _TIMELINE_WORDS) or first_of(at, message))
        for at, message in enumerate(ticket.messages)
        if message.created_at is not None and message.id not in known
    ]
    telling = [(at, line) for at, line in rows if _tells_something(ticket.messages[at], line)] or rows
    limit = 8
    if len(telling) > limit:
        telling = [telling[0], *telling[1 - limit :]]
    return [_event(ticket, at, line) for at, line in telling]


def _tells_something(message: ReadMessage, line: Line | None) -> bool:
    """More than a courtesy; a message that only holds a quotation or a log came for a reason, too."""
    if line is None:
        return any(segment.kind in _PASTED for segment in message.segments)
    return fixed(line.text) or not courtesy(line.text)


def _event(ticket: ReadTicket, at: int, line: Line | None) -> Sentence:
    message = ticket.messages[at]
    words = line.cut(_TIMELINE_WORDS) if line else EMPTY_MESSAGE
    who = f"{message.role}{'' if message.public else ' (internal note)'}"
    stamp = Evidence("field", f"{message.id}.created_at", 0, len(message.stamp), message.stamp)
    said = line.evidence if line else from_frame("empty_message", words)
    return sentence(f"{message.stamp}, {who}: {words}", "statement", from_frame("author", who), stamp, said)


def _tried(found: Sequence[Piece], used: Used) -> list[Sentence]:
    """What was done and what came of it, by whom; what an agent only advises has not been tried."""
    chosen = used.take(found, _is_try, 5)
    return [_said(piece) for piece in in_order(chosen, found)]


def _is_try(piece: Piece) -> bool:
    if asks(piece) or courtesy(piece.text) or _advises(piece):
        return False
    return says("tried", _AIM.sub("", piece.text))


def _advises(piece: Piece) -> bool:
    """An agent tells the customer what to do."""
    return by(piece, "agent", public=True) and (says("tells", piece.text) or _OWN_ADVICE.match(piece.text) is not None)


def _said(piece: Piece) -> Sentence:
    """The customer's words as they are, others' with who said them."""
    return plainly(piece) if by(piece, "customer", public=True) else by_whom(piece)


def _open_questions(ticket: ReadTicket, found: list[Piece]) -> list[Sentence]:
    """The customer's since an agent last said something about the matter, and the agent's that wait for an answer."""
    if _solved(ticket):
        return []
    waiting = [p for p in (*_unanswered(ticket, found), *asked_back(ticket, found)) if len(p.text.split()) > 1]
    waiting = [p for p in waiting if not _WISH.match(p.text)]
    return [plainly(piece) for piece in Used().take(waiting, lambda p: p.message.public, 5)]


def _unanswered(ticket: ReadTicket, found: list[Piece]) -> list[Piece]:
    """What the customer asked since the last answer; an agent who only asks back has not answered yet."""
    back = {p.message.id for p in found if by(p, "agent", public=True) and p.text.rstrip().endswith("?")}
    return open_asks(ticket, [p for p in found if p.message.id not in back])


def _solved(ticket: ReadTicket) -> bool:
    """Says so itself, or its customer did with the last word."""
    return ticket.status.casefold() in _SOLVED or _thanks(ticket) is not None


def _thanks(ticket: ReadTicket) -> Line | None:
    answered = max(
        (n for n, m in enumerate(ticket.messages) if m.public and m.role == "agent"), default=len(ticket.messages)
    )
    final = last_word(ticket, answered)
    return final if final and fixed(final.text) else None


def _next_step(order: Order, material: Material, voice: Voice, found: list[Piece]) -> list[Sentence]:
    """What is to be done by the verdict, or by how the thread ended; the first check of an internal runbook if any."""
    ticket, plans = material.ticket, of_facts(material, "next")
    if plans:
        return plans[:2]
    if (final := _thanks(ticket)) is not None:
        return [voice.filled("next_solved", "statement", final.evidence)]
    if waiting := asked_back(ticket, found):
        return [voice.filled("next_waiting", "statement", from_span(waiting[-1].span))]
    steps = [voice.filled(f"next_{order.verdict.kind}", "statement", *order.verdict.evidence)]
    runbook = next((p for p in material.knowledge if not p.quotable and p.dense >= _MIN_FIT), None)
    if runbook is not None:
        first = next((s for s in statements(runbook.chunk) if s.kind == "step"), None)
        if first is not None:
            steps.append(sentence(first.text, "statement", from_statement(first)))
    return steps
