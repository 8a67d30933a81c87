"""Names and addresses to fill templates with: Faker's of every country, and new ones grown out of their halves."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from guardrails.recognisers.lexicon import Lexicon

HELD_OUT: Final = ("cs_CZ", "da_DK", "el_GR", "en_NZ", "es_CO", "id_ID", "ko_KR", "pt_PT", "ro_RO", "sl_SI", "uk_UA")
"""Locales that only validation sees."""
_NO_LOCALE: Final = frozenset({"en", "de", "es", "la", "sw", "th", "dk_DK", "fr_QC", "ar_DZ", "ar_BH", "ar_JO"})
"""Doubles of others in Faker's list, and Latin."""
_CAPITALS: Final = re.compile(r"^[^\W\d_]+$")


_UNORDERED_CITIES: Final = frozenset({"it_IT"})
"""Locales whose cities Faker keeps in a set: another process would draw others."""


@dataclass(frozen=True, slots=True)
class Locale:
    """What one country's forms are filled with."""

    code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    addresses: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    postcodes: tuple[str, ...]
    companies: tuple[str, ...]


def locales(*, held_out: bool) -> list[str]:
    """Faker's locales for training, or the ones that are held out."""
    from faker.config import AVAILABLE_LOCALES

    known = [code for code in AVAILABLE_LOCALES if code not in _NO_LOCALE]
    return [code for code in sorted(known) if (code in HELD_OUT) == held_out]


def draw(code: str, *, seed: int, size: int) -> Locale:
    """`size` values of each kind from one locale."""
    from faker import Faker

    faker = Faker(code)
    faker.seed_instance(f"{seed}-{code}")
    given = _draw(faker.first_name, 2 * size)
    family = _draw(faker.last_name, 2 * size)
    if code == "ja_JP":
        romanised = [name.split() for name in _draw(faker.romanized_name, size)]
        given, family = given + tuple(name[0] for name in romanised), family + tuple(name[-1] for name in romanised)
    return Locale(
        code,
        given,
        family,
        _draw(faker.address, size),
        _draw(faker.street_address, size),
        _draw(faker.state if code in _UNORDERED_CITIES else faker.city, size),
        _draw(faker.postcode, size // 2),
        _draw(faker.company, size),
    )


def house_pool(lexicon: Lexicon, *, like: Locale) -> Locale:
    """The names of the package's own list, with the places of `like`."""
    given = tuple(sorted(word.title() for word in lexicon.given))
    family = tuple(sorted(word.title() for word in lexicon.family))
    return replace(like, given=given, family=family)


def _draw(make: Callable[[], Any], size: int) -> tuple[str, ...]:
    return tuple(sorted({value for _ in range(size) if (value := str(make()).strip())}))


def grown(rng: Random, words: Sequence[str]) -> str:
    """A word that nobody wrote down: the head of one and the tail of another.

    >>> grown(Random(3), ["Marten", "Selina"])
    'Marrten'
    """
    one, other = rng.choice(words), rng.choice(words)
    if min(len(one), len(other)) < 4 or not (_CAPITALS.match(one) and _CAPITALS.match(other)):
        return one
    return one[: rng.randint(2, len(one) - 2)] + other[-rng.randint(2, len(other) - 2) :].lower()


def similar(pools: Iterable[Locale]) -> dict[str, list[Locale]]:
    """Locales by language, for texts that are written in it."""
    by_language: dict[str, list[Locale]] = {}
    for pool in pools:
        by_language.setdefault(pool.code.split("_")[0], []).append(pool)
    return by_language
