"""Changes of a text that can be made again on another version of it, say in another tone."""

from dataclasses import dataclass, replace
from typing import Protocol

from assistant.records import Sentence, Text
from assistant.steering.blocks import Key, Spot, filtered, found_again, lists, spots
from assistant.steering.edits import Place, Target
from assistant.steering.resolve import NotThere, NotUnderstood, resolve_all
from assistant.texts.kinds import SPECS

_LETTER = ("greeting", "closing")


class Op(Protocol):
    """One change. Sentences are chosen, moved and left out, never written."""

    def apply(self, text: Text) -> Text: ...


@dataclass(frozen=True, slots=True)
class Without:
    """Leaves these sentences out; `for_length` when only to be shorter."""

    keys: tuple[Key, ...]
    for_length: bool = False

    def apply(self, text: Text) -> Text:
        gone = found_again(self.keys, text)
        return filtered(text, lambda spot: spot.key not in gone)


@dataclass(frozen=True, slots=True)
class Only:
    """Keeps nothing but these parts; a letter keeps its greeting and closing."""

    targets: tuple[Target, ...]

    def apply(self, text: Text) -> Text:
        try:
            kept = {spot.key for spot in resolve_all(self.targets, text)}
        except (NotThere, NotUnderstood):
            return text
        letter = SPECS[text.kind].reader == "customer"
        return filtered(text, lambda spot: spot.key in kept or (letter and spot.section in _LETTER))


@dataclass(frozen=True, slots=True)
class Moved:
    """Puts these sentences somewhere else, in their order; `anchor` is what they go before or after."""

    keys: tuple[Key, ...]
    place: Place
    anchor: tuple[Key, ...] = ()

    def apply(self, text: Text) -> Text:
        moving = found_again(self.keys, text)
        moved = [spot for spot in spots(text) if spot.key in moving]
        rest = [spot for spot in spots(text) if spot.key not in moving]
        if not moved or not rest:
            return text
        at = self._at(text, moved, rest)
        beside = rest[min(at, len(rest) - 1)] if self.place in ("start", "before") else rest[max(at - 1, 0)]
        return _arranged(text, [*rest[:at], *(Spot(beside.section, spot.sentence) for spot in moved), *rest[at:]])

    def _at(self, text: Text, moved: list[Spot], rest: list[Spot]) -> int:
        """Before which of the others they go."""
        if self.place in ("before", "after"):
            there = found_again(self.anchor, text)
            near = [n for n, spot in enumerate(rest) if spot.key in there]
            if not near:
                return len(rest)
            return near[0] if self.place == "before" else near[-1] + 1
        run = [n for n, spot in enumerate(rest) if spot.key in {one.key for one in _own_list(text, moved)}]
        if not run:  # between greeting and closing, unless one of these moves
            inside = [n for n, spot in enumerate(rest) if spot.section not in _LETTER]
            run = inside if inside and not any(one.section in _LETTER for one in moved) else list(range(len(rest)))
        return run[0] if self.place == "start" else run[-1] + 1


def _own_list(text: Text, moved: list[Spot]) -> list[Spot]:
    """The list of steps that single steps of it move within."""
    for run in lists(text):
        if all(spot in run for spot in moved) and len(moved) < len(run):
            return run
    return []


def _arranged(text: Text, order: list[Spot]) -> Text:
    """The sections with their sentences in this order."""

    def of(name: str) -> tuple[Sentence, ...]:
        return tuple(spot.sentence for spot in order if spot.section == name)

    return replace(text, sections=tuple(replace(section, sentences=of(section.name)) for section in text.sections))
