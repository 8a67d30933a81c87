"""The writer that asks a chat model: checked as it comes, repaired once, and put together without it where it fails."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from langchain_core.messages import AIMessage, BaseMessage

from assistant.records import Note, Text, Usage
from assistant.support.support import Support
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material
from assistant.writers.model.answer import Answer, answer_type
from assistant.writers.model.budget import Budget, Meter
from assistant.writers.model.client import ChatClient
from assistant.writers.model.entries import Entries, parsed
from assistant.writers.model.failures import FailureKind, ModelFailed, told
from assistant.writers.model.made import Made
from assistant.writers.model.page import Page
from assistant.writers.model.patience import Deadline
from assistant.writers.model.prompting import messages, repair_message, used
from assistant.writers.model.threads import Read, ThreadReader
from assistant.writers.writer import Writer
from prompts.archive import PromptArchive
from prompts.phrases import Phrasebook
from prompts.prompt import Prompts

_WORTH_IT = 0.1
"""Of the time of a text, what has to be left for its repair."""
HOUSE_WORDS = ("question", "macro")
"""Kinds that are put together from the house's own lists: a model has nothing to add to them."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Task:
    """One text that is being written: its time and its account."""

    order: Order
    material: Material
    check: Check
    deadline: Deadline
    meter: Meter
    read: Read | None = None
    repaired: bool = False
    started: float = field(default_factory=time.perf_counter)


class ModelWriter:
    """Writes with a chat model that reads `context_tokens` at once, and with `fallback` where it fails. Thread-safe."""

    def __init__(
        self,
        client: ChatClient,
        *,
        fallback: Writer,
        prompts: Prompts,
        phrases: Phrasebook,
        budget: Budget,
        context_tokens: int,
        archive: PromptArchive | None = None,
    ) -> None:
        self.name = client.name
        self._client = client
        self._fallback = fallback
        self._prompts = prompts
        self._archive = archive
        self._phrases = phrases
        self._budget = budget
        self._context_tokens = context_tokens
        self._local = threading.local()

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:
        """The model's text as far as it passes `check`; the fallback's, with a note why, where nothing of it does."""
        self._local.made = None
        if order.kind in HOUSE_WORDS:
            return self._fallback.write(order, material, check)
        meter = self._budget.meter(order.kind, self.name)
        task = _Task(order, material, check, Deadline(self._client.patience.total_s), meter)
        page: Page | None = None
        failed: FailureKind | None = None
        try:
            page = self._page(task)
            failed = self._written(task, page)
        except ModelFailed as failure:
            failed = failure.kind
        left_out = page.finish() if page else 0
        if page is None or not page.begun:
            failed = failed or "unsupported"
        self._account(task, page, failed)
        if page is None or not page.begun:
            return self._without(task, failed or "unsupported")
        log.info("model.wrote", model=self.name, kind=order.kind, left_out=left_out, failed=failed or "")
        return Text(order.kind, self.name, page.sections(), order.language, self._notes(task, failed, left_out))

    def usage(self) -> Usage:
        """What the calls of this thread have used since it was last asked."""
        usage, self._local.usage = self._usage(), Usage()
        return usage

    def prompts_used(self) -> dict[str, str]:
        """The versions of the prompts that this thread's texts were made with since it was last asked."""
        names, self._local.prompts = self._named(), set()
        return self._prompts.versions(*sorted(names)) if names else {}

    def made(self) -> Made | None:
        """How this thread's last text was made; None where no model was asked for it."""
        made: Made | None = getattr(self._local, "made", None)
        return made

    def _written(self, task: _Task, page: Page) -> FailureKind | None:
        """Write, and repair once. How it failed, if nothing of what the model wrote could be read."""
        asked = messages(task.order, page.catalog, self._prompts)
        text, wrong = self._answered(task, page, asked)
        mistakes = page.mistakes() or wrong
        if mistakes and task.deadline.left() > self._client.patience.total_s * _WORTH_IT:
            task.repaired = True
            again = [*asked, AIMessage(text or "{}"), repair_message(mistakes, self._prompts)]
            if page.taken:
                self._repaired(task, page, again)
            else:
                _, wrong = self._answered(task, page, again)
        return "invalid" if wrong and not page.taken else None

    def _answered(self, task: _Task, page: Page, asked: Sequence[BaseMessage]) -> tuple[str, list[str]]:
        """Put each sentence on the page as soon as it is whole. The answer, and what is wrong with its shape."""
        entries = Entries("sentences")
        text = ""
        shape = self._shape(task, page)
        for piece in self._client.ask(asked, shape, deadline=task.deadline, meter=task.meter):
            text += piece
            for entry in entries.feed(piece):
                page.take(entry)
        answer, wrong = parsed(text, shape)
        if answer is not None and not answer.sentences:
            raise ModelFailed("nothing")
        return text, wrong

    def _shape(self, task: _Task, page: Page) -> type[Answer]:
        return answer_type(task.order.spec, tokens=self._budget.limits.answer_tokens, labels=page.catalog.labels)

    def _repaired(self, task: _Task, page: Page, asked: Sequence[BaseMessage]) -> None:
        """Sentences that did not pass, once more; which stands for which is only known when all are there."""
        entries = Entries("sentences")
        found: list[dict[str, Any]] = []
        for piece in self._client.ask(asked, self._shape(task, page), deadline=task.deadline, meter=task.meter):
            found += entries.feed(piece)
        page.correct(found)

    def _page(self, task: _Task) -> Page:
        reader = ThreadReader(
            self._client,
            self._prompts,
            context_tokens=self._context_tokens,
            answer_tokens=self._budget.limits.answer_tokens,
        )
        task.read = reader.read(task.order, task.material, deadline=task.deadline, meter=task.meter)
        # No greeting is better than one in another language than the text.
        language = task.order.language
        voice = (
            Voice(self._phrases.of(language), task.order.steering.tone) if language in self._phrases.languages else None
        )
        return Page(
            task.order,
            task.read.catalog,
            task.check,
            voice,
            support=Support(task.material.embedder),
            greeting_name=task.material.ticket.greeting_name,
        )

    def _without(self, task: _Task, failed: FailureKind) -> Text:
        """The text of the other writer, with the reason why it is not the model's."""
        log.warning("model.fell_back", model=self.name, kind=task.order.kind, reason=failed)
        why = told(failed, self.name, seconds=self._client.patience.total_s)
        text = self._fallback.write(task.order, task.material, task.check)
        return replace(
            text, notes=(*text.notes, Note("model_fallback", f"{why}; this text was put together without it."))
        )

    def _notes(self, task: _Task, failed: FailureKind | None, left_out: int) -> tuple[Note, ...]:
        found = []
        if failed:
            why = told(failed, self.name, seconds=self._client.patience.total_s)
            found.append(Note("model_cut", f"{why}; what had passed the checks by then is kept, more may be missing."))
        if left_out:
            what = "1 sentence" if left_out == 1 else f"{left_out} sentences"
            found.append(Note("model_left_out", f"{what} of the chat model did not pass the checks and are not here."))
        if task.read and task.read.note:
            found.append(Note("model_partial", task.read.note))
        return tuple(found)

    def _account(self, task: _Task, page: Page | None, failed: FailureKind | None) -> None:
        """Add to what this thread has used, and keep the prompts that it was made with."""
        before, now = self._usage(), task.meter.usage
        cost = None if before.cost is None and now.cost is None else (before.cost or 0.0) + (now.cost or 0.0)
        self._local.usage = Usage(
            before.calls + now.calls,
            before.tokens_in + now.tokens_in,
            before.tokens_out + now.tokens_out,
            cost,
            now.currency,
        )
        condensed = bool(task.read and task.read.condensed)
        if not now.calls:
            return
        names = used(task.order, condensed=condensed, repaired=task.repaired)
        self._local.prompts = self._named() | set(names)
        versions, ms = self._prompts.versions(*names), round((time.perf_counter() - task.started) * 1000)
        written = page.taken if page else 0
        self._local.made = Made(versions, now.calls, now.tokens_in, now.tokens_out, written, ms, failed or "")
        self._keep(names)

    def _keep(self, names: Sequence[str]) -> None:
        """A text is never lost because its prompt could not be kept."""
        try:
            for name in names if self._archive else ():
                if self._archive and self._archive.keep(self._prompts[name]):
                    log.info("prompt.new", name=name, version=self._prompts[name].version)
        except OSError as exc:
            log.error("prompt.not_kept", reason=type(exc).__name__)

    def _usage(self) -> Usage:
        usage: Usage = getattr(self._local, "usage", Usage())
        return usage

    def _named(self) -> set[str]:
        names: set[str] = getattr(self._local, "prompts", set())
        return names
