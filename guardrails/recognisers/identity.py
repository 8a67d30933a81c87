"""Dates of birth, passports, national and tax numbers: mostly told by the words before them."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit

_MONTH = (
    r"(?:jan(?:uary|uar|vier|\.)?|feb(?:ruary|ruar|\.)?|f[ée]vrier|m(?:ar(?:ch|\.)?|ärz|ars)|apr(?:il|\.)?|avril|may|mai|june?|juni|juin|"
    r"jul(?:y|i|\.)?|juillet|aug(?:ust|\.)?|août|sep(?:t(?:ember|embre|\.)?|\.)?|oct(?:ober|obre|\.)?|okt(?:ober|\.)?|nov(?:ember|embre|\.)?|"
    r"de[cz](?:ember|embre|\.)?|d[ée]cembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_DATE = (
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4}|\d{8}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)?[ -](?:of |de )?{_MONTH},?[ -](?:of |de )?\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}})"
)
_BIRTH = re.compile(
    r"(?:\bborn(?: on)?|\bd\.?o\.?b\b\.?|date[_ -]?of[_ -]?birth|birth[_ -]?da(?:y|te)|\bgeb(?:oren|\.)?(?: am)?|geburts(?:tag|datum)|"
    r"\bnée?(?:\(e\))? le|date de naissance|\bnacid[oa](?: el)?|fecha de nacimiento|\bnat[oa] il|data di nascita|\bnascid[oa](?: em)?|"
    rf"data de nascimento|geboortedatum)[\s\"':=,(-]{{0,6}}(?:is|was|ist|est|es|am|on|el|le)?[\s\"':=-]{{0,4}}({_DATE})(?!\d)",
    re.IGNORECASE,
)
_DOCUMENT = r"([A-Z0-9](?:[A-Z0-9]|[ ./-](?=[A-Z0-9]*\d)){4,20})(?![\w-])"
_IS = r"(?:[\s\"':=#(]{0,4}(?:no\.?|nr\.?|number|num[eé]ro|nummer|id|is|was|ist|est|es|:|#|n[°º])){0,3}[\s\"':=#(]{0,4}"
_PASSPORT = re.compile(
    rf"(?i:\b(?:passport|reisepass|passeport|pasaporte|passaporto|passaporte|paspoort)(?:nummer)?){_IS}{_DOCUMENT}"
)
_NATIONAL = re.compile(
    r"(?i:\b(?:national[ _-]?(?:id(?:entity)?|insurance)(?: card)?|identity (?:card|number)|id card|social security|ssn|nino|nhs|tax (?:id|file)|"
    r"taxpayer|tin|itin|steuer-?(?:id|identifikations)?-?(?:nummer|nr\.?)?|sozialversicherungsnummer|personalausweis(?:nummer)?|dni|nie|nif|"
    r"cpf|cnpj|curp|pesel|bsn|codice fiscale|aadhaar|pan card|insee|num[ée]ro de s[ée]curit[ée] sociale|personnummer|cpr|ahv|"
    rf"driver'?s?[ _-]licen[cs]e|driving licen[cs]e|f[üu]hrerschein|permis de conduire)){_IS}{_DOCUMENT}",
)
_SSN = re.compile(r"(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_DNI = re.compile(r"(?<![\w-])[XYZ\d]\d{7}-?([A-HJ-NP-TV-Z])(?![\w-])")
_CPF = re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
)
_FISCALE = re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?!\w)")


def find_identity(text: str) -> Iterator[Hit]:
    """Dates of birth and numbers of documents, with the word that announces them or with their check digit."""
    for match in _BIRTH.finditer(text):
        yield Hit(match.start(1), match.end(1), "DATE_OF_BIRTH", 0.97)
    for kind, pattern in (("PASSPORT", _PASSPORT), ("NATIONAL_ID", _NATIONAL)):
        for match in pattern.finditer(text):
            if sum(char.isdigit() for char in match[1]) >= (2 if kind == "PASSPORT" else 4):
                yield Hit(match.start(1), match.end(1), kind, 0.95)
    for pattern in (_SSN, _NINO, _FISCALE):
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), "NATIONAL_ID", 0.91)
    for match in _DNI.finditer(text):
        if "TRWAGMYFPDXBNJZSQVHLCKE"[int(match[0][:8].translate(str.maketrans("XYZ", "012"))) % 23] == match[1]:
            yield Hit(match.start(), match.end(), "NATIONAL_ID", 0.91)
    for match in _CPF.finditer(text):
        if cpf(match[0]):
            yield Hit(match.start(), match.end(), "NATIONAL_ID", 0.93)


def cpf(number: str) -> bool:
    """The two check digits of Brazil's tax number."""
    digits = [int(char) for char in number if char.isdigit()]
    for size in (9, 10):
        total = sum(digit * (size + 1 - index) for index, digit in enumerate(digits[:size]))
        if total * 10 % 11 % 10 != digits[size]:
            return False
    return True
