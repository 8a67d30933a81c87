"""The part of a message that says most, in one line: neighbouring sentences, trimmed, with their exact place."""

import re
from dataclasses import dataclass

from assistant.query import is_prose, names_trouble
from assistant.reading import ReadMessage, ReadTicket, Span
from assistant.records import Evidence
from assistant.writers.extractive.cues import courtesy, fixed
from assistant.writers.extractive.trim import shortened, trimmed
from ingest.lexical import tokenize
from ingest.tickets import Role

MAX_WORDS = 25
"""Words of a line; a single longer sentence is cut a little later."""
_TOLERANCE = 5
_MIN_WORDS = 4
_IDLE = 0.1
_TELLING = 1.3
_SHARED = 2
"""Words of the subject that a sentence has to hold to be about it."""
_SCENE = 0.5
_COURTESY_ALONE = -0.01
_EARLIEST = 4
_EARLIER = 0.9
"""What a sentence is worth beside the one before it: people come to the point, then add to it."""
_COURTESY = re.compile(
    r"\b(?:sorry|apolog\w+|thanks?|thank you|cheers|welcome|appreciate|glad|happy to|hope (?:this|that|it)"
    r"|great day|nice day|good (?:day|evening|weekend)|have a|let (?:us|me) know if|feel free|if you (?:need|have) any"
    r"|any (?:other|further|more) (?:questions?|help|assistance)|understand (?:how|your|the)|frustrat\w+|inconvenience"
    r"|patience|reach(?:ing)? out to us|best (?:wishes|regards)|danke|vielen dank|entschuldig\w+|merci|désolée?s?"
    r"|gracias|disculp\w+|lamentamos)\b",
    re.IGNORECASE,
)
_PASTED = re.compile(r"-----|={5}|<SECRET_\d+>")
"""Keys, certificates and rulers: pasted, not said."""
_ACTS = re.compile(
    r"\b(?:please|kindly|could you|can you|would you|try|check|send|call|contact|email|visit|follow|click|restart|reset"
    r"|update|(?:i|we)(?:['’]?ve|['’]ll| have| will)|our team|refund\w*|investigat\w+|look(?:ing)? into|pass(?:ed)?"
    r"|report\w*|escalat\w+|available|you (?:can|will|['’]ll)|need to|unable|cannot|can['’]?t|not able"
    r"|bitte|veuillez|por favor)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What message number `at` says, trimmed to `text`, and how much that is."""

    at: int
    text: str
    weight: float
    evidence: Evidence

    def cut(self, words: int) -> str:
        """At the most about so many words."""
        return shortened(self.text, words + _TOLERANCE)


def lines(ticket: ReadTicket, role: Role, words: int = MAX_WORDS) -> list[Line]:
    """The line of each public message of a role that has one, oldest first."""
    own = [(at, m) for at, m in enumerate(ticket.messages) if m.public and m.role == role]
    return [line for at, message in own if (line := line_of(ticket, at, message, words))]


def line_of(ticket: ReadTicket, at: int, message: ReadMessage, words: int = MAX_WORDS) -> Line | None:
    """The run of sentences that says most within so many words, the earliest of equals; None without words."""
    spans = usable(ticket, message)
    texts = [trimmed(span.text) for span in spans]
    subject = frozenset(tokenize(ticket.subject))
    long = sum(len(text.split()) for text in texts) > words
    weights = [
        _weight(text, message.role, subject, long=long) * _EARLIER ** min(n, _EARLIEST) for n, text in enumerate(texts)
    ]
    best: tuple[float, int, int] | None = None
    for start in range(len(spans)):
        length, total = 0, 0.0
        for end in range(start, len(spans)):
            length += len(texts[end].split())
            if end > start and (length > words or not _adjacent(message, spans[end - 1], spans[end])):
                break
            total += weights[end]
            if best is None or total > best[0] + 1e-9:
                best = (total, start, end)
    if best is None:
        return None
    total, first, last = best
    start, end = spans[first].start, spans[last].end
    quote = message.text[start:end]
    return Line(at, trimmed(quote), total, Evidence("message", message.id, start, end, quote))


def first_of(at: int, message: ReadMessage) -> Line | None:
    """How a message begins that has nothing better."""
    if not message.sentences:
        return None
    span = message.sentences[0]
    return Line(at, trimmed(span.text), 0.0, Evidence("message", message.id, span.start, span.end, span.text))


def usable(ticket: ReadTicket, message: ReadMessage) -> list[Span]:
    """The author's own sentences without an instruction to a model and without lines of a log."""
    cut = ticket.injected_parts(message.id)
    spans = [span for span in message.sentences if not any(a < span.end and b > span.start for a, b in cut)]
    return [span for span in spans if is_prose(span.text) and not _PASTED.search(span.text)]


def _adjacent(message: ReadMessage, one: Span, other: Span) -> bool:
    return not message.text[one.end : other.start].strip()


def _weight(text: str, role: Role, subject: frozenset[str], *, long: bool) -> float:
    """Words say more than courtesies do; trouble, a question, something to do or words of the subject say most.

    In a message that is too long for a line, what tells nothing only sets the scene.
    """
    customer = role == "customer"
    tells = text.endswith("?") or bool(names_trouble(text) if customer else _ACTS.search(text))
    if courtesy(text) and not tells and not fixed(text):
        return _COURTESY_ALONE
    words = len(text.split())
    if words < _MIN_WORDS - customer:
        return _IDLE
    weight = float(min(words, MAX_WORDS))
    if _COURTESY.search(text):
        weight *= 0.35
    if customer and len(subject.intersection(tokenize(text))) >= _SHARED:
        weight *= _TELLING
    if tells:
        return weight * _TELLING
    return weight * _SCENE if long and customer else weight
