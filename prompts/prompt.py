"""Prompts are Markdown files with `$fields`; a prompt's version is the hash of its text. A house may bring its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template
from types import MappingProxyType

TEXTS = tuple("summary reply question update escalation handover incident_update postmortem article macro".split())
"""The kinds of text, each with a prompt of its name."""
FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "rules": frozenset({"reader", "language", "tone", "length", "nonce"}),
        "repair": frozenset({"mistakes"}),
        "refine": frozenset({"turns"}),
        "condense": frozenset({"about", "number", "of", "evidence"}),
        **dict.fromkeys(TEXTS, frozenset({"sections", "asked", "evidence"})),
    }
)
"""Every prompt that there is, and the fields that it may use."""
NEEDED = frozenset({"evidence", "mistakes", "turns"})
"""Fields without which a prompt that has them would be pointless."""
MAX_CHARS = 8_000
"""Of a prompt: what is longer leaves no room for evidence in a small model."""


class PromptError(ValueError):
    """A prompt is missing or broken, or was given the wrong fields."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text with `$fields`.

    >>> Prompt("hello", "Hi $name").render(name="Dana")
    'Hi Dana'
    """

    name: str
    text: str

    @property
    def version(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:12]

    def render(self, **fields: str) -> str:
        """Fill in exactly the fields that the text has; a gap is an error, never an empty string."""
        if self.fields != fields.keys():
            raise PromptError(f"prompt {self.name!r} takes {sorted(self.fields)}, got {sorted(fields)}")
        return Template(self.text).substitute(fields).strip()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the text has."""
        return frozenset(Template(self.text).get_identifiers())

    def filled(self, **fields: str) -> str:
        """The same with every field that it may have: a house's own text may do without some of them."""
        if missing := self.fields - fields.keys():
            raise PromptError(f"prompt {self.name!r} also takes {sorted(missing)}, got {sorted(fields)}")
        return self.render(**{name: value for name, value in fields.items() if name in self.fields})


class Prompts(Mapping[str, Prompt]):
    """All prompts by name."""

    def __init__(self, prompts: Mapping[str, Prompt]) -> None:
        self._prompts = dict(prompts)

    def __getitem__(self, name: str) -> Prompt:
        if name not in self._prompts:
            raise PromptError(f"no prompt {name!r}: expected one of {sorted(self._prompts)}")
        return self._prompts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._prompts)

    def __len__(self) -> int:
        return len(self._prompts)

    def versions(self, *names: str) -> dict[str, str]:
        """The versions of these prompts, or of all: what is recorded with a text."""
        return {name: self[name].version for name in names or sorted(self)}


def load_prompts(folder: Path | None = None) -> Prompts:
    """The prompts of this package; each that the house keeps under the same name in `folder` stands for ours.

    `PromptError` says which file is wrong, and how.
    """
    if folder is not None and not folder.is_dir():
        raise PromptError(f"no folder {str(folder)!r} with prompts: make it, or unset the setting that names it")
    if folder is not None and (strange := sorted({file.stem for file in folder.glob("*.md")} - FIELDS.keys())):
        raise PromptError(f"{folder / strange[0]}.md is no prompt that is used: expected one of {sorted(FIELDS)}")
    return Prompts({name: _load(name, folder) for name in FIELDS})


def _load(name: str, folder: Path | None) -> Prompt:
    own = folder / f"{name}.md" if folder is not None else None
    path = own if own is not None and own.is_file() else Path(__file__).with_name(f"{name}.md")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise PromptError(f"{path} cannot be read: expected a text file in UTF-8") from exc
    if not text.strip() or len(text) > MAX_CHARS:
        raise PromptError(f"{path} has {len(text)} characters: expected 1 to {MAX_CHARS}")
    prompt = Prompt(name, text)
    if not Template(text).is_valid() or not FIELDS[name] & NEEDED <= prompt.fields <= FIELDS[name]:
        may, must = (", ".join(f"${f}" for f in sorted(some)) for some in (FIELDS[name], FIELDS[name] & NEEDED))
        raise PromptError(f"{path} may use {may}{f' and needs {must}' if must else ''}; a dollar sign is written $$")
    return prompt
