"""Passwords that people tell in a sentence."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.secret_values import SENTENCE_WORD, is_placeholder, kinds_of_signs, looks_chosen, trimmed

_VERBS = "is|was|are|ist|war|lautet|est|était|es|era|è|é|är|er|var|jest|to|has been set to|is set to|was set to|set to|(?:was |got |is )?changed to"
_LOGIN = re.compile(
    r"\b(?:user(?: ?name| ?id)?|login|log in|account|benutzer(?:name)?|utilisateur|usuario)\b", re.IGNORECASE
)
_TO = re.compile(r"\bto[ ]?:?[ ]{0,2}\S{0,2}$")
_MENTION = re.compile(r"(?i)\b(?:password|passwort|contraseña|mot de passe|your|enter|which|that|this|click|please)\b")
"""What is quoted names a field or repeats a message, and is no password."""
_LOGIN_REACH = 60
_MIN_BESIDE = 7
_PAIR = re.compile(
    r"(?<![/.\w-])(?:credentials|logins?|login data|zugang(?:sdaten)?|identifiants|credenciales|acceso|inloggegevens)\b(?:[^\n/:.]{0,30}?[ ](?:are|is|=|[-–]))?:?[ ]{1,2}"
    r"[\w.@+-]{2,60}[ ]?[/:|][ ]?([^\s\"'<>,;/?]{6,120})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?![\s,.;:])[^\"'`“”«»<>\n]{3,80}(?=[ \u00a0]?[\"'`”»])")
_ENGLISH = re.compile(
    r"\b(?:password|passphrase|passcode|passwd|pwd|pw|pass)\b.*(?:\bis\b|\bwas\b|[:=])", re.IGNORECASE
)
_STATE = re.compile(
    r"(?i).*(?:ed|ing|ly|able|ible|ive|ful|less|ous|ical|ent|ant|word|code)|ok(?:ay)?|fine|good|bad|right|secure|safe|public|private|short|"
    r"mandatory|necessary|unique|broken|known|gone|lost|old|new|shown|hidden|kept|local|global|clear|plain|text|english|german|where|why|how|what|who|"
    r"about|already|also|just|really|very|simply|probably|maybe|perhaps|actually|because|since|until|after|before|either|all|some|any|one|two|three|"
    r"four|up|out|off|under|over|between|too|so|then|than|nothing|something|anything|everything|correctly|up-to-date|case-sensitive|case-insensitive"
)
_NO_PASSWORD = re.compile(
    r"v?\d+(?:[.,:/-]\d+)+[a-z%]{0,3}|\d+[a-z%]{1,3}|\d{1,3}|(?:[a-z0-9-]+\.)+[a-z]+|[A-Z]{2,}[-_ ]?\d+|[A-Z]+(?:[-_][A-Z0-9]+)+|https?:\S+|[\w.-]+\.(?:com|org|net|io|de|example|txt|md|html?|json|ya?ml|conf|py|sh)\b.*|\S+@\S+\.\w+|[/~]\S*|\w+\(\)?.*|.*\.{2,}.*|1Password|[A-Z][a-z]+(?:[A-Z][a-z]+)+|\w+(?:/\w+)+"
)
_SET_TO = re.compile(
    r"\b(?:reset|changed?|set)[ ](?:it|this|that|them|mine)[ ](?:back )?to[ ][\"'`“]?([^\s\"'`”]{5,80})"
    r"|\blog(?:ged|ging)?[ -]?(?:in|on)\b[^\n.]{0,30}?\b(?:with|as|using)[ ][\w.@-]{2,60}[ ](?:and|/|\+)[ ]([^\s\"'`”]{5,80})",
    re.IGNORECASE,
)
_REACH = 300
"""A password must have been spoken of so near before "set it to …"."""


def strong(value: str) -> bool:
    """Whether a word far from "password" is one by its look: figures or signs among the letters, and no known shape."""
    return (
        len(value) > 5
        and kinds_of_signs(value) > 1
        and (any(char.isdigit() for char in value) or any(char in "!#$%&*+=?^~_" for char in value))
        and not _NO_PASSWORD.fullmatch(value)
        and not is_placeholder(value)
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
    """Finds what people tell after `password_words`, a regular expression."""

    def __init__(self, *, password_words: str) -> None:
        words = password_words
        self._word = re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)
        self._prose = re.compile(
            rf"(?<![\w=]){words}(?!\w)(?:[ ]?[(\[][^()\[\]\n]{{1,30}}[)\]])?(?:[ ](?:for|of|on|to|in|pour|de|du|für|para|per|do|till|til)[ ][\w.@-]{{1,40}}(?:[ ][\w.@-]{{1,40}}){{0,2}})?"
            rf"(?:[ ](?:(?:that[ ])?(?:I|we|you|he|she|they)[ ](?:use|used|have|set|got|chose|tried|entered|type|was given|were given)|now|currently|there|below))?[ ]?"
            rf"(?:(?<= )(?:{_VERBS})(?= |:)|['’]s(?= )|:|->|→|\(|–|—)[ ]?:?[ ]{{0,2}}"
            r"(?:still |now |currently |just |simply |literally |maintenant |jetzt |nun |ahora |ora |agora |nu )?((?:«[ \u00a0]?|[\"'`“„*]{0,2}))([^\s\"'`”»<>]{3,120})",
            re.IGNORECASE,
        )
        self._told = re.compile(
            rf"(?<!\w){words}(?!\w)(?:[ ][\w.'’@-]{{1,24}}){{0,6}}?(?:[ ]?:|[ ](?:{_VERBS}))[ ](?:(?!(?:in|at|on|to|for|from|by|with|of|not|via|auf|en|dans|per)[ ])[a-z]{{2,9}}[ ])?[\"'`“«„*]{{0,2}}[ \u00a0]?"
            r"([^\s\"'`”»<>]{5,120})",
            re.IGNORECASE,
        )
        self._used_as = re.compile(
            rf"\b(?:with|using|use|used|typed?|typing|entered|enter|try|tried|set)[ ][\"'`“«]?([^\s\"'`”»]{{4,80}})[\"'`”»]?[ ]as[ ](?:my |the |a |our |new ){{0,2}}(?:{words}|pin)\b",
            re.IGNORECASE,
        )
        self._quoted_beside = re.compile(
            rf"(?<!\w){words}[ ]?:?[ ]?[\"“«„`]([^\s,.;:\"”»“`\n][^\"”»“`\n]{{2,79}})[\"”»“`]", re.IGNORECASE
        )
        self._beside = re.compile(rf"\b{words},?[ ]{{1,3}}([^\s\"'`“”«»<>,;]{{6,120}})", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Hit]:
        """Every secret that is told in prose, with the value alone as the span."""
        for word in self._word.finditer(text):
            for told in (self._in_prose, self._after_a_clause, self._quoted, self._right_beside):
                yield from told(text, word.start())
        for match in _SET_TO.finditer(text):
            if match[2] or self._word.search(text, max(0, match.start() - _REACH), match.start()):
                yield from _if_strong(match)
        if " as " in text:
            for match in self._used_as.finditer(text):
                yield from _if_strong(match)
        yield from _in_pairs(text)

    def _in_prose(self, text: str, at: int) -> Iterator[Hit]:
        """ "my password is …", "Passwort: …", "le mot de passe est …"."""
        if not (match := self._prose.match(text, at)):
            return
        value = match[2]
        if match[1] and (quoted := _QUOTED.match(text, match.start(2))):
            if not is_placeholder(quoted[0]) and not _MENTION.search(quoted[0]):
                yield Hit(match.start(2), quoted.end(), "SECRET_PASSWORD", 0.95)
            return
        bare = value.rstrip(".,;:!?)")
        chosen = match[1] or (not SENTENCE_WORD.fullmatch(value) and looks_chosen(value.rstrip("?.,;:)")))
        if _NO_PASSWORD.fullmatch(bare) or (_TO.search(text, at, match.start(2)) and not strong(bare)):
            return
        if (chosen or told_plainly(value, match[0], text[match.end() :][:1])) and not is_placeholder(bare):
            yield trimmed(text, match.start(2), match.end(2), "SECRET_PASSWORD")

    def _after_a_clause(self, text: str, at: int) -> Iterator[Hit]:
        """ "the password that they gave me is Xy!7…": further off, so the value must look like one."""
        if match := self._told.match(text, at):
            yield from _if_strong(match)

    def _quoted(self, text: str, at: int) -> Iterator[Hit]:
        """ "the passphrase "…"": what stands between quotation marks right beside."""
        if not (match := self._quoted_beside.match(text, at)):
            return
        chosen = " " in match[1].strip() or looks_chosen(match[1])
        if chosen and not is_placeholder(match[1]) and not _MENTION.search(match[1]):
            yield Hit(match.start(1), match.end(1), "SECRET_PASSWORD", 0.95)

    def _right_beside(self, text: str, at: int) -> Iterator[Hit]:
        """ "user ana, password Xy!7…": no word between; strong by its look, or with a login named right before."""
        if match := self._beside.match(text, at):
            value = match[1].rstrip(".,;:!?)")
            named = _LOGIN.search(text, max(0, at - _LOGIN_REACH), at) is not None
            if kinds_of_signs(value) >= (2 if named else 3) and len(value) >= _MIN_BESIDE and strong(value):
                yield Hit(match.start(1), match.start(1) + len(value), "SECRET_PASSWORD", 0.9)


def _if_strong(match: re.Match[str]) -> Iterator[Hit]:
    group = match.lastindex or 1
    value = match[group].rstrip(".,;:?)")
    if strong(value):
        yield Hit(match.start(group), match.start(group) + len(value), "SECRET_PASSWORD", 0.95)


def _in_pairs(text: str) -> Iterator[Hit]:
    """ "credentials: admin / Xy!7…": the second of two."""
    for match in _PAIR.finditer(text):
        if strong(match[1].rstrip(".,;:!?)")) or (looks_chosen(match[1]) and "-" in match[1]):
            yield trimmed(text, match.start(1), match.end(1), "SECRET_PASSWORD")
