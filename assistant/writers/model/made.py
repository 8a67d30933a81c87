"""How a model came to its last text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """What one text took. `written` counts the model's sentences before any check; `failed` says why it has none."""

    prompts: Mapping[str, str]
    calls: int
    tokens_in: int
    tokens_out: int
    written: int
    ms: int
    failed: str
