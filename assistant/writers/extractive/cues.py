"""What a sentence of a ticket is about, told by its wording: trouble, tries, promises, plans. Cues, no certainty."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Cue = Literal[
    "fails",
    "counted",
    "also",
    "impact",
    "tried",
    "ruled_out",
    "well",
    "fixed",
    "acted",
    "expected",
    "environment",
    "promised",
    "ongoing",
    "to_do",
    "careful",
    "cause",
    "asks",
    "courtesy",
    "checks",
    "tells",
]
_LISTS = ("some", "things", "acts")
_COURTESY_WORDS = 9
_WAITED = re.compile(r"\bstill\b|\?\s*$|\bnot\b", re.IGNORECASE)


def says(cue: Cue, text: str) -> bool:
    """Whether the wording of `text` speaks for `cue`.

    >>> says("tried", "We restarted it without success."), says("tried", "It stops each night.")
    (True, False)
    """
    return _cues()[cue].search(" ".join(text.split())) is not None


def courtesy(text: str) -> bool:
    """A greeting, thanks or an excuse, and little else."""
    return says("courtesy", text) and len(text.split()) <= _COURTESY_WORDS


def fixed(text: str) -> bool:
    """Says that something is well again, and nothing to the contrary."""
    return says("fixed", text) and not _WAITED.search(text)


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    read = yaml.safe_load(Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8"))
    joined = {name: "|".join(lines.split("\n")[:-1]).replace("||", "|") for name, lines in read.items()}
    for name in _LISTS:
        joined = {key: value.replace(name.upper(), joined[name]) for key, value in joined.items()}
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in joined.items() if name not in _LISTS}
