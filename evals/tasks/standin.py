"""Task `standin`: a text for a ticket by a stand-in for a chat model, which misbehaves as the case says."""

from collections.abc import Iterator
from typing import Any, Literal

from assistant.records import VerdictKind, Written
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from evals.standin.play import NAME, Played, PlayGiven, play
from evals.standin.script import SaidKept, WatchedKept, watched
from evals.tasks.expected import Facts
from evals.tasks.shapes import SentenceKept, TextKept
from evals.tasks.sources import Sources
from guardrails.vault import PLACEHOLDER
from ingest.read_ticket import read_ticket

Maker = Literal["model", "house", "nobody"]
"""Who a text is by: the chat model, the house without it, or there is none."""


class StandinExpect(Strict):
    """What must come out of it.

    `holds` are names of `watch` that must stand in what is read; no other may. `notes` are codes of the notes that the
    text must carry, `told` wordings of what they must say, `reported` kinds of findings that guards must tell of.
    `calls` is how often the model may be asked at the most.
    """

    made_by: Maker | None = None
    holds: list[str] = []
    notes: list[str] = []
    told: Facts = []
    reported: list[str] = []
    calls: int | None = None


class StandinOutput(Kept):
    """The text, what the stand-in said, and what was found in what is read before anything was masked again.

    `shown` are sentences that were told on the way, `watched` what the case looks for. `placeholders` counts those that
    were left unrestored, `asked` the calls.
    """

    kind: str
    verdict: VerdictKind | str
    made_by: Maker
    text: TextKept | None = None
    questions: list[SentenceKept] = []
    said: list[SaidKept] = []
    shown: list[str] = []
    notes: list[str] = []
    told: list[str] = []
    findings: list[str] = []
    watched: list[WatchedKept] = []
    placeholders: int = 0
    asked: int = 0

    @property
    def sentences(self) -> list[SentenceKept]:
        """What would be read: the text, or the questions instead of it."""
        return self.text.sentences if self.text else self.questions


class StandinTask:
    """The assistant as configured, with a stand-in where the chat model would be."""

    name = "standin"
    about = "one text by a chat model that misbehaves as told: what gets through, and what is said of it"
    given = PlayGiven
    expect = StandinExpect
    output = StandinOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """What was restored for the agent is scrubbed again before it is kept."""
        played = play(bench, given)
        ticket = read_ticket(given.ticket)
        index = bench.assistant.index()
        calls = len(played.sent)
        sources = Sources(index, ticket, scrubber=bench.scrubber, steering=given.steering, calls=calls)
        made = bench.cleaner.record(_kept(played, given, sources), ticket)
        return Ran(made, played.written.timings_ms)


def _kept(played: Played, given: PlayGiven, sources: Sources) -> StandinOutput:
    done = played.written
    read = "\n".join([*_read(done), *played.shown])
    notes = [*(done.text.notes if done.text else ()), *done.notes]
    return StandinOutput(
        kind=done.kind,
        verdict=done.verdict.kind,
        made_by=_maker(done),
        text=TextKept.of(done.text, sources) if done.text else None,
        questions=[SentenceKept.of(one, sources) for one in done.questions],
        said=list(played.said),
        shown=list(played.shown),
        notes=[note.code for note in notes],
        told=[note.text for note in notes],
        findings=sorted({finding.kind for finding in done.findings}),
        watched=watched(given.watch, read),
        placeholders=sum(not match[1].startswith("SECRET") for match in PLACEHOLDER.finditer(read)),
        asked=len(played.sent),
    )


def _maker(done: Written) -> Maker:
    if done.text is None:
        return "nobody"
    return "model" if done.text.made_by == NAME else "house"


def _read(done: Written) -> Iterator[str]:
    """Everything that somebody may read: sentences and the quotes behind them, titles and addresses."""
    for sentence in (*(done.text.sentences if done.text else ()), *done.questions):
        yield sentence.text
        for evidence in sentence.evidence if sentence.role != "greeting" else ():
            yield evidence.url


TASK = StandinTask()
