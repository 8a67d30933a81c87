"""What the slots of a template are filled with: people and addresses, which are labelled, and everything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from guardrails.names.pools import Locale, grown
from guardrails.names.words import WordMaker

Part = tuple[str, str]
"""A piece of text and its label: PERSON, ADDRESS or nothing."""

_FAMILY_FIRST = frozenset({"zh", "ja", "ko", "hu", "vi"})
_UNSPACED = frozenset({"zh", "ja", "ko"})
_PARTICLES = (
    "van",
    "van der",
    "de",
    "von",
    "de la",
    "da",
    "dos",
    "el",
    "al",
    "bin",
    "Mc",
    "O'",
    "Mac",
    "Ben-",
    "Al-",
    "D'",
)
_UNITS = (
    "Apt {}",
    "Apt. {}",
    "Suite {}",
    "Unit {}",
    "Flat {}",
    "Floor {}",
    "#{}",
    "Piso {}",
    "Stiege {}",
    "2. OG",
    "bus {}",
    "lok. {}",
)
_FORMS: tuple[tuple[str, int], ...] = (
    ("full", 44), ("given", 28), ("titled", 8), ("given_initial", 4), ("initial_family", 5), ("family", 6),
    ("full_lower", 2), ("given_lower", 3),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A made-up person's name in one country's way."""

    given: str
    family: str
    language: str

    @property
    def full(self) -> str:
        """Both names in the order of the language."""
        gap = "" if self.language in _UNSPACED and not self.given.isascii() else " "
        first, last = (self.family, self.given) if self.language in _FAMILY_FIRST else (self.given, self.family)
        return f"{first}{gap}{last}"


class Slots:
    """Fills slots by name, from the countries of `home` mostly and of `world` now and then."""

    def __init__(self, rng: Random, *, home: Sequence[Locale], world: Sequence[Locale], words: WordMaker) -> None:
        self._rng = rng
        self._home = home
        self._world = world
        self._words = words

    def fill(self, slot: str) -> list[Part]:
        """The parts that take the slot's place."""
        slot = slot.rstrip("0123456789")
        if makers := _PEOPLE.get(slot):
            return makers(self)
        if slot.startswith(("address", "street", "zip")):
            return [(self._address(slot), "ADDRESS")]
        if slot in ("city", "company"):
            return [(self._place(slot), "")]
        spoken_here = slot in ("foreign", "Foreign")
        return [(self._words.make(slot, self._rng.choice(self._home) if spoken_here else self._locale()), "")]

    def chance(self, share: float) -> bool:
        """True so often."""
        return self._rng.random() < share

    def one_of(self, values: Sequence[str]) -> str:
        """One of these."""
        return self._rng.choice(values)

    def _locale(self) -> Locale:
        return self._rng.choice(self._home if self._rng.random() < 0.55 else self._world)

    def name(self) -> Name:
        """A name: from the lists, or grown from them, sometimes with two given or family names."""
        locale = self._locale()
        given, family = self._word(locale.given), self._word(locale.family)
        dice, ascii_only = self._rng.random(), family[:1].isascii()
        if dice < 0.05:
            given += self._rng.choice("- ") + self._word(locale.given)
        elif dice < 0.10:
            family += self._rng.choice("- ") + self._word(locale.family)
        elif dice < 0.14 and ascii_only:
            particle = self._rng.choice(_PARTICLES)
            family = particle + family if particle[-1] in "-'c" else f"{particle} {family}"
        elif dice < 0.18 and ascii_only:
            given += f" {self._rng.choice('ABCDEFGHJKLMNPRSTW')}{self._rng.choice(['.', '.', ''])}"
        return Name(given, family, locale.code.split("_")[0])

    def _word(self, words: Sequence[str]) -> str:
        return grown(self._rng, words) if self._rng.random() < 0.3 else self._rng.choice(words)

    def _place(self, slot: str) -> str:
        locale = self._locale()
        if slot == "city":
            return self._rng.choice(locale.cities)
        return self._words.company(locale) if self._rng.random() < 0.6 else self._rng.choice(locale.companies)

    def _address(self, slot: str) -> str:
        locale, rng = self._locale(), self._rng
        if slot == "zip":
            return rng.choice(locale.postcodes)
        if slot == "street" or (slot == "address" and rng.random() < 0.2):
            return " ".join(rng.choice(locale.streets).split())
        lines = self._assembled() if rng.random() < 0.3 else rng.choice(locale.addresses).split("\n")
        if rng.random() < 0.15:
            lines.insert(rng.choice([0, 1]), rng.choice(_UNITS).format(rng.randint(1, 400)))
        if rng.random() < 0.1:
            lines.append(self._words.make("country", locale))
        if rng.random() < 0.05:
            lines.insert(0, f"P.O. Box {rng.randint(1, 9999)}")
        if slot == "address_quoted":
            return "\n> ".join(lines)
        if slot == "address_lines" or (slot == "address" and rng.random() < 0.15):
            return rng.choice(["\n", "\n", "\n", "\n ", "\n, "]).join(lines)
        return rng.choice([", ", ", ", ", ", " ", " - "]).join(lines)

    def _assembled(self) -> list[str]:
        """Lines of an address that mixes the ways of several countries: number, street, unit, town, region, code."""
        rng, street, town = self._rng, self._rng.choice(self._locale().streets), self._locale()
        bare = " ".join(word for word in street.replace(",", " ").split() if not word.isdigit())
        number, code = rng.randint(1, 9999), rng.choice(town.postcodes)
        lines = [rng.choice([f"{number} {bare}", f"{bare} {number}", f"{number} {bare} {rng.randint(1, 99)}"])]
        if rng.random() < 0.3:
            lines.append(rng.choice(_UNITS).format(rng.randint(1, 999)))
        city = rng.choice(town.cities)
        city = city.upper() if rng.random() < 0.2 else city
        region = "".join(rng.choices("ABCDEILMNOPRSTUVXYZ", k=2))
        country = self._words.make("country", town)
        lines += rng.choice(
            [
                [f"{code} {city}"],
                [f"{city} {code}"],
                [f"{city}, {region} {code}"],
                [city, f"{country} {code}"],
                [f"{city} {region}", code],
                [city, country],
            ]
        )
        return lines

    def _forms(self) -> list[Part]:
        form = self._rng.choices([name for name, _ in _FORMS], [weight for _, weight in _FORMS])[0]
        return _PEOPLE[form](self)

    def _titled(self) -> list[Part]:
        title = self._rng.choice(["Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Miss", "Sir"])
        name = self.name()
        return [(f"{title} ", ""), (self._rng.choice([name.family, name.full]), "PERSON")]


def _one(make: Callable[[Name], str]) -> Callable[[Slots], list[Part]]:
    return lambda slots: [(make(slots.name()), "PERSON")]


_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "pl": ("em", "owi", "a", "ą", "y", "ie", "u"),
    "cs": ("em", "ovi", "a", "ou", "y", "u"),
    "ru": ("у", "а", "ом", "е", "ой", "ы", "ем"),
    "uk": ("у", "а", "ом", "ові", "ою", "и"),
    "fi": ("n", "lle", "lta", "sta", "n"),
    "hu": ("nak", "nek", "val", "tól", "t"),
    "tr": ("'ın", "'in", "'e", "'a", "'dan"),
}
"""Endings that names take in sentences of languages with cases."""


def _inflected(slots: "Slots") -> list[Part]:
    name = slots.name()
    endings = _ENDINGS.get(name.language, ("",))
    words = name.full.split() if slots.chance(0.5) else [name.given]
    kept = name.language in ("fi", "hu", "tr")
    stems = [word if kept or word[-1] not in "aeiouyаяойьіо" else word[:-1] for word in words]
    changed = [word + slots.one_of(endings) if word and not kept else word for word in stems]
    if kept:
        changed[-1] += slots.one_of(endings)
    return [(" ".join(changed), "PERSON")]


def _initial(word: str) -> str:
    return word[0].upper() + "."


_PEOPLE: Mapping[str, Callable[[Slots], list[Part]]] = {
    "person": Slots._forms,
    "titled": Slots._titled,
    "full": _one(lambda name: name.full),
    "given": _one(lambda name: name.given),
    "family": _one(lambda name: name.family),
    "upper": _one(lambda name: name.full.upper()),
    "full_lower": _one(lambda name: name.full.lower()),
    "given_lower": _one(lambda name: name.given.lower()),
    "family_lower": _one(lambda name: name.family.lower()),
    "last_first": _one(lambda name: f"{name.family}, {name.given}"),
    "given_initial": _one(lambda name: f"{name.given} {_initial(name.family)}"),
    "initial_family": _one(lambda name: f"{_initial(name.given)} {name.family}"),
    "inflected": _inflected,
    "given_zh": _one(lambda name: name.given),
}


def merged(parts: Sequence[Part]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of the parts together, and where the labelled ones stand in it."""
    text, spans = "", []
    for piece, label in parts:
        if label and piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((len(text) + lead, len(text) + len(piece.rstrip()), label))
        text += piece
    return text, spans
