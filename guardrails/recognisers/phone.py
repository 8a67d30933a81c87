"""Telephone numbers, international and as people write them at home."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from guardrails.hits import Hit
from guardrails.recognisers.announced import grouped, lower

_PHONE = re.compile(
    r"(?<![\w@/#_%+-])(?<!\d[.,:=])(?:\+ ?\d(?:[ ]?[\d()]|[ ]?[\u00a0./\-\u2010\u2011–][ ]?[\d(]|[ ]?[()][ \-–/]?){5,18}\d|(?:\+ ?\(?|\(\+?)?\d(?:[ \u00a0\u2009\u202f\-\u2010\u2011–./]?[\d()]|/[ ]\d|[ ]?[()][ \-–/]?){4,18}\d)"
    r"(?:[ ,]{0,2}(?:x|ext\.?|extension|durchwahl|dw|poste|int\.|anexo|ramal|toestel|wew\.?)[ .:]?\d{1,6})?(?![\w@]|[.:/-]\d)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|(?:tel|sms|callto|facetime|whatsapp)://?|tel:)\+?(\d{7,15})(?!\d)"
)
_DIGIT_WORDS = (
    "oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple",
    "null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun",
    "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf",
    "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve",
    "zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove",
    "zero|um|dois|três|quatro|cinco|seis|sete|oito|nove",
    "nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen",
)
_SPOKEN = re.compile(
    r"[ \n\"](" + "|".join(rf"(?:{words})(?:(?:, | - |[ -])(?:{words})){{6,17}}" for words in _DIGIT_WORDS) + r")(?!\w)"
)
_ANY_DIGIT = grouped(
    (word[0], word[1:]) for word in sorted({word for words in _DIGIT_WORDS for word in words.split("|")})
)
_SOME_SPOKEN = re.compile(rf"[ \n\"](?:{_ANY_DIGIT})[ ,-]{{1,3}}(?:{_ANY_DIGIT})[ ,-]{{1,3}}(?:{_ANY_DIGIT})[ ,-]")
"""A number that somebody spelt out on the telephone."""
_CUE = re.compile(
    r"(?<![^\W_])(?:"
    r"phone|tel(?:eph|[eé]f)|tel\b|tlf\b|puh(?:elin|\b)|mobile?\b|mobi[eè]?l|cell\b|celular|call(?:ed|ing|s)?\b|fax|"
    r"callback|ring\b|whatsapp|handy|reach\w* (?:me|us|him|her|them|at|on)|sms\b|text(?:ed)? (?:me|him|her|us)|"
    r"num[ée]ro|n[úu]mero|rufen|anruf|rückruf|erreich|ll[aá]m|appel|joindre|chiam|cellulare|recapito|bel(?:len)?\b|"
    r"gsm\b|bereik|ligar|contac?to|contacte|portable|fixe\b|m[oó]vil|telem[oó]vel|dial(?:led|ing)?\b|hotline|"
    r"page \w+ on|desk\b|answering|messages? to|registered|contact (?:me|us|him|her|them|number|no)|kom[oó]rk|dzwo|"
    r"soita|volejte|zavol|cep\b|hívj|nummer|n[åa]s? (?:mig|meg)|"
    r"(?:my|our|his|her|their|your) (?:(?:new|old|direct|work|home|office|private|personal|contact|other|current|business) )?(?:number|no\.)|smartphone|cellphone|cep |signal"
    r")|(?:тел|звон|моб|τηλ|κιν|電話|电话|手机|携帯|전화|טלפון|هاتف)"
)
"""Words about calling, in lower case."""
_AFTER_EMAIL = re.compile(r"(?:@|\(at\)|\[at\])[ ]?[\w.-]{3,60}[>)]?[\s,;|/•·]{1,4}$", re.IGNORECASE)
_BREAK = re.compile(r"[.!?;] |\d")
_SUFFIX = re.compile(
    r"[ ]?[ (\-–,]{1,2}(?:office|fax|mobile|cell|phone|tel|home|work|direct|mobil|privat|büro|dienstlich)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[ ]?(?:ms|s|sec|seconds|bytes?|[KMGT]i?B|rows?|records|items|requests|errors|events|users|times|%|px|USD|EUR|tokens|messages)\b"
)
_NOT_PHONE_CUE = re.compile(
    r"(?<![^\W_])(?:version|build|port|id|ids|code|error|order|ticket|case|invoice|serial|account|line|pid|uid|gid|ts|time|timestamp|epoch|size|bytes|ms|err|sku"
    r"|ref(?:erence)?|commit|release|tracking|job|request|card|iban|ssn|zip|rows?|took|offset|len|length|count|total|seq|sequence|bug|issue|pr|customer|contract"
    r"|batch|lot|charge|article|part|item|artikel|asset|model|auftrag|rechnung|kunden|bestell|pedido|commande|ordine|factura|facture)(?:snummer|nummer|snr\.?|nr\.?)?\s?[:=#]?\s?(?:(?:is|was|no\.?|number|nr\.?|ist|est|es|n[°º])\s?){0,2}[#\"']?$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"([A-Za-z][\w.-]{0,40})(?:[\"']\s?[:=]|=)\s?[\"']?$")
_FIELD_CUE = re.compile(
    r"phone|tel|mobil|cell|fax|sms|whatsapp|contact|callback|msisdn|caller|callee|number$", re.IGNORECASE
)
_DATE = re.compile(r"(?:19|20)\d\d[-./]?[01]\d[-./]?[0-3]\d|[0-3]?\d[-./][01]?\d[-./](?:19|20)?\d\d(?!\d)")
_DOTTED = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{1,3}){2}\.\d{1,5}|\d{1,3}\.\d{1,3}\.\d(?:[ .]\d+)*|\d{8,} \d{8,}|\d{1,3}(?:\.\d{1,3}){3}|(?=\d(?:\.?\d){5,7}$)(?=(?:\d+\.){0,3}\d{1,2}(?:\.|$))\d{1,4}(?:\.\d{1,6}){1,3}"
)
"""Addresses, versions, rows of ids."""
_MODES = re.compile(r"0[0-7]{3}(?: 0[0-7]{3}){1,5}")
_GROUPED = re.compile(
    r"\(0?\d{2,5}\)|^0\d|^\d{3}[-. ]\d{3}[-. ]\d{4}$|^1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}|^8[ -]\d{3}[ -]\d{3}[ -]\d\d[ -]?\d\d$"
)
_REGULAR = re.compile(r"\d{2,5}(?:([ .\-/–])\d{2,4}){2,4}$|\d{4,5}[ -]\d{5,7}$|\d{2,4}[ ]\d{6,8}$")
_NANP = re.compile(
    r"(?:\(\d{3}\)[ -]?|\d{3}-)\d{3}-\d{4}(?:[ ,]{0,2}(?:x|ext\.?|extension)[ .:]?\d{1,6})?|\d{3}\.\d{3}\.\d{4} ?(?:x|ext)[ .]?\d{1,6}"
)
_SIGN_OFF = re.compile(
    r"(?<![^\W_])(?:regards|best|cheers|thanks|thank you|sincerely|gr[uü](?:ß|ss)e?n?|mfg|vg|lg|cordialement|salutations|bien à vous|saludos|atentamente|"
    r"saluti|cordiali|atenciosamente|abra[çc]os?|cumprimentos|groeten?|groetjes|pozdrawiam|pozdrowieniami|h[äa]lsningar|mvh|hilsen|terveisin|pozdravem|"
    r"pozdravom|pozdrav|üdvözlettel|stim[ăa]|saygılarımla|уважением|повагою|εκτίμηση|此致|敬具|よろしく)(?![^\W_])[^\n]{0,40}\n(?:[^\n]{0,60}\n){0,5}$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:\b(?:at|on|under|unter|au|al|no|op|su|pod|na|på|via|to)|[|•·☎📞📱✆:]) $", re.IGNORECASE)
_LOCAL, _FEWEST, _MOST = 7, 9, 18
_REACH = 40
_LINE, _ABOVE = 60, 300
_WEAK = (
    "num",
    "núm",
    "regis",
    "called",
    "desk",
    "portab",
    "signal",
    "messag",
    "page",
    "contac",
    "answer",
    "handy",
    "ring",
    "appel",
    "cell",
)
"""Words that a short bare number follows also when it is no telephone number."""
_REGIONS = "US GB DE FR ES IT NL BR IN AU CH AT BE PL SE DK PT IE NO FI CZ SK HU RO BG HR SI GR TR UA RU IL JP KR CN TW ZA MX AR CL CO NZ PH EE LT LV".split()


def find_phones(text: str) -> Iterator[Hit]:
    """Numbers with a country code, after a word about calling, or in a national form that is valid somewhere."""
    cues = _Cues(text)
    for match in _PHONE.finditer(text):
        start = match.start() + (match[0].startswith("(+") and ")" not in match[0])
        if score := _score(text, match, cues, text[start : match.end()]):
            yield Hit(start, match.end(), "PHONE", score)
    for match in _LINK.finditer(text):
        yield Hit(match.start(1), match.end(1), "PHONE", 0.95)
    lowered = lower(text)
    for match in _SPOKEN.finditer(lowered) if _SOME_SPOKEN.search(lowered) else ():
        yield Hit(match.start(1), match.end(1), "PHONE", 0.95)


class _Cues:
    """Where the words about calling end in a text; looked up once, when the first number asks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None
        self._words: list[str] = []

    def nearest(self, start: int) -> tuple[str, str] | None:
        """The nearest word before a number on its line, and what stands between; None if there is no word near."""
        if self._ends is None:
            found = list(_CUE.finditer(lower(self._text)))
            self._ends, self._words = [match.end() for match in found], [match[0] for match in found]
        index = bisect_right(self._ends, start) - 1
        if index < 0 or start - self._ends[index] > _REACH:
            return None
        gap = self._text[self._ends[index] : start]
        return None if "\n" in gap and gap.strip(" \t\r\n:|*-–>") else (self._words[index], gap)


def _score(text: str, match: re.Match[str], cues: _Cues, number: str) -> float:
    """How sure it is that the number of a match is a telephone number; 0 when it is none."""
    digits = sum(char.isdigit() for char in number)
    if not 6 <= digits <= 21 or number.count("(") != number.count(")") or _DOTTED.fullmatch(number):
        return 0.0
    before, after = text[max(0, match.start() - 64) : match.start()], text[match.end() : match.end() + 12]
    if number.startswith(("+", "(+")):
        return 0.95 if international(number, digits) or _cued(number, before, cues, match.start()) else 0.0
    if _DATE.match(number) or _MODES.fullmatch(number) or _UNIT.match(after) or _in_a_row(before, after):
        return 0.0
    if _SUFFIX.match(after) or _NANP.fullmatch(number) or _cued(number, before, cues, match.start()):
        return 0.0 if _NOT_PHONE_CUE.search(before) else 0.95
    if _LOCAL <= digits <= _MOST and _signed(text, match):
        return 0.95
    return 0.91 if _dialled(number, digits, before) else 0.0


def _in_a_row(before: str, after: str) -> bool:
    """Whether the number is a stretch of a row of numbers, as in a table."""
    return (before[-2:-1].isdigit() and before[-1] in " \t") or (after[1:2].isdigit() and after[0] in " \t,")


def _signed(text: str, match: re.Match[str]) -> bool:
    """Whether the number has a line of its own in a signature: below a greeting, or beside a line with an e-mail address."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    end = len(text) if end < 0 else end
    if end - start > _LINE or text[start : match.start()].strip() or text[match.end() : end].strip():
        return False
    above = text[max(0, start - _ABOVE) : start]
    beside = above[-_LINE:].rstrip("\n").rpartition("\n")[2] + text[end + 1 : end + _LINE].partition("\n")[0]
    return "@" in beside or _SIGN_OFF.search(above) is not None


def _cued(number: str, before: str, cues: _Cues, start: int) -> bool:
    """Whether a word about calling stands before, with nothing between that a number belongs to instead."""
    if field := _FIELD.search(before):
        return _FIELD_CUE.search(field[1]) is not None
    nearest = cues.nearest(start)
    if nearest is None:
        return _AFTER_EMAIL.search(before) is not None
    if _NOT_PHONE_CUE.search(before):
        return False
    word, gap = nearest
    if not number.isdigit():
        return "=" not in gap
    digits = sum(map(str.isdigit, number))
    weak = word.startswith(_WEAK) and digits < (_FEWEST if number.isdigit() else _LOCAL)
    return not _BREAK.search(gap) and not weak


def _dialled(number: str, digits: int, before: str) -> bool:
    """Whether a number without any word is written as people write one that is dialled, and is valid somewhere."""
    if number.isdigit() or not _FEWEST <= digits <= _MOST or _NOT_PHONE_CUE.search(before):
        return False
    written = _GROUPED.search(number) or (_REGULAR.match(number) and _PREPOSITION.search(before))
    return bool(written) and valid_somewhere(number)


def international(number: str, digits: int) -> bool:
    """Whether a number with a plus is grouped like one that is dialled, or can be dialled as it stands."""
    if re.match(r"\(?\+ ?0", number) or digits < 8:
        return False
    if number.lstrip("(+ ").isdigit():
        return possible(number)
    return True


@lru_cache(maxsize=4096)
def possible(number: str) -> bool:
    """Whether an international number has a country and a length that is in use there."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def valid_somewhere(number: str) -> bool:
    """Whether the number is valid as a national one in a country whose customers write so."""
    digits = re.sub(r"\D", "", re.split(r"[a-z,]", number.lower(), maxsplit=1)[0])
    return any(_fits(region, digits) for region in _REGIONS)


def _fits(region: str, digits: str) -> bool:
    """Whether the digits, without the prefix of trunk calls, are a number of the region."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadata is None or metadata.general_desc is None:
        return False
    own = digits.removeprefix(f"00{metadata.country_code}").removeprefix(metadata.national_prefix or "")
    pattern = metadata.general_desc.national_number_pattern or ""
    return any(re.fullmatch(pattern, form) is not None for form in {own, digits})
