"""Values that a ticket's own fields state: the field's name says what its value is, whatever the value looks like."""

import re
from collections.abc import Iterator, Mapping

_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+")
_SEPARATORS = re.compile(r"\s*[;,|\n]\s*")
_NOTHING = frozenset("n/a na none null unknown yes no true false other various - -- anonymous support team".split())
_MAX_CHARS = 200

_WHOSE = frozenset(
    "customer client contact requester requestor reporter caller user person personal member agent assignee author "
    "owner submitter sender recipient employee patient guest billing shipping delivery home work private business "
    "office primary secondary alternate alternative other main daytime cc from to by the of s kunde kunden "
    "kontakt".split()
)
_NAME = frozenset(
    "name first last given family sur surname full display middle maiden vorname nachname nom nombre".split()
)
_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("EMAIL", frozenset("email mail emails e address addresses correo".split())),
    ("PHONE", frozenset("phone telephone tel mobile cell cellphone fax number no nr telefon handy whatsapp".split())),
    ("USERNAME", frozenset("user username login handle account id uid name sam upn nickname nick screen".split())),
    ("DATE_OF_BIRTH", frozenset("birth date of birthday birthdate dob geburtsdatum".split())),
    ("IBAN", frozenset("iban".split())),
    ("PASSPORT", frozenset("passport number no nr".split())),
    ("NATIONAL_ID", frozenset("ssn tax national identity social security insurance id number no nr nino".split())),
    ("ACCOUNT_ID", frozenset("account customer member membership client contract id number no nr".split())),
    ("ADDRESS", frozenset("address street postal line 1 2 adresse anschrift direccion indirizzo".split())),
    ("ORGANISATION", frozenset("organisation organization company employer firm firma name".split())),
)
_TELLING: dict[str, frozenset[str]] = {
    "EMAIL": frozenset("email mail emails correo".split()),
    "PHONE": frozenset("phone telephone tel mobile cell cellphone fax telefon handy whatsapp".split()),
    "USERNAME": frozenset("username login handle uid upn nickname nick user".split()),
    "DATE_OF_BIRTH": frozenset("birth birthday birthdate dob geburtsdatum".split()),
    "IBAN": frozenset({"iban"}),
    "PASSPORT": frozenset({"passport"}),
    "NATIONAL_ID": frozenset("ssn tax national identity social insurance nino".split()),
    "ACCOUNT_ID": frozenset("account membership contract".split()),
    "ADDRESS": frozenset("address street adresse anschrift direccion indirizzo".split()),
    "ORGANISATION": frozenset("organisation organization company employer firm firma".split()),
}
"""Of the words above those that one must see: `number` alone says nothing."""
_PEOPLE = frozenset(
    "customer client contact requester requestor reporter caller assignee author owner submitter sender recipient "
    "employee patient guest".split()
)


def stated(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(kind, value) of every field that holds somebody's name, address, number or account.

    >>> list(stated({"contact_email": "al@firm.example", "productName": "Atlas", "Requester": "Quill Ab"}))
    [('EMAIL', 'al@firm.example'), ('PERSON', 'Quill Ab')]
    """
    for key, value in fields.items():
        kind = kind_of(key)
        if not kind or len(value) > _MAX_CHARS:
            continue
        if kind == "USERNAME" and " " in value.strip():
            kind = "PERSON"
        whole = [value] if kind in ("ADDRESS", "ORGANISATION", "PERSON", "DATE_OF_BIRTH") else _SEPARATORS.split(value)
        for part in map(str.strip, whole):
            if part.casefold() not in _NOTHING and _can_be(kind, part, named="name" in key.casefold()):
                yield kind, part


def kind_of(key: str) -> str:
    """What a field of this name holds; '' for all that says nothing of a person.

    >>> kind_of("customer_phone"), kind_of("hostName"), kind_of("First name"), kind_of("account_type")
    ('PHONE', '', 'PERSON', '')
    """
    words = {word.casefold() for word in _WORD.findall(key)}
    for kind, allowed in _KINDS:
        if words & _TELLING[kind] and words <= allowed | _WHOSE:
            return kind
    if words and words <= _NAME | _WHOSE and (words & _NAME or words & _PEOPLE):
        return "PERSON"
    return ""


def _can_be(kind: str, value: str, *, named: bool) -> bool:
    """Whether a value has at least the letters, digits or signs that its kind cannot do without."""
    digits = sum(map(str.isdigit, value))
    if kind == "EMAIL":
        return "@" in value.strip("@")
    if kind in ("PHONE", "IBAN", "PASSPORT", "NATIONAL_ID", "DATE_OF_BIRTH", "ACCOUNT_ID"):
        return digits >= _MIN_DIGITS
    if kind == "PERSON":
        like_a_name = any(map(str.isalpha, value)) and not digits and not set(value) & set("@/_\\:#")
        return like_a_name and (named or " " in value or not value.islower())
    if kind == "USERNAME":
        return len(value) >= _MIN_USER_NAME and " " not in value
    return len(value) >= _MIN_USER_NAME


_MIN_DIGITS = 4
_MIN_USER_NAME = 3
