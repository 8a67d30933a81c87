"""How the parts of a person's name, addresses and user names belong together."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
import unicodedata
from dataclasses import dataclass, field

from guardrails.inflection import same_word

PARTICLES = frozenset(
    "af al av bin ibn da das de del della den der di do dos du e el la le les los ten ter van vom von y zu zum zur".split()
)
TITLES = frozenset(
    "mr mrs ms miss mx dr prof herr frau hr fr señor señora sr sra srta don doña monsieur madame mademoiselle m mme mlle "
    "signor signora sig dott senhor senhora dhr mevr mevrouw meneer sir dame ing pan paní pani".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_MIN_USER_NAME = 5
_STEM = 3
_CROWD = 64


def fold(value: str) -> str:
    """Case, spacing, and accents taken away: the form in which values are compared."""
    if value.isascii():
        return " ".join(value.casefold().split())
    plain = unicodedata.normalize("NFKD", value).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def words(value: str) -> list[str]:
    """Folded words of a value, without titles and particles.

    >>> words("Ms. Ana de Souza")
    ['ana', 'souza']
    """
    return [word for word in _WORD.findall(fold(value)) if word not in PARTICLES and word not in TITLES]


def name_words(value: str) -> list[str]:
    """Words of a name in small letters, with their accents, without titles and particles."""
    plain = unicodedata.normalize("NFC", value).casefold()
    return [word for word in _WORD.findall(plain) if word not in PARTICLES and word not in TITLES]


@dataclass(slots=True)
class Person:
    """What is known of one person's spelling, in folded words; `spelt` has the names with their accents."""

    names: list[list[str]] = field(default_factory=list)
    locals: list[list[str]] = field(default_factory=list)
    spelt: list[list[str]] = field(default_factory=list)

    def fits(self, kind: str, value: str) -> bool:
        """Whether `value` can name this person."""
        if kind == "PERSON":
            new = words(value)
            return any(same_name(new, name) for name in self.names) or any(handle_fits(h, new) for h in self.locals)
        new = handle_words(value)
        return any(handle_fits(new, name) for name in self.names) or (bool(new) and new in self.locals)

    def fits_declined(self, value: str) -> bool:
        """Whether `value` is a name of this person in another case."""
        new = name_words(value)
        return bool(new) and any(
            all(any(same_word(word, full) for full in name) for word in new)
            for name in self.spelt
            if len(name) >= len(new)
        )


class People:
    """The people of one ticket by their numbers, filed under what they can be called."""

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}
        self._called: dict[str, set[int]] = {}

    def learn(self, number: int, kind: str, value: str) -> None:
        """Remember a spelling that belongs to this person."""
        person = self._people.setdefault(number, Person())
        if kind == "PERSON":
            _add(person.names, words(value))
            _add(person.spelt, name_words(value))
        else:
            _add(person.locals, handle_words(value))
        for call in calls(kind, value):
            self._called.setdefault(call, set()).add(number)

    def find(self, kind: str, value: str) -> int | None:
        """The one known person that `value` can mean; none when it fits nobody or more than one."""
        candidates = {number for call in calls(kind, value) for number in self._named(call)}
        fitting = [number for number in candidates if self._people[number].fits(kind, value)]
        if not fitting and kind == "PERSON":
            fitting = [number for number in candidates if self._people[number].fits_declined(value)]
        return fitting[0] if len(fitting) == 1 else None

    def _named(self, call: str) -> set[int]:
        """Who is called so; a call that belongs to a crowd says nothing."""
        return numbers if len(numbers := self._called.get(call, set())) <= _CROWD else set()


def calls(kind: str, value: str) -> set[str]:
    """Keys under which somebody with this name, address or user name is looked for."""
    own = words(value) if kind == "PERSON" else handle_words(value)
    found = {word for word in own if len(word) > 1}
    if kind == "PERSON" and own:
        found |= shapes(own[0], own[-1])
        # The first letters are what the cases of a name have in common.
        found |= {f"{word[:_STEM]}…" for word in own if len(word) > _STEM}
    return found


def _add(known: list[list[str]], new: list[str]) -> None:
    if new and new not in known:
        known.append(new)


def handle_words(value: str) -> list[str]:
    """Words of an e-mail's local part or of a user name.

    >>> handle_words("ana.duarte+support@example.org")
    ['ana', 'duarte']
    """
    local = re.split(r"@|\(at\)|\[at\]|\+", value.lstrip("@"), maxsplit=1)[0]
    return words(local.replace("_", " ").replace(".", " "))


def same_name(one: list[str], other: list[str]) -> bool:
    """Whether two names share their words, initials counting as the words that they shorten."""
    short, long = sorted((one, other), key=len)
    return bool(short) and all(
        any(word == full or (len(word) == 1 and full[0] == word) for full in long) for word in short
    )


def handle_fits(handle: list[str], name: list[str]) -> bool:
    """Whether an address or user name is made of this name: ana.duarte, aduarte, anad, duarte, ana."""
    if not handle or not name:
        return False
    if len(handle) > 1:
        return same_name(handle, name) and any(len(word) > 2 for word in handle)
    first, last, joined = name[0], name[-1], handle[0]
    if len(name) == 1:
        return joined == first and len(joined) > 2
    return joined in shapes(first, last)


def shapes(first: str, last: str) -> set[str]:
    """User names of one word that can be made of a first and a last name."""
    made = {first, last, last[0] + first, last + first[:2], last + first[:3], *_joined(first, last)}
    return {shape for shape in made if len(shape) > 2}


def _joined(first: str, last: str) -> tuple[str, ...]:
    return (first + last, last + first, first[0] + last, first + last[0], last + first[0])


def user_names(name: list[str]) -> set[str]:
    """User names that are commonly made of a name; nothing shorter than five letters, nothing of one part alone.

    >>> sorted(user_names(["ana", "duarte"]))[:4]
    ['a.duarte', 'a_duarte', 'aduarte', 'ana.duarte']
    """
    if len(name) < 2:
        return set()
    first, last = name[0], name[-1]
    made = {*_joined(first, last)}
    for one, other in ((first, last), (last, first), (first[0], last)):
        made |= {f"{one}{sign}{other}" for sign in "._"}
    return {user_name for user_name in made if len(user_name) >= _MIN_USER_NAME}
