"""Task `write`: one text of any kind for a ticket, steered as an agent steers it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field

from assistant.records import Text, TextKind, VerdictKind, Written
from assistant.steering.steering import Length, Steering, Tone
from evals.grading import Grader, build_grader
from evals.running.bench import Bench
from evals.running.task import Kept, Ran
from evals.tasks.assist import AssistExpect, AssistGiven
from evals.tasks.shapes import SentenceKept, TextKept
from evals.tasks.sources import Sources
from ingest.read_ticket import read_ticket
from ingest.tickets import Ticket


class WriteGiven(AssistGiven):
    """A ticket, a kind of text, and what an agent asks of it.

    `earlier` is how many messages the ticket had when the text was first written; it is then gone on with.
    """

    kind: TextKind = "reply"
    instruction: str = ""
    facts: list[str] = []
    tone: Tone = "neutral"
    length: Length = "normal"
    language: str = ""
    turns: list[str] = []
    earlier: int = Field(0, ge=0)

    @property
    def steering(self) -> Steering:
        """As the assistant takes it."""
        return Steering(
            self.instruction, tuple(self.facts), self.tone, self.length, self.language, turns=tuple(self.turns)
        )


class WriteExpect(AssistExpect):
    """What is right for the text: `must` are facts by its sections, `must_not` may stand nowhere in it.

    `words` are the least and the most that it may have; `written` false where there is nothing to write.
    """

    tone: Tone | None = None
    words: tuple[int, int] | None = None
    written: bool | None = None


class GradedKept(Kept):
    """What a chat model says of `sentences` sentences, None where it gave no answer; its agreement with labels."""

    model: str = ""
    sentences: int | None = None
    unsupported: list[int] = []
    kappa: float | None = None
    low: float = 0.0
    high: float = 0.0
    n: int = 0


class WriteOutput(Kept):
    """The text, or why there is none and what to ask instead."""

    kind: str
    verdict: VerdictKind | str
    verdict_reason: str = ""
    text: TextKept | None = None
    questions: list[SentenceKept] = []
    findings: list[str] = []
    notes: list[str] = []
    graded: GradedKept | None = None

    @property
    def said(self) -> list[SentenceKept]:
        """What would be read: the text, or the questions instead of it."""
        return self.text.sentences if self.text else self.questions


class WriteTask:
    """The assistant as configured, over the suite's index."""

    name = "write"
    about = "one text for a ticket, of any kind, in the tone, length and language asked for"
    given = WriteGiven
    expect = WriteExpect
    output = WriteOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """What was restored for the agent is scrubbed again before it is kept."""
        ticket = read_ticket(given.ticket)
        before = self._before(bench, ticket, given)
        done = bench.assistant.write(ticket, given.kind, steering=given.steering, before=before)
        index = bench.assistant.index()
        sources = Sources(index, ticket, scrubber=bench.scrubber, steering=given.steering, calls=done.usage.calls)
        made = bench.cleaner.record(_kept(done, sources), ticket)
        if bench.options.get("grader"):
            made = made.model_copy(update={"graded": graded(_grader(bench), made)})
        usage = {"in": done.usage.tokens_in, "out": done.usage.tokens_out, "cost": done.usage.cost or 0}
        return Ran(made, done.timings_ms, {name: value for name, value in usage.items() if value})

    def _before(self, bench: Bench, ticket: Ticket, given: WriteGiven) -> Text | None:
        """The text as it was when the ticket had its first messages only."""
        if not given.earlier:
            return None
        younger = replace(ticket, messages=ticket.messages[: given.earlier])
        return bench.assistant.write(younger, given.kind, steering=given.steering).text


def _grader(bench: Bench) -> Grader | None:
    """The chat model that the suite's option `grader` names, `settings` for that of the settings."""
    name = str(bench.options["grader"])
    part = f"grader {name}"
    if part not in bench.parts:
        bench.parts[part] = build_grader(bench.settings, name)
    found: Grader | None = bench.parts[part]
    return found


def graded(grader: Grader | None, made: WriteOutput) -> GradedKept:
    """Its sentences as the log keeps them, without personal data; courtesies of the house claim nothing."""
    said = made.text.sentences if made.text else []
    claims = [
        (one.text, [e.quote for e in one.evidence]) for one in said if any(e.kind != "frame" for e in one.evidence)
    ]
    found = grader.unsupported(claims) if grader and claims else None
    if grader is None or found is None:
        return GradedKept(model=grader.name if grader else "", sentences=None if claims else 0)
    agreed = grader.agreement
    measured = {"kappa": agreed.kappa, "low": agreed.low, "high": agreed.high, "n": agreed.n} if agreed else {}
    return GradedKept(model=grader.name, sentences=len(claims), unsupported=sorted(found), **measured)


def _kept(done: Written, sources: Sources) -> WriteOutput:
    return WriteOutput(
        kind=done.kind,
        verdict=done.verdict.kind,
        verdict_reason=done.verdict.reason,
        text=TextKept.of(done.text, sources) if done.text else None,
        questions=_sentences(done, sources),
        findings=sorted({finding.kind for finding in done.findings}),
        notes=[note.code for note in done.notes],
    )


def _sentences(done: Written, sources: Sources) -> Sequence[SentenceKept]:
    return [SentenceKept.of(one, sources) for one in done.questions]


TASK = WriteTask()
