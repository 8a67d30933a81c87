"""The timeline for a post-mortem: every dated event of the thread and every time it tells, in UTC, with its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from assistant.evidence import from_frame, sentence
from assistant.moments import Moment
from assistant.reading import ReadMessage
from assistant.records import Evidence, Note, Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.closed import resolution
from assistant.writers.extractive.cues import courtesy, fixed, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Made
from assistant.writers.extractive.pieces import (
    Piece,
    Used,
    anything,
    asks,
    by,
    by_whom,
    impact,
    in_order,
    open_asks,
    pieces,
    plainly,
    substantial,
)
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_LIMIT = 24
_LINE_CHARS = 240
_OF_A_LOG = 3
"""Times that are shown of the lines of one message that are no sentences: a log may have hundreds."""
_GAP = timedelta(hours=1)
_SINCE = ("since ", "from ", "start", "seit ", "depuis ", "desde ")
_SAME_START = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class _Event:
    """`start:end` of the message are the words; `when` points at the time in UTC."""

    at: datetime
    message: ReadMessage
    start: int
    end: int
    when: Evidence
    of_a_log: bool = False


def write_postmortem(_order: Order, material: Material, _voice: Voice) -> Made:
    """Only what somebody said; gaps and times that do not agree are told in notes."""
    ticket = material.ticket
    found, used = pieces(ticket), Used()
    noted = resolution(ticket)
    causes = [line for line in noted if says("cause", line.text)]
    reach = used.take(impact(found, 4), anything, 4)
    ended = used.take(reversed(found), lambda p: fixed(p.text) and not asks(p), 3)
    told_causes = used.take(reversed(found), _is_cause, 2)
    ways = [line for line in noted if line not in causes[:1]] or noted
    events = _events(ticket.messages, found)
    parts = {
        "overview": [*_subject(material), *noted[:1], *of_facts(material, "overview")][:3],
        "impact": [plainly(p) if by(p, "customer") else by_whom(p) for p in reach],
        "timeline": [_line(event) for event in events],
        "cause": [*causes[:1], *(by_whom(p, dated=True) for p in in_order(told_causes, found))],
        "resolution": [*ways, *(by_whom(p, dated=True) for p in in_order(ended, found))][:5],
        "open": [by_whom(p) for p in open_asks(ticket, found)][:5],
    }
    return Made(parts, (*_starts_differ(ticket.messages), *_gaps(events)))


def _subject(material: Material) -> list[Sentence]:
    subject = material.ticket.subject
    if not subject or material.ticket.injected("subject"):
        return []
    return [sentence(subject, "statement", Evidence("message", "subject", 0, len(subject), subject))]


def _is_cause(piece: Piece) -> bool:
    return by(piece, "agent") and not asks(piece) and says("cause", piece.text) and substantial(piece)


def _events(messages: Sequence[ReadMessage], found: Sequence[Piece]) -> list[_Event]:
    """Oldest first; of too many the lines of logs go first, then messages in the middle."""
    events = [*_arrivals(messages, found), *_told(messages, found)]
    events.sort(key=lambda event: (event.at, event.message.id, event.start))
    if len(events) > _LIMIT:
        events = [event for event in events if not event.of_a_log]
    if len(events) > _LIMIT:
        events = [*events[: _LIMIT // 2], *events[-_LIMIT // 2 :]]
    return events


def _arrivals(messages: Sequence[ReadMessage], found: Sequence[Piece]) -> Iterator[_Event]:
    """What each message says first about the matter, at the time when it came."""
    for message in messages:
        own = [p for p in found if p.message.id == message.id]
        telling = [p for p in own if not courtesy(p.text)] or own
        if message.created_at is None or not message.created_at.tzinfo or not telling:
            continue
        stamp = message.stamp
        when = Evidence("field", f"{message.id}.created_at", 0, len(stamp), stamp)
        span = telling[0].span
        yield _Event(message.created_at.astimezone(UTC), message, span.start, span.end, when)


def _told(messages: Sequence[ReadMessage], found: Sequence[Piece]) -> Iterator[_Event]:
    """Each time that a message tells, with the sentence or the line that it stands in."""
    seen: set[tuple[datetime, str]] = set()
    for message in messages:
        spans = [p.span for p in found if p.message.id == message.id]
        lines = 0
        for one in message.moments:
            inside = next((s for s in spans if s.start <= one.start < s.end), None)
            start, end = (inside.start, inside.end) if inside else _line_at(message.text, one)
            lines += inside is None
            if (one.at, message.id) in seen or lines > _OF_A_LOG:
                continue
            seen.add((one.at, message.id))
            when = Evidence("field", one.source, 0, len(one.stamp), one.stamp)
            yield _Event(one.at, message, start, end, when, of_a_log=inside is None)


def _line_at(text: str, one: Moment) -> tuple[int, int]:
    """The line around a time, cut where it is very long."""
    start = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    end = len(text) if end < 0 else end
    if end - start > _LINE_CHARS:
        start = max(start, one.start - _LINE_CHARS // 2)
        end = min(end, start + _LINE_CHARS)
    return start, end


def _line(event: _Event) -> Sentence:
    message = event.message
    who = f"{message.role}{'' if message.public else ' (internal note)'}"
    quote = message.text[event.start : event.end]
    words = Evidence("message", message.id, event.start, event.end, quote)
    text = f"{event.when.quote}, {who}: {' '.join(quote.split())}"
    return sentence(text, "statement", from_frame("author", who), event.when, words)


def _starts_differ(messages: Sequence[ReadMessage]) -> list[Note]:
    """Where the thread tells more than one start."""
    starts: dict[str, datetime] = {}
    for message in messages:
        for one in message.moments:
            lead = message.text[max(0, one.start - 30) : one.start].casefold()
            if any(word in lead for word in _SINCE):
                starts.setdefault(f"{one.stamp} ({message.role}, {message.id})", one.at)
    if not starts or max(starts.values()) - min(starts.values()) <= _SAME_START:
        return []
    return [Note("times_differ", "The thread tells more than one start: " + "; ".join(starts) + ".")]


def _gaps(events: Sequence[_Event]) -> list[Note]:
    """The longest time of which the thread tells nothing, until it was over."""
    pairs = list(pairwise([event.at for event in events]))
    if not pairs:
        return []
    before, after = max(pairs, key=lambda pair: pair[1] - pair[0])
    if after - before < _GAP:
        return []
    shown = f"{before:%Y-%m-%d %H:%M} and {after:%Y-%m-%d %H:%M} UTC"
    return [Note("timeline_gap", f"The thread tells nothing between {shown}.")]
