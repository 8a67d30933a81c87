"""Payment cards and IBANs, by their check digits."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit

_CARD = re.compile(
    r"[0-9](?:(?<![\w.+-].)(?<!\d[ ,].)\d(?:[ \u00a0-]?\d){10,17}(?![\w]|[.-]\d)|(?<![\w.].)(?<=[3-6])\d{3}([./])\d{4}\1\d{4}\1\d{3,4}(?![\w.]))"
)
_CARD_CUE = re.compile(
    r"(?:\b(?:debit|credit|bank|visa|master|giro|kredit|ec-?|payment|cc)[ -]?(?:card|karte|kort|kaart)?|cards?|karte|carte|tarjeta|mastercard|amex|carta|kaart|cartão|"
    r"\bkart[ay]?|kortti|karta|kortnummer|cc[ _-]?(?:num|no|number))\b(?P<gap>[^\n]{0,40})$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r" (?:(?:is|was|are|ist|est|es) )?(?:our|the|an?|my|their|unsere|notre|nuestro)? ?(?:internal )?"
    r"(?:asset|order|ticket|serial|sku|tracking|part|batch|lot|inventory|article|item|case|invoice|reference|request|transaction|meter)\b",
    re.IGNORECASE,
)
"""What says behind a number that it is something else."""
_LONGEST_UNCUED = 16
_CHECK_VALUE = re.compile(
    r"(?i:\b(?:cvv2?|cvc2?|cv2|csc|card verification (?:value|code|number)|security code|prüfziffer|prüfnummer|kartenprüfnummer|"
    r"code de sécurité|cryptogramme|código de seguridad|codice di sicurezza|código de segurança))(?i:[\s\"':=#(]{0,4}(?:number|code|is|was|ist|est|es|è|é)?[\s\"':=#(]{1,4})(\d{3,4})(?![\w.-])"
)
_CARD_WORD = re.compile(
    r"\b(?:credit card|debit card|kreditkarte|visa|mastercard|amex|cvv|cvc|tarjeta|carte bancaire|carta di credito)\b",
    re.IGNORECASE,
)
_NEAR_CARD = 140
_CHECK_TRIGGERS = (
    "cvv", "cvc", "cv2", "csc", "card verif", "security code", "prüfziffer", "prüfnummer", "code de s", "cryptogramme", "código de s", "codice di s",
)  # fmt: skip
_IBAN = re.compile(
    r"[A-Za-z](?<![A-Za-z0-9].)(?:[A-Za-z][0-9]{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}|(?<=[a-z])[a-z][0-9]{2}(?:[ \u00a0-]?[a-z0-9]){11,30})(?![A-Za-z0-9])"
)
_IBAN_CUE = re.compile(r"\bIBAN\b[^\n]{0,20}$", re.IGNORECASE)
_IBAN_LENGTH = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21, "CR": 22,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


def find_payment(text: str) -> Iterator[Hit]:
    """Cards that pass Luhn (or stand after a word for a card) and IBANs that pass modulo 97 (or stand after "IBAN")."""
    for match in _CARD.finditer(text):
        if is_card(match[0], text[max(0, match.start() - 60) : match.start()]) and not _OTHER.match(text, match.end()):
            yield Hit(match.start(), match.end(), "CREDIT_CARD", 0.97)
    yield from _find_details(text, text.lower())
    for match in _IBAN.finditer(text):
        if end := iban_end(match[0]):
            yield Hit(match.start(), match.start() + end, "IBAN", 0.99)
        elif match[0].isalnum() and match[0].isupper() and _mod97(match[0]):
            yield Hit(match.start(), match.end(), "IBAN", 0.95)
        elif _IBAN_CUE.search(text, max(0, match.start() - 48), match.start()):
            yield Hit(match.start(), match.end(), "IBAN", 0.9)


def is_card(number: str, before: str) -> bool:
    """Whether a run of digits is a card's: by scheme and check digit, or by the word before it."""
    digits = re.sub(r"\D", "", number)
    if not 12 <= len(digits) <= 19:
        return False
    cue = _CARD_CUE.search(before)
    if cue and not re.search(
        r"[.!?;] |\d{3}|\b(?:id|order|ticket|invoice|transaction|request|ref)\b", cue["gap"], re.IGNORECASE
    ):
        return True
    short = len(digits) <= _LONGEST_UNCUED or not number.isdigit()
    return luhn(digits) and brand(digits) and (short or cue is not None)


def _find_details(text: str, lowered: str) -> Iterator[Hit]:
    """Check values; a date of expiry alone leads to nobody and stays."""
    for match in _CHECK_VALUE.finditer(text) if any(word in lowered for word in _CHECK_TRIGGERS) else ():
        if "secur" not in match[0].lower() or _card_near(text, match):
            yield Hit(match.start(1), match.end(1), "CREDIT_CARD", 0.94)


def _card_near(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _NEAR_CARD) : match.end() + _NEAR_CARD]
    return _CARD_WORD.search(around) is not None or any(luhn(re.sub(r"\D", "", m[0])) for m in _CARD.finditer(around))


def luhn(digits: str) -> bool:
    """The check digit of payment cards.

    >>> luhn("4242424242424242")
    True
    """
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (1 + index % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def brand(digits: str) -> bool:
    """Whether the first digits and the length belong to a card scheme."""
    two, four = int(digits[:2]), int(digits[:4])
    return (
        (digits[0] == "4" and len(digits) in (13, 16, 19))
        or ((51 <= two <= 55 or 2221 <= four <= 2720) and len(digits) == 16)
        or (two in (34, 37) and len(digits) == 15)
        or (four in (1800, 2131) and len(digits) == 15)
        or (two in (30, 36, 38, 39) and len(digits) in (14, 16))
        or (two in (35, 62, 64, 65) and len(digits) in (16, 17, 18, 19))
        or ((two in (50, 63, 67) or 56 <= two <= 58 or four in (6011, 6304, 6759)) and 12 <= len(digits) <= 19)
    )  # fmt: skip


def iban_end(text: str) -> int:
    """Where the IBAN that `text` begins with ends, by its country's length and check digits; 0 if it is none."""
    length = _IBAN_LENGTH.get(text[:2].upper(), 0)
    seen = 0
    for index, char in enumerate(text):
        seen += char.isalnum()
        if seen == length:
            compact = re.sub(r"[\s-]", "", text[: index + 1])
            return index + 1 if _mod97(compact) else 0
    return 0


def _mod97(iban: str) -> bool:
    rearranged = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in rearranged)) % 97 == 1
