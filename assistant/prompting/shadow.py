"""Other prompts tried beside the live ones: the model is asked again in the background, and both texts are logged.

The live answer neither waits for this nor fails by it. A ticket's text and its vault stay in memory until its trial is
done; what is written down has placeholders in the place of values, and only sentences that passed the checks.
"""

import queue
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog

from assistant.checks import Checker
from assistant.prompting.book import Side, TrialBook, Tried
from assistant.reading import ReadTicket
from assistant.records import Sentence, Text, TextKind, Usage
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.material import Material
from assistant.writers.model.made import Made
from assistant.writers.writer import Writer
from prompts.prompt import Prompts

ROOM = 20
"""Texts that wait for their trial; what comes beyond is not tried."""
_COURTESIES = ("greeting", "closing")

log = structlog.get_logger()


class AskingWriter(Writer, Protocol):
    """A writer that asks a model and tells how."""

    def made(self) -> Made | None:
        """How this thread's last text was made; None where no model was asked for it."""


@dataclass(frozen=True, slots=True)
class _Wrote:
    """A text as its writer gave it, with every sentence that was judged on the way."""

    order: Order
    material: Material
    judged: Sequence[tuple[str, Sentence]]
    text: Text
    made: Made | None


@dataclass(frozen=True, slots=True)
class _Trial:
    live: _Wrote
    checker: Callable[[], Checker]


class Shadow:
    """Writes with `live`; once a task is done, `try_others` has its texts written again with `other`. Thread-safe."""

    def __init__(self, live: AskingWriter, other: AskingWriter, *, changed: frozenset[str], book: TrialBook) -> None:
        self.name = live.name
        self._live = live
        self._other = other
        self.changed = changed
        """The names of the prompts that differ from the live ones."""
        self._book = book
        self._local = threading.local()
        self._waiting: queue.Queue[_Trial] = queue.Queue(ROOM)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:
        """The text of the live prompts."""
        wrote = _written(self._live, order, material, check)
        if wrote.made is not None and self.changed & _may_use(order):
            self._local.wrote = [*self._wrote(), wrote]
        return wrote.text

    def usage(self) -> Usage:
        """That of the live texts; the trials are in the day's book alone."""
        return self._live.usage()

    def prompts_used(self) -> dict[str, str]:
        """Those of the live texts."""
        return self._live.prompts_used()

    def try_others(self, ticket: ReadTicket, checker: Callable[[], Checker]) -> None:
        """Have this thread's texts for a ticket written again, in the background; `checker` makes a new one."""
        wrote, self._local.wrote = self._wrote(), []
        for one in wrote:
            if one.material.ticket is ticket:
                self._offer(_Trial(one, checker))

    def settle(self) -> None:
        """Wait until every trial that was taken on is done."""
        self._waiting.join()

    def _wrote(self) -> list[_Wrote]:
        wrote: list[_Wrote] = getattr(self._local, "wrote", [])
        return wrote

    def _offer(self, trial: _Trial) -> None:
        try:
            self._waiting.put_nowait(trial)
        except queue.Full:
            log.warning("shadow.skipped", kind=trial.live.order.kind, waiting=ROOM)
            return
        with self._lock:
            if self._thread is None:
                # A daemon: a process that ends takes the trials that wait with it.
                self._thread = threading.Thread(target=self._work, name="shadow", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            trial = self._waiting.get()
            try:
                self._try(trial)
            except Exception as exc:  # a trial never ends the thread of the others; its text is told nowhere
                log.warning("shadow.failed", kind=trial.live.order.kind, reason=type(exc).__name__)
            finally:
                del trial
                self._waiting.task_done()

    def _try(self, trial: _Trial) -> None:
        live, checker = trial.live, trial.checker()
        other = _written(
            self._other, live.order, live.material, lambda place, one: checker.one(live.order.kind, place, one)
        )
        if live.made is None or other.made is None:
            log.info("shadow.unasked", kind=live.order.kind)
            return
        tried = Tried(
            id=uuid.uuid4().hex,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            ticket_id=live.material.ticket.id,
            kind=live.order.kind,
            language=live.order.language,
            model=self.name,
            live=_side(live, live.made, trial.checker(), self.name),
            shadow=_side(other, other.made, trial.checker(), self.name),
        )
        self._book.add(tried)
        log.info(
            "shadow.tried",
            kind=tried.kind,
            model=tried.model,
            live=dict(tried.live.prompts),
            shadow=dict(tried.shadow.prompts),
            kept=[tried.live.kept, tried.shadow.kept],
            written=[tried.live.written, tried.shadow.written],
            failed=[tried.live.failed, tried.shadow.failed],
        )


def changed_prompts(live: Prompts, other: Prompts) -> frozenset[str]:
    """The names of the prompts whose text differs."""
    return frozenset(name for name in live if live[name].version != other[name].version)


def _written(writer: AskingWriter, order: Order, material: Material, check: Check) -> _Wrote:
    judged: list[tuple[str, Sentence]] = []

    def watched(section: str, sentence: Sentence) -> Sentence | None:
        judged.append((section, sentence))
        return check(section, sentence)

    text = writer.write(order, material, watched)
    return _Wrote(order, material, judged, text, writer.made())


def _side(wrote: _Wrote, made: Made, checker: Checker, model: str) -> Side:
    """What is left after the checks. Both sides are judged anew, in the same way, by a checker of their own."""
    text = wrote.text
    _judge(checker, wrote.order.kind, wrote.judged)
    checked = checker.text(text, verdict=wrote.order.verdict)
    stands = _model_sentences(checked) if checked is not None and text.made_by == model else []
    failed = made.failed or ("" if checked is not None else "unsupported")
    return Side(
        prompts=dict(made.prompts),
        made_by=text.made_by,
        failed=failed,
        ms=made.ms,
        calls=made.calls,
        tokens_in=made.tokens_in,
        tokens_out=made.tokens_out,
        written=max(made.written, len(stands)),
        kept=len(stands),
        removed=dict(Counter(finding.kind for finding in checker.findings)),
        text="\n".join(sentence.text for sentence in checked.sentences) if checked is not None else "",
    )


def _judge(checker: Checker, kind: TextKind, judged: Sequence[tuple[str, Sentence]]) -> None:
    for section, sentence in judged:
        checker.one(kind, section, sentence)


def _model_sentences(text: Text) -> list[Sentence]:
    return [one for section in text.sections if section.name not in _COURTESIES for one in section.sentences]


def _may_use(order: Order) -> frozenset[str]:
    """The prompts that a text of this order may need."""
    return frozenset({"rules", order.kind, "condense", "repair", *(("refine",) if order.steering.turns else ())})
