"""Labelled texts to train on: read from JSON Lines, with the place of an attack where other rows tell it."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from guardrails.errors import RulesInvalid
from guardrails.injection_model.generate import Example
from guardrails.normalise import normalise

_SHORTEST = 20
"""Characters of an attack that is looked for inside other rows."""
_FORMS = re.compile(r"^(?:direct|indirect|benign)_|_(?:bare|indirect|email)$|^hardneg(?:_in)?_?")
NOISY_WEIGHT = 0.5
"""Weight of an attack whose place nobody knows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text (normalised), labelled 1 for an attack; `slice` names its source."""

    text: str
    label: int
    slice: str

    @property
    def mark(self) -> str:
        """A short hash, by which a text that was trained on is known again."""
        return mark_of(self.text)

    @property
    def family(self) -> str:
        """The source without the form it comes in: attacks of a source, buried or not, and its harmless texts.

        >>> Row("", 1, "indirect_bipia").family == Row("", 0, "benign_bipia_email").family
        True
        """
        return _FORMS.sub("", _FORMS.sub("", self.slice)) or "ticket"


def mark_of(text: str) -> str:
    """The short hash of a text."""
    return sha256(normalise(text).text.encode("utf-8", "replace")).hexdigest()[:12]


def read_training(path: Path) -> list[Row]:
    """The rows of a file; `RulesInvalid` names the line that is not `{text, label, slice}`."""
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return list(_rows(content.decode("utf-8").split("\n"), path.name))
    except (OSError, EOFError, UnicodeDecodeError) as exc:
        raise RulesInvalid(f"{path} cannot be read ({type(exc).__name__}): name a file of JSON Lines") from exc


def _rows(lines: Sequence[str], name: str) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            text, label, source = str(value["text"]), int(value["label"]), str(value.get("slice", "rows"))
        except (ValueError, KeyError, TypeError) as exc:
            raise RulesInvalid(f"{name}, line {number}: expected text, label (0 or 1) and slice") from exc
        if label not in (0, 1):
            raise RulesInvalid(f"{name}, line {number}: label is {label!r}, expected 0 or 1")
        yield Row(normalise(text).text, label, source)


def examples(rows: Sequence[Row]) -> list[Example]:
    """Rows as examples: an attack that is another row's whole text has its place, another one has none."""
    bare = sorted({row.text.strip() for row in rows if row.label and len(row.text.strip()) >= _SHORTEST}, key=len)
    return [_example(row, bare) for row in rows]


def _example(row: Row, bare: Sequence[str]) -> Example:
    if not row.label:
        return Example(row.text, (), row.slice)
    inside = [attack for attack in bare if attack in row.text and len(attack) < len(row.text.strip())]
    if inside:
        start = row.text.index(inside[-1])
        return Example(row.text, ((start, start + len(inside[-1])),), row.slice)
    return Example(row.text, None, row.slice, 1.0 if row.slice.startswith("indirect") else NOISY_WEIGHT)
