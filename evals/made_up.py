"""Made-up values in the place of personal data and secrets: of the same kind, the same wherever the value stood.

A case with placeholders would never put a scrubber to the test; one with stand-ins of the same shape does.
"""

import random
import re
from collections.abc import Mapping
from hashlib import sha256

from guardrails.people import fold
from guardrails.vault import LITERAL, PLACEHOLDER, SECRET

_PEOPLE = (
    ("Mira", "Kovalenko"), ("Jonas", "Lindqvist"), ("Amara", "Okonkwo"), ("Tomás", "Herrera"), ("Sofia", "Marchetti"),
    ("Henrik", "Aalto"), ("Leila", "Haddad"), ("Ruben", "De Groot"), ("Keiko", "Tanabe"), ("Priya", "Raghunathan"),
    ("Oskar", "Wieczorek"), ("Clara", "Beaumont"), ("Nadia", "Petrescu"), ("Mateus", "Carvalho"), ("Elif", "Yildirim"),
    ("Gareth", "Pritchard"), ("Ingeborg", "Solvang"), ("Dmitri", "Voronin"), ("Aoife", "Gallagher"),
    ("Samir", "Benali"),
)  # fmt: skip
_ORGANISATIONS = ("Larkfield Trading", "Bexhurst Supplies", "Ostmark Wholesale", "Quillan Foods", "Tarnby Outfitters")
_SIGNIFICANT = re.compile(r"\A(?:[A-Za-z]{2,8}[_-]){1,2}")
_FRAME = re.compile(r"-----[A-Z ]+-----")


class MadeUp:
    """Stand-ins by placeholder. `originals` are the values; the stand-in of one is never a part of any of them.

    >>> made = MadeUp({"<PERSON_1>": "Ana Duarte", "<PERSON_1b>": "Ana", "<EMAIL_1>": "ana@brightmoor.example"})
    >>> made.filled("<PERSON_1b> (<EMAIL_1>)")
    'Mira (mira.kovalenko@mailbox1.example)'
    """

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._originals = originals
        self._given_up: set[str] = set()
        taken = {word for value in originals.values() for word in fold(value).split()}
        self._people = [one for one in _PEOPLE if not taken & set(fold(" ".join(one)).split())] or list(_PEOPLE)
        self._organisations = [one for one in _ORGANISATIONS if not taken & set(fold(one).split())] or ["Larkfield"]
        self.given: dict[str, str] = {}

    def filled(self, text: str) -> str:
        """The text with stand-ins for the placeholders."""
        return PLACEHOLDER.sub(lambda match: self._of(match[0], match[1], int(match[2]), match[3]), text)

    def give_up(self, placeholder: str) -> bool:
        """The stand-in is not recognised for what it stands for, so the bare kind stands there from now on.

        False for an address from a range for examples: no scrubber masks it, because it is nobody's.
        """
        if placeholder.startswith("<IP_ADDRESS_"):
            return False
        self._given_up.add(placeholder)
        self.given.pop(placeholder, None)
        return True

    def _of(self, placeholder: str, kind: str, number: int, letter: str) -> str:
        value = self._originals.get(placeholder)
        if value is None or kind == LITERAL:
            return placeholder if value is None else value
        if placeholder in self._given_up:
            return f"<{kind}>"
        if placeholder not in self.given:
            self.given[placeholder] = self._made(kind, number, letter, value)
        return self.given[placeholder]

    def _made(self, kind: str, number: int, letter: str, value: str) -> str:
        given, family = self._people[(number - 1) % len(self._people)]
        rank = 1 + sum(ord(one) - ord("a") for one in letter)
        plain = "".join(one for one in fold(f"{given}.{family}") if one.isalnum() or one == ".")
        match kind:
            case "PERSON":
                return self._name(given, family, number, value)
            case "EMAIL":
                return f"{plain}@mailbox{rank}.example"
            case "ORGANISATION":
                return self._organisations[(number - 1) % len(self._organisations)]
            case "PHONE":
                return f"+44 20 7946 0{100 + (number * 7) % 900:03d}"
            case "IP_ADDRESS":
                return f"2001:db8::{number:x}" if ":" in value else f"203.0.113.{9 + number % 240}"
            case "IBAN":
                return _iban(number)
            case "CREDIT_CARD":
                return _card(number)
            case _:
                return reshaped(value, seed=f"{kind} {number} {letter}", keep=kind == SECRET)

    def _name(self, given: str, family: str, number: int, value: str) -> str:
        """As much of the made-up name as there was of the real one."""
        words = value.split()
        whole = max(
            (v for p, v in self._originals.items() if p.startswith(f"<PERSON_{number}")), key=len, default=value
        )
        if len(words) > 1:
            made = f"{given} {family}" if "," not in value else f"{family}, {given}"
        else:
            last = len(whole.split()) > 1 and fold(whole).split()[-1] == fold(value)
            made = family if last else given
        return made.upper() if value.isupper() and len(value) > 1 else made.lower() if value.islower() else made


def reshaped(value: str, *, seed: str, keep: bool = False) -> str:
    """Other letters for letters and other digits for digits; with `keep`, what names a kind of key stays.

    >>> reshaped("AB-12", seed="x") != "AB-12"
    True
    """
    chance = random.Random(sha256(seed.encode()).digest())  # noqa: S311  the same each time is what is wanted
    first = found.end() if keep and (found := _SIGNIFICANT.match(value)) else 0
    frames = [range(match.start(), match.end()) for match in _FRAME.finditer(value)]
    made = []
    for place, char in enumerate(value):
        stays = place < first or any(place in frame for frame in frames)
        made.append(char if stays else _other(char, chance))
    return "".join(made)


def _other(char: str, chance: random.Random) -> str:
    if char.isdigit():
        return chance.choice([one for one in "123456789" if one != char])
    if not char.isalpha():
        return char
    letter = chance.choice([one for one in "abcdefghkmnpqrstuvwxyz" if one != char.lower()])
    return letter.upper() if char.isupper() else letter


def _iban(number: int) -> str:
    """Of a bank that there is not; its check digits are right."""
    account = f"TEST{number:014d}"
    digits = "".join(str(int(char, 36)) for char in f"{account}GB00")
    return f"GB{98 - int(digits) % 97:02d}{account}"


def _card(number: int) -> str:
    """Of a range that is for tests; its last digit is right."""
    body = f"411111111{number:06d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(body)]
    total = sum(digit - 9 if digit > 9 else digit for digit in doubled)
    return f"{body}{-total % 10}"
