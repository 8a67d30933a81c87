"""Training text: tickets, mails, chats, forms and logs made of templates, with the spans that are people and places."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from guardrails.names.pools import Locale, similar
from guardrails.names.slots import Part, Slots, merged
from guardrails.names.templates import Templates, chosen, filled
from guardrails.names.words import WordMaker
from guardrails.recognisers.lexicon import Lexicon

_KINDS = (
    ("note", 30), ("mail", 14), ("world_mail", 14), ("world_note", 16), ("form", 7), ("technical", 14), ("lone", 5),
)  # fmt: skip
_WIDELY_SPOKEN = frozenset({"de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up text, and the (start, end, label) of its people and addresses."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class Generator:
    """Makes samples from templates and the pools of names; the same seed gives the same texts."""

    def __init__(
        self, templates: Templates, pools: Sequence[Locale], *, lexicon: Lexicon, seed: int, lorem: "LoremMaker"
    ) -> None:
        self._rng = Random(seed)  # noqa: S311  made-up text, nothing secret
        self._templates = templates
        self._pools = [pool for pool in pools if pool.given[0].isascii() or pool.given[0][0] < "\u0300"]
        self._all = list(pools)
        self._by_language = similar(pools)
        english = sorted(word for word in lexicon.common if word.isascii() and not lexicon.is_name(word))
        technical = sorted(lexicon.technical - lexicon.given - lexicon.family)
        self._words = WordMaker(
            self._rng,
            lists=templates.words,
            english=english,
            technical=technical,
            everyday=templates.everyday,
            lorem=lorem.sentence,
        )
        self._sentences = [line for line in templates.english["nothing"] if line.endswith((".", "?", ".)"))]

    def samples(self, count: int) -> Iterator[Sample]:
        """So many texts."""
        kinds, weights = zip(*_KINDS, strict=True)
        for _ in range(count):
            kind = self._rng.choices(kinds, weights)[0]
            yield self._noisy(*merged(getattr(self, f"_{kind}")()))

    def _slots(self, language: str = "en") -> Slots:
        home = self._by_language.get(language) or self._pools
        world = self._all if self._rng.random() < 0.12 else self._pools
        return Slots(self._rng, home=home, world=world, words=self._words)

    def _line(self, slots: Slots, template: str) -> list[Part]:
        def fill(slot: str) -> list[Part]:
            if slot.startswith("sentence"):
                return self._line(slots, self._rng.choice(self._sentences))
            return slots.fill(slot)

        return filled(chosen(self._rng, template), fill)

    def _unit(self, slots: Slots, language: str = "en") -> list[Part]:
        groups = self._templates.english if language == "en" else self._templates.world[language]
        kind = self._rng.choices(["people", "places", "nothing"], [46, 14, 40])[0]
        return self._line(slots, self._rng.choice(groups[kind]))

    def _joined(self, pieces: Sequence[list[Part]], gap: str) -> list[Part]:
        parts: list[Part] = []
        for index, piece in enumerate(pieces):
            parts += [(gap, ""), *piece] if index else piece
        return parts

    def _note(self) -> list[Part]:
        slots = self._slots()
        units = [self._unit(slots) for _ in range(self._rng.randint(1, 4))]
        return self._joined(units, self._rng.choice([" ", " ", "\n", "\n", "\n\n"]))

    def _lone(self) -> list[Part]:
        return self._unit(self._slots())

    def _technical(self) -> list[Part]:
        slots = self._slots()
        lines = [
            self._line(slots, self._rng.choice(self._templates.english["nothing"]))
            for _ in range(self._rng.randint(2, 7))
        ]
        return self._joined(lines, self._rng.choice(["\n", "\n", " ", "\n\n"]))

    def _form(self) -> list[Part]:
        slots = self._slots()
        lines = [self._line(slots, self._rng.choice(self._templates.form)) for _ in range(self._rng.randint(1, 6))]
        return self._joined(lines, self._rng.choice(["\n", "\n", "\n", ", ", " | "]))

    def _mail(self) -> list[Part]:
        slots, mail = self._slots(), self._templates.mail
        body = self._joined([self._unit(slots) for _ in range(self._rng.randint(0, 3))], self._rng.choice([" ", "\n"]))
        return self._letter(slots, mail["greeting"], body, mail["closing"], self._rng.choice(mail["sign"]))

    def _world_note(self) -> list[Part]:
        language = self._language()
        slots = self._slots(language)
        units = [self._unit(slots, language) for _ in range(self._rng.randint(1, 3))]
        return self._joined(units, self._rng.choice([" ", "\n"]))

    def _world_mail(self) -> list[Part]:
        language = self._language()
        slots, groups = self._slots(language), self._templates.world[language]
        units = [self._unit(slots, language) for _ in range(self._rng.randint(0, 2))]
        sign = self._rng.choice(["{full}", "{given}", "{full}\n{job}", "{full}\n{company}\n{address_lines}\n{phone}"])
        return self._letter(slots, groups["greeting"], self._joined(units, " "), groups["closing"], sign)

    def _language(self) -> str:
        known = [name for name in self._templates.world if name in self._by_language]
        return self._rng.choices(known, [3 if name in _WIDELY_SPOKEN else 1 for name in known])[0]

    def _letter(
        self, slots: Slots, greetings: Sequence[str], body: list[Part], closings: Sequence[str], sign: str
    ) -> list[Part]:
        parts = []
        if self._rng.random() < 0.8:
            parts += [*self._line(slots, self._rng.choice(greetings)), (self._rng.choice(["\n\n", "\n", " "]), "")]
        parts += body
        if self._rng.random() < 0.85:
            parts += [("\n\n", ""), *self._line(slots, self._rng.choice(closings))]
            parts += [(self._rng.choice(["\n", "\n", "\n\n", " "]), ""), *self._line(slots, sign)]
        return parts

    def _noisy(self, text: str, spans: list[tuple[int, int, str]]) -> Sample:
        """As people type: without capitals, in capitals, without accents, with slips; offsets stay."""
        dice = self._rng.random()
        if dice < 0.13:
            text = _same_length(text, text.lower())
        elif dice < 0.16:
            text = _same_length(text, text.upper())
        elif dice < 0.22:
            text = "".join(unicodedata.normalize("NFD", char)[0] if char < "\u0250" else char for char in text)
        elif dice < 0.27:
            text = self._slipped(text)
        return Sample(text, tuple(spans))

    def _slipped(self, text: str) -> str:
        """Two neighbouring letters changed over, here and there."""
        chars = list(text)
        for _ in range(1 + len(chars) // 60):
            at = self._rng.randrange(max(1, len(chars) - 1))
            if at + 1 < len(chars) and chars[at].isalpha() and chars[at + 1].isalpha():
                chars[at], chars[at + 1] = chars[at + 1], chars[at]
        return "".join(chars)


def _same_length(text: str, changed: str) -> str:
    return changed if len(changed) == len(text) else text


class LoremMaker:
    """Faker's nonsense sentences in a country's words."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._known: dict[str, list[str]] = {}

    def sentence(self, code: str) -> str:
        """One of three hundred sentences, in turn."""
        if code not in self._known:
            from faker import Faker

            faker = Faker(code)
            faker.seed_instance(f"{self._seed}-{code}")
            self._known[code] = [faker.sentence() for _ in range(300)]
        self._known[code].append(sentence := self._known[code].pop(0))
        return sentence
