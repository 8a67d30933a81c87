"""What is searched for a ticket: the customer's own words, not quotes, signatures or boilerplate."""

import re

from assistant.artifacts import Artifact
from assistant.reading import ReadTicket, Span
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER

MAX_DENSE_CHARS = 1200
"""What the default embedder reads of a query (256 word pieces); the rest would be cut off by it anyway."""
MAX_WORDS_CHARS = 4000
_SIGNALS = ("error_code", "error_signature", "http_status")
_SPACE = re.compile(r"\s+")


def without_placeholders(text: str) -> str:
    """Text for searching: a placeholder stands for a value that no document holds."""
    return _SPACE.sub(" ", BARE_PLACEHOLDER.sub(" ", PLACEHOLDER.sub(" ", text))).strip()


def problem_sentences(ticket: ReadTicket) -> list[Span]:
    """The customer's public sentences, oldest first; the whole thread's where the customer wrote nothing."""
    unsafe = {(f.where, f.start, f.end) for f in ticket.findings if f.kind.startswith("injection.")}
    spans = [span for message in ticket.by("customer") for span in message.sentences]
    spans = spans or [span for message in ticket.messages if message.public for span in message.sentences]
    return [s for s in spans if not any(w == s.message_id and a < s.end and b > s.start for w, a, b in unsafe)]


def dense_text(ticket: ReadTicket) -> str:
    """Subject and the customer's words, the first message first, cut at what the embedder reads."""
    words = " ".join(span.text for span in problem_sentences(ticket))
    return without_placeholders(f"{ticket.subject}\n{words}")[:MAX_DENSE_CHARS]


def lexical_text(ticket: ReadTicket, artifacts: list[Artifact]) -> str:
    """The same and the error signals from logs and traces; the subject counts twice, as its author chose its words."""
    words = " ".join(span.text for span in problem_sentences(ticket))[:MAX_WORDS_CHARS]
    signals = " ".join({artifact.value for artifact in artifacts if artifact.kind in _SIGNALS})
    return without_placeholders(f"{ticket.subject}\n{ticket.subject}\n{words}\n{signals}")
