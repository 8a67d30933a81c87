"""Passports, identity cards, driving licences, national and tax numbers that a word announces."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import announced, lower

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
    for match in _TRAILING.finditer(text):
        if is_number("NATIONAL_ID", match[1]):
            yield Hit(match.start(1), match.end(1), "NATIONAL_ID", 0.95)


def is_number(kind: str, value: str, *, weak: bool = False) -> bool:
    """Whether a value after a cue looks like the number of a document; after a weak cue it needs seven digits or more."""
    digits = sum(char.isdigit() for char in value)
    size = sum(char.isalnum() for char in value)
    if _NOT_A_NUMBER.fullmatch(value) or (weak and digits < max(7, size - 2)):
        return False
    return digits >= _FEWEST[kind] - (kind == "PASSPORT") * 3 and size >= _SHORTEST[kind] - (digits == size)
