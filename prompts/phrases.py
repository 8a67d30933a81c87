"""Phrases of the extractive writer: frames with `$fields`, one file for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

import yaml


class PhraseError(ValueError):
    """A phrase is missing, or was given the wrong fields."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The frames of one language.

    >>> Phrases("en", {"greeting": "Hello $name,"}, "v").say("greeting", name="Ana")
    'Hello Ana,'
    """

    language: str
    frames: Mapping[str, str]
    version: str

    def say(self, frame: str, /, **fields: str) -> str:
        """Fill in exactly the fields that the frame has."""
        if frame not in self.frames:
            raise PhraseError(f"no phrase {frame!r} in {self.language}: expected one of {sorted(self.frames)}")
        template = Template(self.frames[frame])
        if (wanted := set(template.get_identifiers())) != fields.keys():
            raise PhraseError(f"phrase {frame!r} takes {sorted(wanted)}, got {sorted(fields)}")
        return template.substitute(fields)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The phrases of all languages that there are; `house` is the language of the house."""

    house: str
    languages: Mapping[str, Phrases]

    def of(self, language: str | None) -> Phrases:
        """The phrases of `language`, or of the house where there are none."""
        return self.languages.get(language or self.house, self.languages[self.house])

    @property
    def version(self) -> str:
        """Hash over all files."""
        versions = "".join(self.languages[language].version for language in sorted(self.languages))
        return sha256(versions.encode()).hexdigest()[:12]

    def templates(self, frame: str) -> frozenset[str]:
        """What a phrase is in all languages."""
        return frozenset(one.frames[frame] for one in self.languages.values() if frame in one.frames)


def load_phrasebook(house: str = "en") -> Phrasebook:
    """Every language of `prompts/phrases`; `PhraseError` when the house's is not among them."""
    folder = Path(__file__).parent / "phrases"
    codes = sorted({house, *(file.stem for file in folder.glob("*.yaml"))})
    return Phrasebook(house, {code: load_phrases(code) for code in codes})


def load_phrases(language: str = "en") -> Phrases:
    """The phrases of `language`; `PhraseError` names the languages there are."""
    folder = Path(__file__).parent / "phrases"
    path = folder / f"{language}.yaml"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.yaml"))
        raise PhraseError(f"no phrases for {language!r}: add prompts/phrases/{language}.yaml, or use one of {known}")
    text = path.read_text(encoding="utf-8")
    return Phrases(language, yaml.safe_load(text), sha256(text.encode()).hexdigest()[:12])
