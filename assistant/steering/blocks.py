"""A text as its reader sees it: paragraphs, lists of steps, questions. The page shows the same blocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from assistant.records import Sentence, Text
from assistant.texts.kinds import SPECS

Key = tuple[str, str, tuple[tuple[str, int, int], ...], str]
"""What a sentence is known by in another version of the text: section, role, evidence, words."""

_SAYS = ("answer", "step", "statement", "question")


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence and where it stands."""

    section: str
    sentence: Sentence

    @property
    def key(self) -> Key:
        spans = tuple((e.source, e.start, e.end) for e in self.sentence.evidence if e.kind != "frame")
        return (self.section, self.sentence.role, spans, self.sentence.text)


def spots(text: Text) -> list[Spot]:
    """All sentences in reading order."""
    return [Spot(section.name, sentence) for section in text.sections for sentence in section.sentences]


def blocks(text: Text) -> list[list[Spot]]:
    """Paragraphs: what stands together in one section and is of one kind."""

    def kind(spot: Spot) -> tuple[str, str]:
        role = spot.sentence.role
        return spot.section, "prose" if role in ("answer", "statement") else role

    return [list(run) for _, run in groupby(spots(text), kind)]


def lists(text: Text) -> list[list[Spot]]:
    """The lists of steps; the page numbers each from 1."""
    return [block for block in blocks(text) if block[0].sentence.role == "step"]


def filtered(text: Text, keep: Callable[[Spot], bool]) -> Text:
    """The same text with only these sentences."""
    sections = (
        replace(section, sentences=tuple(one for one in section.sentences if keep(Spot(section.name, one))))
        for section in text.sections
    )
    return replace(text, sections=tuple(sections))


def found_again(keys: Iterable[Key], text: Text) -> set[Key]:
    """The keys of the same sentences in `text`: word by word, else those that rest on the same evidence."""
    there = [spot.key for spot in spots(text)]
    again: set[Key] = set()
    for key in keys:
        again.update([key] if key in there else [one for one in there if one[:3] == key[:3]])
    return again


def is_lead(spot: Spot) -> bool:
    """A line that leads to what follows it, such as a list."""
    return spot.sentence.text.rstrip().endswith(":")


def says(spot: Spot) -> bool:
    """Says something itself, unlike a greeting, a quote of the customer and a closing."""
    return spot.sentence.role in _SAYS


def without_orphans(text: Text, before: Text) -> Text:
    """Without lines that led to something which is gone."""
    kept = spots(text)
    led = {spot.key for spot, then in pairwise(spots(before)) if is_lead(spot) and then.section == spot.section}
    follows = {
        spot.key
        for spot, then in pairwise(kept)
        if then.section == spot.section and not (is_lead(spot) and is_lead(then))
    }
    return filtered(text, lambda spot: spot.key not in led or spot.key in follows)


def has_core(text: Text, before: Text) -> bool:
    """Whether something of what the text is for is left, if there was something before."""
    core = SPECS[text.kind].core

    def held(one: Text, *, says: bool) -> bool:
        inside = [spot.sentence.role for spot in spots(one) if spot.section in core]
        return any(role in _SAYS if says else role not in ("greeting", "closing") for role in inside)

    return held(text, says=held(before, says=True)) or not held(before, says=False)
