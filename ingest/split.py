"""Split a part of a document along its headings, then along its blocks, with exact offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

MAX_WORDS = 180
"""Words in a chunk at the most: about what all-MiniLM-L6-v2 reads (256 word pieces) with the title in front."""
MIN_WORDS = 12
"""A section shorter than this joins the next one: on its own it says too little to be found by."""

MAX_HEADING_CHARS = 300

_WORD = re.compile(r"\S{1,40}")
"""A longer run without a space (a key, a blob) counts as several words: it fills a chunk, too."""
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)+")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` under `heading` (headings joined by ` > `, empty before the first)."""

    heading: str
    start: int
    end: int


def split(text: str, *, markdown: bool, max_words: int = MAX_WORDS) -> list[Span]:
    """Cut `text` into spans of at most `max_words` words; only white space and heading lines lie between them.

    A single block (a list item, a table, a code fence, a paragraph) is cut only when it alone is longer than that.
    """
    blocks = list(_markdown_blocks(text) if markdown else _paragraphs(text))
    spans: list[Span] = []
    for block in blocks:
        for piece in _pieces(text, block, max_words):
            last = spans[-1] if spans else None
            if last and last.heading == piece.heading and _words(text, last.start, piece.end) <= max_words:
                spans[-1] = Span(last.heading, last.start, piece.end)
            else:
                spans.append(piece)
    return _join_short(text, spans, max_words)


def _join_short(text: str, spans: list[Span], max_words: int) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and _words(text, last.start, last.end) < MIN_WORDS and _words(text, last.start, span.end) <= max_words:
            joined[-1] = Span(span.heading, last.start, span.end)
        else:
            joined.append(span)
    return joined


def _markdown_blocks(text: str) -> Iterator[Span]:
    """Leaf blocks in reading order; list items stay whole, headings are tracked and not yielded.

    What Markdown takes for no block (definitions of links, bare quote marks) is a block of its own here.
    """
    line_starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    headings: dict[int, str] = {}
    skip_until, at = -1, 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for position, token in enumerate(tokens):
        if token.map is None or token.map[0] < skip_until or token.nesting < 0:
            continue
        if token.type in ("bullet_list_open", "ordered_list_open", "blockquote_open"):
            continue
        skip_until = token.map[1]
        start, end = line_starts[token.map[0]], line_starts[min(token.map[1], len(line_starts) - 1)]
        yield _trim(text, Span(_path(headings), at, start))
        at = end
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {depth: name for depth, name in headings.items() if depth < level}
            headings[level] = tokens[position + 1].content.strip()
            continue
        yield _trim(text, Span(_path(headings), start, end))
    yield _trim(text, Span(_path(headings), at, len(text)))


def _path(headings: dict[int, str]) -> str:
    return " > ".join(headings.values())[:MAX_HEADING_CHARS]


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for match in [*_PARAGRAPH_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield _trim(text, Span("", start, end))
        start = match.end() if match else end


def _trim(text: str, span: Span) -> Span:
    """Without blank lines at its beginning and white space at its end; empty when there is nothing else."""
    end = span.start + len(text[span.start : span.end].rstrip())
    blank = _BLANK_LINES.match(text, span.start, end)
    return Span(span.heading, blank.end() if blank else span.start, end)


def _pieces(text: str, block: Span, max_words: int) -> Iterator[Span]:
    """The block itself, or, where it is too long, runs of whole lines, or runs of words for one long line."""
    if _words(text, block.start, block.end) <= max_words:
        if block.end > block.start:
            yield block
        return
    start, count, end = block.start, 0, block.start
    for match in re.compile(r"[^\n]*\n?").finditer(text, block.start, block.end):
        if match.start() == match.end():
            break
        words = _words(text, match.start(), match.end())
        if count and count + words > max_words:
            yield _trim(text, Span(block.heading, start, end))
            start, count = match.start(), 0
        if words > max_words:
            yield from _word_runs(text, Span(block.heading, match.start(), match.end()), max_words)
            start, count = match.end(), 0
        else:
            count += words
        end = match.end()
    if count:
        yield _trim(text, Span(block.heading, start, block.end))


def _word_runs(text: str, line: Span, max_words: int) -> Iterator[Span]:
    words = list(_WORD.finditer(text, line.start, line.end))
    first = 0
    while first < len(words):
        last = min(first + max_words, len(words))
        if last < len(words):
            stops = [n for n in range(first + max_words // 2, last) if words[n].group().endswith((".", "!", "?", ";"))]
            last = stops[-1] + 1 if stops else last
        yield Span(line.heading, words[first].start(), words[last - 1].end())
        first = last


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))
