"""Weakenings around a chat model: what it is sent, what it may spend, what is kept of its answer."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from assistant.writers.model.failures import ModelFailed
from benchmarks.mutants.change import Change, Patch, changing, giving, replaced
from prompts.prompt import Prompt

_MODEL = "assistant.writers.model"
_NO_LIMIT = 10**9
_NUMBERED = re.compile(r"^\d+\. .*\n", re.MULTILINE)


def fence_removed(patch: Patch) -> None:
    """Evidence is sent without the marks of its request."""

    def render(self: Any) -> str:
        parts = []
        for group, items in groupby(self.items, key=lambda item: item.group):
            parts += [f"\n# {group}", *(f"[{item.label}] {item.text}" for item in items)]
        return "\n".join(parts)

    patch.replace(f"{_MODEL}.catalog:Catalog.render", lambda _: render)


def _rules_without(patch: Patch, words: str) -> None:
    """The rules without those that hold one of `words`, a regular expression."""

    def older(prompt: Prompt) -> Prompt:
        if prompt.name != "rules":
            return prompt
        text = _NUMBERED.sub(lambda rule: "" if re.search(words, rule[0]) else rule[0], prompt.text)
        return replace(prompt, text=text)

    changing("prompts.prompt:_load", older)(patch)


def timeouts_swallowed(patch: Patch) -> None:
    """A failure of the provider ends the answer as if it were whole."""

    def make(old: Any) -> Any:
        def ask(self: Any, *args: Any, **options: Any) -> Iterator[str]:
            try:
                yield from old(self, *args, **options)
            except ModelFailed:
                return

        return ask

    patch.replace(f"{_MODEL}.client:ChatClient.ask", make)


def cut_answers_taken(patch: Patch) -> None:
    """What a provider says at the end of an answer is not read."""
    giving(f"{_MODEL}.client:_ended_well", lambda: None)(patch)


def fallback_signed(patch: Patch) -> None:
    """The text that stands in for the model's says that the model wrote it."""

    def make(old: Any) -> Any:
        def without(self: Any, task: Any, failed: Any) -> Any:
            return replace(old(self, task, failed), made_by=self.name, notes=())

        return without

    patch.replace(f"{_MODEL}.writer:ModelWriter._without", make)


def repaired_unchecked(patch: Patch) -> None:
    """A sentence that was repaired is taken as it comes."""
    taken: set[int] = set()
    held: list[Any] = []

    def correct(old: Any) -> Any:
        def corrected(self: Any, entries: Any) -> None:
            before = [slot for part in self._parts.values() for slot in part.failed]
            old(self, entries)
            for slot in [slot for part in self._parts.values() for slot in part.slots]:
                if (slot.state == "new" and slot.sentence) or (slot in before and slot.sentence):
                    slot.state = "passed"
                    held.append(slot.sentence)
                    taken.add(id(slot.sentence))

        return corrected

    def judged(old: Any) -> Any:
        return lambda self, one, where, reader: one if id(one) in taken else old(self, one, where, reader)

    patch.replace(f"{_MODEL}.page:Page.correct", correct)
    patch.replace("assistant.checks:Checker._judged", judged)


def repair_skipped(patch: Patch) -> None:
    """Nothing is asked a second time."""
    patch.replace(f"{_MODEL}.writer:ModelWriter._repaired", lambda _: lambda *_args: None)


def budget_ignored(patch: Patch) -> None:
    """Limits are kept in the settings and nowhere else."""
    giving(f"{_MODEL}.budget:Meter.room", lambda: _NO_LIMIT)(patch)

    def hold(old: Any) -> Any:
        return lambda self, most, **_limits: old(self, most)

    patch.replace(f"{_MODEL}.spend:SpendBook.hold", hold)


def last_message_not_sent(patch: Patch) -> None:
    """The newest message is left out of what the model reads."""

    def make(old: Any) -> Any:
        def thread(order: Any, ticket: Any) -> Any:
            return old(
                order, replace(ticket, messages=ticket.messages[:-1] if len(ticket.messages) > 1 else ticket.messages)
            )

        return thread

    patch.replace(f"{_MODEL}.items:thread", make)


def notes_sent(patch: Patch) -> None:
    """Internal notes are sent for a customer's text, too."""

    def make(old: Any) -> Any:
        def thread(order: Any, ticket: Any) -> Any:
            messages = [replace(one, public=True) for one in ticket.messages]
            return old(order, replace(ticket, messages=tuple(messages)))

        return thread

    patch.replace(f"{_MODEL}.items:thread", make)


def told_before_the_check(patch: Patch) -> None:
    """Who waits for a text sees each sentence as the model wrote it."""

    def make(old: Any) -> Any:
        def one(self: Any, kind: Any, section: str, sentence: Any) -> Any:
            passed = old(self, kind, section, sentence)
            return passed if passed is not None else sentence

        return one

    patch.replace("assistant.checks:Checker.one", make)


def attacks_sent(patch: Patch) -> None:
    """Paragraphs that give orders to a model are sent like any other."""
    giving("assistant.reading:ReadTicket.injected_parts", list)(patch)
    giving("assistant.reading:ReadTicket.injected", lambda: False)(patch)


def invented_labels_taken(patch: Patch) -> None:
    """A sentence without a label, or with one that there is not, rests on the first piece of evidence."""

    def make(old: Any) -> Any:
        def sentence_of(written: Any, catalog: Any, spec: Any) -> Any:
            known = [one for one in written.cites if catalog.item(one.lower())]
            first = [item.label for item in catalog.items[:1]]
            return old(written.model_copy(update={"cites": known or first}), catalog, spec)

        return sentence_of

    patch.replace(f"{_MODEL}.answer:sentence_of", make)


CHANGES = (
    Change("fence_removed", "model", "a template was tidied up", fence_removed),
    Change(
        "marks_not_escaped",
        "model",
        "a line that cleans what is put into a prompt was lost",
        replaced(f"{_MODEL}.items:line", lambda _: lambda text: " ".join(text.split())),
    ),
    Change(
        "prompt_without_citations",
        "model",
        "an older prompt was brought back",
        lambda patch: _rules_without(patch, r"labels|Never make a label"),
    ),
    Change(
        "prompt_without_promises",
        "model",
        "a prompt was shortened",
        lambda patch: _rules_without(patch, "Promise nothing|Blame nobody"),
    ),
    Change("timeouts_swallowed", "model", "an exception was caught and passed over", timeouts_swallowed),
    Change("cut_answers_taken", "model", "a provider's last word was not read", cut_answers_taken),
    Change(
        "fallback_unlabelled",
        "model",
        "notes were thought to worry agents",
        changing(f"{_MODEL}.writer:ModelWriter._without", lambda text: replace(text, notes=())),
    ),
    Change("fallback_signed", "model", "a name was set in one place for all", fallback_signed),
    Change("repaired_unchecked", "model", "a second check was thought to be double", repaired_unchecked),
    Change("repair_skipped", "model", "a call was saved", repair_skipped),
    Change("told_before_the_check", "model", "texts were to appear faster", told_before_the_check),
    Change("budget_ignored", "model", "limits were not handed on", budget_ignored),
    Change(
        "foreign_placeholder_taken",
        "model",
        "a placeholder is a placeholder",
        giving("guardrails.vault:Vault.knows", lambda: True),
    ),
    Change(
        "foreign_values_taken",
        "model",
        "an output filter was taken out",
        replaced("guardrails.output:check_output", lambda _: lambda text, **_options: (text, [])),
    ),
    Change("last_message_not_sent", "model", "a slice ended one too early", last_message_not_sent),
    Change("notes_sent", "model", "a flag of a message was not read", notes_sent),
    Change("attacks_sent", "model", "findings were thought to be enough", attacks_sent),
    Change("invented_labels_taken", "model", "an error of a model was smoothed over", invented_labels_taken),
    Change(
        "system_words_told",
        "model",
        "a filter was taken for a matter of prompts",
        giving("guardrails.private_text:PrivateText.spans", list),
    ),
    Change(
        "agent_wish_not_sent",
        "model",
        "a field of a prompt was left empty",
        giving(f"{_MODEL}.prompting:_asked", lambda: "The agent has asked for nothing in particular."),
    ),
    Change(
        "knowledge_not_sent",
        "model",
        "a list was filtered twice",
        giving(f"{_MODEL}.items:knowledge", list),
    ),
)
