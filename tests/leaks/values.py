"""A thousand made-up values, each in words in which people write them; a seed makes them the same every time."""

import base64
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from faker import Faker
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

SEED = 20261123
COUNTS = {
    "name": 240,
    "e-mail": 130,
    "phone": 90,
    "IBAN": 40,
    "card": 40,
    "address": 40,
    "user name": 40,
    "IP address": 40,
    "date of birth": 30,
    "national id": 30,
    "passport": 20,
    "password": 70,
    "provider key": 90,
    "token": 60,
    "connection string": 20,
    "one-time code": 20,
}
SECRET = frozenset({"password", "provider key", "token", "connection string", "one-time code"})
LOCALES = "en_GB en_US de_DE fr_FR es_ES it_IT pt_PT nl_NL pl_PL sv_SE tr_TR cs_CZ fi_FI en_IN".split()
WORDS = {
    "name": [
        "My name is {}.",
        "Please ask {} about it, she set it up.",
        "I spoke with {} on the phone yesterday.",
        "Kind regards,\n{}",
        "Mr. {} is waiting for an answer.",
        "{} wrote to you last week about the same thing.",
        "Our administrator is {}.",
    ],
    "e-mail": ["Please answer to {}.", "The user {} cannot sign in.", "login failed for user={} status=401"],
    "phone": ["You reach me on {}.", "Call me back: {}", "My phone number is {}."],
    "IBAN": ["Our IBAN is {}.", "The amount was taken from {} twice."],
    "card": ["The card {} was charged twice.", "We paid with {} in May."],
    "address": ["Please send the papers to {}.", "Our office is at {}."],
    "user name": ["The log is C:\\Users\\{}\\AppData\\hooks.log on my machine.", "It is in /home/{}/app/log.txt."],
    "IP address": ["Requests come from {}.", "2026-11-02T09:14:01Z WARN refused client={} code=401"],
    "date of birth": ["I was born on {}.", "Date of birth: {}"],
    "national id": ["My SSN is {}.", "Social security number: {}"],
    "passport": ["My passport number is {}.", "Passport no. {}"],
    "password": ["My password is {} if you need it.", "I log in with the password: {}", "DB_PASSWORD={}"],
    "provider key": ["We use the key {} for it.", "api_key: {}", "The log shows {} in clear."],
    "token": ["Authorization: Bearer {}", "GET /v1/orders?access_token={} 401", "Cookie: sessionid={}"],
    "connection string": ["It connects with {} at the start."],
    "one-time code": ["The verification code was {}.", "Your one-time code is {}"],
}


@dataclass(frozen=True)
class Planted:
    """A value, and the sentence it stands in."""

    kind: str
    value: str
    text: str

    @property
    def secret(self) -> bool:
        return self.kind in SECRET

    @property
    def wanted(self) -> str:
        """What must not be found: of a connection string the password, which alone is secret."""
        return self.value.split(":")[2].split("@")[0] if self.kind == "connection string" else self.value

    def forms(self) -> Iterator[bytes]:
        """The value as texts, JSON, addresses and encodings would hold it, in lower case."""
        value = self.wanted
        bare = value.replace(" ", "").replace("-", "")
        yield value.lower().encode()
        yield quote(value).lower().encode()
        yield value.encode("ascii", "backslashreplace").lower()
        if len(bare) > 8:
            yield bare.lower().encode()
        if len(value) > 8:
            yield base64.b64encode(value.encode()).rstrip(b"=")[:-1].lower()


def planted(seed: int = SEED) -> list[Planted]:
    """All of them, every value once, the kinds mixed."""
    rng = random.Random(seed)
    makers = _makers(rng)
    found: list[Planted] = []
    seen: set[str] = set()
    for kind, count in COUNTS.items():
        number = 0
        while number < count:
            value = makers[kind]()
            if value.lower() not in seen:
                seen.add(value.lower())
                found.append(Planted(kind, value, WORDS[kind][number % len(WORDS[kind])].format(value)))
                number += 1
    rng.shuffle(found)
    return found


def _makers(rng: random.Random) -> dict[str, Callable[[], str]]:
    fakers = [Faker(locale) for locale in LOCALES]
    for number, faker in enumerate(fakers):
        faker.seed_instance(SEED + number)

    def chars(letters: str, length: int) -> str:
        return "".join(rng.choice(letters) for _ in range(length))

    def name() -> str:
        one = rng.choice(fakers)
        return f"{one.first_name()} {one.last_name()}"

    def iban() -> str:
        country, length = rng.choice([("DE", 18), ("GB", 0), ("NL", 0), ("FR", 23), ("ES", 20)])
        bank = {"GB": "WEST" + chars(string.digits, 14), "NL": "ABNA" + chars(string.digits, 10)}.get(country)
        body = bank or chars(string.digits, length)
        whole = country + mod_97_10.calc_check_digits(body + country) + body
        return whole if rng.random() < 0.5 else " ".join(whole[n : n + 4] for n in range(0, len(whole), 4))

    def card() -> str:
        body = rng.choice("45") + chars("12345", 1) + chars(string.digits, 13)
        whole = body + luhn.calc_check_digit(body)
        return rng.choice([whole, " ".join(whole[n : n + 4] for n in range(0, 16, 4))])

    def phone() -> str:
        return rng.choice(
            [
                f"+44 20 7946 0{chars(string.digits, 3)}",
                f"+49 30 9018{chars(string.digits, 4)}",
                f"({rng.choice(['212', '415', '617'])}) 555-01{chars(string.digits, 2)}",
                f"+33 1 99 00 {chars(string.digits, 2)} {chars(string.digits, 2)}",
                f"+31 20 794 0{chars(string.digits, 3)}",
            ]
        )

    def born() -> str:
        day = date(1950, 1, 1) + timedelta(days=rng.randrange(18000))
        return rng.choice([day.strftime("%-d %B %Y"), day.strftime("%d.%m.%Y"), day.isoformat()])

    def ssn() -> str:
        return f"{rng.randrange(100, 665)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"

    def address() -> str:
        street = rng.choice(["Rosewood Lane", "Harbour Street", "Millbrook Avenue", "Kingsley Road", "Alder Close"])
        return f"{rng.randrange(2, 399)} {street}"

    def key() -> str:
        letters = string.ascii_letters + string.digits
        return rng.choice(
            [
                "AKIA" + chars(string.ascii_uppercase + "234567", 16),
                "ghp_" + chars(letters, 36),
                "sk_live_" + chars(letters, 24),
                "xoxb-" + chars(string.digits, 12) + "-" + chars(letters, 24),
                "glpat-" + chars(letters, 20),
                "SG." + chars(letters, 22) + "." + chars(letters, 43),
                "AIza" + chars(letters, 35),
                "fwk_live_" + chars(letters, 16),
                "npm_" + chars(letters, 36),
            ]
        )

    def token() -> str:
        letters = string.ascii_letters + string.digits
        claims = base64.urlsafe_b64encode(chars(string.ascii_lowercase, 24).encode()).decode().rstrip("=")
        return rng.choice([chars(letters, 32), f"eyJhbGciOiJIUzI1NiJ9.eyJ{claims}.{chars(letters, 43)}"])

    def passport() -> str:
        """In the shapes of Germany, the United Kingdom, the United States and France."""
        letters, digits = "CFGHJKLMNPRTVWXYZ", string.digits
        german = chars("CFGHJK", 1) + chars(digits, 2) + chars(letters, 1) + chars(digits, 2) + chars(letters, 1)
        return rng.choice(
            [
                german + chars(digits, 2),
                chars(digits, 9),
                chars(string.ascii_uppercase, 1) + chars(digits, 8),
                chars(digits, 2) + chars(string.ascii_uppercase, 2) + chars(digits, 5),
            ]
        )

    def password() -> str:
        word = chars(string.ascii_uppercase, 1) + chars("aeioubdgklmnprst", 6)
        return f"{word}{rng.choice('!#$%&+')}{chars(string.ascii_lowercase, 4)}-{chars(string.digits, 4)}"

    return {
        "name": name,
        "e-mail": lambda: f"{chars('abdegikl', 3)}.{chars('aeioubdgkl', 8)}@{chars('bdgklmnp', 7)}.example",
        "phone": phone,
        "IBAN": iban,
        "card": card,
        "address": address,
        "user name": lambda: chars("bdgklmnprst", 1) + chars("aeioubdgklmnprst", 8),
        "IP address": lambda: f"93.184.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}",
        "date of birth": born,
        "national id": ssn,
        "passport": passport,
        "password": password,
        "provider key": key,
        "token": token,
        "connection string": lambda: f"postgres://hooks:{chars(string.ascii_letters, 12)}7@db.zarnwick.example/hooks",
        "one-time code": lambda: chars(string.digits, 6),
    }
