"""What a customer says, as triage hears it: sentences with their places, without the whole way through the scrubber."""

from assistant.reading import ReadTicket, Span
from assistant.records import Evidence
from assistant.triage.signs import impacts, quotes, said
from assistant.triage.wordings import Wordings
from ingest.sentences import sentences


def spans(text: str) -> list[Span]:
    return [Span("m1", start, end, text[start:end], "customer", True) for start, end in sentences(text, 0, len(text))]


def heard(text: str, impact: str) -> tuple[Evidence, ...]:
    return quotes(said(Wordings(impacts()[impact]), spans(text)))


def points_true(ticket: ReadTicket, evidence: Evidence) -> bool:
    return ticket.text_of(evidence.source)[evidence.start : evidence.end] == evidence.quote
