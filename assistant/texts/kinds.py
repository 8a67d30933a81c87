"""Every kind of text: who reads it and which sections it has. Writers, checks, prompts and pages all go by this."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from assistant.records import Section, SentenceRole, TextKind

Reader = Literal["agent", "customer"]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section: `about` says in a phrase what belongs into it, `limit` how many sentences it may have."""

    name: str
    title: str
    about: str
    limit: int = 6
    role: SentenceRole = "statement"


@dataclass(frozen=True, slots=True)
class TextSpec:
    """A kind of text. `core` are the sections without which there is no text to speak of."""

    kind: TextKind
    title: str
    reader: Reader
    sections: tuple[SectionSpec, ...]
    core: tuple[str, ...]

    def section(self, name: str) -> SectionSpec:
        """The section of this name; `KeyError` when the kind has none."""
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(f"{self.kind} has no section {name!r}")

    def empty(self) -> tuple[Section, ...]:
        """All sections with nothing in them."""
        return tuple(Section(section.name, section.title, ()) for section in self.sections)


_GREETING = SectionSpec("greeting", "Greeting", "a greeting by first name", 1, "greeting")
_CLOSING = SectionSpec("closing", "Closing", "one closing line", 2, "closing")

_ALL = (
    TextSpec(
        "summary",
        "Summary",
        "agent",
        (
            SectionSpec("brief", "In brief", "what the customer reports, and what support said or did last", 3),
            SectionSpec("problem", "Problem", "what the customer reports, in their words where possible", 3),
            SectionSpec("impact", "Impact", "who and how much is affected, since when", 2),
            SectionSpec("environment", "Environment", "product, plan, versions, systems", 9),
            SectionSpec("timeline", "Timeline (UTC)", "what happened when, oldest first", 8),
            SectionSpec("tried", "Tried so far", "what was tried and what came of it", 5),
            SectionSpec("open_questions", "Open questions", "what is still unanswered", 5),
            SectionSpec("next_step", "Next step", "the one thing to do next", 2),
        ),
        ("problem", "brief"),
    ),
    TextSpec(
        "reply",
        "Reply",
        "customer",
        (
            _GREETING,
            SectionSpec("acknowledgement", "Acknowledgement", "that the problem was understood", 2, "acknowledgement"),
            SectionSpec("answer", "Answer", "explanation and steps from public knowledge", 30, "answer"),
            SectionSpec("questions", "Questions", "what the customer is asked to send", 5, "question"),
            _CLOSING,
        ),
        ("answer",),
    ),
    TextSpec(
        "question",
        "Clarifying question",
        "customer",
        (SectionSpec("question", "Question", "exactly what is missing to help", 5, "question"),),
        ("question",),
    ),
    TextSpec(
        "update",
        "Status update",
        "customer",
        (
            _GREETING,
            SectionSpec("known", "What we know", "what is established so far", 4, "answer"),
            SectionSpec("testing", "What we are testing", "what is being looked into now", 3, "answer"),
            SectionSpec("need", "What we need from you", "what the customer is asked to send", 4, "question"),
            SectionSpec(
                "next", "When you hear from us", "only what a policy document or the agent states", 2, "answer"
            ),
            _CLOSING,
        ),
        ("known",),
    ),
    TextSpec(
        "escalation",
        "Engineering escalation",
        "agent",
        (
            SectionSpec("reproduction", "Steps to reproduce", "what was done, in order", 8, "step"),
            SectionSpec("observed", "Observed", "what happens, with the exact errors", 5),
            SectionSpec("expected", "Expected", "what should happen instead", 3),
            SectionSpec("evidence", "Evidence", "ids, timestamps in UTC, codes, traces, requests", 12),
            SectionSpec("impact", "Impact", "who and how much is affected, since when", 3),
            SectionSpec("environment", "Environment", "product, plan, versions, systems", 9),
            SectionSpec("ruled_out", "Ruled out", "what was tried or checked, and what came of it", 8),
            SectionSpec("missing", "Missing", "what an engineer will ask for and the ticket does not hold", 6),
        ),
        ("observed",),
    ),
    TextSpec(
        "handover",
        "Hand-over note",
        "agent",
        (
            SectionSpec("state", "Where it stands", "what it is about and how far it is", 4),
            SectionSpec("done", "Done so far", "what we and the customer did, and what came of it", 6),
            SectionSpec("promised", "Promised", "what an agent told the customer would happen", 4),
            SectionSpec("waiting", "Waiting for", "who owes what to whom", 4),
            SectionSpec("next", "Next", "what the next agent should do first", 3),
            SectionSpec("careful", "Careful", "mood, tier, internal facts not to be told", 4),
        ),
        ("state",),
    ),
    TextSpec(
        "incident_update",
        "Incident update",
        "customer",
        (
            _GREETING,
            SectionSpec("status", "Status", "what is happening, and since when", 4, "answer"),
            SectionSpec("impact", "Impact", "what does not work for the customer, and what still does", 3, "answer"),
            SectionSpec("workaround", "Workaround", "what the customer can do meanwhile", 6, "step"),
            SectionSpec("next", "Next update", "only what a policy document or the agent states", 2, "answer"),
            _CLOSING,
        ),
        ("status",),
    ),
    TextSpec(
        "postmortem",
        "Post-mortem timeline",
        "agent",
        (
            SectionSpec("overview", "Overview", "what happened, in two sentences", 3),
            SectionSpec("impact", "Impact", "who and how much was affected, from when to when", 4),
            SectionSpec("timeline", "Timeline (UTC)", "events with their times, oldest first", 24),
            SectionSpec("cause", "Stated cause", "only what somebody stated as the cause", 3),
            SectionSpec("resolution", "Resolution", "what ended it", 4),
            SectionSpec("open", "Still open", "what nobody has answered yet", 5),
        ),
        ("timeline",),
    ),
    TextSpec(
        "article",
        "Article draft",
        "agent",
        (
            SectionSpec("title", "Title", "the problem in one line", 1),
            SectionSpec("symptoms", "Symptoms", "what a reader sees, with the exact errors", 5),
            SectionSpec("cause", "Cause", "why it happens, where the ticket says so", 3),
            SectionSpec("steps", "Steps", "what solved it, in order", 12, "step"),
            SectionSpec("check", "Check that it worked", "how the reader knows that it is solved", 3),
            SectionSpec("applies_to", "Applies to", "plans, versions, systems", 6),
        ),
        ("steps",),
    ),
    TextSpec(
        "macro",
        "Macro",
        "customer",
        (SectionSpec("body", "Macro", "the house's macro with its slots filled from the ticket", 30, "answer"),),
        ("body",),
    ),
)

SPECS: Mapping[TextKind, TextSpec] = MappingProxyType({spec.kind: spec for spec in _ALL})
