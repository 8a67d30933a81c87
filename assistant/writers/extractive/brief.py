"""The first lines of a summary: what the customer reports, what support said last, and how it ended."""

import re
from collections.abc import Sequence

from assistant.reading import ReadTicket
from assistant.records import Evidence, Sentence
from assistant.writers.extractive.cues import fixed
from assistant.writers.extractive.line import MAX_WORDS, Line, lines
from assistant.writers.extractive.voice import Voice

MAX_LAST_WORDS = 12
"""Words of the customer's last word: a single longer sentence is cut a little later."""
_MIN_LAST_WORDS = 4
_ENOUGH_ASKED, _ENOUGH_SAID = 4.0, 8.0
"""Weight from which a message of the customer, or of support, says something: below it the next one is asked."""
_REQUEST = re.compile(r"\?|\b(?:please|kindly|could you|can you|bitte|veuillez|por favor)\b", re.IGNORECASE)


def brief(ticket: ReadTicket, voice: Voice) -> list[Sentence]:
    """Two or three lines; an internal note is in none of them."""
    asked, said = lines(ticket, "customer"), lines(ticket, "agent")
    first = _first(asked, _ENOUGH_ASKED)
    last = _first(said[::-1], _ENOUGH_SAID)
    reported = first or _of_subject(ticket.subject)
    found = [_told(voice, "brief_asks" if "?" in reported.text else "brief_reports", reported)] if reported else []
    if last:
        found.append(_told(voice, "brief_asked" if _REQUEST.search(last.text) else "brief_answered", last))
    if first and last and (final := last_word(ticket, max(first.at, last.at))):
        frame = "brief_solved" if fixed(final.text) else "brief_replied"
        found.append(_told(voice, frame, final, words=MAX_LAST_WORDS))
    return found


def last_word(ticket: ReadTicket, after: int) -> Line | None:
    """What the customer said last, after message number `after`, if it is more than thanks."""
    later = [line for line in lines(ticket, "customer", MAX_LAST_WORDS) if line.at > after]
    if not later:
        return None
    final = later[-1]
    says = final.weight >= _MIN_LAST_WORDS and len(final.text.split()) >= _MIN_LAST_WORDS
    return final if says or fixed(final.text) else None


def _first(found: Sequence[Line], enough: float) -> Line | None:
    """The first that says enough, else the one that says most."""
    saying = next((line for line in found if line.weight >= enough), None)
    return saying or max(found, key=lambda line: line.weight, default=None)


def _of_subject(subject: str) -> Line | None:
    evidence = Evidence("message", "subject", 0, len(subject), subject)
    return Line(0, " ".join(subject.split()), 0.0, evidence) if subject else None


def _told(voice: Voice, frame: str, line: Line, *, words: int = MAX_WORDS) -> Sentence:
    return voice.filled(frame, "statement", line.evidence, quote=line.cut(words))
