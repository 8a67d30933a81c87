"""A text while a model writes it: what passed the checks is shown and stays, the rest waits for its repair.

Nothing that was shown is ever taken back. So nothing is shown before a sentence of the core has passed: until then the
text may still have to be written without the model. And where the order matters, what follows a sentence that did not
pass waits until that one is repaired or given up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from assistant.records import Section, Sentence
from assistant.support.support import Support
from assistant.texts.kinds import SectionSpec
from assistant.texts.order import Check, Order
from assistant.writers.extractive.voice import Voice
from assistant.writers.model.answer import WrittenSentence, sentence_of
from assistant.writers.model.catalog import Catalog
from assistant.writers.model.reasons import reason

_ORDERED_ROLES = ("answer", "step")
_ORDERED_SECTIONS = ("timeline",)


@dataclass(slots=True)
class _Slot:
    """The place of one sentence. `mistake` is what is wrong with a failed one."""

    sentence: Sentence | None
    state: Literal["new", "passed", "failed"] = "new"
    mistake: str = ""


@dataclass(slots=True)
class _Part:
    """A section with its places, in the order of the model."""

    spec: SectionSpec
    slots: list[_Slot] = field(default_factory=list)

    @property
    def ordered(self) -> bool:
        return self.spec.role in _ORDERED_ROLES or self.spec.name in _ORDERED_SECTIONS

    @property
    def failed(self) -> list[_Slot]:
        return [slot for slot in self.slots if slot.state == "failed"]

    @property
    def passed(self) -> list[Sentence]:
        return [slot.sentence for slot in self.slots if slot.state == "passed" and slot.sentence]


class Page:
    """One text. `begun` is whether any of it was shown; without a `voice` it has no courtesies of the house."""

    def __init__(
        self,
        order: Order,
        catalog: Catalog,
        check: Check,
        voice: Voice | None,
        *,
        support: Support,
        greeting_name: str = "",
    ) -> None:
        self.begun = False
        self.taken = 0
        self._order = order
        self.catalog = catalog
        self._check = check
        self._voice = voice
        self._support = support
        self._greeting_name = greeting_name
        self._parts = {spec.name: _Part(spec) for spec in order.spec.sections}
        self._loose: list[str] = []
        self._said: set[str] = set()
        self._last = False

    def take(self, entry: dict[str, Any]) -> None:
        """An entry of the answer, as soon as it is whole."""
        self.taken += 1
        if placed := self._placed(entry):
            part, slot = placed
            if slot.state == "failed" or len(part.slots) < part.spec.limit:
                part.slots.append(slot)
            self._advance()

    def mistakes(self) -> list[str]:
        """What is wrong with the sentences that did not pass."""
        return [*self._loose, *(slot.mistake for part in self._parts.values() for slot in part.failed)]

    def correct(self, entries: Sequence[dict[str, Any]]) -> None:
        """Put repaired sentences into the places of those that failed.

        Where their number differs nobody can tell which stands for which: they go to the end of a section whose order
        does not matter, and are left out of one whose order does.
        """
        self._loose.clear()
        repaired: dict[str, list[_Slot]] = {}
        for entry in entries:
            if placed := self._placed(entry):
                part, slot = placed
                repaired.setdefault(part.spec.name, []).append(slot)
        for name, slots in repaired.items():
            part, failed = self._parts[name], self._parts[name].failed
            if len(failed) == len(slots):
                for old, new in zip(failed, slots, strict=True):
                    old.sentence, old.state, old.mistake = new.sentence, new.state, new.mistake
            elif not part.ordered:
                part.slots = [slot for slot in part.slots if slot.state != "failed"] + slots
                del part.slots[part.spec.limit :]

    def finish(self) -> int:
        """Judge what still waited, and close. How many sentences were left out."""
        self._last = True
        self._advance()
        if self.begun:
            self._ours("closing", "closing")
        return len(self.mistakes())

    def sections(self) -> tuple[Section, ...]:
        """What was shown, in reading order."""
        return tuple(Section(p.spec.name, p.spec.title, tuple(p.passed)) for p in self._parts.values())

    def _placed(self, entry: dict[str, Any]) -> tuple[_Part, _Slot] | None:
        """Where an entry belongs, and what it is; None for one that has no place or was there already."""
        try:
            written = WrittenSentence.model_validate(entry)
        except ValidationError as exc:
            self._loose.append(f"An entry is not of the shape that was asked for: {exc.errors()[0]['msg']}.")
            return None
        found = sentence_of(written, self.catalog, self._order.spec)
        part = self._parts.get(written.section)
        if isinstance(found, str):
            if part is None:
                self._loose.append(found)
            return (part, _Slot(None, "failed", found)) if part else None
        same = " ".join(found.text.casefold().split())
        if part is None or same in self._said:
            return None
        self._said.add(same)
        return part, _Slot(found)

    def _advance(self) -> None:
        """Judge what may be judged: the core first, and then everything."""
        core = [self._parts[name] for name in self._order.spec.core]
        if not self.begun:
            for part in core:
                self._judge(part)
        if any(part.passed for part in core):
            if not self.begun:
                self.begun = True
                self._ours("greeting", "greeting")
            for part in self._parts.values():
                self._judge(part)

    def _judge(self, part: _Part) -> None:
        for slot in part.slots:
            if slot.state == "new" and slot.sentence:
                passed = self._check(part.spec.name, slot.sentence)
                if passed is None:
                    slot.state, slot.mistake = "failed", reason(slot.sentence, self._support)
                else:
                    slot.state, slot.sentence = "passed", passed
            if slot.state == "failed" and part.ordered and not self._last:
                return

    def _ours(self, section: str, role: Literal["greeting", "closing"]) -> None:
        """A courtesy of the house, where this kind of text has one."""
        if section not in self._parts or self._voice is None:
            return
        said = self._voice.greeting(self._greeting_name) if role == "greeting" else self._voice.frame("closing", role)
        if (passed := self._check(section, said)) is not None:
            self._parts[section].slots.append(_Slot(passed, "passed"))
