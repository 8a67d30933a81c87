"""Reads the house's macros from a YAML file; tells every mistake in it with its line, its field and the remedy."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from assistant.artifacts.artifact import Kind
from assistant.errors import MacrosInvalid
from assistant.records import VerdictKind
from assistant.texts.macros import Macro, Macros, Missing, Slot
from guardrails.yaml_file import (
    Composed,
    Mistake,
    Unreadable,
    all_told,
    composed,
    read_text,
    schema_mistakes,
)

_REMEDY = "correct DRAFTDESK_MACROS, or unset it"
_SHORTEN = "leave out macros that nobody sends"
_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"[a-z][a-z_]{0,30}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_SOURCES = ("customer.name", "ask", *get_args(Kind))
_MAX_GAPS = 3
"""Slots of one line that can stay open; each doubles the ways in which the line can be said."""
KEYS = {
    (): ("macros",),
    ("macros",): ("id", "title", "when", "categories", "verdicts", "slots", "body"),
    ("macros", "slots"): ("name", "from", "missing", "gap"),
}


def _plain(value: str) -> str:
    if not (words := " ".join(value.split())):
        raise ValueError("is empty: write it out")
    return words


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("is no id: take small letters, figures and hyphens, such as refund-info")
    return value


def _slot_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError("is no name for a slot: take small letters and underscores, such as order_number")
    return value


def _source(value: str) -> str:
    if value in _SOURCES or (value.startswith("field:") and value.removeprefix("field:").strip()):
        return value
    raise ValueError(f"is no source: take field:NAME, or one of {', '.join(_SOURCES)}")


def _list(value: Any) -> Any:
    """A key with nothing behind it, as when all its entries are commented out."""
    return [] if value is None else value


_Text = Annotated[str, AfterValidator(_plain)]


class SlotIn(BaseModel):
    """A slot as it is written."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(_slot_name)]
    source: Annotated[str, AfterValidator(_source)] = Field(alias="from")
    missing: Missing | None = None
    gap: _Text = ""


class MacroIn(BaseModel):
    """A macro as it is written."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, AfterValidator(_id)]
    title: _Text
    when: _Text
    categories: Annotated[list[_Text], BeforeValidator(_list)] = []
    slots: Annotated[list[SlotIn], BeforeValidator(_list)] = []
    verdicts: Annotated[list[VerdictKind], BeforeValidator(_list)] = []
    body: Annotated[list[_Text], Field(min_length=1)]


class MacrosIn(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid")

    macros: Annotated[list[MacroIn], BeforeValidator(_list)] = []


def load_macros(path: Path) -> Macros:
    """The macros of a file; `MacrosInvalid` has a line for every mistake in it."""
    try:
        text = read_text(path, remedy=_REMEDY, shorten=_SHORTEN)
    except Unreadable as exc:
        raise MacrosInvalid(str(exc)) from exc
    found = composed(text, levels="macros need five levels")
    mistakes = found.mistakes
    if found.root is not None:
        mistakes += schema_mistakes(MacrosIn, found, keys=KEYS, what="the macros")
    if not mistakes:
        mistakes += _conflicts(MacrosIn.model_validate(found.root or {}), found)
    if mistakes:
        raise MacrosInvalid(all_told(path, mistakes))
    read = MacrosIn.model_validate(found.root or {})
    return Macros(tuple(_macro(one) for one in read.macros), sha256(text.encode()).hexdigest()[:12])


def _conflicts(read: MacrosIn, found: Composed) -> Iterator[Mistake]:
    """What does not go together: ids, slots and the lines that use them."""
    seen: dict[str, int] = {}
    for number, macro in enumerate(read.macros):
        first = seen.setdefault(macro.id, number)
        if first != number:
            line = found.lines[("macros", first, "id")]
            yield found.mistake(("macros", number, "id"), f"is the id of a macro on line {line} too: take another")
        yield from _slot_conflicts(macro, number, found)


def _slot_conflicts(macro: MacroIn, number: int, found: Composed) -> Iterator[Mistake]:
    names = [slot.name for slot in macro.slots]
    for at, slot in enumerate(macro.slots):
        place = ("macros", number, "slots", at)
        if slot.name in names[:at]:
            yield found.mistake((*place, "name"), "is the name of another slot of this macro: take another")
        if _missing(slot) == "gap" and not slot.gap:
            yield found.mistake(place, "shows a gap without words: add gap, such as gap: (order number)")
        if _missing(slot) == "drop" and slot.gap:
            yield found.mistake((*place, "gap"), "is never shown with missing: drop: take missing: gap, or drop it")
        if not any(f"{{{{{slot.name}}}}}" in line for line in macro.body):
            yield found.mistake(place, "stands in no line: write its name in double braces there, or leave it out")
    for at, line in enumerate(macro.body):
        place = ("macros", number, "body", at)
        used = _SLOT.findall(line)
        for name in dict.fromkeys(used):
            if name not in names:
                yield found.mistake(place, "has a slot in double braces that is not under slots: describe it there")
        gaps = [slot.name for slot in macro.slots if slot.name in used and _missing(slot) == "gap"]
        if len(gaps) > _MAX_GAPS:
            yield found.mistake(place, f"has more than {_MAX_GAPS} slots that can stay open: split the line")


def _missing(slot: SlotIn) -> Missing:
    """What only a person knows can never be filled, so its gap is shown."""
    return slot.missing or ("gap" if slot.source == "ask" else "drop")


def _macro(one: MacroIn) -> Macro:
    slots = tuple(Slot(slot.name, slot.source, _missing(slot), slot.gap) for slot in one.slots)
    return Macro(one.id, one.title, one.when, tuple(one.categories), slots, tuple(one.body), tuple(one.verdicts))
