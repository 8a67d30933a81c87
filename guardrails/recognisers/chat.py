"""Nicknames of people in the lines of a chat: `<kmensah> hi`, `[10:32] kmensah: hi`."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

_CLOCK = r"(?:\[?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\]?[ \t]{1,3})"
_ANGLED = re.compile(rf"^(?P<clock>{_CLOCK})?<[@+%~&]?([A-Za-z][\w|`^-]{{1,29}}[\w|`^])>[ ](?=[^<\s])", re.MULTILINE)
_COLON = re.compile(
    r"^(?:\[\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\]|\d{1,2}:\d\d(?: ?[AaPp][Mm])?)[ \t]{1,3}([a-z][\w.]{2,29}):[ ](?=\S)",
    re.MULTILINE,
)
_MARKUP = frozenset(
    "html head body div span br hr img ul ol li tr td th thead tbody table pre svg xml href input textarea iframe form label button script "
    "style code strong small".split()
)
_FEWEST = 2


def find_nicknames(text: str) -> Iterator[tuple[int, int]]:
    """The speakers of a chat; one line in angle brackets without a clock is none."""
    angled = [match for match in _ANGLED.finditer(text) if not _is_markup(text, match)] if "> " in text else []
    if len(angled) >= _FEWEST or any(match["clock"] for match in angled):
        yield from (match.span(2) for match in angled)
    if ": " in text:
        yield from (match.span(1) for match in _COLON.finditer(text))


def _is_markup(text: str, match: re.Match[str]) -> bool:
    return match[2].lower() in _MARKUP or f"</{match[2]}" in text
