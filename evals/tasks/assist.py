"""Task `assist`: a ticket through everything that the agent's sidebar asks for in one call."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator

from assistant.artifacts import Artifact, Kind
from assistant.records import Assist as Done
from assistant.records import Label, VerdictKind
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from evals.tasks.expected import Facts
from evals.tasks.shapes import EvidenceKept, PassageKept, SentenceKept, TextKept
from evals.tasks.sources import Sources
from ingest.errors import TicketInvalid
from ingest.read_ticket import read_ticket

_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]*_\d+>")
_KINDS = ("category", "severity", "team", "product_area")


def _readable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        read_ticket(value)
    except TicketInvalid as exc:
        raise ValueError(str(exc)) from None
    return value


TicketIn = Annotated[dict[str, Any], AfterValidator(_readable)]
"""A ticket as a help desk sends it (docs/formats.md)."""


class AssistGiven(Strict):
    """A ticket."""

    ticket: TicketIn


class AssistExpect(Strict):
    """What is right for the ticket; what is left out is not asked.

    Each of `facts` is a list of wordings, any one of which counts (case ignored); `forbidden` must not stand in what
    the customer would read. `must` are facts by section of the summary, in which `must_not` may not stand. `asks` are
    wordings of what a question must ask for, `asks_not` of what none may, for the ticket holds it. `artifacts` maps
    kinds to all the values that the ticket holds, `normalised` values to their form. `sent` is what a person answered,
    `summaries` are those that people wrote.
    """

    category: str = ""
    severity: str = ""
    team: str = ""
    product_area: str = ""
    tags: list[str] | None = None
    relevant: list[str] = []
    facts: list[list[str]] = []
    forbidden: list[str] = []
    verdict: VerdictKind | None = None
    why: str = ""
    language: str = ""
    must: dict[str, Facts] = {}
    must_not: list[str] = []
    asks: list[list[str]] = []
    asks_not: list[list[str]] = []
    artifacts: dict[Kind, list[str]] | None = None
    normalised: dict[str, str | None] = {}
    sent: str = ""
    summaries: list[str] = []


class LabelKept(Kept):
    """A label, or why there is none; `alternatives` are the other labels' chances."""

    label: str | None = None
    outcome: str = "given"
    confidence: float = 0.0
    made_by: str = "learned"
    alternatives: dict[str, float] = {}

    @classmethod
    def of(cls, label: Label) -> "LabelKept":
        return cls(
            label=label.label,
            outcome=label.outcome,
            confidence=round(label.confidence, 4),
            made_by=label.made_by,
            alternatives={one.label: round(one.confidence, 4) for one in label.alternatives},
        )


class ArtifactKept(Kept):
    """Something technical that the ticket holds."""

    kind: str
    value: str
    normalised: str | None = None

    @classmethod
    def of(cls, artifact: Artifact) -> "ArtifactKept":
        return cls(kind=artifact.kind, value=artifact.value, normalised=artifact.normalised)


class AssistOutput(Kept):
    """All that came back.

    `left_out` counts what of the ticket was not read, `placeholders_left` those that the agent would have seen.
    """

    verdict: str
    verdict_score: float
    verdict_reason: str = ""
    contradiction: list[EvidenceKept] = []
    reply: TextKept | None = None
    questions: list[SentenceKept] = []
    summary: TextKept
    triage: dict[str, LabelKept] = {}
    tags: dict[str, float] = {}
    ticket_language: str = ""
    artifacts: list[ArtifactKept] = []
    knowledge: list[PassageKept] = []
    cases: list[PassageKept] = []
    findings: list[str] = []
    notes: list[str] = []
    left_out: int = 0
    placeholders_left: int = 0

    @property
    def said(self) -> list[SentenceKept]:
        """What the customer would read: the draft, or the questions instead of it."""
        return self.reply.sentences if self.reply else self.questions


class AssistTask:
    """The assistant as configured, over the suite's index."""

    name = "assist"
    about = "a ticket through the whole assistant: verdict, reply, summary, triage, passages, artifacts"
    given = AssistGiven
    expect = AssistExpect
    output = AssistOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """One call of the assistant; what it restored for the agent is scrubbed again before it is kept."""
        ticket = read_ticket(given.ticket)
        done = bench.assistant.assist(ticket)
        index = bench.assistant.index()
        sources = Sources(index, ticket, scrubber=bench.scrubber, calls=done.usage.calls)
        made = bench.cleaner.record(_kept(done, sources), ticket)
        tokens = (
            {"in": done.usage.tokens_in, "out": done.usage.tokens_out, "cost": done.usage.cost} if done.usage else {}
        )
        return Ran(made, done.timings_ms, {name: value for name, value in tokens.items() if value})


def _kept(done: Done, sources: Sources) -> AssistOutput:
    made = AssistOutput(
        verdict=done.verdict.kind,
        verdict_score=round(done.verdict.score, 4),
        verdict_reason=done.verdict.reason,
        contradiction=[EvidenceKept.of(one, sources) for one in done.verdict.evidence],
        reply=TextKept.of_draft(done.draft, sources) if done.draft else None,
        questions=[SentenceKept.of(one, sources) for one in done.questions],
        summary=TextKept.of(done.summary, sources),
        triage={kind: LabelKept.of(getattr(done.triage, kind)) for kind in _KINDS},
        tags={tag.label: round(tag.confidence, 4) for tag in done.triage.tags},
        ticket_language=done.triage.language.code or "",
        artifacts=[ArtifactKept.of(one) for one in done.artifacts],
        knowledge=[PassageKept.of(one) for one in done.knowledge],
        cases=[PassageKept.of(one) for one in done.cases],
        findings=sorted({finding.kind for finding in done.findings}),
        notes=[note.code for note in done.notes],
        left_out=len(done.left_out),
    )
    texts = [s.text for s in (*made.said, *made.summary.sentences)]
    return made.model_copy(update={"placeholders_left": sum(len(_PLACEHOLDER.findall(text)) for text in texts)})


TASK = AssistTask()
