"""How the parts of a person's name, addresses and user names belong together."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
import unicodedata
from dataclasses import dataclass, field

PARTICLES = frozenset(
    "af al av bin ibn da das de del della den der di do dos du e el la le les los ten ter van vom von y zu zum zur".split()
)
TITLES = frozenset(
    "mr mrs ms miss mx dr prof herr frau hr fr señor señora sr sra srta don doña monsieur madame mademoiselle m mme mlle "
    "signor signora sig dott senhor senhora dhr mevr mevrouw meneer sir dame ing pan paní pani".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def fold(value: str) -> str:
    """Case, spacing, and accents taken away: the form in which values are compared."""
    plain = unicodedata.normalize("NFKD", value).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def words(value: str) -> list[str]:
    """Folded words of a value, without titles and particles.

    >>> words("Ms. Ana de Souza")
    ['ana', 'souza']
    """
    return [word for word in _WORD.findall(fold(value)) if word not in PARTICLES and word not in TITLES]


@dataclass(slots=True)
class Person:
    """What is known of one person's spelling, in folded words."""

    names: list[list[str]] = field(default_factory=list)
    locals: list[list[str]] = field(default_factory=list)

    def learn(self, kind: str, value: str) -> None:
        """Remember a spelling that belongs to this person."""
        (self.names if kind == "PERSON" else self.locals).append(
            handle_words(value) if kind != "PERSON" else words(value)
        )

    def fits(self, kind: str, value: str) -> bool:
        """Whether `value` can name this person."""
        if kind == "PERSON":
            new = words(value)
            return any(same_name(new, name) for name in self.names) or any(handle_fits(h, new) for h in self.locals)
        new = handle_words(value)
        return any(handle_fits(new, name) for name in self.names) or (bool(new) and new in self.locals)


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
    shapes = {
        first,
        last,
        first + last,
        last + first,
        first[0] + last,
        first + last[0],
        last + first[0],
        last[0] + first,
    }
    return joined in {shape for shape in shapes if len(shape) > 2} or joined in {last + first[:2], last + first[:3]}
