"""Licence plates and vehicle numbers."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import announced, grouped, lower

_MARKS = r"[A-ZÄÖÜŠŽČĆĐА-ЯІЇЄ가-힣一-鿿ぁ-ん0-9]"
_PLATE_VALUE = (
    rf"((?=[^\n]{{0,6}}\d|[A-ZÄÖÜ]{{1,3}}[ ·•-]){_MARKS}{{1,8}}(?:[ ·•-]{{1,3}}{_MARKS}{{1,7}}){{0,3}})(?![\w-])"
)
_PLATE = announced(
    "license plate|licence plate|number plate|plate number|plate no|plate|license plate number|car registration|vehicle registration|registration plate|"
    "registration mark|registration number of my car|reg plate|car reg|vehicle reg|tag number|kennzeichen|autokennzeichen|kfz kennzeichen|"
    "nummernschild|kontrollschild|plaque d'immatriculation|plaque|immatriculation|immatriculée|matrícula del coche|matrícula|placa|"
    "número de placa|patente del auto|targa|targa auto|chapa de matrícula|kenteken|nummerplaat|kentekenplaat|tablica rejestracyjna|"
    "tablice rejestracyjne|numer rejestracyjny|nr rejestracyjny|registreringsnummer|registreringsskylt|nummerskylt|nummerplade|regnr|reg.nr|bilnummer|"
    "rekisterinumero|rekisteritunnus|spz|státní poznávací značka|evč|ečv|rendszám|număr de înmatriculare|nr. înmatriculare|"
    "plaka|registracija|registarska oznaka|гос. номер|госномер|номер авто|πινακίδα|車牌|车牌号|ナンバープレート",
    _PLATE_VALUE,
)
_NATIONAL = re.compile(
    r"(?<![\w./:#-])(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2} ?\d{3} ?[A-Z]{2}|[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ -]?\d{1,4}[EH]?|"
    r"\d{4}[ -]?[B-DF-HJ-NPR-TV-Z]{3}|[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2,3}-\d|[A-Z]{1,2}-\d{2,3}-[A-Z]{1,2}|"
    r"[A-Z]{3}[ -]?\d{1}[A-Z]\d{2}|[A-Z]{3}[ -]\d{3,4}|\d[A-Z]{3}\d{3}|[A-Z]{3} ?\d{2}[A-Z0-9]|[A-Z]{1,3} \d{1,5}[A-Z]{0,2}|\d{2} ?[A-Z]{1,3} ?\d{2,4})(?![\w-]|[.:]\d)"
)  # fmt: skip
_CAR_BEFORE = re.compile(
    r"\b(?:my|our|his|her|their|the|company|rental|mein|unser|sein|ihr|dienst|firmen|ma|mi|la mia|meu|mijn)[ -]?"
    r"(?:new |old |red |blue |black |white |grey |company |rental |hire |work )?"
    r"(?:car|van|truck|lorry|motorbike|motorcycle|vehicle|auto|wagen|pkw|lkw|fahrzeug|transporter|voiture|camionnette|coche|furgoneta|macchina|carro|"
    r"wagen|bil|samochód|auto)[ ,:(]{1,3}(?:with |mit |is |reg(?:istration)? |no\.? |number ){0,2}[\"'(]?$",
    re.IGNORECASE,
)
_VEHICLE_WORDS = (
    r"vehicles? plates? vin trailers? lorry lorries trucks? cars? fleet parking garage barrier registration toll motorbike motorcycle scooter taxi vans "
    r"towed dashcam tachograph numberplates? kennzeichen fahrzeug\w* kfz pkw lkw wagen anhänger dienstwagen firmenwagen voitures? véhicules? carte\sgrise "
    r"immatricul\w+ plaques? camion\w* coches? vehículos? matr[ií]culas? placas? furgoneta macchina veicol[oi] targa targhe carros? veículos? camião "
    r"kentekens? voertuig\w* aanhanger samoch[oó]d\w* pojazd\w* rejestracyjn\w+ bil bilen bilar køretøj fordon\w* ajoneuvo\w* rendszám araç plaka\w* "
    r"автомоб\w+ машин\w+ госномер ナンバー\w*"
).split()
_VEHICLE = re.compile(
    rf"(?<![^\W_])(?:{grouped((word[0], word[1:]) for word in _VEHICLE_WORDS)})(?![^\W_])|[ ](?:my|the|our|his|her|company|rental) van\b|車|车"
)
"""Words about vehicles, in lower case."""
_STRONG = re.compile(
    r"(?<![\w./:#@-])(?:[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}(?P<j>[- ]?)\d{3}(?P=j)[A-Z]{2}|\d{4}[ -]?[B-DF-HJ-NPR-TV-Z]{3}|[A-Z]{2} \d{2} [A-Z]{3}|"
    r"[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|\d{2}-[A-Z]{2,3}-\d{1,2}|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-\d{2}-[A-Z]{2}|"
    r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}[EH]?|[A-Z]{1,3}[- ]\d{3,5}[A-Z]{1,2}|\d[A-Z]{3}\d{3}|[A-Z]{3}\d[A-Z]\d{2}|"
    r"[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{1,2}[ -]?\d{4}|[0-8]\d ?[A-Z]{1,3} ?\d{2,4}|[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2} ?\d{2,3})(?![\w/-]|[.:]\d)"
)
"""Shapes of plates that hardly anything else has; with a word about vehicles near they are plates."""
_JAPANESE = re.compile(
    r"(?<![一-鿿])[一-鿿]{1,4}[ \u3000]?\d{2,3}[A-Z]?[ \u3000]?[ぁ-ん][ \u3000]?(?:\d{1,2}[-‐－ ]\d{2}|[・.]{1,3}\d{1,3}|\d{1,4})(?![\d一-鿿])"
)
_NO_PLATE = re.compile(
    r"\b(?:model|part|room|sku|order|ticket|id|code|error|ref\w*|report|case|bay|dock|gate|flight|invoice|kb|serial|cable|unit|version|node|zone|row|rack|"
    r"product|item|article|artikel|customer|contract|branch|firmware|type|typ|build|policy|shelf|slot|port)(?: (?:no\.?|number|nr\.?))?[ :#=]{1,2}$",
    re.IGNORECASE,
)
_NEAR = 120
_BARE_DIGITS = 5
_VIN_CHARS = "[A-HJ-NPR-Z0-9]"
_VIN = re.compile(rf"(?<![\w/.+=-])(?=[A-Z0-9]{{0,12}}\d)(?=[0-9]{{0,12}}[A-Z]){_VIN_CHARS}{{13}}\d{{4}}(?![\w/+=-])")
_VIN_CUED = announced(
    "vin|vehicle identification|vehicle id number|chassis|chassis number|fahrgestellnummer|fahrzeug identifizierungsnummer|"
    "fahrzeugidentnummer|fin|numéro de châssis|número de bastidor|bastidor|numero di telaio|telaio|número do chassi|chassi|chassisnummer|"
    "numer vin|numer nadwozia|număr de șasiu|alvázszám|şasi no",
    r"([A-HJ-NPR-Za-hj-npr-z0-9]{17})(?![\w-])",
)
_VIN_VALUES = {
    **{str(d): d for d in range(10)},
    **dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9],
            strict=True,
        )
    ),
}
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def find_vehicle(text: str) -> Iterator[Hit]:
    """Plates after a word for them or after "my car", vehicle numbers after a word or with their check digit."""
    lowered = lower(text)
    for _, match in _PLATE.find(text, lowered):
        if _is_plate(match[1]):
            yield Hit(match.start(1), match.end(1), "LICENCE_PLATE", 0.95)
    if _VEHICLE.search(lowered):
        yield from _find_unannounced(text, lowered)
    for match in _JAPANESE.finditer(text) if not text.isascii() else ():
        yield Hit(match.start(), match.end(), "LICENCE_PLATE", 0.92)
    for _, match in _VIN_CUED.find(text, lowered):
        if sum(char.isdigit() for char in match[1]) >= 3:
            yield Hit(match.start(1), match.end(1), "VEHICLE_ID", 0.95)
    for match in _VIN.finditer(text):
        if vin(match[0]):
            yield Hit(match.start(), match.end(), "VEHICLE_ID", 0.93)


def _find_unannounced(text: str, lowered: str) -> Iterator[Hit]:
    """Plates right after "my car", and stretches with the shape of a plate near a word about vehicles."""
    for match in _NATIONAL.finditer(text):
        if _CAR_BEFORE.search(text, max(0, match.start() - 50), match.start()):
            yield Hit(match.start(), match.end(), "LICENCE_PLATE", 0.92)
    for match in _STRONG.finditer(text):
        near = _VEHICLE.search(lowered, max(0, match.start() - _NEAR), match.end() + _NEAR)
        if near and not _NO_PLATE.search(text, max(0, match.start() - 30), match.start()):
            yield Hit(match.start(), match.end(), "LICENCE_PLATE", 0.92)


def vin(number: str) -> bool:
    """The check digit of vehicle numbers made for North America.

    >>> vin("1HGCM82633A004352"), vin("1HGCM82634A004352")
    (True, False)
    """
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(number, _VIN_WEIGHTS, strict=True))
    return number[8] == "0123456789X"[total % 11] and len(set(number)) > 4


def _is_plate(value: str) -> bool:
    size = sum(char.isalnum() for char in value)
    digits = sum(char.isdigit() for char in value)
    return 4 <= size <= 10 and digits > 0 and (digits < size or digits >= _BARE_DIGITS)
