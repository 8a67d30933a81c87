"""What an agent asks of a text."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "warm", "formal", "brief"]
Length = Literal["short", "normal", "long"]


@dataclass(frozen=True, slots=True)
class Steering:
    """What an agent asks of a text, all of it optional.

    `facts` are what only the agent knows: each becomes evidence (`fact.1`, `fact.2` …). `turns` are the refinements
    asked for so far, oldest first; one less undoes the last. `language` is ISO 639-1; empty means the ticket's own.
    What is typed here is scrubbed with the ticket's vault before any writer sees it.
    """

    instruction: str = ""
    facts: tuple[str, ...] = ()
    tone: Tone = "neutral"
    length: Length = "normal"
    language: str = ""
    turns: tuple[str, ...] = ()


NONE = Steering()
