"""What is written so that a check does not see it: look-alike letters, entities, text turned round or encoded."""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator

_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝɡьгкмнтвАВЕКМНОРСТУХІЈЅοαειυνκρτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıⅼ∕⁄․。｡։",
    "aeopcyxijshdqwgbrkmhtbABEKMHOPCTYXIJSoaeiuvkptxABEZHIKMNOPTYXil//...:",
)
"""Letters of other scripts, and signs, that look like ASCII."""
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(colon|sol|bsol|period|commat|tab|newline|lpar|rpar));?", re.I)
_NAMED = {
    "colon": ":",
    "sol": "/",
    "bsol": "\\",
    "period": ".",
    "commat": "@",
    "tab": "",
    "newline": "",
    "lpar": "(",
    "rpar": ")",
}
_WRITTEN = frozenset(":/\\.@()-_?=")
_ENCODED = re.compile(
    r"(?<![\w+/=-])(?:[A-Za-z0-9+/_-]{16,100000}={0,2}|(?:\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}){6,20000})"
)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}")
_PRINTABLE_SHARE = 0.95


def latin(text: str) -> str:
    """The same text with look-alike letters as ASCII, of the same length where no letter has a wide form.

    >>> latin("We will r\\u0435fund it")
    'We will refund it'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_ALIKE)


def without_entities(text: str) -> str:
    """Letters and the signs of an address that are written as entities; `&lt;` and `&amp;` stay as they are.

    >>> without_entities("&#104;ttps&colon;//x &lt;b&gt;")
    'https://x &lt;b&gt;'
    """
    return _ENTITY.sub(_decoded, text) if "&" in text else text


def _decoded(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3].lower()]
    code = int(match[1]) if match[1] else int(match[2], 16)
    letter = chr(code) if code <= 0x10FFFF else ""
    if letter in "\t\n\r" or code == 0xAD or 0x200B <= code <= 0x200F:
        return ""
    return letter if letter.isalnum() or letter in _WRITTEN else match[0]


def readings(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of each stretch that is text in Base64, hexadecimal or percent signs.

    >>> list(readings("see aGlkZGVuIHdvcmRzIGhlcmU="))
    [(4, 28, 'hidden words here')]
    """
    for match in _ENCODED.finditer(text):
        for raw in _bytes(match[0]):
            words = raw.decode("utf-8", errors="replace")
            if len(words) > 5 and sum(c.isprintable() and c != "\ufffd" for c in words) >= _PRINTABLE_SHARE * len(
                words
            ):
                yield match.start(), match.end(), words
                break


def turned(text: str) -> tuple[str, str]:
    """`text` backwards, and with its letters moved by thirteen places."""
    return text[::-1], codecs.encode(text, "rot13")


def _bytes(token: str) -> Iterator[bytes]:
    if token[0] in "\\%":
        yield bytes.fromhex(re.sub(r"\\x|%", "", token))
        return
    if _HEX.fullmatch(token):
        yield bytes.fromhex(token)
    body = token.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        yield base64.b64decode(body[: len(body) - (len(body) % 4 == 1)] + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return
