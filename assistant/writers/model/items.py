"""Pieces of evidence that a model may cite: each has a short label, the words that it is shown, and where they stand.

A label depends on the ticket and the passages alone, so it is the same in every part of a long thread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import from_frame, from_span, from_statement
from assistant.reading import ReadMessage, ReadTicket, Span
from assistant.records import Evidence, Passage, Text
from assistant.relevance import relevance
from assistant.texts.order import Order
from assistant.writers.material import Material

MAX_CHARS = 600
"""What is shown of a sentence at the most: a paste without a full stop is no sentence."""
_MAX_FIELDS = 20
_MAX_LINES = 12
_FIELD_CHARS = 200
_DOCUMENTS = 5
"""Documents of each pool that are shown at the most."""
_WITH_CASES = ("escalation", "handover")
"""Texts for agents that may rest on how others of that kind were solved."""
_WITHOUT_KNOWLEDGE = ("postmortem",)
"""Texts that tell what happened: what a document says did not happen in this ticket."""
_FENCE = re.compile(r"<(?=\s*/?\s*data\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """`text` is one line of words under the heading `group`; where room is short the lowest `rank` is shown first.

    `evidence` is what a sentence that cites the label points at. `step` says that it is an instruction to follow.
    """

    label: str
    text: str
    evidence: tuple[Evidence, ...]
    group: str
    rank: tuple[float, ...] = (0,)
    step: bool = False


def line(text: str) -> str:
    """One line that cannot be taken for the end of the data."""
    return _FENCE.sub("‹", " ".join(text.split()))


def asked(order: Order, material: Material) -> list[Item]:
    """What is always shown: the agent's facts, the text that there is already, the subject, and fields for an agent."""
    found = [
        Item(name, line(text), (Evidence("fact", name, 0, len(text), text),), "Facts that the agent states")
        for name, text in material.ticket.facts.items()
    ]
    found += _written(order.before) if order.before else []
    ticket = material.ticket
    if ticket.subject and not ticket.injected("subject"):
        subject = ticket.subject[:MAX_CHARS]
        evidence = Evidence("message", "subject", 0, len(subject), subject)
        found.append(Item("subject", line(subject), (evidence,), "Subject of the ticket"))
    return found + (_fields(ticket) if order.spec.reader == "agent" else [])


def thread(order: Order, ticket: ReadTicket) -> list[Item]:
    """The messages by sentence and by line of a log: of a customer's text the public ones only.

    The first message ranks before the latest ones, those before what lies between, ends of a message before its middle.
    """
    agent = order.spec.reader == "agent"
    messages = [(f"m{n}", m) for n, m in enumerate(ticket.messages, start=1) if agent or m.public]
    last = len(messages) - 1
    found: list[Item] = []
    for at, (label, message) in enumerate(messages):
        distance = 0 if at == 0 else last - at + 1
        found += _message(label, message, ticket.injected_parts(message.id), distance, dated=agent)
    return found


def knowledge(order: Order, material: Material) -> list[Item]:
    """Statements of the documents found, best first; internal ones and solved tickets in texts for agents only."""
    kind = order.kind
    if kind in _WITHOUT_KNOWLEDGE:
        return []
    if order.spec.reader == "customer":
        public = order.sources or [p for p in material.knowledge if p.quotable]
        return _documents("k", public, material, customer=True)
    found = _documents("k", material.knowledge, material, customer=False)
    return found + (_documents("c", material.cases, material, customer=False) if kind in _WITH_CASES else [])


def _written(before: Text) -> list[Item]:
    """Sentences of the text before, each with its own evidence; a courtesy of the house has none to hand on."""
    kept = [(s, tuple(e for e in s.evidence if e.kind != "frame")) for s in before.sentences]
    heading = "The text as it stands"
    return [
        Item(f"b{n}", line(s.text), evidence, heading, step=s.role == "step")
        for n, (s, evidence) in enumerate(((s, e) for s, e in kept if e), start=1)
    ]


def _fields(ticket: ReadTicket) -> list[Item]:
    named = [(key, value) for key, value in ticket.fields.items() if not ticket.injected(f"fields.{key}")]
    return [_field(n, key, value[:_FIELD_CHARS]) for n, (key, value) in enumerate(named[:_MAX_FIELDS], start=1)]


def _field(number: int, key: str, value: str) -> Item:
    name = key.replace("_", " ")
    evidence = (Evidence("field", f"fields.{key}", 0, len(value), value), from_frame("field", name))
    return Item(f"f{number}", line(f"{name}: {value}"), evidence, "Fields of the ticket")


def _message(
    label: str, message: ReadMessage, cut: Sequence[tuple[int, int]], distance: int, *, dated: bool
) -> Iterator[Item]:
    who = f"{message.role}{'' if message.public else ' (internal note)'}"
    group = f"Message {label} by {who}{', ' if message.stamp else ''}{message.stamp}"
    if dated and message.stamp:
        stamp = Evidence("field", f"{message.id}.created_at", 0, len(message.stamp), message.stamp)
        yield Item(f"{label}.at", f"{message.stamp}, {who}", (stamp, from_frame("author", who)), group, (distance, 0))
    count = len(message.sentences)
    for n, span in enumerate(message.sentences, start=1):
        if not _meets(cut, span.start, span.end):
            shown = _shown(span)
            yield Item(f"{label}.{n}", line(shown.text), (from_span(shown),), group, (distance, min(n, count - n)))
    for n, found in enumerate(_lines(message, cut), start=1):
        yield Item(f"{label}.log{n}", line(found.quote), (found,), group, (distance, count / 2 + n))


def _shown(span: Span) -> Span:
    if len(span.text) <= MAX_CHARS:
        return span
    text = span.text[:MAX_CHARS].rsplit(" ", 1)[0]
    return Span(span.message_id, span.start, span.start + len(text), text, span.role, span.public)


def _lines(message: ReadMessage, cut: Sequence[tuple[int, int]]) -> Iterator[Evidence]:
    """The first lines of logs and code: codes, ids and times stand there."""
    told = 0
    for part in (s for s in message.segments if s.kind in ("log", "code")):
        for match in re.finditer(r"[^\n]+", message.text[part.start : part.end]):
            start = part.start + match.start()
            end = min(part.start + match.end(), start + MAX_CHARS)
            quote = message.text[start:end]
            if told < _MAX_LINES and re.search(r"\w{3}", quote) and not _meets(cut, start, end):
                told += 1
                yield Evidence("message", message.id, start, end, quote)


def _meets(cut: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and b > start for a, b in cut)


def _documents(letter: str, passages: Sequence[Passage], material: Material, *, customer: bool) -> list[Item]:
    found: list[Item] = []
    for n, passage in enumerate(passages[:_DOCUMENTS], start=1):
        found += _document(f"{letter}{n}", passage, material, n, customer=customer)
    return found


def _document(label: str, passage: Passage, material: Material, rank: int, *, customer: bool) -> Iterator[Item]:
    """What a document states, in its order; the passage that was found ranks first, then what fits the question."""
    chunks = [c for c in material.document(passage.chunk.document_id) if c.audience == "public" or not customer]
    found, vectors = material.reader.read(chunks)
    scores = relevance(material.query, [s.text for s in found], vectors)
    for n, statement in enumerate(found, start=1):
        chunk = statement.chunk
        what = "Solved ticket" if chunk.pool == "cases" else "Article"
        inside = " (internal: never for a customer)" if chunk.audience == "internal" else ""
        own = chunk.id == passage.chunk.id
        yield Item(
            f"{label}.{n}",
            line(statement.text),
            (from_statement(statement),),
            line(f"{what} {label}: {chunk.title}{inside}"),
            (rank + (0 if own else 2), -float(scores[n - 1])),
            step=statement.kind == "step",
        )
