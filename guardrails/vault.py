"""A ticket's placeholders and their values. The vault lives as long as the ticket's request and is never shown.

Placeholders read `<KIND_NUMBER>`. The number names a thing (for people: the person, shared by names, user names and
e-mail addresses); a second spelling of the same thing gets a letter (`<PERSON_1>`, `<PERSON_1b>`), so that restoring
puts back exactly what stood there. Text that looks like a placeholder is itself kept as a `<TEXT_n>`. Secrets get
`<SECRET_n>`; the vault remembers only a salted hash of them and never restores them.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from guardrails.hits import LITERAL as LITERAL
from guardrails.people import People, fold
from guardrails.same_number import NUMBERS, compact, country, is_number, national

PLACEHOLDER = re.compile(r"<([A-Z][A-Z_]{0,39})_(\d{1,9})([a-z]{0,9})>")
PLACEHOLDER_MAX = 61
"""Characters of the longest placeholder."""
BARE_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]{0,39}>")
SECRET = "SECRET"  # noqa: S105  the name of a kind, no password
_PEOPLE = frozenset({"PERSON", "EMAIL", "USERNAME"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the ticket's own fields name."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    role: str = ""


@dataclass(slots=True)
class _Counter:
    """Numbers given out for one family of kinds, and how many spellings each number has by kind."""

    next_number: int = 1
    spellings: dict[tuple[str, int], int] = field(default_factory=dict)


class Vault:
    """Typed, stable placeholders for one ticket.

    >>> vault = Vault()
    >>> vault.placeholder("PERSON", "Ana Duarte"), vault.placeholder("EMAIL", "ana.duarte@example.org")
    ('<PERSON_1>', '<EMAIL_1>')
    >>> vault.restore("Dear <PERSON_1>")
    'Dear Ana Duarte'
    """

    def __init__(self) -> None:
        self._placeholders: dict[tuple[str, str], str] = {}
        self._values: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._counters: dict[str, _Counter] = {}
        self._people = People()
        self._phones: dict[str, dict[str, int]] = {}
        self._folded: set[str] = set()
        self._given: set[str] = set()
        self._made: dict[str, int] = {}
        self._salt = secrets.token_bytes(16)

    def __repr__(self) -> str:
        return f"Vault({len(self._placeholders)} values)"

    def __reduce__(self) -> str:
        raise TypeError("a vault is never pickled or copied: its values stay in this process")

    def seed(self, identity: Identity) -> None:
        """Know somebody before any text is read; their name and addresses are masked wherever they stand."""
        if name := " ".join(identity.name.split()):
            self.placeholder("PERSON", name)
        if email := identity.email.strip():
            self.placeholder("EMAIL", email)
        if identity.role == "customer" and len(organisation := " ".join(identity.organisation.split())) > 2:
            self.placeholder("ORGANISATION", organisation)

    def placeholder(self, kind: str, value: str) -> str:
        """The placeholder of `value`; the same spelling always gets the same one."""
        secret = kind.startswith(SECRET)
        kind, kept = (SECRET, self._hash(value)) if secret else (kind, value)
        if known := self._placeholders.get((kind, kept)):
            return known
        number = self._number(kind, kept)
        made = f"<{kind}_{number}{self._letter(kind, number)}>"
        self._placeholders[kind, kept] = made
        self._given.add(made)
        if not secret:
            self._values[made] = value
            self._folded.add(fold(value))
            if kind in NUMBERS:
                self._folded.add(compact(value))
        return made

    def restore(self, text: str) -> str:
        """Put this ticket's values back; secrets and placeholders of others stay as they are."""
        return PLACEHOLDER.sub(lambda match: self._values.get(match[0], match[0]), text)

    def holds(self, value: str) -> bool:
        """Whether this ticket itself states `value`, in whatever case, spacing and grouping."""
        if fold(value) in self._folded or (SECRET, self._hash(value)) in self._placeholders:
            return True
        return is_number(value) and (compact(value) in self._folded or self._phone(value) is not None)

    def knows(self, placeholder: str) -> bool:
        """Whether `placeholder` is one that this vault gave out."""
        return placeholder in self._given

    def remember(self, scrubbed: str) -> None:
        """Know a text again that was scrubbed with this vault."""
        self._made[self._hash(scrubbed)] = len(self._placeholders)

    def made(self, text: str) -> bool:
        """Whether `text` is, letter by letter, one that was scrubbed with this vault: its placeholders stay."""
        return self._hash(text) in self._made

    def has_grown_since(self, scrubbed: str) -> bool:
        """Whether there are values that were not known yet when this text was made."""
        return self._made.get(self._hash(scrubbed), 0) < len(self._placeholders)

    def values(self) -> Iterator[tuple[str, str]]:
        """(kind, value) of everything that may be restored, for finding it again elsewhere in the ticket."""
        for (kind, value), _ in list(self._placeholders.items()):
            if kind not in (SECRET, LITERAL):
                yield kind, value

    def _hash(self, value: str) -> str:
        return blake2b(value.encode(errors="surrogatepass"), key=self._salt, digest_size=16).hexdigest()

    def _number(self, kind: str, value: str) -> int:
        """The number of the thing that `value` names: an old one when value or person is known, else the next."""
        family = "people" if kind in _PEOPLE else kind
        key = (family if kind != "EMAIL" else kind, compact(value) if kind in NUMBERS else fold(value))
        number = self._numbers.get(key)
        if number is None and kind in _PEOPLE:
            number = self._people.find(kind, value)
        elif number is None and kind == "PHONE":
            number = self._phone(value)
        if number is None:
            counter = self._counters.setdefault(family, _Counter())
            number, counter.next_number = counter.next_number, counter.next_number + 1
        if kind in _PEOPLE:
            self._people.learn(number, kind, value)
        elif kind == "PHONE" and (local := national(value)):
            self._phones.setdefault(local, {})[country(value)] = number
        self._numbers[key] = number
        return number

    def _phone(self, value: str) -> int | None:
        """The number of a telephone that is known in another spelling, perhaps without its country."""
        known = self._phones.get(national(value), {})
        code = country(value)
        if code in known:
            return known[code]
        numbers = set(known.values()) if not code else {number for stated, number in known.items() if not stated}
        return numbers.pop() if len(numbers) == 1 else None

    def _letter(self, kind: str, number: int) -> str:
        """'' for the first spelling, then b, c, … z, bb, bc, …"""
        counter = self._counters.setdefault("people" if kind in _PEOPLE else kind, _Counter())
        index = counter.spellings[kind, number] = counter.spellings.get((kind, number), -1) + 1
        letters = ""
        while index:
            index, rest = divmod(index, 26)
            letters = chr(ord("a") + rest) + letters
        return letters
