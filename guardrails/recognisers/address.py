"""Postal addresses: a street with a number, with the town that follows it."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span
from guardrails.recognisers.address_world import find_world_addresses
from guardrails.recognisers.shape import CASELESS, LETTER, UPPER

_W = rf"[{UPPER}](?:{LETTER}|['’.]){{0,30}}"
_AFTER = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|sq|terrace|parkway|pkwy|highway|hwy|"
    r"crescent|close|circle|cir|trail|trl|alley|row|gardens?|grove|mews|quay|plaza|loop|ridge|hill|walk|mount|"
    r"gate|vale|heights|crossing|turnpike|expressway|throughway|causeway|bypass|extension|estates?|manor|village|station|point|shore|landing)"
)
_BEFORE = (
    r"(?:rue|avenue|av\.?|avda\.?|boulevard|bd|place|chemin|impasse|all[ée]e|quai|cours|route|passage|square|calle|c/|avenida|paseo|plaza|camino|"
    r"ronda|rambla|cuesta|callej[óo]n|glorieta|pasaje|urbanizaci[óo]n|v[íi]a|viale|corso|piazza|largo|vicolo|strada|stradone|contrada|borgo|rua|travessa|"
    r"alameda|pra[çc]a|estrada|jalan|jl\.?|gang|gg\.?|ul\.|ulica|aleja|al\.|plac|pl\.|str\.|strada|bulevardul|calea|aleea|n[áa]m[ěe]st[íi]|t[řr][íi]da|"
    r"nábřeží|via|cal\.?|circunvalaci[óo]n|cerrada|andador|privada|calzada|prolongaci[óo]n|boulevard|eje vial|retorno|viaducto)"
)
_TAIL = (
    rf"(?:,?[ \n](?:Apt|Suite|Ste|Unit|Flat|Floor|Box|Piso|Puerta|Apartamento|Interno|Appt?|Edif\.|Dpto|No|Nr|Stock|Top|#)\.?[ ]?[\w-]{{1,6}})?"
    rf"(?:(?:,[ ]?\n?|\n|[ ]-[ ]|[ ](?=\d{{4,6}}\b))[ ]?(?:[A-Z]{{1,2}}-)?(?:\d[\dA-Z -]{{2,8}}[ ])?{_W}(?:[ -](?:{_W}|de|del|la|le|los|las|am|an|der|im|in|ob|bei|les|sur|sous|upon|nad|di|do|da|dos|den)){{0,4}})"
    rf"{{0,3}}(?:,?[ ][A-Z]{{2,3}}(?![a-z]))?(?:,?[ ][A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}\b|,?[ ]\d{{3}}[ ]?\d{{2,3}}(?:-\d{{3,4}})?\b|,?[ ]\d{{4,6}}(?:-\d{{3,4}})?\b)?"
)
_TAIL_REQUIRED = rf"(?:,[ ]|\n|[ ])(?:[A-Z]{{1,2}}-)?\d{{2,5}}[ -]?\d{{0,3}}(?:[ ][A-Z]{{2}},)?[ ]{_W}(?:[ -](?:{_W}|de|del|la|am|an|der|im|in|ob|bei|sur|nad|den|u|v|di)){{0,4}}"
_PATTERNS = (
    re.compile(rf"(?<![\w.-])\d{{1,6}}[A-Za-z]?(?:-\d{{1,5}})?,?[ ](?:[NSEW]\.?[ ])?(?:{_W}[ -]){{1,4}}(?i:{_AFTER})\b\.?(?![=:/@_]){_TAIL}"),
    re.compile(rf"(?<!\w)(?:\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ])(?i:{_BEFORE})[ ](?:(?:de|du|des|d'|la|le|les|l')[ ]?){{0,2}}{_W}(?:[ -](?:{_W}|de|du|des|la|le)){{0,4}}{_TAIL}"),
    re.compile(rf"(?<!\w)(?i:{_BEFORE})[ ](?:(?:de|del|della|dei|di|da|do|dos|las?|los|san|santa)[ ]){{0,2}}{_W}(?:[ -](?:{_W}|de|del|la|los|di|da)){{0,4}}(?:,?[ ](?:No\.?|Nr\.?|n[º°.]?)?[ ]?\d{{1,5}}[A-Za-z]?)(?:[/-]\d{{1,4}})?{_TAIL}"),
    re.compile(
        rf"(?<!\w)(?:{_W}[ -]){{0,4}}(?:[{UPPER}]{LETTER}{{1,24}})?(?:stra(?:ß|ss)e|str\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Ss]tieg|[Ss]traat|laan|plein|gracht|kade|singel|v[äa]gen|gatan|"
        rf"vej|gade|katu|tie|kuja|veien|gata|utca|[Ss]okak|[Cc]addesi|park|hof|dreef|pad|steeg|weg)[ ]\d{{1,5}}[ ]?[a-z]?(?:[/-]\d{{1,4}})?(?:{_TAIL_REQUIRED})?"
    ),
    re.compile(rf"(?m)^[ \t>]{{0,8}}(?P<a>(?=[^\n]{{10,110}}$)(?=[^\n]*,)(?=[^\n]*\d[^\n\d]*[ ,][^\n]*\d)(?=[^\n]*(?<![\w.])(?:[A-Z]{{1,2}}-)?\d{{2,5}}[ -]?\d{{0,3}}(?![\w.:])[ /,]*(?:[A-Z]{{2}}\b)?)(?:{_W}|\d{{1,6}}[a-zA-Z]?(?:[/-]\d{{1,5}})?)(?:,?[ ](?:{_W}|\d[\d-]{{0,8}}[a-zA-Z]?(?:/\d{{1,4}})?|No\.|Nr\.|de|del|la|los|da|do|dos|di|du|des|van|von|der|den|am|an|in|im|ob|bei|sur|nad|pod|u|v|/|[A-Z]{{2}})){{3,12}})[ \t]*$"),
    re.compile(
        r"(?i)(?:\b(?:billing |postal |home |shipping |mailing |delivery |street )?address(?: of [^\n:]{1,30}?)?(?: (?:is|was)|:)|\badresse(?: (?:ist|lautet|est)|:)|\bdirecci[óo]n(?: es|:)|\bindirizzo:|\bendereço:|"
        r"\blive at|\blives at|\bship(?:ped)? (?:it )?to|\bwohnhaft)[: ]{1,3}"
        r"(?P<b>(?=[^\n]{0,60}\d)[^\W_](?:[^\n.;\"<>@=]|\.(?=[ ]?[\w-])){8,110}?)(?=[.;\"<]?[ ]{0,2}(?:\n|$)|[.;]\s[A-Z]|\")"
    ),
    re.compile(rf"(?<![\w.-])(?:\d{{1,6}}[ ])?(?:{_W}[ -]){{1,5}}(?:\d{{1,5}},?)?\s{{1,3}}(?:Apt|Suite|Ste|Unit|Flat)\.?[ ]\d{{1,5}}[A-Za-z]?(?:,?[ ]?\n?[ ]{{0,2}}{_W}(?:[ -]{_W}|[ ]{LETTER}{{1,3}}){{0,3}}){{0,3}}(?:,?[ ][A-Z]{{2}})?(?:[ ]\d{{4,6}}(?:-\d{{3,4}})?)?"),
    re.compile(r"(?<!\w)(?:PSC|Unit|CMR)[ ]\d{1,5},?[ ]Box[ ]\d{1,5},?\s{1,2}(?:APO|FPO|DPO)[ ][A-Z]{2}[ ]\d{5}(?:-\d{4})?|(?<!\w)(?:USS|USNS|USNV|USCGC)[ ][A-Z]\w{1,20},?\s{1,2}(?:APO|FPO|DPO)[ ][A-Z]{2}[ ]\d{5}"),
    re.compile(
        r"(?im)^[ \t>*|-]{0,6}[\"']?(?:(?:street|mailing|postal|home|billing|shipping|delivery|registered)[ _]?address|street|address(?:[ _]?line)?[ _]?[12]?|stra(?:ß|ss)e|anschrift|adress[e]?|(?:liefer|rechnungs)adresse|calle|direcci[óo]n|domicilio|indirizzo|"
        r"endere[çc]o|morada|adres[a]?|ulica|c[íi]m|osoite|alamat|địa chỉ|адрес[а]?|улица|вулиця|διεύθυνση|οδός|住所|所在地|地址|주소|العنوان|آدرس|כתובת|पता|ที่อยู่)[\"'*]{0,2}[ ]?[:：=][ \t]{0,8}[\"']?"
        r"(?P<c>(?=[^\n]{0,80}(?:\d|[Ss]/[Nn]))(?=[^\n]{0,80}(?:[^\W\d_]{3}[ ,.]|[ ][^\W\d_]{3}|[\u3040-\ud7af]{2}))[^\W_][^\n\"<>@={}|:;_]{4,110}?)(?=[\"'.,|]{0,2}[ \t]{0,4}$|\"|[|]|,[ ]\")"
    ),
    re.compile(r"(?i)(?<![\w-])(?:zip(?:[ _-]?code)?|post(?:al)?[ _-]?code|postcode|plz|code postal|c[óo]digo postal|cep|postnummer|postinumero|kod pocztowy|ps[čc]|индекс|郵便番号|우편번호|邮编)[\"']?[ ]{0,2}(?:is|[:=：])[ ]{0,2}[\"']?(?P<z>(?=[\w -]{0,9}\d)[A-Z\d][A-Z\d-]{2,8}(?:[ ]\d[A-Z\d]{1,2}|[ ]\d{2,3}|[ ][A-Z]{2})?)(?![\w-])"),
    re.compile(r"(?<!\w)P\.?\s?O\.?\s?Box\s\d{1,7}", re.IGNORECASE),
)  # fmt: skip


_SURE = 0.7
_IDENTIFIER = re.compile(r"[=_@<>{}\[\]\\]|\w{25}|[A-Za-z]\d{2,}[A-Za-z]|(?:\d{4}[ ]){3}|\d[A-Za-z]{2,}\d")
_WORDS = re.compile(rf"{LETTER}{{2,}}|[{CASELESS}]+")
_INDOORS = re.compile(r"(?i)room|desk|rack|row|building|floor|level|block|unit|page|step|line|section|chapter|part|slot|port|bay|and|of|in|on|at")
"""Words of places inside a house, of a machine or of a text: with nothing else they are no address."""
_GLUED_BEFORE = re.compile(r"[\w=@\\&?%-]")
_GLUED_AFTER = re.compile(r"[\w=@\\]")
_OWN_NUMBER = re.compile(r"(?<![A-Za-z\d])(?:[A-Za-z]{1,2}-?)?\d{1,7}(?![A-Za-z]{3}|\d)")
_OWN_WORD = re.compile(rf"(?<![\w-]){LETTER}{{3}}|[{CASELESS}]{{2}}|(?i:p\.? ?o\.? ?box)")
_EXTRA_NUMBER = re.compile(r"(?<!\S)\d{1,6}[ ]$")
_NEXT_FIELD = re.compile(r"\n(?=[A-Z][\w -]{0,20}(?::|[ ]\+?\d{2,}|$)|[A-Za-z]+$)|(?<=\d)\.[ ]")


def find_addresses(text: str, spans: Sequence[Span] = ()) -> Iterator[Hit]:
    """Streets with house numbers in the word orders of a dozen countries, and what "address is" announces.

    `spans` are what the name tagger found: those that it is sure of, and that hold a number.
    """
    yield from find_world_addresses(text)
    for span in spans:
        if span.kind == "ADDRESS" and span.score >= _SURE and _likely(text, span.start, span.end):
            yield Hit(span.start, span.end, "ADDRESS", 0.9)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            start, end = match.span(group)
            found = _NEXT_FIELD.split(text[start:end], maxsplit=1)[0].rstrip(" ,.\n")
            start -= len(before[0]) if (before := _EXTRA_NUMBER.search(text, max(0, start - 8), start)) else 0
            if group in ("c", "z") or (any(map(str.isdigit, found)) and len(found) > 7 and not _indoors(found)):
                yield Hit(start, start + len(found) + (len(before[0]) if before else 0), "ADDRESS", 0.9)


def _likely(text: str, start: int, end: int) -> bool:
    """Whether it has a number and a word of its own, and is no piece of an identifier, a path or a log's field."""
    found = text[start:end]
    if len(found) < (8 if found[:1] < "\u3000" else 5) or _IDENTIFIER.search(found) or _GLUED_BEFORE.search(text, max(0, start - 1), start):
        return False
    if _GLUED_AFTER.match(text, end) or _indoors(found):
        return False
    return bool(_OWN_NUMBER.search(found)) and bool(_OWN_WORD.search(found))


def _indoors(found: str) -> bool:
    """Whether it names nothing but a place inside a house, a machine or a text."""
    words = _WORDS.findall(found)
    return bool(words) and all(map(_INDOORS.fullmatch, words))
