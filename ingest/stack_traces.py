"""Find stack traces (Python, Java, JavaScript, .NET, Go, Ruby, PHP) and tell their exception and their own frame."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.lines import Line, lines

EXCEPTION = re.compile(
    r"(?<![\w.$/])(?:[A-Za-z_$][\w$]{0,60}\.){0,12}"
    r"(?:[A-Z][\w$]{0,80}?(?:Error|Exception|Failure|Fault|Timeout|Throwable|KeyboardInterrupt|SystemExit)|Error)"
    r"(?![\w$])(?:\s\(0x[0-9A-Fa-f]{8}\))?(?::[ \t]+(?P<message>\S[^\n]{0,300}))?"
)
"""An exception class, with its message where one follows."""

_PYTHON_START = re.compile(r".{0,200}?Traceback \(most recent call last\):")
_PYTHON_FRAME = re.compile(r'\s*File "(?P<file>[^"]{1,300})", line (?P<line>\d+)(?:, in (?P<name>.{1,100}))?')
_PYTHON_END = re.compile(r"[A-Za-z_][\w.]{0,150}(?::(?:\s.*)?)?$")
_PYTHON_CHAIN = re.compile(r"\s*(?:During handling of the above exception|The above exception was the direct cause)")
_GO_START = re.compile(r"\s*(?:panic: \S|fatal error: \S|goroutine \d+ \[)")
_FRAME = re.compile(
    r"\s*(?:"
    r"at (?:[\w.$@-]{1,80}/){0,4}[\w.$<>]{1,300}\((?:[\w$.-]{1,120}:\d{1,7}|Native Method|Unknown Source|<generated>)\)"
    r"|at (?:(?:async |new )?[\w.$<>\[\]#/ -]{1,160} \()?(?:[a-z-]{1,20}:)?[^\s()]{1,300}:\d{1,7}:\d{1,7}\)?\s*$"
    r"|at [\w.$<>\[\] ]{1,160} \(<anonymous>\)\s*$"
    r"|at \w[\w`]*\.[\w.`<>+\[\],]{1,300}\([^)]{0,300}\)(?: in .{1,300}:line \d+)?\s*$"
    r"|[\w.$/<>*]{0,120}@(?:https?|resource|file|chrome|moz-extension)://\S{1,300}:\d+:\d+\s*$"
    r"|(?:from )?\S{1,300}\.rb:\d+:in [`'].{1,100}"
    r"|#\d{1,3} \S{1,300}\(\d+\): \S"
    r"|#\d{1,3} \{main\}"
    r"|\S{1,300}\.go:\d+(?: \+0x[0-9a-f]+)?\s*$"
    r")"
)
_CONTINUES = re.compile(
    r"\s*(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames)|-{3} End of |[\^~]+\s*$|exit status \d|\[signal "
    r"|created by \S|goroutine \d+ \[|\[cause\]: |-{2,}> "
    r"|[\w./*()-]{1,200}\.[\w.*()]{1,120}\((?:0x[0-9a-f]+|\{|\.\.\.|\)).{0,200}$)"
)
_LIBRARY = re.compile(
    r"(?:^|[\s(\"/])(?:java\.|javax\.|jdk\.|sun\.|com\.sun\.|kotlin\.|scala\."
    r"|org\.springframework\.|org\.apache\.|io\.netty\."
    r"|System\.|Microsoft\.|node:|internal/|runtime\.|runtime/|net/http|testing\.)"
    r"|node_modules|site-packages|dist-packages|/lib/python\d|java\.base|webpack/bootstrap|<frozen |/usr/local/go/"
)


@dataclass(frozen=True, slots=True)
class StackTrace:
    """`text[start:end]`, lines `first` to `last` (not included); `frame` is the top one outside known libraries."""

    start: int
    end: int
    first: int
    last: int
    exception: str
    frame: str


def find_stack_traces(text: str) -> list[StackTrace]:
    """Every stack trace of `text`, in order."""
    return list(stack_traces(lines(text)))


def stack_traces(rows: Sequence[Line]) -> Iterator[StackTrace]:
    """Every stack trace among `rows`, in order, not overlapping."""
    position = free = 0
    while position < len(rows):
        row = rows[position].text
        if _PYTHON_START.match(row):
            last = _python_end(rows, position)
            while (chained := _chained(rows, last)) is not None:
                last = _python_end(rows, chained)
            yield _trace(rows, position, last, _python_exception(rows, position, last), newest_last=True)
        elif _GO_START.match(row) or _FRAME.match(row):
            first = position - 1 if position > free and _is_head(rows[position - 1].text) else position
            last = _run_end(rows, position)
            yield _trace(rows, first, last, _exception(rows[first].text), newest_last=False)
        else:
            position += 1
            continue
        position = free = last


def _python_end(rows: Sequence[Line], first: int) -> int:
    """The line after a Python trace: frames, their source lines and the exception."""
    position, after_frame = first + 1, False
    while position < len(rows):
        row = rows[position].text
        frame = _PYTHON_FRAME.match(row) is not None
        if not (frame or row[:1] in (" ", "\t") or (after_frame and not _PYTHON_END.match(row) and row)):
            break
        position, after_frame = position + 1, frame
    if position < len(rows) and _PYTHON_END.match(rows[position].text) and not rows[position].blank:
        position += 1
    return position


def _chained(rows: Sequence[Line], position: int) -> int | None:
    """Where the next trace of a chain starts, when Python says that one followed from the other."""
    filled = [n for n in range(position, min(position + 5, len(rows))) if not rows[n].blank][:2]
    if len(filled) == 2 and _PYTHON_CHAIN.match(rows[filled[0]].text) and _PYTHON_START.match(rows[filled[1]].text):
        return filled[1]
    return None


def _run_end(rows: Sequence[Line], first: int) -> int:
    """The line after a run of frames; a single blank line inside is passed over."""
    position = first + 1
    while position < len(rows):
        if _goes_on(rows[position].text):
            position += 1
        elif rows[position].blank and position + 1 < len(rows) and _goes_on(rows[position + 1].text):
            position += 2
        else:
            break
    return position


def _goes_on(row: str) -> bool:
    return _FRAME.match(row) is not None or _CONTINUES.match(row) is not None


def _is_head(row: str) -> bool:
    return EXCEPTION.search(row) is not None or _GO_START.match(row) is not None


def _exception(row: str) -> str:
    match = EXCEPTION.search(row)
    if match:
        return match.group().strip()
    return row.strip() if _GO_START.match(row) else ""


def _python_exception(rows: Sequence[Line], first: int, last: int) -> str:
    row = rows[last - 1].text
    return row.strip() if last - 1 > first and row[:1] not in (" ", "\t") and not _PYTHON_FRAME.match(row) else ""


def _trace(rows: Sequence[Line], first: int, last: int, exception: str, *, newest_last: bool) -> StackTrace:
    frames = [frame for row in rows[first:last] if (frame := _frame(row.text))]
    if newest_last:
        frames.reverse()
    own = next((frame for frame in frames if not _LIBRARY.search(frame)), frames[0] if frames else "")
    end = rows[last - 1].start + len(rows[last - 1].text.rstrip()) if rows[last - 1].text else rows[last - 1].end
    return StackTrace(rows[first].start, end, first, last, exception, own)


def _frame(row: str) -> str:
    if match := _PYTHON_FRAME.match(row):
        return f"{match['name'] or '<module>'} ({match['file']}:{match['line']})".strip()
    return row.strip().removeprefix("at ").partition(" +0x")[0] if _FRAME.match(row) else ""
