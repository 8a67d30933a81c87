"""Ids and file names are kept as they are and shown everywhere, so a personal value in one is replaced by a short hash.

Names of people are not looked for here: `how-to-call-ana.md` keeps its name. A page gets its own id by front matter.
"""

import re
from hashlib import sha256

_EMAIL = r"[\w.+-]{1,64}(?:@|%40|\(at\)|_at_)[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
_PHONE = r"(?<![\w+])\+\d(?:[ ().-]?\d){7,14}(?!\d)"
_IBAN = r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
_CARD = r"(?<![\w-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w-])"
_VALUE = re.compile(rf"(?P<email>{_EMAIL})|(?P<phone>{_PHONE})|(?P<iban>{_IBAN})|(?P<card>{_CARD})")
_ENDING = re.compile(r"\.(?:md|jsonl|gz|json|txt|html?)$", re.IGNORECASE)


def without_values(name: str) -> str:
    """The same id or path with `email-1a2b3c4d` in the place of an address; equal names stay equal, others differ.

    >>> without_values("kb/reset-password"), without_values("kb/ana@zarnwick.example.md")
    ('kb/reset-password', 'kb/email-45f66987.md')
    """
    return _VALUE.sub(_hashed, name)


def _hashed(match: re.Match[str]) -> str:
    kind, value = str(match.lastgroup), match[0]
    if (kind == "card" and not _luhn(value)) or (kind == "iban" and not _mod_97(value)):
        return value
    ending = found[0] if (found := _ENDING.search(value)) else ""
    value = value.removesuffix(ending)
    return f"{kind}-{sha256(value.casefold().encode()).hexdigest()[:8]}{ending}"


def _luhn(value: str) -> bool:
    digits = [int(char) for char in reversed(value) if char.isdigit()]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _mod_97(value: str) -> bool:
    plain = re.sub(r"[ -]", "", value)
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1
