"""Which lines of a message are code (fences, data, commands) or log (logs, stack traces, HTTP exchanges)."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

from ingest.lines import Line
from ingest.quotes import repl_lines
from ingest.stack_traces import stack_traces

Technical = Literal["code", "log"]
Block = tuple[int, int, Technical]

_FENCE = re.compile(r"\s{0,3}(?P<mark>`{3,}|~{3,}|\{code(?::[^}]{0,40})?\}|\{noformat\}|\[/?code\]|</?pre>)")
_CURL = re.compile(r"\s{0,3}[<>*{}](?:\s|$)")
_CURL_START = re.compile(
    r"\s{0,3}(?:> (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+ HTTP/|< HTTP/[\d.]+ \d{3}"
    r"|\* (?:Trying|Connected|Host|SSL))"
)
_HTTP_START = re.compile(
    r"\s{0,8}(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,500}(?P<version> HTTP/\d(?:\.\d)?)?"
    r"|(?P<status>HTTP/\d(?:\.\d)? \d{3})\b.{0,80})\s*$"
)
_HEADER = re.compile(r"\s{0,8}(?::[a-z]+|[A-Za-z][A-Za-z0-9-]{1,60}): ?\S")
_RAW_MAIL = re.compile(
    r"(?:Return-Path|Received|Received-SPF|DKIM-Signature|Authentication-Results|ARC-[\w-]+|Message-ID|MIME-Version"
    r"|Content-Type|Delivered-To|X-[\w-]+|From|To|Subject|Date|Reply-To|List-Unsubscribe): ?\S",
    re.IGNORECASE,
)
_RAW_MAIL_SURE = re.compile(
    r"(?:Return-Path|Received|DKIM-Signature|Authentication-Results|Received-SPF): ?\S", re.IGNORECASE
)
_LEVEL = (
    r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL"
    r"|PANIC|Warning|Error|error|warn|info|debug)"
)
_STAMP = (
    r"(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?"
    r"|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"|\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d:\d\d|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+)"
)
_STAMPED = re.compile(rf"\s{{0,8}}[\[(]?{_STAMP}[\])]?(?P<rest>.*)$")
_LOG_REST = re.compile(
    rf"[\s|:\[(-]{{0,6}}\b{_LEVEL}\b|\s+(?:\S{{1,80}} )?\S{{1,80}}\[\d+\]:|\s+[\w.-]{{1,80}} [\w./-]{{1,80}}:"
    rf"|.{{0,200}}\b[\w.-]{{1,40}}=\S|\s+[\[(]|\s*[|]|\s+[\w.$]+\.[\w.$]+\s"
    r"|.{0,120}\b(?:GET|POST|PUT|PATCH|DELETE) /|[\s:-]{1,4}[\w.]*(?:Error|Exception)\b"
)
_ACCESS = re.compile(rf"\s{{0,8}}\S{{1,100}} \S{{1,60}} \S{{1,60}} \[{_STAMP}\] \"")
_LEVELLED = re.compile(
    rf"\s{{0,8}}(?:\[(?:{_LEVEL})\]|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR"
    rf"|SEVERE|FATAL|CRITICAL)(?:\s{{0,4}}[:\[|-]|\s+[\w.]+\.\w+\b))\s?\S"
)
_LOGFMT = re.compile(r"\s{0,8}(?:(?:time|ts|level|lvl|msg)=\S+\s+){1,3}\w+=|\s{0,8}level=\w+ msg=")
_TALK = re.compile(r"\b(?:I|I'm|I've|we|We|we've|We've|our|Our|my|My|you|You|please|Please)\b")
_SENTENCE_BREAK = re.compile(r"[a-z]{2}[.!] [A-Z][a-z]|!!")
_JSON_START = re.compile(r"\s*(?:\{\s*(?:\"|'|$)|\[\s*(?:[\"{\[]|$)|\"[^\"]{1,120}\"\s*:\s*[\[{\"\d-])")
_JSON_LINE = re.compile(
    r"\s*(?:[\]}\[{][\]}\[{,;\s]*$|[\[{]\s*\"|\"|[\]}],|-?\d[\d.eE+-]*,?\s*$|(?:true|false|null),?\s*$|\.\.\.|…)"
)
_JSON_SURE = re.compile(r"\"[^\"]{0,120}\"\s*:")
_XML_LINE = re.compile(r"\s*<(?![A-Z_]+_\d+>)(?:[/?!]?[A-Za-z][\w:.-]{0,80}(?:\s[^<]{0,400})?/?>|!--)")
_XML_SURE = re.compile(r"</[A-Za-z][\w:.-]{0,80}>|/>|\?>")
_COMMAND = re.compile(
    r"\s*(?:\$ \S|PS [A-Z]:\\.{0,100}> ?\S|[A-Z]:\\[^>]{0,100}> ?\S|curl (?:-|.{0,200}(?: -|https?:))"
    r"|[\w.-]+@[\w.-]+:\S{1,80}[$#] \S"
    r"|(?:SELECT\b.{1,300}\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (?:TABLE|INDEX)|ALTER TABLE)\b"
    r"|(?:kubectl|docker|npm|pip3?|git|sudo|openssl|dig|nslookup) (?:-{1,2}\w"
    r"|[a-z_-]{2,20}(?: [\w./@:=-]*[-./=:]\S*|\s*$)))"
)
_ASSIGNED = re.compile(r"\s*(?:export |set )?[A-Za-z_][\w.-]{1,60}\s?=\s?\S{1,200};?\s*$")
_CODE_LINE = re.compile(
    r".*(?:[{};]|\)\s*=>?.*|\):)\s*$|\s*(?:def|class|import|from|const|let|var"
    r"|return|func|public|private|if|for|while)\b.*[(){};:=].*$|\s*(?://|/\*|\*/)"
)
_CODE_HINT = re.compile(r"[{}();=$]|--?\w+=?|\b\w+\.\w+\(|^\s*[\w-]+:\s*\S*$|://")
_INDENTED = re.compile(r"(?: {4}|\t)\s*\S")


def technical_lines(rows: Sequence[Line]) -> list[Technical | None]:
    """For each line `code`, `log` or nothing; what comes first wins where two kinds would fit."""
    kinds: list[Technical | None] = [None] * len(rows)
    finders = (
        _fences,
        _curl,
        _traces,
        _exchanges,
        _raw_mail,
        _logs,
        _json,
        _xml,
        _tables,
        _repl,
        _commands,
        _programs,
        _indented,
    )
    for find in finders:
        for first, last, kind in find(rows, kinds):
            for position in range(first, last):
                kinds[position] = kinds[position] or kind
    return kinds


Kinds = Sequence[Technical | None]


def _fences(rows: Sequence[Line], _kinds: Kinds) -> Iterator[Block]:
    """Fenced blocks; a fence that is never closed is no fence, so that prose is not swallowed."""
    opened: tuple[int, str] | None = None
    for position, line in enumerate(rows):
        match = _FENCE.match(line.text)
        if not match:
            continue
        mark = match["mark"].replace("/", "").split(":")[0].rstrip("}")[:3]
        if opened is None:
            if match["mark"][0] not in "`~" or match["mark"] not in line.text[match.end() :]:
                opened = (position, mark)
            else:
                yield position, position + 1, "code"
        elif mark == opened[1]:
            yield opened[0], position + 1, "code"
            opened = None


def _runs(rows: Sequence[Line], kinds: Kinds, fits: Callable[[str], object]) -> Iterator[tuple[int, int]]:
    """Runs of free lines that fit."""
    first: int | None = None
    for position, line in enumerate(rows):
        if kinds[position] is None and not line.blank and fits(line.text):
            first = position if first is None else first
        elif first is not None:
            yield first, position
            first = None
    if first is not None:
        yield first, len(rows)


def _curl(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for first, last in _runs(rows, kinds, _CURL.match):
        if any(_CURL_START.match(line.text) for line in rows[first:last]):
            yield first, last, "log"


def _traces(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for trace in stack_traces(rows):
        if all(kind is None for kind in kinds[trace.first : trace.last]):
            yield trace.first, trace.last, "log"


def _exchanges(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    """A request or status line with the header lines after it; a body of JSON or XML is found by its own rule."""
    for position, line in enumerate(rows):
        start = _HTTP_START.match(line.text) if kinds[position] is None else None
        if not start:
            continue
        last = position + 1
        while last < len(rows) and _HEADER.match(rows[last].text):
            last += 1
        if start["version"] or start["status"] or last > position + 1:
            yield position, last, "log"


def _raw_mail(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    """Raw mail headers pasted as evidence, with their folded lines."""
    for first, last in _runs(rows, kinds, lambda row: row[:1] in (" ", "\t") or _RAW_MAIL.match(row)):
        if any(_RAW_MAIL_SURE.match(line.text) for line in rows[first:last]):
            yield first, last, "code"


def _logs(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for first, last in _runs(rows, kinds, _is_log):
        yield first, last, "log"


def _is_log(row: str) -> bool:
    """A time stamp followed by what logs write, or a level; a timeline that a person wrote is neither."""
    if _ACCESS.match(row) or _LOGFMT.match(row):
        return True
    stamped = _STAMPED.match(row)
    if stamped:
        return _LOG_REST.match(stamped["rest"]) is not None and (
            not _TALK.search(stamped["rest"]) or re.match(rf"[\s|:\[(-]{{0,6}}{_LEVEL}\b", stamped["rest"]) is not None
        )
    prose = _TALK.search(row) or _SENTENCE_BREAK.search(row) or len(row.split()) > 30
    return _LEVELLED.match(row) is not None and not prose


def _json(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for first, last in _runs(rows, kinds, lambda row: _JSON_START.match(row) or _JSON_LINE.match(row)):
        begin = next((n for n in range(first, last) if _JSON_START.match(rows[n].text)), None)
        if begin is not None and any(_JSON_SURE.search(line.text) for line in rows[begin:last]):
            yield begin, last, "code"


def _xml(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for first, last in _runs(rows, kinds, _XML_LINE.match):
        if any(_XML_SURE.search(line.text) for line in rows[first:last]):
            yield first, last, "code"


def _tables(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    """CSV, TSV and pipe tables: lines with the same number of separators, which prose does not keep up."""
    for mark in ",;\t|":
        for first, last in _runs(rows, kinds, partial(_has_cells, mark=mark)):
            counts = [line.text.count(mark) for line in rows[first:last]]
            if last - first >= 2 and sum(counts) >= 5 and counts.count(counts[0]) * 10 >= len(counts) * 8:
                yield first, last, "code"


def _has_cells(row: str, *, mark: str) -> bool:
    """At least two separators, in commas and semicolons not followed by the space that prose has there."""
    count = row.count(mark)
    return count >= 2 and (mark in "\t|" or row.count(f"{mark} ") * 2 <= count)


def _repl(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for position, prompt in enumerate(repl_lines(rows)):
        if prompt and kinds[position] is None:
            yield position, position + 1, "code"


def _commands(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    """A command with the lines that a trailing backslash ties to it."""
    for position, line in enumerate(rows):
        prose = _TALK.search(line.text) or _SENTENCE_BREAK.search(line.text)
        if kinds[position] is None and _COMMAND.match(line.text) and not prose:
            last = position + 1
            while last < len(rows) and rows[last - 1].text.rstrip().endswith(("\\", "`", "^")):
                last += 1
            yield position, last, "code"


def _programs(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    for first, last in _runs(rows, kinds, lambda row: _ASSIGNED.match(row) or _CODE_LINE.match(row)):
        if last - first >= 2:
            yield first, last, "code"


def _indented(rows: Sequence[Line], kinds: Kinds) -> Iterator[Block]:
    """Indented lines after a blank one, if most of them look like code: people indent paragraphs, too."""
    for first, last in _runs(rows, kinds, _INDENTED.match):
        after_blank = first == 0 or rows[first - 1].blank or rows[first - 1].text.rstrip().endswith(":")
        hints = sum(1 for line in rows[first:last] if _CODE_HINT.search(line.text) and not _TALK.search(line.text))
        if after_blank and hints * 2 > last - first:
            yield first, last, "code"
