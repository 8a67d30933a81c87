"""What agents noted when they closed a ticket: its resolution, sentence by sentence."""

from collections.abc import Sequence

from assistant.evidence import sentence
from assistant.reading import ReadTicket
from assistant.records import Evidence, Sentence, SentenceRole
from ingest.sentences import sentences

SOLVED = frozenset({"solved", "closed", "resolved", "done"})
"""What help desks call a ticket that is done with."""


def is_solved(ticket: ReadTicket) -> bool:
    """Whether its status says so."""
    return ticket.status.strip().casefold() in SOLVED


def resolution(ticket: ReadTicket, role: SentenceRole = "statement") -> Sequence[Sentence]:
    """The noted resolution, as it stands."""
    text = ticket.resolution
    lines = [(start, end, text[start:end]) for start, end in sentences(text, 0, len(text))]
    return [
        sentence(" ".join(words.split()), role, Evidence("field", "resolution", start, end, words))
        for start, end, words in lines
        if words.strip()
    ]
