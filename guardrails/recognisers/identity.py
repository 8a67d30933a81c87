"""Passports, identity cards, driving licences, national and tax numbers that a word announces."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import announced, grouped, lower
from guardrails.recognisers.national_ids import valid

_GROUP = r"(?=[A-Z]{0,6}[ ./-]?\d|[A-Za-z]{1,4}\d)[A-Za-z0-9]"
DOCUMENT = rf"({_GROUP}(?:[A-Za-z0-9]|[ ./-](?=[A-Z0-9]{{0,12}}\d)){{4,22}}(?:[ -][A-HJ-Z])?)(?![\w@]|[-/:]\w|\.\d)"
_PASSPORT = announced(
    "passport|reisepass|pass nr|passnummer|passeport|pasaporte|passaporto|passaporte|paspoort|paszport|pasfoto nummer|pasnummer|"
    "passnr|passi numero|cestovní pas|cestovný pas|pașaport|útlevél|pasaport|путовница|загранпаспорт|паспорт|διαβατήριο|paspor|护照|パスポート",
    DOCUMENT,
)
_NATIONAL = announced(
    "national id|id document|identification document|document d'identité|national identity|national identification|national insurance|identity card|identity document|identity no|identity number|"
    "identification number|id card|id number of citizen|citizen id|citizenship number|social security|social insurance|ssn|nino|"
    "nhs number|nhs no|nhs|tax id|tax file|tax identification|tax number|tax reference|taxpayer|itin|tfn|medicare|personal id|"
    "personal number|personal code|personal identity|resident id|resident registration|steuer id|steueridentifikation|"
    "steueridentifikationsnummer|steuer identifikationsnummer|steuernummer|steuernr|steuer nr|idnr|sozialversicherungsnummer|sv nummer|"
    "svnr|rentenversicherungsnummer|versichertennummer|krankenversichertennummer|personalausweis|personalausweisnummer|ausweis|"
    "ausweisnummer|numéro de sécurité sociale|sécurité sociale|n de sécu|numéro fiscal|numéro d'identification|carte d'identité|carte vitale|"
    "insee|dni|documento de identidad|documento nacional|cédula de ciudadanía|cédula de identidad|cédula|seguridad social|"
    "número de identificación|identificación fiscal|cuit|cuil|curp|codice fiscale|cod. fisc|carta d'identità|"
    "partita iva|tessera sanitaria|cpf|cnpj|cartão de cidadão|cartão do cidadão|bilhete de identidade|contribuinte|niss|"
    "bsn|burgerservicenummer|burger service nummer|sofinummer|rijksregisternummer|rijksregister|numéro national|registre national|"
    "identiteitskaart|pesel|dowód osobisty|numer dowodu|personnummer|samordningsnummer|cpr nr|cpr nummer|cpr number|fødselsnummer|"
    "fodselsnummer|henkilötunnus|hetu|kennitala|ahv|ahv nummer|rodné číslo|rodne cislo|číslo op|občanský průkaz|cnp|cod numeric personal|"
    "egn|егн|oib|jmbg|emšo|emso|asmens kodas|isikukood|personas kods|taj szám|adóazonosító|személyi igazolvány|tc kimlik|t.c. kimlik|kimlik|"
    "vergi no|vergi numarası|инн|снилс|ідентифікаційний код|рнокпп|α.μ.κ.α|αμκα|αφμ|teudat zehut|aadhaar|aadhar|pan card|pan number|"
    "voter id|epic no|nric|mykad|npwp|cnic|hkid|身份证|身分證|マイナンバー|주민등록번호|emirates id|iqama|"
    "driver's license|driver's licence|drivers license|drivers licence|driver license|driver licence|driving license|driving licence|"
    "dl number|führerschein|führerscheinnummer|permis de conduire|permiso de conducir|carnet de conducir|licencia de conducir|patente di guida|"
    "carta de condução|carteira de motorista|cnh|rijbewijs|prawo jazdy|körkort|førerkort|kørekort|ajokortti|vat id|ust idnr|"
    "ust id nr|umsatzsteuer id|número de contribuinte|residence permit|aufenthaltstitel|titre de séjour|green card|alien registration|uscis number|visa number",
    DOCUMENT,
    exact="NIE|NIF|CIF|NIR|CNI|NIP|NIK|AVS|NSS|RFC|RUT|TIN|SIN|PAN|UTR|INN|CPR|PPS|PPSN|IRD|EIN|AMKA|NIN|BVN",
)
_TRAILING = re.compile(
    r"(?<![\w./-])([A-Z0-9](?:[A-Z0-9]|[ ./-](?=[A-Z0-9])){5,20}) ?\((?:(?:my|mein|mon) )?"
    r"(?:SSN|NINO|NHS|NIN|DNI|NIE|NIF|NIR|CPF|CURP|RFC|RUT|CUIT|PESEL|BSN|AHV|AVS|OIB|CNP|EGN|ITIN|TFN|SIN|PAN|Aadhaar|passport|national ID|Personalausweis|Steuer-ID|codice fiscale)\b"
)
_NEARBY = {
    kind: (tuple(word.split("|")), re.compile(rf"(?<![\w.+/-]){number}(?![\w@]|[-/.:]\d)"))
    for kind, word, number in (
        ("in_.aadhaar", "aadhaar|aadhar|uidai", r"[2-9]\d{3}([ -]?)\d{4}\1\d{4}"),
        ("tr.tckimlik", "kimlik|tckn", r"[1-9]\d{10}"),
        ("za.idnr", "south africa|id number|id no|id nr|identity n", r"\d{6} ?\d{4} ?\d{3}"),
        ("pl.pesel", "pesel", r"\d{11}"),
        ("br.cpf", "cpf", r"\d{11}"),
        ("nl.bsn", "bsn|burgerservice", r"\d{9}"),
        ("de.idnr", "steuer|idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
        ("gb.nhs", "nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}"),
        ("ca.sin", "social insurance", r"\d{3}[ -]?\d{3}[ -]?\d{3}"),
        ("au.tfn", "tfn|tax file", r"\d{3} ?\d{3} ?\d{3}"),
        ("au.medicare", "medicare", r"[2-6]\d{3} ?\d{5} ?\d"),
        ("hr.oib", "oib", r"\d{11}"),
        ("ro.cnp", "cnp|cod numeric", r"[1-8]\d{12}"),
        ("bg.egn", "егн", r"\d{10}"),
        ("fr.nir", "sécu|secu|insee|vitale", r"[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?"),
        ("il.idnr", "teudat|israeli id", r"\d{9}"),
        ("kr.rrn", "resident registration|주민", r"\d{6}-?\d{7}"),
        ("gr.amka", "amka|αμκα", r"\d{11}"),
        ("ru.inn", "инн", r"\d{12}"),
        ("lt.asmens", "asmens", r"\d{11}"),
        ("ee.ik", "isikukood", r"\d{11}"),
        ("pt.nif", "nif|contribuinte", r"[1-3]\d{8}"),
        ("be.nn", "rijksregister|registre national|numéro national", r"\d{11}"),
        ("no.fodselsnummer", "fødselsnummer|fodselsnummer|personnummer", r"\d{11}"),
        ("th.pin", "thai id|บัตรประชาชน", r"\d{13}"),
    )
}
_NEARBY_WORD = re.compile(grouped((word[0], word[1:]) for words, _ in _NEARBY.values() for word in words))
_PART_NUMBER = re.compile(r"[A-Z]{3,5}-\d{3,5}")
_NOT_A_NUMBER = re.compile(
    r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d|v?\d{1,4}(?:\.\d{1,4}){1,3}|\d{1,2}/\d{2,4}"
)
_FEWEST = {"PASSPORT": 5, "NATIONAL_ID": 4}
_SHORTEST = {"PASSPORT": 6, "NATIONAL_ID": 7}
_WEAK = re.compile(r"[A-Z]{2,4}")


def find_identity(text: str) -> Iterator[Hit]:
    """Numbers of documents and people, with the word that announces them in some twenty languages."""
    lowered = lower(text)
    for kind, cues in (("PASSPORT", _PASSPORT), ("NATIONAL_ID", _NATIONAL)):
        for cue, match in cues.find(text, lowered):
            if is_number(kind, match[1], weak=_WEAK.fullmatch(cue) is not None):
                yield Hit(match.start(1), match.end(1), kind, 0.95)
    yield from _find_nearby(text, lowered)
    for match in _TRAILING.finditer(text) if "(" in text else ():
        if is_number("NATIONAL_ID", match[1]):
            yield Hit(match.start(1), match.end(1), "NATIONAL_ID", 0.95)


def _find_nearby(text: str, lowered: str) -> Iterator[Hit]:
    """Bare numbers with the right check digits in a text that names their kind before."""
    for kind, (words, number) in _NEARBY.items() if _NEARBY_WORD.search(lowered) else ():
        cues = [at for word in words if (at := lowered.find(word)) >= 0]
        for match in number.finditer(text, min(cues)) if cues else ():
            if valid(kind, match[0].replace(" ", "")):
                yield Hit(match.start(), match.end(), "NATIONAL_ID", 0.93)


def is_number(kind: str, value: str, *, weak: bool = False) -> bool:
    """Whether a value after a cue looks like the number of a document; after a weak cue it needs seven digits or more."""
    digits = sum(char.isdigit() for char in value)
    size = sum(char.isalnum() for char in value)
    if _NOT_A_NUMBER.fullmatch(value) or _PART_NUMBER.fullmatch(value) or (weak and digits < max(7, size - 2)):
        return False
    return digits >= _FEWEST[kind] - (kind == "PASSPORT") * 3 and size >= _SHORTEST[kind] - (digits == size)
