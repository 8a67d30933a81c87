"""Make and check evidence: what a sentence says must stand in what it points at."""

import re
from collections.abc import Callable, Iterable, Set

from assistant.reading import Span
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.statements import Statement, plain
from guardrails.findings import Finding
from guardrails.vault import PLACEHOLDER
from ingest.lexical import tokenize

HARD_TOKEN = re.compile(
    r"https?://[^\s<>\"'”’)]+"
    r"|(?<![\w/])(?:/[\w.{}-]+){2,}"
    r"|\b[A-Z][A-Z0-9]{1,9}-\d{2,}\b"
    r"|`[^`\n]+`"
    r"|\b(?:[A-Za-z_][\w-]*\.)+[A-Za-z_][\w-]+"
    r"|\b(?=[a-z0-9+/_]*[A-Z])(?=[A-Z0-9+/_]*[a-z])[A-Za-z0-9+/_]{20,}={0,2}"
    r"|(?:\w+[._:,/-])*\w*\d\w*(?:[._:,/-]\w+)*"
)
"""What may never be made up: addresses, hosts, files, paths, error codes, code, numbers with dates, versions, money."""

MIN_OVERLAP = 0.6
"""Share of a sentence's content stems that its evidence must hold; quoted text has 1.0, a paraphrase less."""

MAX_ADDED = 4
"""Content stems in a row that the evidence may lack: what was slipped in stands together."""


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


def unsupported(sentence: Sentence) -> list[str]:
    """Why a sentence is not supported by its evidence; an empty list means that it is.

    Reasons are kinds: `none` (no evidence), `token` (a number, path, code or address that the evidence lacks),
    `overlap` (too few of its words occur there), `added` (words that stand together and do not occur there).
    """
    if not sentence.evidence:
        return ["none"]
    quotes = [plain(e.quote) + "\n" + e.quote for e in sentence.evidence]
    held = "\n".join(quotes)
    reasons = [] if _tokens_held(sentence.text, held) else ["token"]
    words = tokenize(PLACEHOLDER.sub(" ", sentence.text))
    known = set(tokenize(held))
    if words and len(known.intersection(words)) / len(set(words)) < MIN_OVERLAP:
        reasons.append("overlap")
    elif _added(words, known) > MAX_ADDED:
        reasons.append("added")
    return reasons


def _added(words: Iterable[str], known: Set[str]) -> int:
    """The longest run of words that the evidence does not know."""
    longest = run = 0
    for word in words:
        run = 0 if word in known else run + 1
        longest = max(longest, run)
    return longest


def _tokens_held(text: str, held: str) -> bool:
    """Whether every hard token and every placeholder of `text` occurs in `held`."""
    if any(match.group() not in held for match in PLACEHOLDER.finditer(text)):
        return False
    tokens = {token.group().strip("`.,:") for token in HARD_TOKEN.finditer(PLACEHOLDER.sub(" ", text))}
    return all(_occurs(token, held) for token in tokens)


def _occurs(token: str, text: str) -> bool:
    """Whole, not inside a longer number, time or word: `30` does not occur in `300`, `30.5` or `10:30`."""
    return re.search(rf"(?<!\w)(?<!\d[.,:]){re.escape(token)}(?!\w|[.,:]\d)", text) is not None


def points_true(evidence: Evidence, text_of: Callable[[Evidence], str]) -> bool:
    """Whether the quote really stands at the offsets of its source."""
    return text_of(evidence)[evidence.start : evidence.end] == evidence.quote


def finding(where: str, reason: str) -> Finding:
    """What is told about a sentence that was removed for want of evidence."""
    advice = f"a sentence was removed: its evidence does not hold it ({reason})"
    return Finding(f"evidence.{reason}", where, 0, 0, "warning", advice)
