"""Go on from an earlier summary: give it back as it was, read only what is new, or begin anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checks import Checker
from assistant.opening import Opened
from assistant.records import Note, Text, Verdict
from assistant.texts.incremental import narrowed, standing
from prompts.phrases import Phrasebook

_OURS = "extractive"
"""What any house's summary may have been made by, whatever its writer: it stands in where a model fails."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary that nothing has to be added to, checked again, and what was judged when it was made."""

    text: Text
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class GoingOn:
    """How to go on: with `done` there is nothing to do, else write for `opened` from `before`, None for anew."""

    opened: Opened
    before: Text | None = None
    done: Kept | None = None


def going_on(
    before: Text | None,
    entries: Sequence[str],
    opened: Opened,
    checker: Checker,
    *,
    writer: str,
    phrases: Phrasebook,
) -> GoingOn:
    """`before` is what a client sent; `entries` are the basis of the summary that is wanted now."""
    earlier = standing(before, entries, opened.ticket, opened.vault) if before else None
    if before is None or earlier is None or before.made_by not in (writer, _OURS):
        return GoingOn(opened)
    if earlier.same and before.made_by == writer:
        text = checker.text(earlier.text)
        if text is not None and len(text.sentences) == len(before.sentences):
            note = Note("unchanged", phrases.of(text.language).say("note_unchanged"))
            return GoingOn(opened, done=Kept(replace(text, notes=(note,), basis=before.basis), earlier.verdict))
        return GoingOn(opened)
    return GoingOn(replace(opened, ticket=narrowed(opened.ticket, earlier.text)), replace(earlier.text, notes=()))
