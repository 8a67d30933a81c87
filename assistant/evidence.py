"""Make and check evidence: what a sentence says must stand in what it points at."""

import re
from collections.abc import Callable, Set

from assistant.reading import Span
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.statements import Statement
from guardrails.vault import PLACEHOLDER

HARD_TOKEN = re.compile(
    r"https?://[^\s<>\"'”’)]+"
    r"|(?<![\w/])(?:/[\w.{}-]+){2,}"
    r"|\b[A-Z][A-Z0-9]{1,9}-\d{2,}\b"
    r"|`[^`\n]+`[\w/-]*"
    r"|\b(?:[A-Za-z_][\w-]*\.)+[A-Za-z_][\w-]+"
    r"|\b(?=[a-z0-9+/_]*[A-Z])(?=[A-Z0-9+/_]*[a-z])[A-Za-z0-9+/_]{20,}={0,2}"
    r"|(?:\w+[._:,/-])*\w*\d\w*(?:[._:,/-]\w+)*"
)
"""What may never be made up: addresses, hosts, files, paths, error codes, code, numbers with dates, versions, money."""


def from_statement(statement: Statement) -> Evidence:
    """Evidence that points at a statement of a passage."""
    chunk = statement.chunk
    quote = chunk.text[statement.start : statement.end]
    return Evidence("passage", chunk.id, statement.start, statement.end, quote, chunk.title, chunk.url)


def from_span(span: Span) -> Evidence:
    """Evidence that points at a sentence of a message."""
    return Evidence("message", span.message_id, span.start, span.end, span.text)


def from_frame(name: str, text: str) -> Evidence:
    """Evidence that a courtesy is one of the house's own phrases."""
    return Evidence("frame", f"phrases#{name}", 0, len(text), text)


def sentence(text: str, role: SentenceRole, *evidence: Evidence) -> Sentence:
    return Sentence(text, role, evidence)


def made_up(text: str, held: str, *, allowed: Set[str] = frozenset()) -> list[str]:
    """The hard tokens and placeholders of `text` that do not occur in `held`; `allowed` are numbers it spells out."""
    missing = [match.group() for match in PLACEHOLDER.finditer(text) if match.group() not in held]
    tokens = [token.group().strip("`.,:") for token in HARD_TOKEN.finditer(PLACEHOLDER.sub(" ", text))]
    return missing + [token for token in tokens if token not in allowed and not _occurs(token, held)]


def _occurs(token: str, text: str) -> bool:
    """Whole, not inside a longer number, time or word: `30` does not occur in `300`, `30.5` or `10:30`."""
    return re.search(rf"(?<!\w)(?<!\d[.,:]){re.escape(token)}(?!\w|[.,:]\d)", text) is not None


def points_true(evidence: Evidence, text_of: Callable[[Evidence], str]) -> bool:
    """Whether the quote really stands at the offsets of its source."""
    return text_of(evidence)[evidence.start : evidence.end] == evidence.quote
