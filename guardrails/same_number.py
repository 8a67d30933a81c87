"""Numbers of people are the same number however they are grouped: telephone, account, card and document numbers."""

import re
from collections.abc import Iterator

import phonenumbers

NUMBERS = frozenset(
    {"PHONE", "IBAN", "CREDIT_CARD", "BANK_ACCOUNT", "PASSPORT", "NATIONAL_ID", "LICENCE_PLATE", "VEHICLE_ID"}
    | {"DEVICE_ID", "ACCOUNT_ID"}
)
"""Kinds that are compared by their letters and digits alone."""
MIN_DIGITS = 5
"""Fewer digits say too little to find a number again by them."""
MAX_SIGNS = 40
"""Letters and digits of the longest number that is found again."""
_SIGN = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"(?i)[ ]?(?:x|ext\.?|extension|durchwahl|poste)[ ]?\d{1,6}$")
_MIN_NATIONAL = 8


def compact(value: str) -> str:
    """Letters and digits alone, in one case.

    >>> compact("DE89 3704 0044")
    'de8937040044'
    """
    return "".join(_SIGN.findall(value)).casefold()


def is_number(value: str) -> bool:
    """Whether there are digits enough in `value` to know it again by them."""
    return sum(map(str.isdigit, value)) >= MIN_DIGITS


def key(kind: str, value: str) -> str:
    """What two spellings of one number have in common.

    >>> key("PHONE", "+49 (0)30 901820") == key("PHONE", "0049-30-901820") == key("PHONE", "+4930901820")
    True
    """
    if kind != "PHONE":
        return compact(value)
    country, national = _parts(value)
    return f"{country}:{national}"


def national(value: str) -> str:
    """A telephone number without its country, trunk zero and extension."""
    return _parts(value)[1]


def country(value: str) -> str:
    """The country code that a telephone number states; '' when it states none."""
    return _parts(value)[0]


def spellings(kind: str, value: str) -> Iterator[str]:
    """The compact forms in which a number may stand elsewhere."""
    yield compact(value)
    if kind != "PHONE":
        return
    code, number = _parts(value)
    if len(number) < MIN_DIGITS:
        return
    if code:
        yield from (f"{code}{number}", f"00{code}{number}", f"{code}0{number}")
    yield f"0{number}"
    if len(number) >= _MIN_NATIONAL:
        yield number


def _parts(value: str) -> tuple[str, str]:
    """Country code and national number in digits, as far as the value tells them."""
    plain = _EXTENSION.sub("", value).strip()
    digits = "".join(char for char in plain if char.isdecimal())
    international = plain.lstrip("(").startswith("+")
    if not international and not digits.startswith("00"):
        return "", digits.lstrip("0")
    digits = digits if international else digits[2:]
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return "", digits.lstrip("0")
    return str(parsed.country_code), str(parsed.national_number).lstrip("0")
