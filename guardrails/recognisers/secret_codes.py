"""One-time codes, recovery codes and recovery phrases, told in prose or listed under their name."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit

_CODE = re.compile(
    r"(?<![\w-])((?=[\w-]*\d)[A-Za-z0-9]{2,10}(?:-[A-Za-z0-9]{2,10}){1,7}|\d{3}[ -]\d{3}|\d{4,10}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,16})(?![\w-])"
)
_BACKUP_CODE = re.compile(r"(?<![\w-])(?=[a-z0-9]{0,16}\d)(?=[a-z0-9]{0,16}[a-z])[a-z0-9]{6,16}(?![\w-])")
_BACKUP_CUE = re.compile(
    r"(?i)(?:recovery|backup|rescue|emergency)[ -](?:codes?|keys?)(?: are| were| is)?[ ]?[:=-]?\s{1,4}"
)
_CODE_BEFORE = re.compile(
    r"\b((?:[A-Z]{1,3}-)?\d{3}[ -]?\d{3}|\d{4,8})[ ]is your\b[^\n]{0,60}\b(?:code|otp|pin)\b"
    r"|(?<!error )(?<!status )(?<!exit )\bcode(?: is| was|:)?[ ](\d{3}[ -]?\d{3}|\d{4,8})(?=[ ]from (?:the |my )?(?:sms|text|app|authenticator|e-?mail)|[ ](?:to|for) (?:log|sign|verif|reset|confirm|2fa|the (?:login|sms))|[ ]\((?:otp|2fa|sms|valid)"
    r"|[^\n]{0,40}(?:expires in|valid for|(?:do not|don't|never) share))",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:sms|text message|authenticator|token app|handy)[ ](?:app )?(?:said|says|shows|showed|sent(?: me)?|gave(?: me)?|zeigt|reads)[^\n\d]{0,20}(\d{3}[ -]?\d{3})(?![\w-])",
    re.IGNORECASE,
)
_CODE_BREAK = re.compile(
    r"(?i)[.!?]\s|\b(?:error|status|http|version|port|after|within|in|line|ticket|request|case|order|since|on|at|v)\b|[({]"
)
_MASTER_PHRASE = re.compile(
    r"\b(?:(?:seed|recovery|mnemonic|backup|secret)[ -](?:phrase|words)|mnemonic|passphrase)\b[^\n]{0,30}?(?:\bis\b|:|=|-|\()[ \n\"'“(]{0,4}"
    r"((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8}|(?<=[ \"'“:])(?:[a-z]{3,12}[ ]){3,7}[a-z]{3,12}(?=[\"'”.\n]|$))",
    re.IGNORECASE,
)


_GAP = re.compile(r"[a-zA-Z]{4,}(?![\w-])\s[a-zA-Z]|\n\n")
_ANSWER = re.compile(r"[^\n]{0,20}\n[^\n]{0,24}?(?:\bit'?s|\bis|:)[ ](\d{3}[ -]?\d{3}|\d{6,8})(?![\w-])")
_LISTED = re.compile(
    r"[^\n]{0,40}:?[ ]*\n((?:[ \t>*•-]{0,4}(?:\d{1,2}[.)] )?(?=[\w-]*\d)[A-Za-z0-9]{3,10}(?:[- ][A-Za-z0-9]{3,10}){0,3}[ \t]*(?:\n|$)){2,20})"
)
_LISTED_CODE = re.compile(r"(?m)(?=[\w-]*\d)[A-Za-z0-9]{3,10}(?:[- ][A-Za-z0-9]{3,10}){0,3}[ \t]*$")


_CORE = re.compile(
    r"codes?\b|pins?\b|otp\b|2fa\b|tan\b|puk\b|combination|códigos?|kodes?\b|keys?\b|passwords?\b|kennwort|codice",
    re.IGNORECASE,
)
"""What every word for a code holds: only around these is the longer expression tried."""
_BEFORE_CORE = 32


class CodeSecrets:
    """Finds the codes after `code_words`, a regular expression."""

    def __init__(self, *, code_words: str) -> None:
        self._codes = re.compile(rf"\b(?:{code_words})\b", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Hit]:
        """Every code, with the code alone as the span."""
        yield from self._in_line(text)
        yield from _in_phrases(text)
        yield from _in_announcements(text)

    def _in_line(self, text: str) -> Iterator[Hit]:
        """One-time and recovery codes: codes on the line after a word for them."""
        for core in _CORE.finditer(text):
            match = self._codes.search(text, max(0, core.start() - _BEFORE_CORE), core.end() + 1)
            if match is None or match.end() < core.start():
                continue
            yield from _below(text, match.end())
            line_end = text.find("\n", match.end())
            reach = min(match.end() + 160, line_end if line_end >= 0 else len(text))
            gap_end = match.end() + 48
            for found in _CODE.finditer(text, match.end(), reach):
                if found.start() > gap_end or _CODE_BREAK.search(text, match.end(), found.start()):
                    break
                yield Hit(found.start(1), found.end(1), "SECRET_CODE", 0.93)
                gap_end = found.end() + 16


def _below(text: str, at: int) -> Iterator[Hit]:
    """The answer in the next line of a chat, and the lines of a list."""
    if answer := _ANSWER.match(text, at):
        yield Hit(*answer.span(1), "SECRET_CODE", 0.93)
    if listed := _LISTED.match(text, at):
        for code in _LISTED_CODE.finditer(text, *listed.span(1)):
            yield Hit(code.start(), code.start() + len(code[0].rstrip()), "SECRET_CODE", 0.93)


def _in_phrases(text: str) -> Iterator[Hit]:
    """Twelve to twenty-four words that open a wallet or a vault, and passphrases of several words."""
    for match in _MASTER_PHRASE.finditer(text):
        yield Hit(match.start(1), match.end(1), "SECRET_PHRASE", 0.95)


def _in_announcements(text: str) -> Iterator[Hit]:
    """ "482913 is your login code", "code 482913 to log in", and backup codes of small letters and figures."""
    for match in _SHOWN.finditer(text):
        yield Hit(*match.span(1), "SECRET_CODE", 0.95)
    for match in _CODE_BEFORE.finditer(text):
        yield Hit(*match.span(match.lastindex or 0), "SECRET_CODE", 0.95)
    for cue in _BACKUP_CUE.finditer(text):
        for match in _BACKUP_CODE.finditer(text, cue.end(), cue.end() + 300):
            if _GAP.search(text[cue.end() : match.start()]):
                break
            yield Hit(match.start(), match.end(), "SECRET_CODE", 0.95)
