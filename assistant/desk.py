"""Have a text written for an opened ticket, and let through only what passes the checks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.checks import Checker
from assistant.languages.mixed import with_languages
from assistant.records import Note, Passage, Sentence, Text, TextKind, Verdict
from assistant.relevance import relevance
from assistant.steering.refine import Refiner, asks_for_change
from assistant.steering.steering import Steering
from assistant.texts.kinds import SPECS
from assistant.texts.order import Order
from assistant.writers.material import Material
from assistant.writers.writer import Writer
from prompts.phrases import Phrasebook

_NEEDS_AN_ANSWER = ("reply",)
"""Kinds that are written only where the verdict says that there is an answer."""


class Desk:
    """Writes the texts of one ticket. `tell` hears of each checked sentence of a text that is being made."""

    def __init__(
        self,
        writer: Writer,
        phrases: Phrasebook,
        material: Material,
        checker: Checker,
        tell: Callable[[str, Any], None],
    ) -> None:
        self._writer = writer
        self._phrases = phrases
        self._material = material
        self._checker = checker
        self._tell = tell
        self._told: set[int] = set()
        self.unwritten: tuple[Note, ...] = ()
        """Why the last text that was ordered has nothing to say, where its writer tells."""

    def reply(self, verdict: Verdict, sources: Sequence[Passage]) -> tuple[Text | None, tuple[Sentence, ...], Verdict]:
        """A checked reply, or the questions to ask instead, and the verdict that came of it."""
        return self._answered("reply", verdict, sources)

    def summary(self, verdict: Verdict, before: Text | None = None) -> Text:
        """The checked summary; sections without support are empty."""
        order = self._order("summary", verdict, (), before)
        found = self._made(replace(order, steering=as_it_comes(order.steering)))
        return found or Text("summary", self._writer.name, SPECS["summary"].empty())

    def write(
        self, kind: TextKind, verdict: Verdict, sources: Sequence[Passage], before: Text | None = None
    ) -> tuple[Text | None, tuple[Sentence, ...], Verdict]:
        """A checked text of any kind; for a reply without an answer, what to ask instead. All of it is told."""
        text, asked, verdict = self._answered(kind, verdict, sources, before)
        for section in text.sections if text else ():
            for sentence in (one for one in section.sentences if id(one) not in self._told):
                self._tell("sentence", {"kind": kind, "section": section.name, "sentence": sentence})
        return text, asked, verdict

    def _answered(
        self, kind: TextKind, verdict: Verdict, sources: Sequence[Passage], before: Text | None = None
    ) -> tuple[Text | None, tuple[Sentence, ...], Verdict]:
        if kind not in _NEEDS_AN_ANSWER or verdict.kind == "answerable":
            text = self._made(self._order(kind, verdict, sources, before))
            if text is not None or kind not in _NEEDS_AN_ANSWER:
                return text, (), verdict
            verdict = replace(
                verdict, kind="knowledge_gap", reason="No draft, because no sentence of it was supported."
            )
        order = self._order("question", verdict, sources)
        asked = self._made(replace(order, steering=as_it_comes(order.steering)))
        return None, asked.sentences if asked else (), verdict

    def _order(self, kind: TextKind, verdict: Verdict, sources: Sequence[Passage], before: Text | None = None) -> Order:
        steering = self._material.ticket.steering
        own = self._material.language if SPECS[kind].reader == "customer" else ""
        return Order(kind, verdict, sources, steering, self._language(steering.language or own), before)

    def _language(self, asked: str) -> str:
        """The language to write in: a model writes in any, the house's own phrases in those that there are."""
        return asked if asked and self._languages is None else self._phrases.of(asked).language

    def _made(self, order: Order) -> Text | None:
        """As ordered and refined. A text that is changed after it was written is not told sentence by sentence."""
        aloud = not asks_for_change(order.steering)

        def write(steering: Steering) -> Text | None:
            language = self._language(steering.language) if steering.language else order.language
            return self._written(replace(order, steering=steering, language=language), aloud=aloud)

        refiner = Refiner(write, self._weigh, languages=self._languages)
        if order.before is not None and order.kind != "summary":
            # What is written the same again is written again; what a model wrote is changed as it stands.
            by_model = self._languages is None and order.before.made_by == self._writer.name
            there = self._checker.text(order.before, verdict=order.verdict) if by_model else None
            order = replace(order, before=there)
            if there is not None and (changed := refiner.change(there, order.steering)) is not None:
                return changed
        return refiner.refine(order.steering)

    def _written(self, order: Order, *, aloud: bool) -> Text | None:
        def check(section: str, sentence: Sentence) -> Sentence | None:
            passed = self._checker.one(order.kind, section, sentence)
            if passed is not None and aloud:
                self._told.add(id(passed))
                self._tell("sentence", {"kind": order.kind, "section": section, "sentence": passed})
            return passed

        text = self._writer.write(order, self._material, check)
        checked = self._checker.text(text, verdict=order.verdict)
        self.unwritten = text.notes if checked is None else ()
        return with_languages(checked) if checked is not None and order.spec.reader == "customer" else checked

    def _weigh(self, texts: Sequence[str]) -> Sequence[float]:
        """How much each sentence has to do with the ticket."""
        vectors = self._material.embedder.encode(list(texts))
        return [float(score) for score in relevance(self._material.query, texts, vectors)]

    @property
    def _languages(self) -> frozenset[str] | None:
        """Those that can be written in; None where a model is asked, which writes in any."""
        return frozenset(self._phrases.languages) if self._writer.name.startswith("extractive") else None


def as_it_comes(steering: Steering) -> Steering:
    """Turns, tone and length are about the text that was asked for, not about what comes with it."""
    return replace(steering, turns=(), tone="neutral", length="normal")
