"""National ids and tax numbers: by the shape that a country writes them in and their check digits.

A number passes a check digit by chance one time in ten or eleven, so a bare run of digits is no evidence here; it needs
the word that announces it (`identity.py`). What counts is a shape with dots, dashes, letters or fixed groups.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from guardrails.hits import Hit

_TOKEN = re.compile(r"[0-9A-Z]+(?:[./-][0-9A-Z]+){0,5}")
_SPACED = re.compile(
    r"[A-Z0-9](?:(?<=[A-Z])[A-Z]{0,5} \d{1,8}|(?<=\d)\d{0,7})(?: (?:\d{1,8}|[A-Z]{1,4}(?:\d{1,3}[A-Z]?)?))+"
)
_EDGE = "@#$%&=+_/\\-"
_SHAPE = str.maketrans({**dict.fromkeys("0123456789", "9"), **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A")})
_NEWEST = 15
"""Two-digit years from here to 29 are too late for somebody who writes to a help desk: such a date is a log's."""

_BY_SHAPE: dict[str, tuple[str, ...]] = {
    "999-99-9999": ("us.ssn", "us.itin"),
    "AA999999A": ("gb.nino",),
    "AA 999999 A": ("gb.nino",),
    "AA 99 99 99 A": ("gb.nino",),
    "99999999A": ("es.dni",),
    "99999999-A": ("es.dni",),
    "99.999.999-A": ("es.dni", "cl.rut"),
    "A9999999A": ("es.nie", "sg.nric"),
    "A-9999999-A": ("es.nie",),
    "A9999999-A": ("es.nie",),
    "AAAAAA99A99A999A": ("it.codicefiscale",),
    "AAA AAA 99A99 A999A": ("it.codicefiscale",),
    "9 99 99 99 999 999 99": ("fr.nir",),
    "9 99 99 99 999 999": ("fr.nir",),
    "99999999 9 AA9": ("pt.cc",),
    "99.99.99-999.99": ("be.nn",),
    "99.99.99-999-99": ("be.nn",),
    "99 99 99-999 99": ("be.nn",),
    "999.9999.9999.99": ("ch.ssn",),
    "99999999A999": ("de.svnr",),
    "99 999999 A 999": ("de.svnr",),
    "99 999 999 999": ("de.idnr",),
    "999.999.999-99": ("br.cpf",),
    "99.999.999/9999-99": ("br.cnpj",),
    "AAAAA9999A": ("in_.pan",),
    "999-999-999": ("ca.sin",),
    "999999A9999": ("fi.hetu",),
    "999999-9999": ("se.personnummer", "fi.hetu", "dk.cpr", "is_.kennitala"),
    "99999999-9999": ("se.personnummer",),
    "999999-99999": ("lv.pvn",),
    "999999 99999": ("no.fodselsnummer",),
    "999999-999A": ("fi.hetu",),
    "999999A999A": ("fi.hetu",),
    "AAAA999999AAAAAA99": ("mx.curp",),
    "AAAA999999AAAAAAA9": ("mx.curp",),
    "AAAA999999999": ("mx.rfc",),
    "AAAA999999AA9": ("mx.rfc",),
    "AAAA999999A99": ("mx.rfc",),
    "AAAA999999AAA": ("mx.rfc",),
    "AAAA9999999A9": ("mx.rfc",),
    "AAAA99999999A": ("mx.rfc",),
    "AAAA9999999AA": ("mx.rfc",),
    "AAAA999999A9A": ("mx.rfc",),
    "999999999999999999": ("cn.ric",),
    "99999999999999999A": ("cn.ric",),
    "999999-9999999": ("kr.rrn",),
    "999999/9999": ("cz.rc",),
    "999-999-99-99": ("pl.nip",),
    "999-99-99-999": ("pl.nip",),
    "99-99999999-9": ("ar.cuit",),
    "99.999.999-9": ("cl.rut", "co.nit"),
    "9.999.999-9": ("cl.rut",),
    "9.999.999-A": ("cl.rut",),
    "999.999.999-9": ("co.nit",),
    "999999-99-9999": ("my.nric",),
    "9-9999-99999-99-9": ("th.pin",),
    "99999-9999999-9": ("pk.cnic",),
    "A-99999999-9": ("ve.rif",),
}
_SHORTEST, _LONGEST = min(map(len, _BY_SHAPE)), max(map(len, _BY_SHAPE))
_DATED = frozenset({"se.personnummer", "dk.cpr", "is_.kennitala", "lv.pvn", "my.nric", "kr.rrn"})
_DAY_FIRST = frozenset({"dk.cpr", "is_.kennitala", "lv.pvn"})
_LETTERS = {"S": "JZIHGFEDCBA", "T": "GFEDCBAJZIH", "F": "XWUTRQPNMLK", "G": "RTQPNMLKXWU", "M": "XWUTRQPNJLK"}
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")


class _Module(Protocol):
    """A module of python-stdnum."""

    def is_valid(self, number: str) -> bool:
        """Whether the number's form and check digits are right."""


def find_national_ids(text: str) -> Iterator[Hit]:
    """Numbers that are written as a country writes them, with the right check digits."""
    for pattern in (_TOKEN, _SPACED):
        for match in pattern.finditer(text):
            for start, end in _stretches(match):
                if _is_national(text, start, end):
                    yield Hit(start, end, "NATIONAL_ID", 0.93)
                    break


def _stretches(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The match, and the match without a word in capitals at its start or end."""
    yield match.span()
    if match.re is _SPACED:
        first, last = match[0].partition(" ")[0], match[0].rpartition(" ")[2]
        if first.isalpha():
            yield match.start() + len(first) + 1, match.end()
        if last.isalpha():
            yield match.start(), match.end() - len(last) - 1


def _is_national(text: str, start: int, end: int) -> bool:
    if not _SHORTEST <= end - start <= _LONGEST:
        return False
    number = text[start:end]
    kinds = _BY_SHAPE.get(number.translate(_SHAPE), ())
    return bool(kinds) and _stands_alone(text, start, end) and any(valid(kind, number) for kind in kinds)


def valid(kind: str, number: str) -> bool:
    """Whether `number` is one of `kind` by its check digits, and not rather a date with a counter behind it.

    >>> valid("br.cpf", "111.444.777-35"), valid("br.cpf", "111.444.777-36")
    (True, False)
    """
    if kind in _DATED and _recent(kind, number):
        return False
    own = _OWN.get(kind)
    return own(number) if own else _stdnum(kind).is_valid(number)


@lru_cache(maxsize=128)
def _stdnum(kind: str) -> _Module:
    return cast(_Module, import_module(f"stdnum.{kind}"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or joint of a longer token touches the stretch."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before.isalnum() or (before and before in _EDGE + ".") or text[max(0, start - 2) : start].strip(" ").isdigit():
        return False
    return not (
        after[:1].isalnum() or (after[:1] and after[0] in _EDGE) or (after[:1] in ".:," and after[1:].isdigit())
    )


def _recent(kind: str, number: str) -> bool:
    """Whether the number begins with a date of late years, as names of backups and builds do."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 12 and digits.startswith(("19", "20")):
        return int(digits[:4]) > 2000 + _NEWEST
    return kind not in _DAY_FIRST and _NEWEST < int(digits[:2]) < 30


def _nino(number: str) -> bool:
    return _NINO.fullmatch(number.replace(" ", "")) is not None


def _svnr(number: str) -> bool:
    """Germany's pension insurance number: office, birth date, letter, serial, check digit."""
    compact = number.replace(" ", "")
    if not (1 <= int(compact[4:6]) <= 12 and 1 <= int(compact[2:4]) <= 31):
        return False
    digits = compact[:8] + f"{ord(compact[8]) - 64:02d}" + compact[9:11]
    products = [int(d) * w for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)]
    return sum(sum(divmod(product, 10)) for product in products) % 10 == int(compact[11])


def _nric(number: str) -> bool:
    """Singapore's identity number."""
    letters = _LETTERS.get(number[0])
    if letters is None:
        return False
    total = sum(int(d) * w for d, w in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"M": 3}.get(number[0], 0)
    return letters[total % 11] == number[8]


def _cpr(number: str) -> bool:
    """Denmark's number, only with the check digit of those given out before 2007."""
    digits = number.replace("-", "")
    weighted = sum(int(d) * w for d, w in zip(digits, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return weighted % 11 == 0 and _stdnum("dk.cpr").is_valid(number)


def _pan(number: str) -> bool:
    """India's tax number of a person."""
    return number[3] == "P" and _stdnum("in_.pan").is_valid(number)


def _rrn(number: str) -> bool:
    """Korea's number: since 2020 it ends in digits by chance, so only its date counts."""
    return 1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) <= 31 and number[7] in "12345678"


def _ric(number: str) -> bool:
    """China's identity number: its date and check digit; districts come and go."""
    month, day, year = int(number[10:12]), int(number[12:14]), int(number[6:10])
    total = sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(number[:17]))
    check = "10X98765432"[total % 11]
    return (
        1900 <= year <= 2020 and 1 <= month <= 12 and 1 <= day <= 31 and number[17] == check and number[0] in "12345689"
    )


_OWN = {
    "kr.rrn": _rrn,
    "cn.ric": _ric,
    "gb.nino": _nino,
    "de.svnr": _svnr,
    "sg.nric": _nric,
    "dk.cpr": _cpr,
    "in_.pan": _pan,
}
