"""Task `prompt`: all that a chat model would be sent for a text, and how it is sent."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from assistant.texts.kinds import SPECS
from assistant.writers.model.tokens import estimate
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from evals.standin.play import Played, PlayGiven, play
from evals.standin.script import WatchedKept, watched
from evals.standin.sent import Sent, holding, plain
from evals.tasks.expected import Facts
from ingest.read_ticket import read_ticket

_WORDS = 5
"""Words in a row by which a sentence is known; shorter ones may stand anywhere."""
_CHARS = 300
"""Of a sentence, what is compared: a very long one is cut in a prompt."""
_NONCE = "NONCE"


class PromptGiven(PlayGiven):
    """The same as for the stand-in; the text is asked for so many `times`, because marks must differ each time.

    `attacks` are words of the paragraphs that really are orders to a model, and need not be shown to it.
    """

    times: int = Field(1, ge=1, le=3)
    attacks: list[str] = []


class PromptExpect(Strict):
    """What must be in it, each in any one of some wordings.

    `clauses` are rules and `asked` is what the agent asked for: both outside of the data. `shown` must stand inside.
    `holds` are names of `watch` that may be sent; no other may.
    """

    clauses: Facts = []
    asked: Facts = []
    shown: Facts = []
    holds: list[str] = []


class CallKept(Kept):
    """A call: what stands outside of the marks, and what inside. `loose` counts pieces of `pieces` that stand outside.

    `tokens` is an estimate of all of it; `bare` counts lines of the data that have no label, with no heading counted.
    """

    orders: str = ""
    data: str = ""
    fences: int = 0
    again: bool = False
    tokens: int = 0
    labels: int = 0
    bare: int = 0
    pieces: int = 0
    loose: int = 0


class MessageKept(Kept):
    """How many of the sentences of a message stand in the data of some call."""

    message: str
    sentences: int = 0
    shown: int = 0


class PromptOutput(Kept):
    """All calls for a text. `prompts` counts those of every time that were no repair, `marks` the different marks in
    them; `guessable` is whether one was no secret.

    `limit` is what a call may hold beside the answer, `watched` what the case looks for.
    """

    kind: str
    calls: list[CallKept] = []
    thread: list[MessageKept] = []
    prompts: int = 0
    marks: int = 0
    guessable: bool = False
    limit: int = 0
    watched: list[WatchedKept] = []


class PromptTask:
    """The assistant as configured, with a stand-in where the chat model would be, which keeps what it is sent."""

    name = "prompt"
    about = "all that a chat model is sent for a text: rules, evidence, marks, size"
    given = PromptGiven
    expect = PromptExpect
    output = PromptOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """What was sent is scrubbed once more before it is kept: a leak must not go on into the log."""
        played = [play(bench, given) for _ in range(given.times)]
        made = bench.cleaner.record(_kept(played, given), read_ticket(given.ticket))
        return Ran(made, played[0].written.timings_ms)


def _kept(played: Sequence[Played], given: PromptGiven) -> PromptOutput:
    first = played[0]
    sent = [call for one in played for call in one.sent]
    marks = {nonce for call in sent for nonce in call.nonces}
    known = plain("\n".join([first.ticket.subject, *(message.text for message in first.ticket.messages)]))
    whole = "\n".join(call.text for call in sent)
    return PromptOutput(
        kind=given.kind,
        calls=[_call(call, first) for call in first.sent],
        thread=list(_thread(first, given)),
        prompts=sum(not _again(call) for call in sent),
        marks=len(marks),
        guessable=any(len(nonce) < len("00112233") or nonce in known for nonce in marks),
        limit=given.model.context_tokens - given.model.answer_tokens,
        watched=watched(given.watch, whole),
    )


def _call(sent: Sent, played: Played) -> CallKept:
    orders, data = sent.outside, sent.fenced
    for nonce in sent.nonces:
        orders, data = orders.replace(nonce, _NONCE), data.replace(nonce, _NONCE)
    said = [span.text for message in played.ticket.messages for span in message.sentences]
    untrusted = {text[:_CHARS] for text in (*said, *(line.text for line in sent.lines)) if len(text.split()) >= _WORDS}
    lines = [line for line in data.splitlines() if line.strip() and not line.startswith(("#", "("))]
    labels = sum(line.startswith("[") for line in lines)
    return CallKept(
        orders=orders,
        data=data,
        fences=len(sent.nonces),
        again=_again(sent),
        tokens=estimate(sent.text),
        labels=labels,
        bare=len(lines) - labels,
        pieces=len(untrusted),
        loose=len(holding(sent.outside, sorted(untrusted))),
    )


def _again(sent: Sent) -> bool:
    """Whether it asks for a repair of what the model answered before."""
    return any(role == "ai" for role, _ in sent.messages)


def _thread(played: Played, given: PromptGiven) -> Iterator[MessageKept]:
    """Messages that the reader of the text may know of, but what attacks a model."""
    agent = SPECS[given.kind].reader == "agent"
    shown = "\n".join(call.fenced for call in played.sent)
    for message in played.ticket.messages:
        attacks = list(_attacks(message.text, given.attacks))
        kept = [s for s in message.sentences if not any(a <= s.start < b for a, b in attacks)]
        if kept and (agent or message.public):
            texts = [span.text[:_CHARS] for span in kept]
            yield MessageKept(message=message.id, sentences=len(texts), shown=len(holding(shown, texts)))


def _attacks(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of the paragraphs that hold any of these words."""
    at = 0
    for paragraph in text.split("\n\n"):
        if holding(paragraph, words):
            yield at, at + len(paragraph)
        at += len(paragraph) + 2


TASK = PromptTask()
