"""Everything in training text that is no person and no address: words, products, ids, logs, times, contacts."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from string import ascii_lowercase

from guardrails.names.pools import Locale, grown

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_HEX = "0123456789abcdef"


class WordMaker:
    """Makes the words of one text. `lists` are the word lists of the templates; `english` any English words."""

    def __init__(
        self, rng: Random, *, lists: Mapping[str, str], english: Sequence[str], technical: Sequence[str],
        everyday: Mapping[str, Sequence[str]], lorem: Callable[[str], str],
    ) -> None:  # fmt: skip
        self._rng = rng
        self._lists = {key: value.split("|" if "|" in value else None) for key, value in lists.items()}
        self._english = english
        self._technical = technical
        self._everyday = everyday
        self._lorem = lorem

    def make(self, slot: str, locale: Locale) -> str:
        """A value for the slot."""
        if slot in _LISTED:
            return self._pick(_LISTED[slot])
        if slot == "product":
            return self.product(locale)
        if slot in ("foreign", "Foreign"):
            word = self.foreign(locale)
            return word[0].upper() + word[1:] if slot == "Foreign" else word
        if slot == "lorem":
            return self._lorem(locale.code)
        if slot == "email":
            return self._email(locale)
        return str(_MAKERS[slot](self))

    def _pick(self, key: str) -> str:
        return self._rng.choice(self._lists[key])

    def _digits(self, low: int, high: int) -> str:
        return str(self._rng.randint(10 ** (low - 1), 10**high - 1))

    def common(self, key: str = "nouns") -> str:
        """A usual word, or any English one."""
        return self._pick(key) if self._rng.random() < 0.6 else self._rng.choice(self._english)

    def foreign(self, locale: Locale) -> str:
        """An everyday word of the country's language; of English where we have no list."""
        return self._rng.choice(self._everyday.get(locale.code.split("_")[0]) or [self.common()])

    def capitalised(self) -> str:
        """A word with a capital: usual, rare, made up, or a product's."""
        dice = self._rng.random()
        if dice < 0.45:
            return self._pick(self._rng.choice(["nouns", "adjectives", "verbs"])).capitalize()
        if dice < 0.75:
            return self._rng.choice(self._english).capitalize()
        if dice < 0.87:
            return grown(self._rng, self._english).capitalize()
        return self._rng.choice(self._technical).capitalize()

    def product(self, locale: Locale) -> str:
        """A product's name, some of them made of a person's name."""
        rng, dice = self._rng, self._rng.random()
        if rng.random() < 0.1:
            first, second = rng.choice(rng.choice([locale.given, locale.family])), self.common().capitalize()
            return f"{first} {second}{rng.choice(['', 's'])}"
        head = rng.choice(locale.given) if dice < 0.12 else self._pick("product_heads")
        if dice < 0.35:
            return f"{head} {self._pick('product_tails')}"
        if dice < 0.5:
            return head + self._pick("product_tails")
        if dice < 0.65:
            return rng.choice(self._technical).capitalize()
        if dice < 0.8:
            return grown(rng, self._english).capitalize()
        if dice < 0.9:
            return f"{self.capitalised()} {self._pick('product_tails')}"
        return f"{head} {rng.randint(1, 2026)}" if dice < 0.95 else self.capitalised()

    def company(self, locale: Locale) -> str:
        """A company's name that says that it is one."""
        head = self._rng.choice([self._pick("product_heads"), self.capitalised(), self._rng.choice(locale.family)])
        return f"{head} {self._pick('suffixes')}"

    def camel(self, *, first: bool) -> str:
        """camelCase, or CamelCase when `first` is to have a capital as well."""
        parts = [self.common() for _ in range(self._rng.randint(2, 3))]
        joined = "".join(part.capitalize() for part in parts)
        return joined if first else joined[0].lower() + joined[1:]

    def host(self) -> str:
        """A host's name."""
        tail = self._rng.choice(
            ["", f".{self.common()}.example", ".internal", ".svc.cluster.local", f"-{self._hex(5)}"]
        )
        return f"{self.common()}-{self._pick('nouns')}-{self._rng.randint(0, 99)}{tail}"

    def path(self) -> str:
        """A path of either kind of system."""
        parts = [self.common() for _ in range(self._rng.randint(2, 4))]
        if self._rng.random() < 0.3:
            return "C:\\" + "\\".join(part.capitalize() for part in parts)
        return "/" + "/".join(parts)

    def identifier(self) -> str:
        """A ticket's, an order's or a request's id."""
        prefix = "".join(self._rng.choices(ascii_lowercase, k=3)).upper()
        return self._rng.choice(
            [f"{prefix}-{self._digits(3, 6)}", f"#{self._digits(4, 6)}", self._hex(8), self._digits(6, 10)]
        )

    def _hex(self, size: int) -> str:
        return "".join(self._rng.choices(_HEX, k=size))

    def _email(self, locale: Locale) -> str:
        given, family = self._rng.choice(locale.given), self._rng.choice(locale.family)
        local = self._rng.choice([f"{given}.{family}", f"{given[:1]}{family}", given, self.common(), "info"])
        return f"{local.lower().replace(' ', '')}@{self.common()}.example"

    def moment(self) -> str:
        """A date and time as machines write it."""
        day = f"2026-{self._rng.randint(1, 12):02}-{self._rng.randint(1, 28):02}"
        return f"{day}{self._rng.choice('T ')}{self.clock()}:{self._rng.randint(0, 59):02}Z"

    def clock(self) -> str:
        """Hours and minutes."""
        tail = self._rng.choice(["", "", ":07", " AM", " pm"])
        return f"{self._rng.randint(0, 23):02}:{self._rng.randint(0, 59):02}{tail}"

    def date(self) -> str:
        """A date as people write it."""
        day, month, year = self._rng.randint(1, 28), self._rng.randint(1, 12), self._rng.randint(2015, 2027)
        name = _MONTHS[month - 1]
        ways = [f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}"]
        return self._rng.choice([*ways, f"{month}/{day}/{year}", f"{day} {name[:3]}"])

    def release(self) -> str:
        """A version's number."""
        tail = self._rng.choice(["", ".1", ".12", "-rc1"])
        return f"{self._rng.choice(['', 'v'])}{self._rng.randint(0, 130)}.{self._rng.randint(0, 30)}{tail}"

    def file(self) -> str:
        """A file's name."""
        ending = self._rng.choice("pdf docx log py yaml csv png txt xlsx".split())
        return f"{self._rng.choice([self.common(), self.capitalised()])}.{ending}"

    def phone(self) -> str:
        """Digits in the groups of a telephone number."""
        return self._rng.choice(["+{} {} {}", "+{}-{}-{}", "0{} {}{}", "({}) {}-{}"]).format(
            self._digits(2, 2), self._digits(3, 3), self._digits(4, 6)
        )


_LISTED = {
    "job": "jobs", "team": "teams", "error": "errors", "cmd": "commands", "language": "languages",
    "country": "countries",
}  # fmt: skip
_MAKERS: Mapping[str, Callable[[WordMaker], str]] = {
    "noun": lambda make: make.common(),
    "word": lambda make: make.common(),
    "adj": lambda make: make.common("adjectives"),
    "verb": lambda make: make._pick("verbs"),
    "Word": WordMaker.capitalised,
    "Camel": lambda make: make.camel(first=True),
    "camel": lambda make: make.camel(first=False),
    "snake": lambda make: f"{make.common()}_{make.common()}",
    "CONST": lambda make: f"{make.common()}_{make.common()}".upper(),
    "A_B": lambda make: f"{make.common()} {make.common()}".upper(),
    "pkg": lambda make: f"com.{make.common()}.{make.common()}",
    "host": WordMaker.host,
    "ip": lambda make: ".".join(str(make._rng.randint(1, 254)) for _ in range(4)),
    "path": WordMaker.path,
    "file": WordMaker.file,
    "url": lambda make: f"https://{make.common()}.example/{make.common()}/{make.common()}",
    "version": WordMaker.release,
    "num": lambda make: make._digits(1, make._rng.randint(1, 5)),
    "id": WordMaker.identifier,
    "date": WordMaker.date,
    "iso": WordMaker.moment,
    "time": WordMaker.clock,
    "month": lambda make: make._rng.choice(_MONTHS),
    "month3": lambda make: make._rng.choice(_MONTHS)[:3],
    "weekday": lambda make: make._rng.choice(_DAYS),
    "phone": WordMaker.phone,
    "letter": lambda make: make._rng.choice(ascii_lowercase),
    "LEVEL": lambda make: make._rng.choice(["INFO", "WARN", "ERROR", "DEBUG", "FATAL"]),
    "initials": lambda make: "".join(make._rng.choices(ascii_lowercase, k=2)).upper(),
    "initial": lambda make: make._rng.choice(ascii_lowercase).upper(),
}
