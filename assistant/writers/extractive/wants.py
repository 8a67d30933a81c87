"""What support needs to look into a kind of trouble, and what of it a ticket holds already."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.reading import ReadTicket
from assistant.writers.extractive.cues import says
from assistant.writers.material import Material

_PREFIX = re.compile(r"`([a-z]{2,5}_)`")
_ZONE = re.compile(r"\bzone\b", re.IGNORECASE)
_HOW_OFTEN = re.compile(
    r"\b(?:always|every|each|never|sometimes|once|twice|only|all|often|from time to time|intermittent\w*|random\w*"
    r"|now and then|since|again and again|not one|nothing|nobody|no one|immer|jedes|siempre|toujours"
    r"|\d+ (?:of|out of) \d+|\d+ ?%)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"[,(] ?(?:for|if|in case of) (?P<after>[^,.;()]+)\)?\.?$|^(?:for|if|in case of) (?P<before>[^,.;:]+)[,:] ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_SAME_START = 5
"""Letters in which two forms of a word agree: "charge" and "charged"."""
_WEIGHTY = 2
"""What a word of the subject counts for, or an artifact, against a word of the messages."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to ask for: how lists word it, and what shows that a ticket holds it."""

    asked: re.Pattern[str] | None = None
    kinds: frozenset[str] = frozenset()
    told: re.Pattern[str] | None = None
    fields: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble: the words and the artifacts that tell it, and the things to ask for, most wanted first."""

    words: re.Pattern[str]
    kinds: frozenset[str]
    wants: tuple[str, ...]


class Held:
    """What the ticket holds already. What agents ask in the thread is no answer."""

    def __init__(self, material: Material) -> None:
        ticket = material.ticket
        self.kinds = {artifact.kind for artifact in material.artifacts}
        self._fields = tuple(name for name, value in ticket.fields.items() if value)
        self._moments = [one for message in ticket.by("customer") for one in message.moments]
        self.subject = "" if ticket.injected("subject") else ticket.subject
        self.said = _said(ticket) or [span.text for span in material.problem]
        self.words = "\n".join([self.subject, *self.said])
        told = [span.text for message in ticket.messages if message.role == "agent" for span in message.sentences]
        others = [message.text for message in ticket.messages if message.role != "agent"]
        statements = [text for text in told if not text.rstrip().endswith("?")]
        self.thread = "\n".join([ticket.subject, *others, *statements, *ticket.fields.values()])

    def holds(self, name: str) -> bool:
        """Whether a thing of this name stands in the ticket."""
        own = {"time": self._times, "zone": self._zones, "steps": self._steps}
        if name in own:
            return own[name]()
        if name == "frequency":
            return _HOW_OFTEN.search(self.words) is not None
        if name == "reach":
            return says("impact", self.words)
        thing = things().get(name, Thing())
        told = thing.told is not None and thing.told.search(self.thread) is not None
        named = thing.fields is not None and any(thing.fields.search(field) for field in self._fields)
        return told or named or bool(thing.kinds & self.kinds)

    def answers(self, request: str) -> bool:
        """Whether everything that an article asks for in these words is there: each id by the prefix that is named."""
        if prefixes := _PREFIX.findall(request):
            return any(re.search(rf"\b{prefix}\w{{6,}}", self.thread, re.IGNORECASE) for prefix in prefixes)
        asked = named(request)
        return bool(asked) and all(self.holds(name) and (name != "time" or self._enough(request)) for name in asked)

    def concerns(self, request: str) -> bool:
        """Whether a request that is made "for an annual plan" or "if it is shown" has its condition in the ticket."""
        match = _CONDITION.search(request)
        words = _WORD.findall(match["after"] or match["before"]) if match else []
        said = self.thread.casefold()
        return not words or any(word.casefold()[:_SAME_START] in said for word in words)

    def _enough(self, request: str) -> bool:
        return self.holds("zone") or _ZONE.search(request) is None

    def _times(self) -> bool:
        return bool(self._moments) or "timestamp" in self.kinds

    def _zones(self) -> bool:
        return any(moment.told for moment in self._moments)

    def _steps(self) -> bool:
        return says("acted", self.words)


def named(request: str) -> list[str]:
    """The things that a text asks for.

    >>> named("The time of the request, with time zone."), named("The name of the person.")
    (['time'], [])
    """
    return [name for name, thing in things().items() if thing.asked and thing.asked.search(request)]


def trouble(held: Held, *, at_least: int = 1) -> tuple[str, ...]:
    """What to ask for the kind of trouble that most of the words tell; empty where fewer than `at_least` do."""
    counts = {name: _told(kind, held) for name, kind in _read().troubles.items()}
    best = max(counts, key=lambda name: counts[name])
    return _read().troubles[best].wants if counts[best] >= at_least else ()


def lacking(names: Sequence[str], held: Held) -> list[str]:
    """Those of the things that the ticket does not hold; of a time, perhaps its zone alone."""
    wanted = [name for name in names if not held.holds(name)]
    if "time" in names and held.holds("time") and not held.holds("zone"):
        wanted.insert(min(names.index("time"), len(wanted)), "zone")
    return wanted


def tells(cue: str, text: str) -> bool:
    """Whether the wording of a text tells a wish, a call for help, a purpose, a deadline, or that a picture is with it.

    >>> tells("deadline", "We need it by Monday."), tells("purpose", "We need it by Monday.")
    (True, False)
    """
    return _read().cues[cue].search(text) is not None


def any_trouble() -> tuple[str, ...]:
    """What to ask where something is wrong and nobody says what kind of thing."""
    return _read().any


def things() -> Mapping[str, Thing]:
    """Everything that can be asked for, by its name."""
    return _read().things


def _said(ticket: ReadTicket) -> list[str]:
    """The customer's sentences without those that stand beside an injected instruction."""
    return [
        span.text
        for message in ticket.by("customer")
        for span in message.sentences
        if not any(start < span.end and end > span.start for start, end in ticket.injected_parts(message.id))
    ]


def _told(kind: Trouble, held: Held) -> int:
    """Different words of a kind; one of the subject, which is part of what was said, and its artifacts count double."""
    said, first = ({found.group().casefold() for found in kind.words.finditer(t)} for t in (held.words, held.subject))
    return len(said) + (_WEIGHTY - 1) * len(first) + _WEIGHTY * bool(kind.kinds & held.kinds)


@dataclass(frozen=True, slots=True)
class _Wants:
    things: Mapping[str, Thing]
    troubles: Mapping[str, Trouble]
    cues: Mapping[str, re.Pattern[str]]
    any: tuple[str, ...]


@lru_cache(maxsize=1)
def _read() -> _Wants:
    read = yaml.safe_load(Path(__file__).with_name("wants.yaml").read_text(encoding="utf-8"))
    return _Wants(
        things={name: _thing(one) for name, one in read["things"].items()},
        troubles={name: _trouble(one) for name, one in read["troubles"].items()},
        cues={name: _pattern("|".join(lines.splitlines())) for name, lines in read["cues"].items()},
        any=tuple(read["any"]),
    )


def _trouble(read: Mapping[str, Any]) -> Trouble:
    return Trouble(_pattern(read["words"]), frozenset(read.get("kinds", ())), tuple(read["wants"]))


def _thing(read: Mapping[str, Any]) -> Thing:
    patterns = {name: _pattern(read[name]) for name in ("asked", "told", "fields") if name in read}
    return Thing(kinds=frozenset(read.get("kinds", ())), **patterns)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.MULTILINE)
