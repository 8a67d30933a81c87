"""Make texts to train on from our own templates: attacks with their place, alone or inside other text, and none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from guardrails.rules import read_rules

_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SHARES = {"override": 14, "role": 12, "exfiltration": 10, "tool": 14, "leak": 6, "output": 22, "task": 22}
"""How often each class of attack is made; `output` and `task` are the ones with most ways of saying them."""
_OTHER_LANGUAGES = {"deutsch", "francais", "espanol", "italiano"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the places of the attacks in it; None when there is one but nobody knows where."""

    text: str
    attacks: tuple[tuple[int, int], ...] | None
    source: str
    weight: float = 1.0

    @property
    def long(self) -> bool:
        """Long enough that an attack in it leaves room for other text."""
        return len(self.text) > 300


class Generator:
    """Fills templates; the same seed makes the same texts."""

    def __init__(self, seed: int, rules: Mapping[str, Any] | None = None) -> None:
        self._random = Random(seed)  # noqa: S311  texts to train on, no secrets
        self._rules = rules or read_rules("injection_training.yaml")
        wordings = read_rules("injection_wordings.yaml")
        self._slots = self._rules["slots"] | {name: _lines(listed) for name, listed in wordings["slots"].items()}
        self._orders, self._requests = _lines(wordings["attacks"]), _lines(wordings["harmless"])

    def examples(self, count: int) -> list[Example]:
        """`count` texts, of which about two in five hold an attack."""
        return [self._attacked() if self._random.random() < 0.4 else self._harmless() for _ in range(count)]

    def fill(self, template: str) -> str:
        """A template with its choices made and its slots filled."""
        text = _CHOICE.sub(lambda match: self._random.choice(match[1].split("|")), template.replace("\\|", "\0"))
        text = _SLOT.sub(lambda match: self._word(match[1]), text)
        return re.sub(" {2,}", " ", text.replace("\0", "|")).strip()

    def twins(self, copies: int, hosts: Sequence[str] = ()) -> list[Example]:
        """Every wording alone; orders also `copies` times in a text whose twin holds a harmless sentence instead."""
        made = []
        for order in self._orders * max(copies, 1):
            attack, request = self._said(order), self._said(self._random.choice(self._requests))
            made += self._pair(attack, request, hosts) if copies else []
        alone = [self._said(order) for order in self._orders]
        made += [Example(text, ((0, len(text)),), "own") for text in alone]
        return made + [Example(self._said(request), (), "own") for request in self._requests * max(copies, 1)]

    def _said(self, wording: str) -> str:
        return self.fill(wording).replace("\\n", "\n")

    def _pair(self, attack: str, request: str, hosts: Sequence[str]) -> list[Example]:
        """The same surroundings twice: with the attack, and with the request in its place."""
        own = not hosts or self._random.random() < 0.6
        pieces = self._host() if own else self._random.choice(hosts).split("\n")
        at = self._random.choice([0, len(pieces), self._random.randint(0, len(pieces))])
        glue = self._random.choice(["\n", " ", "\n\n"])
        before, after = glue.join(pieces[:at]), glue.join(pieces[at:])
        start = len(before) + len(glue) if before else 0
        with_attack, with_request = (
            glue.join(piece for piece in (before, inner, after) if piece) for inner in (attack, request)
        )
        return [Example(with_attack, ((start, start + len(attack)),), "own"), Example(with_request, (), "own")]

    def _word(self, name: str) -> str:
        """A word for a slot; `{x}`, where an attack goes, stays."""
        if name == "x":
            return "{x}"
        return self.fill(str(self._random.choice(self._slots.get(name) or self._rules["goals"][name])))

    def _attacked(self) -> Example:
        kind = self._kind()
        attack = self._attack(kind)
        if kind != "task" and self._random.random() < 0.3:
            return Example(attack, ((0, len(attack)),), "own")
        return self._bury(attack)

    def _kind(self) -> str:
        return self._random.choices(list(_SHARES), weights=list(_SHARES.values()))[0]

    def _attack(self, kind: str) -> str:
        text = self.fill(self._random.choice(self._rules["attacks"][kind]))
        chance = self._random.random
        if chance() < 0.15:
            text = f"{self.fill(self._random.choice(self._rules['openings']))} {text}"
        if chance() < 0.15:
            text = f"{text} {self.fill(self._random.choice(self._rules['closings']))}"
        if chance() < 0.06:
            text = self._misspell(text)
        if chance() < 0.06:
            text = text.upper() if chance() < 0.5 else text.lower()
        if chance() < 0.2:
            text = self.fill(self._random.choice(self._rules["wrappers"])).replace("{x}", text)
        return text

    def _misspell(self, text: str) -> str:
        words = text.split(" ")
        for number, word in enumerate(words):
            if len(word) > 4 and self._random.random() < 0.4:
                at = self._random.randrange(1, len(word) - 2)
                words[number] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return " ".join(words)

    def _bury(self, attack: str) -> Example:
        """The attack before, inside or after other text, on a line of its own or not."""
        pieces = self._host()
        at = self._random.choice([0, len(pieces), len(pieces), self._random.randint(0, len(pieces))])
        glue = self._random.choice(["\n", "\n", "\n\n", " "])
        inner = self._random.choice(["\n", "\n", " ", "\n\n"])
        before, after = inner.join(pieces[:at]), inner.join(pieces[at:])
        start = len(before) + len(glue) if before else 0
        text = glue.join(piece for piece in (before, attack, after) if piece)
        return Example(text, ((start, start + len(attack)),), "own")

    def buried_in(self, host: str, source: str) -> Example:
        """An attack of our own before, after or between the lines of a harmless text."""
        attack = self._attack(self._kind())
        lines = host.split("\n")
        at = self._random.choice([0, len(lines), self._random.randint(0, len(lines))])
        before = "".join(line + "\n" for line in lines[:at])
        after = "".join("\n" + line for line in lines[at:])
        return Example(before + attack + after, ((len(before), len(before) + len(attack)),), source)

    def _host(self) -> list[str]:
        """Sentences of one kind of harmless text."""
        kinds = self._rules["hosts"]
        kind = self._random.choices(list(kinds), weights=[2 if name in _OTHER_LANGUAGES else 4 for name in kinds])[0]
        return self._some(kinds[kind])

    def _some(self, templates: Sequence[str]) -> list[str]:
        size = min(self._random.choice([2, 3, 4, 5, 6, 8, 10]), len(templates))
        return [self.fill(template) for template in self._random.sample(list(templates), size)]

    def _harmless(self) -> Example:
        """Other text, sometimes with a request in it that only looks like an attack; or such a request alone."""
        chance = self._random.random()
        if chance < 0.25:
            return Example(self.fill(self._random.choice(self._rules["benign"])), (), "own")
        pieces = self._host()
        if chance < 0.45:
            requests = [
                template for template in self._rules["benign"] if not template.startswith(("[Write|", "Write a"))
            ]
            pieces.insert(self._random.randint(0, len(pieces)), self.fill(self._random.choice(requests[:9])))
        if chance > 0.95:
            pieces = [piece.upper() for piece in pieces]
        return Example(self._random.choice(["\n", " ", "\n\n"]).join(pieces), (), "own")


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]
