"""Which sentences of a text a target means, as its reader counts them."""

import re
from collections.abc import Callable, Sequence

from assistant.records import Text
from assistant.steering.blocks import Spot, blocks, is_lead, lists, spots
from assistant.steering.edits import Part, Target

_NAMES: dict[Part, str] = {"quote": "quote", "explanation": "explanation", "greeting": "greeting", "closing": "closing"}


class NotThere(Exception):
    """A target is understood, and the text has no such part; the message says what there is."""


class NotUnderstood(Exception):
    """A target names a section that the text does not have: perhaps it means something else."""


def resolve(target: Target, text: Text) -> list[Spot]:
    """The sentences that are meant, in reading order. `NotThere` or `NotUnderstood` when there are none."""
    found = _FIND[target.part](target, text)
    if not found:
        raise NotThere(f"this text has no {_NAMES.get(target.part, target.part)}")
    return found


def resolve_all(targets: Sequence[Target], text: Text) -> list[Spot]:
    """Those of several targets, in reading order."""
    keys = {spot.key for target in targets for spot in resolve(target, text)}
    return [spot for spot in spots(text) if spot.key in keys]


def _steps(target: Target, text: Text) -> list[Spot]:
    of = lists(text)
    if target.group:
        if target.group > len(of):
            raise NotThere(f"this text has {_count(len(of), 'list')} of steps")
        of = [of[target.group - 1]]
    if target.words:
        return [spot for run in of for spot in run if _mentions(spot, target.words)]
    if not target.numbers:
        return [spot for run in of for spot in run]
    fitting = [run for run in of if all(abs(number) <= len(run) for number in target.numbers)]
    if not fitting:
        there = (
            f"the list has {_count(len(of[0]), 'step')}"
            if len(of) == 1
            else f"this text has {_count(len(of), 'list')} of steps"
        )
        raise NotThere(f"there is no step {_shown(target.numbers)}: {there}")
    if len(fitting) > 1:
        steps = f"step {_shown(target.numbers)}"
        raise NotThere(f"{len(fitting)} lists have a {steps}: say “{steps} of list 2”")
    return _picked(fitting[0], target)


def _picked(run: Sequence[Spot], target: Target) -> list[Spot]:
    """The numbered ones; `NotThere` says how many there are."""
    if not target.numbers:
        return list(run)
    if any(abs(number) > len(run) for number in target.numbers):
        raise NotThere(
            f"there is no {target.part} {_shown(target.numbers)}: this text has {_count(len(run), target.part)}"
        )
    return [run[number - 1 if number > 0 else number] for number in target.numbers]


def _paragraphs(target: Target, text: Text) -> list[Spot]:
    all_ = blocks(text)
    if any(abs(number) > len(all_) for number in target.numbers):
        raise NotThere(
            f"there is no paragraph {_shown(target.numbers)}: this text has {_count(len(all_), 'paragraph')}"
        )
    chosen = [all_[n - 1 if n > 0 else n] for n in target.numbers] if target.numbers else all_
    return [spot for block in chosen for spot in block]


def _sentences(target: Target, text: Text) -> list[Spot]:
    if target.words:
        return [spot for spot in spots(text) if _mentions(spot, target.words)]
    return _picked(spots(text), target)


def _questions(target: Target, text: Text) -> list[Spot]:
    """Single questions, or all of them with the line of the house that leads to them."""
    asked = [spot for spot in spots(text) if spot.sentence.role == "question"]
    chosen = [s for s in asked if _mentions(s, target.words)] if target.words else _picked(asked, target)
    if len(chosen) < len(asked):
        return chosen
    places = {spot.section for spot in asked}
    return [
        spot for spot in spots(text) if spot in asked or (spot.section in places and spot.sentence.role == "closing")
    ]


def _role(*roles: str) -> Callable[[Target, Text], list[Spot]]:
    def found(target: Target, text: Text) -> list[Spot]:
        return _picked([spot for spot in spots(text) if spot.sentence.role in roles], target)

    return found


def _quotes(target: Target, text: Text) -> list[Spot]:
    """Words of the customer that are read back; not the line that leads to the answer of a second point."""
    return _picked([s for s in spots(text) if s.sentence.role == "acknowledgement" and not is_lead(s)], target)


def _closing(_target: Target, text: Text) -> list[Spot]:
    return [spot for spot in spots(text) if spot.section == "closing"]


def _section(target: Target, text: Text) -> list[Spot]:
    """By the title or the name of a section, with or without what stands in brackets."""
    wanted = _title(target.words)
    named = [s for s in text.sections if wanted in (_title(s.title), _title(s.name), _title(s.title.partition("(")[0]))]
    if not named:
        raise NotUnderstood(target.words)
    return [Spot(section.name, sentence) for section in named for sentence in section.sentences]


def _title(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", words.casefold()).split())


def _mentions(spot: Spot, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", spot.sentence.text.casefold()) is not None


def _shown(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) if number > 0 else "that far from the end" for number in numbers)


def _count(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


_FIND: dict[Part, Callable[[Target, Text], list[Spot]]] = {
    "step": _steps,
    "paragraph": _paragraphs,
    "sentence": _sentences,
    "question": _questions,
    "quote": _quotes,
    "greeting": _role("greeting"),
    "closing": _closing,
    "explanation": _role("answer"),
    "section": _section,
}
