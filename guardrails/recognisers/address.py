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
    re.compile(rf"(?<!\w)(?i:{_BEFORE})[ ](?:(?:de|del|della|dei|di|da|das|do|dos|e|las?|los|san|santa)[ ]){{0,2}}{_W}(?:[ -](?:{_W}|de|del|la|los|di|da)){{0,4}}(?:,?[ ](?:No\.?|Nr\.?|n[º°.]?)?[ ]?\d{{1,5}}[A-Za-z]?)(?:[/-]\d{{1,4}})?{_TAIL}"),
    re.compile(
        rf"(?<!\w)(?:{_W}[ -]){{0,4}}(?:[{UPPER}]{LETTER}{{1,24}})?(?:stra(?:ß|ss)e|str\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|[Ss]tieg|[Ss]traat|laan|plein|gracht|kade|singel|v[äa]gen|gatan|"
        rf"vej|gade|katu|tie|kuja|veien|gata|utca|[Ss]okak|[Cc]addesi|park|hof|dreef|pad|steeg|weg)[ ]\d{{1,5}}[ ]?[a-z]?(?:[/-]\d{{1,4}})?(?:{_TAIL_REQUIRED})?"
    ),
    re.compile(rf"(?m)^[ \t>]{{0,8}}(?P<a>(?=[^\n]{{10,110}}$)(?=[^\n]*,)(?=[^\n]*\d[^\n\d]*[ ,][^\n]*\d)(?=[^\n]*(?<![\w.])(?:[A-Z]{{1,2}}-)?\d{{2,5}}[ -]?\d{{0,3}}(?![\w.:])[ /,]*(?:[A-Z]{{2}}\b)?)(?:{_W}|\d{{1,6}}[a-zA-Z]?(?:[/-]\d{{1,5}})?)(?:,?[ ](?:{_W}|\d[\d-]{{0,8}}[a-zA-Z]?(?:/\d{{1,4}})?|No\.|Nr\.|de|del|la|los|da|do|dos|di|du|des|van|von|der|den|am|an|in|im|ob|bei|sur|nad|pod|u|v|/|[A-Z]{{2}})){{3,12}})[ \t]*$"),
    re.compile(
        r"(?i)(?:\b(?:billing |postal |home |shipping |mailing |delivery |street )?address(?: of [^\n:]{1,30}?)?(?: (?:is|was)|:)|\badresse(?: (?:ist|lautet|est)|:)|\bdirecci[óo]n(?: es|:)|\bindirizzo:|\bendereço:|"
        r"\blive at|\blives at|\bship(?:ped)? (?:it )?to|\bwohnhaft)[: ]{1,3}"
        r"(?P<b>(?=[^\n]{0,60}\d)[^\W_](?:[^\n.;\"<>@=\[\]]|\.(?=[ ]?[\w-])){8,110}?)(?=[.;\"<]?[ ]{0,2}(?:\n|$)|[.;]\s[A-Z]|\")"
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
_INDOORS = re.compile(
    r"(?i)room|desk|rack|row|building|floor|level|block|unit|page|step|line|section|chapter|part|slot|port|bay|and|of|in|on|at"
)
"""Words of places inside a house, of a machine or of a text: with nothing else they are no address."""
_GLUED_BEFORE = re.compile(r"[\w=@\\&?%-]|\.(?=\d)")
_GLUED_AFTER = re.compile(r"[\w=@\\]")
_OWN_NUMBER = re.compile(r"(?<![A-Za-z\d])(?:[A-Za-z]{1,2}-?)?\d{1,7}(?![A-Za-z]{3}|\d)")
_OWN_WORD = re.compile(rf"(?<![\w-]){LETTER}{{3}}|[{CASELESS}]{{2}}|(?i:p\.? ?o\.? ?box)")
_EXTRA_NUMBER = re.compile(r"(?<!\S)\d{1,6}[ ]$")
_NEXT_FIELD = re.compile(
    r"\n(?=[A-Z][\w -]{0,20}(?::|[ ]\+?0?\d{2,}[ /-]|$)|[A-Za-z]+$)|(?<=\d)\.[ ]|(?<=[^\W\d_]{4})\.[ ](?=[^\W\d_a-z])|"
    r"[ ,;]{1,2}(?=(?i:tel|phone|mobile|mob|fax|handy|e-?mail|cell)\b)"
)
"""Where the next field or sentence begins; what is shorter than four letters before a point may be shortened."""
_NEXT_LINE = re.compile(
    r"\n(?=[A-Z][\w -]{0,20}(?::|[ ]\+\d|[ ]0\d{2,}[ /-]))|(?<=[^\W\d_]{4})\.[ ](?=[^\W\d_a-z])|"
    r"[ ,;]{1,2}(?=(?i:tel|phone|mobile|mob|fax|handy|e-?mail|cell)\b)"
)
"""The same for what the tagger found, which sees more of the lines."""
_DIALLED = re.compile(r"^[^\W\d_]+[ ]0\d{1,4}[ /-]\d")
"""A word before a telephone number."""
_DATE_LINE = re.compile(r"^[\d./ -]{6,12}\n")
_CODES = re.compile(r"\b[A-Z][A-Z\d]{1,9}-\d{2,}\b(?!-)")
_PHONE = re.compile(r"\+?\(?\d[\d ()./-]{7,}\d")
_FLAT = (
    r"(?:(?i:int|apto?|appt?|esc|piso|puerta|floor|flat|unit|suite|top|stiege|bus|lok|kat|daire|lj|r/c|bajo|ático)\.?[ ]?\w{0,4}|"
    r"\d{1,2}\.?[º°ªoa]\.?(?:[ ](?i:esq|dto|dta|izq|dcha|frente|[a-z])\b\.?)?)"
)
_TOWN = rf"[{UPPER}](?:{LETTER}|['’-]){{1,30}}"
_MORE = re.compile(
    rf"(?:(?:[ ,]{{1,2}}{_FLAT}){{0,3}}(?:,[ ]{_TOWN}(?:[ -]{_TOWN}){{0,2}})?(?:[ ]?[-–/,][ ]?[A-Z]{{2}}\b)?,?[ ](?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3,4}})?(?![\w.:-])"
    rf"(?:[ ]{_TOWN}(?:[ -]{_TOWN}){{0,2}})?(?:[ ]\([A-Z]{{2}}\))?|[ ]\([A-Z]{{2}}\)(?!\w))"
)
_STORED = tuple(
    re.compile(pattern)
    for pattern in (
        r"<(?P<tag>(?i:(?:street|addr(?:ess)?|mailing|postal)?_?line_?\d|street\w{0,10}|addr(?:ess)?\d?|post_?code|zip(?:_?code)?|plz|postal_?code|strasse))(?:[ ][^<>\n]{0,60})?>"
        r"(?P<c>[^<>\n]{3,90})</(?P=tag)>",
        r"(?i:(?<![\w-])(?:\w{1,12}_)?(?:street|addr(?:ess)?_?line_?\d?|street_?address|postal_?address|address_?\d)[\"']?[ ]{0,2}(?:[=:]|=>)[ ]{0,2})"
        r"(?P<q>[\"'])(?=[^\n]{0,60}\d)(?P<c>[^\"\n<>@=]{5,80}?)(?P=q)(?=[\s,;)}\]]|$)",
        r"(?im)^[ \t]{0,8}(?:street|address|town|city|post ?code|zip|ort|plz|strasse|straße|rue|ville|calle|via|morada)(?: ?/ ?\w{2,12})?[ ]?\.{3,60}[ ]?(?P<c>(?=[^\n]{0,60}\d)[^\W_][^\n<>@=]{3,80}?)[ \t]*$",
        rf"(?<![\w.-])(?P<c>\d{{1,4}}[a-zA-Z]?[ ](?:{_W}[ ]){{1,3}}(?i:view|rise|yard|wharf|bend|green|fields?|parade|croft|hollow|meadows?|reach|cottages?)(?:,[ \n]{_W}(?:[ ](?:{_W}|\d{{1,2}}(?!\d))){{0,2}}){{1,3}}(?:,?[ ][A-Z]{{2}})?(?:,?[ ](?:[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}|\d{{4,5}}))?)\b",
    )
)
"""Addresses in markup, in statements, after dotted lines, and by rarer words for streets when a town follows."""
_DIGIT = re.compile(r"\d")
_FEWEST_DIALLED = 9
_PROPER = re.compile(
    rf"(?<![\w-])[{UPPER}](?:{LETTER}{{3}}|[a-zà-ÿ]{{2}})(?!{LETTER}*\d)|[{CASELESS}]{{2}}|(?i:p\.? ?o\.? ?box)"
)
_SMALL_LAST = re.compile(
    r"[ ,.]+(?!(?:bis|ter|bus|lok|kat|int|piso|esq|dto|izq|dcha|puerta|floor|flat|apt|apto|unit)\b)[a-zà-ÿ]{2,}\.?$"
)
_SMALL_FIRST = re.compile(
    r"(?:(?:in|at|to|from|is|and|der|die|dem|am|im|zu|au|aux|chez|à|en|es|de|el|la|na|em|te|op|oder|und|et|y|e|or)[ ,.]+)(?=[^a-z])"
)


def find_addresses(text: str, spans: Sequence[Span] = ()) -> Iterator[Hit]:
    """Streets with house numbers in the word orders of a dozen countries, and what "address is" announces.

    `spans` are what the name tagger found: those that it is sure of, and that hold a number.
    """
    yield from find_world_addresses(text)
    for span in spans:
        if span.kind == "ADDRESS" and span.score >= _SURE:
            start, end = _cut(text, span.start, span.end)
            if _likely(text, start, end):
                yield Hit(start, _lengthened(text, end), "ADDRESS", 0.9)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            start, end = match.span(group)
            found = _NEXT_FIELD.split(text[start:end], maxsplit=1)[0].rstrip(" ,.\n")
            if _DIALLED.search(found) and group not in ("b", "c", "z"):
                continue
            start -= len(before[0]) if (before := _EXTRA_NUMBER.search(text, max(0, start - 8), start)) else 0
            if group in ("c", "z") or (any(map(str.isdigit, found)) and len(found) > 7 and not _indoors(found)):
                end = start + len(found) + (len(before[0]) if before else 0)
                yield Hit(start, end if group in ("c", "z") else _lengthened(text, end), "ADDRESS", 0.9)
    for pattern in _STORED:
        for match in pattern.finditer(text):
            yield Hit(*match.span("c"), "ADDRESS", 0.9)


def _lengthened(text: str, end: int) -> int:
    """Where the address ends with the flat, the region, the code and the town that follow it."""
    return more.end() if (more := _MORE.match(text, end)) else end


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without a date line before it, small words at its ends, and the field or sentence after it."""
    if lead := _DATE_LINE.match(text[start:end]):
        start += lead.end()
    end = start + len(_NEXT_LINE.split(text[start:end], maxsplit=1)[0].rstrip(" ,.\n"))
    if any(map(str.isupper, text[start:end])):
        while small := _SMALL_LAST.search(text, start, end):
            end = small.start()
        while small := _SMALL_FIRST.match(text, start, end):
            start = small.end()
    return start, end


def _likely(text: str, start: int, end: int) -> bool:
    """Whether it has a number and a word of its own, and is no piece of an identifier, a path or a log's field."""
    found = text[start:end]
    if (
        len(found) < (8 if found[:1] < "\u3000" else 5)
        or _IDENTIFIER.search(found)
        or _GLUED_BEFORE.search(text, max(0, start - 1), start)
    ):
        return False
    if _GLUED_AFTER.match(text, end) or _indoors(found):
        return False
    rest = _CODES.sub(" ", _PHONE.sub(_unless_coded, found))
    if not _PROPER.search(rest) and not text[max(0, start - 200) : end].islower():
        return False
    return bool(_OWN_NUMBER.search(rest)) and bool(_OWN_WORD.search(rest))


def _unless_coded(phone: re.Match[str]) -> str:
    """A long number that is no house number and postcode."""
    return phone[0] if len(_DIGIT.findall(phone[0])) < _FEWEST_DIALLED else " "


def _indoors(found: str) -> bool:
    """Whether it names nothing but a place inside a house, a machine or a text."""
    words = _WORDS.findall(found)
    return bool(words) and all(map(_INDOORS.fullmatch, words))
