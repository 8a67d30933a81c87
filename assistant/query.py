"""What is searched for a ticket: the customer's own words, not quotes, signatures or boilerplate."""

import re
from collections.abc import Sequence

from assistant.artifacts import Artifact, find_artifacts, unique
from assistant.languages.search import READABLE, Search
from assistant.reading import ReadMessage, ReadTicket, Span
from assistant.retrieval.search import Query
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER
from ingest.embed import Embedder

MAX_DENSE_CHARS = 1200
"""What the default embedder reads of a query (256 word pieces); the rest would be cut off by it anyway."""
MAX_WORDS_CHARS = 4000
ERROR_SIGNALS = ("error_code", "error_signature", "http_status")
"""Artifacts that say by themselves what kind of trouble it is."""
_TROUBLE = re.compile(
    r"\b(not|no|never|nothing|cannot|can't|won't|doesn't|don't|isn't|unable|fail\w*|error\w*|wrong|missing|lost|stop\w*|"
    r"broken|reject\w*|denied|refus\w*|stuck|slow\w*|time[sd]? ?out|crash\w*|keeps?|instead|disappear\w*|want|need|"
    r"would like|how)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)+: ?\S")
_PROSE_SHARE = 0.6
_SPACE = re.compile(r"\s+")


def without_placeholders(text: str) -> str:
    """Text for searching: a placeholder stands for a value that no document holds."""
    return _SPACE.sub(" ", BARE_PLACEHOLDER.sub(" ", PLACEHOLDER.sub(" ", text))).strip()


def problem_sentences(ticket: ReadTicket) -> list[Span]:
    """The customer's public sentences, oldest first; the whole thread's where the customer wrote nothing.

    A paragraph with an injected instruction is left out whole: what follows the instruction is its payload.
    """
    messages = ticket.by("customer")
    if not any(message.sentences for message in messages):
        messages = [message for message in ticket.messages if message.public]
    return [
        span
        for message in messages
        for span in _outside(message, ticket.injected_parts(message.id))
        if is_prose(span.text)
    ]


def names_trouble(text: str) -> bool:
    """Says that something is wrong, or that something is wanted."""
    return bool(_TROUBLE.search(text))


def _outside(message: ReadMessage, cut: list[tuple[int, int]]) -> list[Span]:
    return [span for span in message.sentences if not any(a < span.end and b > span.start for a, b in cut)]


def _subject(ticket: ReadTicket) -> str:
    """The subject as far as it may be searched for: an instruction in it is no problem that somebody has."""
    return "" if ticket.injected("subject") else ticket.subject


def is_prose(text: str) -> bool:
    """Words of a person, not a line of a log, a header or a table that was pasted without any mark around it."""
    if _HEADER.match(text):
        return False
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return letters >= _PROSE_SHARE * len(text)


def dense_text(ticket: ReadTicket) -> str:
    """Subject and the customer's words, the first message first, cut at what the embedder reads."""
    words = " ".join(span.text for span in problem_sentences(ticket))
    # The subject stays a line of its own, as in the index: triage weighs it apart.
    return "\n".join(without_placeholders(part) for part in (_subject(ticket), words)).strip()[:MAX_DENSE_CHARS]


def lexical_text(ticket: ReadTicket, artifacts: list[Artifact]) -> str:
    """The same and the error signals from logs and traces; the subject counts twice, as its author chose its words."""
    words = " ".join(span.text for span in problem_sentences(ticket))[:MAX_WORDS_CHARS]
    signals = " ".join(dict.fromkeys(artifact.value for artifact in artifacts if artifact.kind in ERROR_SIGNALS))
    return without_placeholders(f"{_subject(ticket)}\n{_subject(ticket)}\n{words}\n{signals}")


def ticket_artifacts(ticket: ReadTicket, *, error_prefixes: Sequence[str]) -> list[Artifact]:
    """The artifacts of the whole thread, each value once."""
    found = [find_artifacts(m.id, m.text, sent_at=m.created_at, error_prefixes=error_prefixes) for m in ticket.messages]
    return unique([artifact for artifacts in found for artifact in artifacts])


def ticket_query(
    ticket: ReadTicket, artifacts: list[Artifact], embedder: Embedder, *, search: Search = READABLE
) -> Query:
    """What is searched for a ticket, on both sides, in words that the embedder can read."""
    vector = embedder.encode([search.english(dense_text(ticket))])[0]
    return Query(vector, search.words(lexical_text(ticket, artifacts)), _asked_at(ticket), ticket.id)


def _asked_at(ticket: ReadTicket) -> str:
    """The day of the latest message; empty when no message has a date."""
    return max((m.created_at.date().isoformat() for m in ticket.messages if m.created_at), default="")
