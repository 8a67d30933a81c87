"""Weakenings of what is read of a ticket, of what is written, and of the checks behind both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.records import Section, Text
from assistant.steering.steering import NONE, Steering
from benchmarks.mutants.change import Apply, Change, Patch, all_of, changing, giving, replaced
from ingest.threads import Segment
from ingest.tickets import Message

_SUPPORT = "assistant.support"
_WRITERS = "assistant.writers.extractive"
_THREAD_CHARS = 2000


def evidence_loosened(patch: Patch) -> None:
    """A third of the words is enough, and half as much likeness."""
    for name, value in (("COVERED", 0.4), ("MIN_COVERED", 0.1), ("MIN_SCORE", 0.3), ("MIN_LIKE", 0.3)):
        patch.constant(f"{_SUPPORT}.support:{name}", value)
    for name, value in (("MIN_CLAUSE", 0.05), ("MIN_CLAUSE_SCORE", 0.2)):
        patch.constant(f"{_SUPPORT}.support:{name}", value)


def _of_text(change: Callable[[Text], Text]) -> Apply:
    """A change of what was written, after the checks."""
    return changing("assistant.desk:Desk._written", lambda text: change(text) if text is not None else None)


def _cited_by_the_next(text: Text) -> Text:
    """Sentences of an article get each other's evidence."""
    own = [one for one in text.sentences if any(e.kind == "passage" for e in one.evidence)]
    moved = {id(one): other.evidence for one, other in zip(own, [*own[1:], *own[:1]], strict=True)}
    return _each(text, lambda one: replace(one, evidence=moved.get(id(one), one.evidence)))


def _each(text: Text, change: Callable[[Any], Any]) -> Text:
    sections = [replace(one, sentences=tuple(map(change, one.sentences))) for one in text.sections]
    return replace(text, sections=tuple(sections))


def _without_second_step(text: Text) -> Text:
    steps = [one for one in text.sentences if one.role == "step"][1:2]
    sections = [replace(s, sentences=tuple(one for one in s.sentences if one not in steps)) for s in text.sections]
    return replace(text, sections=tuple(sections))


def _swapped(text: Text) -> Text:
    """What belongs into two sections of a summary stands in the other one."""
    if text.kind != "summary":
        return text
    own = {section.name: section.sentences for section in text.sections}
    others = {"tried": "open_questions", "open_questions": "tried", "problem": "impact", "impact": "problem"}
    sections = [Section(s.name, s.title, own[others.get(s.name, s.name)]) for s in text.sections]
    return replace(text, sections=tuple(sections))


def _steered(change: Callable[[Steering], Steering]) -> Apply:
    """What an agent asked for, as the writers hear of it."""
    return changing("assistant.desk:Desk._order", lambda order: replace(order, steering=change(order.steering)))


def _read(choose: Callable[[Sequence[Message]], Sequence[Message]]) -> Apply:
    """A ticket is read with other messages than it has."""

    def make(old: Any) -> Any:
        def read(ticket: Any, **options: Any) -> Any:
            return old(replace(ticket, messages=tuple(choose(ticket.messages))), **options)

        return read

    return replaced("assistant.reading:read", make)


def _first_chars(messages: Sequence[Message]) -> Sequence[Message]:
    kept, room = [], _THREAD_CHARS
    for one in messages:
        kept.append(replace(one, text=one.text[:room]))
        room -= len(one.text)
        if room <= 0:
            break
    return kept


def internal_quoted(patch: Patch) -> None:
    """A reply may rest on anything that an agent may read, and nothing looks again."""
    patch.replace(
        "assistant.retrieval.searcher:Searcher._find",
        lambda old: lambda s, pool, k, *_args, **_options: old(s, pool, k, True),
    )
    patch.replace("assistant.checks:Checker._readable", lambda _: lambda *_args, **_options: True)

    def quotable(old: Any) -> Any:
        def found(self: Any, document_id: str) -> Any:
            whole = self.document
            object.__setattr__(self, "document", lambda id_: [replace(c, audience="public") for c in whole(id_)])
            try:
                return old(self, document_id)
            finally:
                object.__setattr__(self, "document", whole)

        return found

    patch.replace("assistant.writers.material:Material.quotable", quotable)


def notes_quoted(patch: Patch) -> None:
    """What agents tell each other counts like what the customer was told."""

    def make(old: Any) -> Any:
        return lambda self, role, *, public=True: (
            [m for m in self.messages if m.role == role] if public else old(self, role, public=public)
        )

    patch.replace("assistant.reading:ReadTicket.by", make)
    patch.replace("assistant.checks:Checker._readable", lambda _: lambda *_args, **_options: True)


CHANGES = (
    Change(
        "evidence_check_off",
        "writing",
        "too much was taken out",
        giving("assistant.checks:Checker._reason", lambda: None),
    ),
    Change("evidence_loosened", "writing", "thresholds were set by two examples", evidence_loosened),
    Change(
        "numbers_unchecked",
        "writing",
        "a check of tokens was thought to be covered by the others",
        all_of(giving("assistant.evidence:made_up", list), giving(f"{_SUPPORT}.amounts:amounts", lambda: iter(()))),
    ),
    Change(
        "negations_unchecked",
        "writing",
        "a rule raised false alarms",
        giving(f"{_SUPPORT}.turns:turned", lambda: iter(())),
    ),
    Change(
        "stronger_claims_let_through",
        "writing",
        "a rule raised false alarms",
        giving(f"{_SUPPORT}.strength:stronger", lambda: iter(())),
    ),
    Change(
        "citations_shuffled", "writing", "two lists were zipped that do not go together", _of_text(_cited_by_the_next)
    ),
    Change("step_left_out", "writing", "an index began at one", _of_text(_without_second_step)),
    Change("sections_swapped", "writing", "two keys were confused", _of_text(_swapped)),
    Change(
        "internal_quoted", "writing", "one search for both readers, and a check thought to be double", internal_quoted
    ),
    Change("notes_quoted", "writing", "a flag of a message was not read", notes_quoted),
    Change(
        "instruction_ignored",
        "writing",
        "a field was not handed on",
        _steered(lambda asked: replace(asked, instruction="", turns=())),
    ),
    Change(
        "facts_ignored",
        "writing",
        "a field was not handed on",
        replaced("assistant.reading:ReadTicket.facts", lambda _: property(lambda _self: {})),
    ),
    Change(
        "tone_ignored", "writing", "a field was not handed on", _steered(lambda asked: replace(asked, tone="neutral"))
    ),
    Change(
        "length_ignored",
        "writing",
        "a field was not handed on",
        _steered(lambda asked: replace(asked, length="normal")),
    ),
    Change(
        "steering_ignored",
        "writing",
        "an argument was left out of a call",
        _steered(lambda _: NONE),
    ),
    Change(
        "asked_language_ignored",
        "writing",
        "everything is written in the house's language",
        replaced("assistant.desk:Desk._language", lambda _: lambda self, _asked: self._phrases.house),
    ),
    Change(
        "timeline_dropped",
        "writing",
        "a section was empty after a merge",
        giving(f"{_WRITERS}.summary:_timeline", list),
    ),
    Change("tried_dropped", "writing", "a list of cues was lost", giving(f"{_WRITERS}.summary:_tried", list)),
    Change("long_threads_cut", "writing", "a limit of the first 2,000 characters", _read(_first_chars)),
    Change(
        "last_message_dropped",
        "writing",
        "a slice ended one too early",
        _read(lambda messages: messages[:-1] if len(messages) > 1 else messages),
    ),
    Change(
        "first_message_dropped",
        "writing",
        "a slice began one too late",
        _read(lambda messages: messages[1:] if len(messages) > 1 else messages),
    ),
    Change(
        "quotes_read_as_own",
        "writing",
        "quoted mail and signatures are read like the message itself",
        replaced("ingest.threads:read_message", lambda _: lambda text: (Segment("body", 0, len(text)),)),
    ),
    Change(
        "artifacts_unseen",
        "writing",
        "a pattern was broken",
        changing(
            "assistant.artifacts.find:find_artifacts",
            lambda found: [one for one in found if one.kind not in ("error_code", "request_id")],
        ),
    ),
    Change(
        "greeting_without_name",
        "writing",
        "a field of the help desk was renamed",
        giving("assistant.reading:_first_name", str),
    ),
    Change(
        "nothing_asked",
        "writing",
        "questions of the customer were taken out of replies and of what is asked instead",
        all_of(
            giving(f"{_WRITERS}.question:requests", list),
            giving(f"{_WRITERS}.summary:_open_questions", list),
        ),
    ),
)
