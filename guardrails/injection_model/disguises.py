"""Text that is spelled so that a reader passes over it: found, and put into plain letters again, in linear time."""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MAX_TOKENS = 400
"""Encoded stretches of a text that are looked into; a dump has thousands."""
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{20,4000}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<![\w])(?:0x)?(?:[0-9a-fA-F]{2}[ :]?){12,2000}(?!\w)")
_BINARY = re.compile(r"(?<!\w)(?:[01]{8} ?){8,500}(?!\w)")
_ESCAPED = re.compile(r"(?:(?:\\x|%)[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|&#x?[0-9a-fA-F]{2,6};| ){12,2000}")
_ESCAPE = re.compile(r"(?:\\x|%)([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]{2,6});|&#(\d{2,6});")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._*|-]){4,200}\w(?!\w)")
_LEET = re.compile(r"\b(?=\w*[013457@$!])(?=\w*[a-zA-Z])[\w@$!]{3,24}\b")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛѡвкмнтАВЕКМНОРСТУХІЈЅαοεικνρτυχ", "aeopcyxijsdhqwbkmhtABEKMHOPCTYXIJSaoeiknptux"
)
_FIGURES = str.maketrans("013457@$!", "oieastasi")
_MIXED = re.compile(r"(?=\w*[a-zA-Z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w{2,40}")
_COMMON = frozenset(
    "the and to of in is you all this that for with your not be on are from have ignore previous instructions send "
    "reveal show write reply answer system prompt it as my me now any say rules customer data".split()
)
_PLAIN_WORD = re.compile(r"[a-z]{2,}")
_SCRIPT = re.compile(r"[a-zA-Z]{2,}(?:[ ,.'-]{1,2}[a-zA-Z]{1,}){3,}")


@dataclass(frozen=True, slots=True)
class Disguised:
    """`text[start:end]` says `plain` to whoever decodes it."""

    start: int
    end: int
    plain: str


def disguised(text: str) -> Iterator[Disguised]:
    """Stretches that hold readable words once they are decoded, spelled forwards, or written with plain letters."""
    for pattern, decode in _CODES:
        for _, match in zip(range(_MAX_TOKENS), pattern.finditer(text), strict=False):
            if (plain := decode(match[0])) and _reads(plain):
                yield Disguised(match.start(), match.end(), plain)


def disguised_line(line: str) -> str:
    """In plain: a line turned round, shifted by thirteen letters, spelled with gaps or look-alikes; else nothing."""
    if _SPACED.search(line):
        return _SPACED.sub(lambda match: re.sub(r"[ ._*|-]", "", match[0]), line)
    if not line.isascii() and _MIXED.search(line):
        return line.translate(_LOOKALIKES)
    figured = [token.lower().translate(_FIGURES) for token in _LEET.findall(line)]
    if len(figured) > 1 and any(word in _COMMON for word in figured):
        return line.lower().translate(_FIGURES)
    if _SCRIPT.search(line) and _common(line.lower()) == 0:
        for changed in (codecs.encode(line, "rot13"), line[::-1]):
            if _common(changed.lower()) >= 2:
                return changed
    return ""


def tag_letters(text: str) -> str:
    """What is written in the invisible tag characters of Unicode."""
    return "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) <= 0xE007E)


def _common(text: str) -> int:
    return sum(word in _COMMON for word in _PLAIN_WORD.findall(text))


def _reads(plain: str) -> bool:
    """Whether this is words: mostly letters and spaces, some of them common."""
    letters = sum(character.isalpha() or character.isspace() for character in plain)
    words = _PLAIN_WORD.findall(plain.lower())
    return letters > 0.75 * len(plain) and (len(words) >= 3 or any(word in _COMMON for word in words))


def _from_base64(token: str) -> str:
    token = token.replace("-", "+").replace("_", "/").rstrip("=")
    return _text(lambda: base64.b64decode(token[: len(token) // 4 * 4] + _rest(token), validate=True))


def _rest(token: str) -> str:
    left = token[len(token) // 4 * 4 :]
    return left + "=" * (4 - len(left)) if len(left) > 1 else ""


def _from_hex(token: str) -> str:
    return _text(lambda: bytes.fromhex(token.removeprefix("0x").replace(":", "").replace(" ", "")))


def _from_binary(token: str) -> str:
    digits = token.replace(" ", "")
    return _text(lambda: bytes(int(digits[at : at + 8], 2) for at in range(0, len(digits), 8)))


def _from_escapes(token: str) -> str:
    return _ESCAPE.sub(_character, token)


def _character(match: re.Match[str]) -> str:
    value = int(match[4]) if match[4] else int(match[1] or match[2] or match[3], 16)
    return chr(value) if 32 <= value < 0x10000 else " "


def _text(decode: Callable[[], bytes]) -> str:
    try:
        return decode().decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _from_base64),
    (_HEX, _from_hex),
    (_BINARY, _from_binary),
    (_ESCAPED, _from_escapes),
)
