"""What stood before the text that is scrubbed now, when a text comes in blocks."""

from dataclasses import dataclass, field

from guardrails.hits import LITERAL

REACH = 400
"""Characters of the earlier text that are read along: a greeting, "the password is", the line before a signature."""


@dataclass(slots=True)
class Earlier:
    """The end of the text before, and the (kind, value) pairs that were masked in it and are masked again."""

    before: str = ""
    values: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, kind: str, value: str) -> None:
        """Look for this value in all that follows."""
        if kind != LITERAL:
            self.values[kind, value] = None

    def move_on(self, text: str) -> None:
        """`text` has been read."""
        self.before = (self.before + text)[-REACH:]
