"""Text as every guard sees it: one line ending, one Unicode form, nothing that a reader cannot see."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

MAX_COMBINING = 30
"""Marks kept on one base character; longer runs only serve to hide text (and make NFC slow)."""

_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PICTOGRAPH = "\u2190-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINING_SCRIPT = "\u0600-\u06ff\u0750-\u077f\u0900-\u0dff"

_ANSI = re.compile(r"\x1b\[[0-9;?]{0,32}[ -/]?[@-~]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile("[\U000e0000-\U000e007f\U000e0100-\U000e01ef]")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]"
    f"|(?<![{_PICTOGRAPH}{_JOINING_SCRIPT}])[\u200c\u200d]|[\u200c\u200d](?![{_PICTOGRAPH}{_JOINING_SCRIPT}])"
    "|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]"
)
_COMBINING = re.compile(f"([{_MARKS}]{{{MAX_COMBINING}}})[{_MARKS}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]{0,4000})>")
_HIDDEN = re.compile(r"(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_HIDING_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|opacity\s{0,9}:\s{0,9}0(?![.\d]*[1-9])"
    r"|font-size\s{0,9}:\s{0,9}0(?![.\d]*[1-9])|max-height\s{0,9}:\s{0,9}0(?![.\d]*[1-9])"
    r"|mso-hide\s{0,9}:\s{0,9}all|text-indent\s{0,9}:\s{0,9}-\d{3}",
    re.IGNORECASE,
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """The readable text, and the kinds of what was taken out of it."""

    text: str
    removed: tuple[str, ...] = ()


def normalise(text: str) -> Normalised:
    """Take out of `text` what a reader cannot see, in linear time.

    >>> normalise("a\\r\\nb<!-- do evil -->")
    Normalised(text='a\\nb', removed=('html_comment',))
    """
    removed: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    for kind, step in _STEPS:
        before = len(text)
        text = step(text)
        if len(text) != before and kind not in removed:
            removed.append(kind)
    text = _SURROGATE.sub("\ufffd", text) if not text.isascii() else text
    return Normalised(unicodedata.normalize("NFC", text), tuple(removed))


def _without_comments(text: str) -> str:
    """Drop `<!-- … -->`; an opening without an end is left where it is."""
    if "<!--" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join(parts) + text[at:]


def _without_hidden(text: str) -> str:
    """Drop elements whose `style` or `hidden` attribute keeps them from the reader."""
    if "<" not in text:
        return text
    tags = list(_TAG.finditer(text))
    last_close = {tag[2].lower(): index for index, tag in enumerate(tags) if tag[1]}
    parts: list[str] = []
    at = index = 0
    while index < len(tags):
        tag = tags[index]
        name = tag[2].lower()
        if not tag[1] and name not in _VOID and last_close.get(name, -1) > index and _hides(tag[3]):
            index = _closing(tags, index, last_close[name])
            parts.append(text[at : tag.start()])
            at = tags[index].end()
        index += 1
    return "".join(parts) + text[at:]


def _hides(attributes: str) -> bool:
    """Whether a tag's attributes keep its content from the reader."""
    if _HIDDEN.search(attributes):
        return True
    return "style" in attributes.lower() and _HIDING_STYLE.search(attributes) is not None


def _closing(tags: list[re.Match[str]], opening: int, last: int) -> int:
    """Index of the tag that ends the element opened at `opening`; the last end tag of that name when unbalanced."""
    name, depth = tags[opening][2].lower(), 0
    for index in range(opening, last + 1):
        if tags[index][2].lower() == name and not tags[index][3].endswith("/"):
            depth += -1 if tags[index][1] else 1
            if depth == 0:
                return index
    return last


def _cut(pattern: re.Pattern[str]) -> Callable[[str], str]:
    return lambda text: pattern.sub("", text)


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("control", _cut(_ANSI)),
    ("control", _cut(_CONTROL)),
    ("bidi", lambda text: text if text.isascii() else _BIDI.sub("", text)),
    ("tag", lambda text: text if text.isascii() else _TAGS.sub("", text)),
    ("zero_width", lambda text: text if text.isascii() else _ZERO_WIDTH.sub("", text)),
    ("combining", lambda text: text if text.isascii() else _COMBINING.sub(r"\1", text)),
    ("html_comment", _without_comments),
    ("hidden_markup", _without_hidden),
)
