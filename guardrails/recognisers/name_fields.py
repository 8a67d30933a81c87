"""Names in the fields of forms, cards, certificates and calendars, and beside their own telephone or mail address."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span, agreed
from guardrails.people import PARTICLES, TITLES, handle_words, words
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import NAME, WORD
from guardrails.recognisers.trim import LIKELY, SPACES, SURE, Trimmer

_LIKELY = 0.5
_GIVEN_OR_FAMILY = (
    r"(?:LN|FN|MN|[Ll]ast(?: [Nn]ame)?|[Ff]irst(?: [Nn]ame)?|[Mm]iddle [Nn]ame|[Ss]urname(?:\(s\))?|[Ff]ore[Nn]ames?|[Gg]iven [Nn]ames?|[Ff]amily [Nn]ame|"
    r"SURNAME|FAMILY NAME|GIVEN NAMES?|FIRST NAME|LAST NAME|FORENAMES?|[Nn]achname|[Vv]orname|NOM|PR[ÉE]NOMS?|[Nn]om|[Pp]r[ée]noms?|APELLIDOS?|NOMBRES?|"
    r"C\.[123](?:\.[12])?|[Aa]pellidos?|COGNOME|NOME|[Cc]ognome|[Aa]chternaam|[Vv]oornaam|NAZWISKO|IMI[ĘE]|[Nn]azwisko|[Ii]mi[ęe]|[Ee]fternamn|[Ff]örnamn)"
)
_HOLDER = (
    r"(?:name (?:on|of) (?:the )?(?:card|account|holder)|name as printed|card ?holder(?: name)?|account holder|payee|beneficiary|payable to|policy ?holder|signed in as|logged in as|licen[sc]ed to|registered to|"
    r"intestat[oa] a|intestatario|titulaire|titular|bénéficiaire|beneficiario|beneficiaria|beneficiário|kontoinhaber(?:in)?|karteninhaber(?:in)?|halter(?:in)?|inhaber(?:in)?|rekeninghouder|ten name van|t\.n\.v\.|właściciel(?:ka)?|posiadacz(?:ka)?|kontohavare|innehavare|"
    r"signatory|next of kin|organi[sz]er|attendee|driver|courier|site contact|key contact|facility lead|data protection officer|dpo|landlord|trustee|guardian|passenger|guest)"
)
_UPPER_NAME = r"(?:[^\W\d_a-z]{2,}|[A-Z])(?:[ ,'’-]{1,2}[^\W\d_a-z]{1,}){0,4}"
_PHONE = r"(?:\+\d|\(?0\d|\(\d{3}\)|\d{3}[ .-]\d{3}[ .-]\d{3,4})[\d ()/.-]{5,}\d"
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}\."
_FIELDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?m)^[ \t>*|-]{{0,6}}(?:\d{{1,2}}[.)]?[ ])?{_GIVEN_OR_FAMILY}(?:[ ]?[.:=|]+[ \t]?|[ \t]+)[\"']?(?P<n>{_UPPER_NAME}|{NAME})[\"',]{{0,2}}[ \t]*$",
        r"(?m)^N(?:;[^:\n]{0,30})?:(?P<n>[^\W\d_][^;\n\d]{1,40})(?=;)",
        r"(?m)^N(?:;[^:\n]{0,30})?:[^;\n]{0,40};(?P<n>[^\W\d_][^;\n\d]{1,40})(?=;|$)",
        r"(?m)^FN(?:;[^:\n]{0,30})?:(?P<n>[^\W\d_][^;\n\d@]{1,60})$",
        rf"(?i:\bcn=)\"?(?P<n>{NAME})(?=[\":;,+/\s]|$)",
        r"(?i:\b(?:name on card|card ?holder(?: name)?|name of holder|holder|name|passenger|guest|driver|patient))[ ]?:?[ ]+(?P<n>(?:(?:MR|MRS|MS|DR|MISS)\.?[ ])?(?:[^\W\d_a-z]{2,}|[A-Z])(?:[ '’-][^\W\d_a-z]+){1,4})(?=[ \t]*(?:$|[\n,.;|(\"]))",
        rf"(?i:(?<!\w){_HOLDER})(?:[ ]?:|,)?[ ](?:(?i:mr|mrs|ms|dr|herr|frau|sig\.ra|sig|sr|sra|mme|m)\.?[ ])?(?P<n>{NAME})(?![\w.@-])",
        rf"(?<=[0-9a-f]{{7}}[ ])(?P<n>{NAME})(?=[ ]<{_MAIL})",
    )
)
"""Fields that hold nothing but a name."""
_REVERSED = re.compile(
    r"(?<![\w@./,-])(?P<n>[^\W\d_a-z]{3,20}(?:[-'’][^\W\d_a-z]{2,20})?, [^\W\d_a-z]{3,20}(?:[ -][^\W\d_a-z]{1,20})?)(?![\w@,-])"
)
_BESIDE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[\n;:•*(]|[,.]))[ \t]{{0,4}}(?:[-*•][ ])?(?P<n>{NAME})(?=[ ]?(?:[,:(–/-]|[ ])[ ]?(?:(?i:tel|tlm|mobile|mob|cell|phone|m|t)[.:]{{0,2}}[ ])?{_PHONE})",
        rf"(?:^|(?<=[\n;:•*(]|[,.]))[ \t]{{0,4}}(?:[-*•][ ])?(?P<n>{WORD}(?:[ ](?:[a-z]{{2,3}}[ ])?{WORD}){{1,3}})(?=[ ]?[/,|–-][ ]?(?:<|(?i:e-?mail:? ))?(?P<mail>{_MAIL}))",
    )
)


def _spells(mail: str, name: str) -> bool:
    """Whether the address is made of a word of the name."""
    parts = handle_words(mail)
    return any(len(word) > 2 and word in parts for word in words(name))


_DEVICE = r"(?:iphone|ipad|macbook|imac|laptop|notebook|desktop|phone|handy|galaxy|pixel|tablet|pc|mbp|watch)"
_OWNED = (
    re.compile(rf"(?i:(?<![\w.-]){_DEVICE}-(?:of|von|de|van)-)(?P<n>[^\W\d_]{{3,20}})(?![\w.])"),
    re.compile(rf"(?<![\w.-])(?P<n>[^\W\d_]{{3,20}}?)['’]?s?-(?i:{_DEVICE})(?![\w.])"),
)
"""A device that is named after whom it belongs to."""


def find_name_fields(text: str, people: Sequence[Span], *, lexicon: Lexicon, trimmer: Trimmer) -> Iterator[Hit]:
    """Names in fields, names in capitals with the family first, and names that have a number or address of their own.

    `people` are the name tagger's persons: where it agrees, everyday words are names too.
    """
    for pattern in _FIELDS:
        for match in pattern.finditer(text):
            spoken = " " in match["n"] and agreed(people, *match.span("n"), score=_LIKELY)
            if hit := trimmer.trimmed(text, *match.span("n"), score=SURE, cued=True, spoken=spoken):
                yield hit
    for match in _REVERSED.finditer(text):
        parts = SPACES.split(match["n"].replace(",", ""))
        everyday = any(lexicon.is_function(word) or lexicon.is_ordinary(word) for word in parts)
        if not everyday and any(map(lexicon.is_clear_name, parts)):
            yield Hit(*match.span("n"), "PERSON", LIKELY)
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            own = match.re is _BESIDE[1] and _spells(match["mail"], match["n"])
            hit = trimmer.trimmed(text, *match.span("n"), score=SURE if own else LIKELY, cued=True, spoken=own)
            if (hit and own) or (hit and _strange(text[hit.start : hit.end], lexicon)):
                yield hit
    for pattern in _OWNED:
        for match in pattern.finditer(text):
            if not lexicon.is_ordinary(match["n"]) and not lexicon.is_function(match["n"]):
                yield Hit(*match.span("n"), "PERSON", SURE)


def _strange(found: str, lexicon: Lexicon) -> bool:
    """Whether the words are a name's: no everyday word among them, and none that is short or a shout."""
    parts = [word for word in SPACES.split(found) if word.casefold() not in PARTICLES | TITLES]
    return bool(parts) and all(
        len(word) > 2 and not word.isupper() and not lexicon.is_ordinary(word) and not lexicon.is_function(word)
        for word in parts
        if not word.endswith(".")
    )
