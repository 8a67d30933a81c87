"""Passwords, codes and phrases that people tell in a sentence."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.secret_values import SENTENCE_WORD, is_placeholder, kinds_of_signs, looks_chosen, trimmed

_CODE = re.compile(
    r"(?<![\w-])((?=[\w-]*\d)[A-Za-z0-9]{3,10}(?:-[A-Za-z0-9]{3,10}){1,7}|\d{3}[ -]\d{3}|\d{4,10}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,16})(?![\w-])"
)
_BACKUP_CODE = re.compile(r"(?<![\w-])(?=[a-z0-9]{0,16}\d)(?=[a-z0-9]{0,16}[a-z])[a-z0-9]{6,16}(?![\w-])")
_BACKUP_CUE = re.compile(
    r"(?i)(?:recovery|backup|rescue|emergency)[ -](?:codes?|keys?)(?: are| were| is)?[ ]?[:=-]?\s{1,4}"
)
_CODE_BEFORE = re.compile(
    r"\b((?:[A-Z]{1,3}-)?\d{3}[ -]?\d{3}|\d{4,8})[ ]is your\b[^\n]{0,60}\b(?:code|otp|pin)\b"
    r"|(?<!error )(?<!status )(?<!exit )\bcode(?: is| was|:)?[ ](\d{3}[ -]?\d{3}|\d{4,8})(?=[ ](?:to|for) (?:log|sign|verif|reset|confirm|2fa|the (?:login|sms))|[ ]\((?:otp|2fa|sms|valid)"
    r"|[^\n]{0,40}(?:expires in|valid for|(?:do not|don't|never) share))",
    re.IGNORECASE,
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


_QUOTED = re.compile(r"[^\"'`“”«»<>\n]{3,80}(?=[\"'`”»])")
_ENGLISH = re.compile(
    r"\b(?:password|passphrase|passcode|passwd|pwd|pw|pass)\b.*(?:\bis\b|\bwas\b|[:=])", re.IGNORECASE
)
_STATE = re.compile(
    r"(?i).*(?:ed|ing|ly|able|ible|ive|ful|less|ous|ical|ent|ant|word|code)|ok(?:ay)?|fine|good|bad|right|secure|safe|public|private|short|"
    r"mandatory|necessary|unique|broken|known|gone|lost|old|new|shown|hidden|kept|local|global|clear|plain|text|english|german|where|why|how|what|who|"
    r"about|already|also|just|really|very|simply|probably|maybe|perhaps|actually|because|since|until|after|before|either|all|some|any|one|two|three|"
    r"four|up|out|off|under|over|between|too|so|then|than|nothing|something|anything|everything|correctly|up-to-date|case-sensitive|case-insensitive"
)
_MASTER_PHRASE = re.compile(
    r"\b(?:(?:seed|recovery|mnemonic|backup|secret)[ -](?:phrase|words)|mnemonic|passphrase)\b[^\n]{0,30}?(?:\bis\b|:|=|-|\()[ \n\"'“(]{0,4}"
    r"((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8}|(?<=[ \"'“:])(?:[a-z]{3,12}[ ]){3,7}[a-z]{3,12}(?=[\"'”.\n]|$))",
    re.IGNORECASE,
)


def told_plainly(value: str, told: str, after: str) -> bool:
    """Whether a plain word closes the clause "my password is …" and is no word for the state of a password."""
    word = value.rstrip(".,;:!?)")
    closes = len(word) < len(value) or after in ("", "\n")
    return (
        closes
        and len(word) > 4
        and word.replace("-", "").isalpha()
        and bool(_ENGLISH.search(told))
        and not (SENTENCE_WORD.fullmatch(word) or _STATE.fullmatch(word))
    )


class ProseSecrets:
    """Finds what people tell after `password_words` and `code_words` (regular expressions)."""

    def __init__(self, *, password_words: str, code_words: str) -> None:
        words = password_words
        self._prose = re.compile(
            rf"(?<!\w){words}(?!\w)(?:[ ](?:for|of|on|to|in|pour|de|du|für|para|per|do|till|til)[ ][\w.@-]{{1,40}}(?:[ ][\w.@-]{{1,40}}){{0,2}})?"
            rf"(?:[ ](?:(?:that[ ])?(?:I|we|you|he|she|they)[ ](?:use|used|have|set|got|chose|tried|entered|type|was given|were given)|now|currently|there|below))?[ ]?"
            rf"(?:(?<= )(?:is|was|are|ist|war|lautet|est|était|es|era|è|é|är|er|var|on|jest|to|has been set to|is set to|was set to|set to|(?:was |got |is )?changed to)(?= |:)|=|:|->|→|\(|–|—)[ ]?:?[ ]{{0,2}}"
            r"(?:still |now |currently |just |simply |literally |maintenant |jetzt |nun |ahora |ora |agora |nu )?([\"'`“«„*]{0,2})([^\s\"'`”»<>]{3,120})",
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
        yield from _in_phrases(text)
        yield from _in_announcements(text)

    def _in_prose(self, text: str) -> Iterator[Hit]:
        """ "my password is …", "Passwort: …", "le mot de passe est …"."""
        for match in self._prose.finditer(text):
            value = match[2]
            if match[1] and (quoted := _QUOTED.match(text, match.start(2))):
                if not is_placeholder(quoted[0]):
                    yield Hit(match.start(2), quoted.end(), "SECRET_PASSWORD", 0.95)
                continue
            stands = match[1] or (not SENTENCE_WORD.fullmatch(value) and looks_chosen(value))
            if (stands or told_plainly(value, match[0], text[match.end() :][:1])) and not is_placeholder(
                value.rstrip(".,;:!?")
            ):
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


def _in_phrases(text: str) -> Iterator[Hit]:
    """Twelve to twenty-four words that open a wallet or a vault, and passphrases of several words."""
    for match in _MASTER_PHRASE.finditer(text):
        yield Hit(match.start(1), match.end(1), "SECRET_PHRASE", 0.95)


def _in_announcements(text: str) -> Iterator[Hit]:
    """ "482913 is your login code", "code 482913 to log in", and backup codes of small letters and figures."""
    for match in _CODE_BEFORE.finditer(text):
        yield Hit(*match.span(match.lastindex or 0), "SECRET_CODE", 0.95)
    for cue in _BACKUP_CUE.finditer(text):
        for match in _BACKUP_CODE.finditer(text, cue.end(), cue.end() + 300):
            if _GAP.search(text[cue.end() : match.start()]):
                break
            yield Hit(match.start(), match.end(), "SECRET_CODE", 0.95)


_GAP = re.compile(r"[a-zA-Z]{4,}(?![\w-])\s[a-zA-Z]|\n\n")
