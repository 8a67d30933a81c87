"""An output of any task as something to read: texts with their evidence, passages, labels, plain values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a sentence comes from."""

    source: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a value. `mark` is what a reader should know of it: its role, its findings."""

    text: str
    mark: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an output. `made_by` tells how a text was made."""

    title: str
    lines: tuple[Line, ...]
    made_by: str = ""
    ordered: bool = False

    @property
    def text(self) -> str:
        """All its lines, for comparing; not their marks, among them scores that are never quite the same."""
        return "\n".join(line.text for line in self.lines)


def blocks_of(output: Mapping[str, Any] | None) -> list[Block]:
    """In the order of the output; what are single values comes first."""
    output = output or {}
    plain = [Line(f"{_named(key)}: {_value(value)}") for key, value in output.items() if _single(value)]
    parts = [block for key, value in output.items() if not _single(value) for block in _blocks(key, value)]
    return [*([Block("Result", tuple(plain))] if plain else []), *parts]


def _blocks(key: str, value: Any) -> Iterator[Block]:
    title = _named(key)
    if isinstance(value, Mapping) and "sections" in value:
        yield from _text(title, value)
    elif isinstance(value, Mapping):
        yield Block(title, tuple(Line(f"{_named(name)}: {_label(one)}") for name, one in value.items()))
    elif _all(value, "text"):
        yield Block(title, tuple(_sentence(one) for one in value))
    elif _all(value, "document"):
        yield Block(title, tuple(_passage(one) for one in value), ordered=True)
    elif _all(value, "quote"):
        yield Block(title, tuple(Line(one["quote"], "", (_proof(one),)) for one in value))
    else:
        yield Block(title, tuple(Line(_value(one)) for one in value))


def _text(title: str, value: Mapping[str, Any]) -> Iterator[Block]:
    """A block for each section; notes stand at the last."""
    sections = value.get("sections") or []
    for number, section in enumerate(sections):
        name = _named(section.get("section", ""))
        own = title if name == title or len(sections) == 1 else f"{title}: {name}"
        lines = [_sentence(one) for one in section.get("sentences", [])]
        if number == len(sections) - 1:
            lines += [Line(f"Note: {_named(note)}") for note in value.get("notes", [])]
        yield Block(own, tuple(lines), value.get("made_by", ""))


def _sentence(one: Mapping[str, Any]) -> Line:
    role = one.get("role", "statement")
    marks = [*([role] if role != "statement" else []), *one.get("findings", [])]
    return Line(one["text"], ", ".join(marks), tuple(_proof(proof) for proof in one.get("evidence", [])))


def _proof(one: Mapping[str, Any]) -> Proof:
    place = f"{one.get('start', 0)} to {one.get('end', 0)}" if one.get("end") else ""
    return Proof(" ".join(filter(None, (one.get("kind"), one.get("source")))), place, one.get("quote", ""))


def _passage(one: Mapping[str, Any]) -> Line:
    facts = [str(one[name]) for name in ("pool", "audience") if name in one]
    facts += [f"score {one['score']:.3f}"] if isinstance(one.get("score"), float | int) else []
    return Line(one["document"], ", ".join(facts))


def _label(one: Any) -> str:
    if not isinstance(one, Mapping):
        return _value(one)
    label = one.get("label") or _named(str(one.get("outcome", "none"))).lower()
    return f"{label} ({one['confidence']:.2f})" if "confidence" in one else str(label)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{_named(str(key)).lower()} {_value(one)}" for key, one in value.items())
    return json.dumps(value, ensure_ascii=False)


def _single(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _all(value: Sequence[Any], key: str) -> bool:
    return bool(value) and all(isinstance(one, Mapping) and key in one for one in value)


def _named(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
