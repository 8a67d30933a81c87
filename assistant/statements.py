"""A passage as statements that can be quoted one by one: sentences, bullets, steps, with offsets into its chunk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt

from assistant.tables import row_sentences
from ingest.documents import Chunk
from ingest.sentences import sentences

StatementKind = Literal["sentence", "bullet", "step", "row"]

_LINK = re.compile(
    r"(?P<code>`[^`\n]+`)|!?\[(?P<words>[^\]\n]*)\]"
    r"\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"
)
_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HALF_EMPHASIS = re.compile(r"^(?:\*\*|__)(?=\w)|(?<=[\w.,:;!?)])(?:\*\*|__)$")
"""One end of an emphasis that goes on in the sentence beside."""
_BARE_URL_IN_BRACKETS = re.compile(r"\s?\((?:https?://|mailto:)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*\)")
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?")
_FENCE = re.compile(r"```|~~~")
_FOR_AGENTS = re.compile(
    r"\b(send us|need from you|tell us|include in your (?:request|ticket)|information to collect)\b", re.I
)
_CAUSE = re.compile(r"\b(why|causes?|reasons?|rules?|limits?|what (?:it|this|\w+) means|how .* works?)\b", re.I)
_AFTER = re.compile(r"\b(check that|verify|confirm|still fails?|did not help|afterwards|see also|related)\b", re.I)
_REMEDY = re.compile(
    r"\b(fix|solve|resolve|solution|steps?|how to|what to do|set up|workaround|repair|renew|do this)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` is `chunk.text[start:end]` without Markdown marks and addresses; `block` numbers its list or paragraph."""

    chunk: Chunk
    kind: StatementKind
    start: int
    end: int
    text: str
    block: int

    @property
    def asks(self) -> bool:
        """Names something that the customer should send."""
        return bool(_FOR_AGENTS.search(self.chunk.heading.rpartition(" > ")[2]))

    @property
    def explains(self) -> bool:
        """Stands under a heading that promises a cause or a rule."""
        return bool(_CAUSE.search(self.chunk.heading))

    @property
    def follows_up(self) -> bool:
        """Stands under a heading for after the fix: how to check it, what else to try."""
        return bool(_AFTER.search(self.chunk.heading))

    @property
    def remedy(self) -> bool:
        """Stands under a heading that promises a way out."""
        return bool(_REMEDY.search(self.chunk.heading))


def statements(chunk: Chunk) -> list[Statement]:
    """Everything in a chunk that can be quoted; code fences are left out, they are for reading in place."""
    found: list[Statement] = []
    for block, (kind, start, end) in enumerate(_blocks(chunk)):
        if kind == "row":
            rows = row_sentences(chunk.text, start, end)
            found += [Statement(chunk, kind, at, stop, plain(text), -1) for at, stop, text in rows]
            continue
        whole = kind != "sentence" or chunk.text.startswith(">", start)
        pieces = [(start, end)] if whole else sentences(chunk.text, start, end)
        for piece_start, piece_end in pieces:
            marker = _MARKER.match(chunk.text[piece_start:piece_end])
            at = piece_start + (marker.end() if marker else 0)
            text = plain(chunk.text[at:piece_end])
            if len(text.split()) >= 3:
                found.append(Statement(chunk, kind, at, piece_end, text, block if kind == "sentence" else -1))
    return _number_lists(found)


def plain(markdown: str) -> str:
    """Words as a customer reads them: link texts without addresses, no emphasis marks, one line."""
    text = _LINK.sub(lambda link: link["code"] or link["words"] or "", _QUOTE_MARKS.sub("", markdown))
    text = _HALF_EMPHASIS.sub("", _EMPHASIS.sub(r"\2", text).strip())
    return " ".join(_BARE_URL_IN_BRACKETS.sub("", text).split())


def _blocks(chunk: Chunk) -> Iterator[tuple[StatementKind, int, int]]:
    text = chunk.text
    lines = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    ordered: list[bool] = []
    skip_until = -1
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            ordered.append(token.type == "ordered_list_open")
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            ordered.pop()
        if token.map is None or token.nesting < 0 or token.map[0] < skip_until:
            continue
        start, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
        end = start + len(text[start:end].rstrip())
        if token.type == "table_open":
            skip_until = token.map[1]
            yield "row", start, end
        elif token.type in ("fence", "code_block", "heading_open", "html_block"):
            skip_until = token.map[1]
        elif token.type == "list_item_open":
            skip_until = token.map[1]
            yield ("step" if ordered and ordered[-1] else "bullet", start, _without_fence(text, start, end))
        elif token.type == "paragraph_open":
            yield "sentence", start, end


def _without_fence(text: str, start: int, end: int) -> int:
    fence = _FENCE.search(text, start, end)
    return start + len(text[start : fence.start()].rstrip()) if fence else end


def _number_lists(found: list[Statement]) -> list[Statement]:
    """Give neighbouring items of one list the same block number, apart from every other block."""
    numbered: list[Statement] = []
    number = 0
    for position, statement in enumerate(found):
        before = found[position - 1] if position else None
        if before is None or (before.kind, before.block) != (statement.kind, statement.block):
            number += 1
        numbered.append(
            Statement(statement.chunk, statement.kind, statement.start, statement.end, statement.text, number)
        )
    return numbered
