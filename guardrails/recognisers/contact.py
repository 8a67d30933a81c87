"""E-mail addresses and telephone numbers."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from guardrails.hits import Hit

_LOCAL = r"[^\W_](?:[\w.+%'-]{0,62}[\w+%-])?"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
EMAIL = re.compile(
    rf"(?<![\w.+%-]){_LOCAL}(?:@|(?<=[\w+%-])%40|\s?[\[({{]\s?(?:at|@)\s?[\])}}]\s?){_LABEL}"
    rf"(?:(?:\.|\s?[\[({{]\s?(?:dot|punkt|point|punto)\s?[\])}}]\s?){_LABEL}){{1,5}}",
    re.IGNORECASE,
)
_EMAIL_HINT = re.compile(r"@|%40|[\[({]\s?at\s?[\])}]", re.IGNORECASE)
_USERINFO = re.compile(r"://[^\s/@]{0,90}[:@]$")
_CLONE = re.compile(r"(?:git|ssh|hg|svn)@", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:support|help|helpdesk|info|sales|billing|security|abuse|postmaster|no-?reply|do-?not-?reply|noreply\w*|admin|"
    r"hostmaster|webmaster|office|contact|service|privacy|legal|notifications?|alerts?|mailer-daemon|root)@",
    re.IGNORECASE,
)

_PHONE = re.compile(
    r"(?<![\w@/#_%-])(?<!\d[.,:=])(?:\+ ?|\(\+?)?\d(?:[ \u00a0\-./]?[\d()]|[ ]?[()][ -]?){4,18}\d"
    r"(?:[ ]?(?:x|ext\.?|extension|Durchwahl|poste)[ ]?\d{1,6})?(?![\w@]|[.:/-]\d)"
)
_CUE = re.compile(
    r"(?:\bphone|\btele?(?:ph|f)|\btel\b|\bmobile?\b|\bmobil|\bcell\b|\bcall(?:ed|ing)?\b|\bfax|\bcallback|\bring\b|whatsapp|"
    r"\bhandy|\breach\w* (?:me|us|him|her|them)|\bsms\b|\btext me|\bnum[ée]ro|\brufen|\bnummer|\bll[aá]m|\bappel|"
    r"\bjoindre|\bchiam|\bcellulare|\bbel(?:len)?\b|\bligar|\bportable|\bm[oó]vil|\bdial|\bhotline|\bpage \w+ on|\bdesk)"
    r"[^\n]{0,40}$|@[\w.-]{3,60}[\s,;|/]{1,4}$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"[ (]{1,2}(?:office|fax|mobile|cell|phone|tel|home|work|direct)\b", re.IGNORECASE)
_NOT_PHONE_CUE = re.compile(
    r"(?:version|build|port|id|code|error|order|ticket|case|invoice|serial|account|line|pid|size|bytes|ms|err|sku|ref(?:erence)?"
    r"|commit|release|tracking|job|request|card|iban|ssn|zip|rows?)\s?[:=#]?\s?(?:is|was|no\.?|number|nr\.?)?\s?$",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)\d\d[-./]?[01]\d[-./]?[0-3]\d|[0-3]?\d[-./][01]?\d[-./](?:19|20)?\d\d(?!\d)")
_GROUPED = re.compile(r"\(0?\d{2,5}\)|^0\d|^\d{3}[-. ]\d{3}[-. ]\d{4}$|^1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}")
_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR", "IN", "AU", "CH", "AT", "BE", "PL", "SE", "DK", "PT", "IE")


def find_emails(text: str) -> Iterator[Hit]:
    """Addresses, also written with (at); addresses of a role (`support@…`) and of clone URLs stay."""
    if not _EMAIL_HINT.search(text):
        return
    for match in EMAIL.finditer(text):
        before = text[max(0, match.start() - 100) : match.start()]
        if ("%40" in match[0] and not before.endswith(("=", "%22", '"', "'"))) or _USERINFO.search(before):
            continue
        if not _CLONE.match(match[0]) and not _ROLE.match(match[0]):
            yield Hit(match.start(), match.end(), "EMAIL", 0.99)


def find_phones(text: str) -> Iterator[Hit]:
    """Numbers with a country code, after a word about calling, or in a national form that is valid somewhere."""
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - 48) : match.start()]
        if score := phone_score(match[0], before, text[match.end() : match.end() + 12]):
            yield Hit(match.start(), match.end(), "PHONE", score)


def phone_score(number: str, before: str, after: str = "") -> float:
    """How sure it is that `number`, standing after `before`, is a telephone number; 0 when it is none."""
    digits = sum(char.isdigit() for char in number)
    if not 6 <= digits <= 18 or number.count("(") != number.count(")"):
        return 0.0
    if number.startswith(("+", "(+")):
        return 0.95 if digits >= 7 else 0.0
    if _DATE.match(number):
        return 0.0
    if _SUFFIX.match(after) or (_CUE.search(before) and not _NOT_PHONE_CUE.search(before)):
        return 0.95
    if _NOT_PHONE_CUE.search(before) or not _GROUPED.search(number) or number.isdigit():
        return 0.0
    return 0.6 if 9 <= digits <= 13 and valid_somewhere(number) else 0.0


@lru_cache(maxsize=4096)
def valid_somewhere(number: str) -> bool:
    """Whether the number is valid as a national one in a country whose customers write so."""
    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
