"""Have a text written for an opened ticket, and let through only what passes the checks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.checks import Checker
from assistant.records import Passage, Sentence, Text, TextKind, Verdict
from assistant.texts.kinds import SPECS
from assistant.texts.order import Order
from assistant.writers.material import Material
from assistant.writers.writer import Writer
from prompts.phrases import Phrases

_NEEDS_AN_ANSWER = ("reply",)
"""Kinds that are written only where the verdict says that there is an answer."""


class Desk:
    """Writes the texts of one ticket. `tell` hears of each checked sentence of a text that is being made."""

    def __init__(
        self,
        writer: Writer,
        phrases: Phrases,
        material: Material,
        checker: Checker,
        tell: Callable[[str, Any], None],
    ) -> None:
        self._writer = writer
        self._phrases = phrases
        self._material = material
        self._checker = checker
        self._tell = tell

    def reply(self, verdict: Verdict, sources: Sequence[Passage]) -> tuple[Text | None, Sentence | None, Verdict]:
        """A checked reply, or the question to ask instead, and the verdict that came of it."""
        return self.write("reply", verdict, sources)

    def summary(self, verdict: Verdict, before: Text | None = None) -> Text:
        """The checked summary; sections without support are empty."""
        found = self._made(self._order("summary", verdict, (), before))
        return found or Text("summary", self._writer.name, SPECS["summary"].empty())

    def write(
        self, kind: TextKind, verdict: Verdict, sources: Sequence[Passage], before: Text | None = None
    ) -> tuple[Text | None, Sentence | None, Verdict]:
        """A checked text of any kind; for a reply without an answer, what to ask instead."""
        if kind not in _NEEDS_AN_ANSWER or verdict.kind == "answerable":
            text = self._made(self._order(kind, verdict, sources, before))
            if text is not None or kind not in _NEEDS_AN_ANSWER:
                return text, None, verdict
            verdict = replace(
                verdict, kind="knowledge_gap", reason="No draft, because no sentence of it was supported."
            )
        asked = self._made(self._order("question", verdict, sources))
        return None, asked.sentences[0] if asked else None, verdict

    def _order(self, kind: TextKind, verdict: Verdict, sources: Sequence[Passage], before: Text | None = None) -> Order:
        steering = self._material.ticket.steering
        return Order(kind, verdict, sources, steering, steering.language or self._phrases.language, before)

    def _made(self, order: Order) -> Text | None:
        def check(section: str, sentence: Sentence) -> Sentence | None:
            passed = self._checker.one(order.kind, section, sentence)
            if passed is not None:
                self._tell("sentence", {"kind": order.kind, "section": section, "sentence": passed})
            return passed

        text = self._writer.write(order, self._material, check)
        return self._checker.text(text, verdict=order.verdict)
