"""Passwords, codes and phrases that people tell in a sentence."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.secret_values import SENTENCE_WORD, is_placeholder, kinds_of_signs, looks_chosen, trimmed

_CODE = re.compile(
    r"(?<![\w-])((?=[\w-]*\d)[A-Za-z0-9]{3,10}(?:-[A-Za-z0-9]{3,10}){1,7}|\d{3}[ -]\d{3}|\d{4,10}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,16})(?![\w-])"
)
_CODE_BREAK = re.compile(
    r"(?i)[.!?]\s|\b(?:error|status|http|version|port|after|within|in|line|ticket|request|case|order|since|on|at|v)\b|[({]"
)
_LOGIN = re.compile(
    r"\b(?:user(?: ?name| ?id)?|login|log in|account|benutzer(?:name)?|utilisateur|usuario)\b", re.IGNORECASE
)
_LOGIN_REACH = 60
_MIN_BESIDE = 7
_PAIR = re.compile(
    r"\b(?:credentials|logins?|login data|zugangsdaten|identifiants|credenciales)\b(?: are| is|:| =)?[ ]{0,2}"
    r"[\w.@+-]{2,60}[ ]?/[ ]?([^\s\"'<>,;]{6,120})",
    re.IGNORECASE,
)


class ProseSecrets:
    """Finds what people tell after `password_words` and `code_words` (regular expressions)."""

    def __init__(self, *, password_words: str, code_words: str) -> None:
        words = password_words
        self._prose = re.compile(
            rf"\b{words}\b(?:[ ](?:for|of|pour|de|für|para)[ ][\w.@-]{{1,40}}(?:[ ][\w.@-]{{1,40}})?)?[ ]?(?:is|was|are|=|:|->|ist|war|lautet|est|était|es|era|to|has been set to|set to|changed to)[ ]?:?[ ]{{0,2}}"
            r"(?:still |now |currently |just |maintenant |jetzt |nun |ahora )?([\"'`“«]?)([^\s\"'`”»<>]{3,120})",
            re.IGNORECASE,
        )
        self._beside = re.compile(rf"\b{words}[ ]{{1,3}}([^\s\"'`“”«»<>,;]{{6,120}})", re.IGNORECASE)
        self._codes = re.compile(rf"\b(?:{code_words})\b", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Hit]:
        """Every secret that is told in prose, with the value alone as the span."""
        yield from self._in_prose(text)
        yield from self._right_beside(text)
        yield from self._in_codes(text)
        yield from _in_pairs(text)

    def _in_prose(self, text: str) -> Iterator[Hit]:
        """ "my password is …", "Passwort: …", "le mot de passe est …"."""
        for match in self._prose.finditer(text):
            value = match[2]
            stands = match[1] or (not SENTENCE_WORD.fullmatch(value) and looks_chosen(value))
            if stands and not is_placeholder(value.rstrip(".,;:!?")):
                yield trimmed(text, match.start(2), match.end(2), "SECRET_PASSWORD")

    def _right_beside(self, text: str) -> Iterator[Hit]:
        """ "user ana, password Xy!7…": no word between; strong by its look, or with a login named right before."""
        for match in self._beside.finditer(text):
            value = match[1].rstrip(".,;:!?)")
            named = _LOGIN.search(text, max(0, match.start() - _LOGIN_REACH), match.start()) is not None
            if kinds_of_signs(value) >= (2 if named else 3) and len(value) >= _MIN_BESIDE and not is_placeholder(value):
                yield Hit(match.start(1), match.start(1) + len(value), "SECRET_PASSWORD", 0.9)

    def _in_codes(self, text: str) -> Iterator[Hit]:
        """One-time and recovery codes: codes on the line after a word for them."""
        for match in self._codes.finditer(text):
            line_end = text.find("\n", match.end())
            reach = min(match.end() + 160, line_end if line_end >= 0 else len(text))
            gap_end = match.end() + 48
            for found in _CODE.finditer(text, match.end(), reach):
                if found.start() > gap_end or _CODE_BREAK.search(text, match.end(), found.start()):
                    break
                yield Hit(found.start(1), found.end(1), "SECRET_CODE", 0.93)
                gap_end = found.end() + 16


def _in_pairs(text: str) -> Iterator[Hit]:
    """ "credentials: admin / Xy!7…": the second of two."""
    for match in _PAIR.finditer(text):
        if looks_chosen(match[1]) and kinds_of_signs(match[1]) >= 2 and not is_placeholder(match[1]):
            yield trimmed(text, match.start(1), match.end(1), "SECRET_PASSWORD")
