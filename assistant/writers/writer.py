"""What every writer offers: the extractive one, a chat model, and whatever else may write. The same checks follow."""

from typing import Protocol

from assistant.records import Text, Usage
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.material import Material


class Writer(Protocol):
    """Writes from `material` and nothing else; it has no tools, and what it writes is checked before anyone sees it."""

    @property
    def name(self) -> str:
        """What `made_by` says."""

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:
        """The text that is ordered, perhaps without sentences; never an error for want of evidence.

        Sentences given to `check` are judged one by one as they are made; whatever was not is judged afterwards.
        """

    def usage(self) -> Usage:
        """What the calls of this thread have used since it was last asked."""

    def prompts_used(self) -> dict[str, str]:
        """The versions of the prompts that a model was given for this thread's texts since it was last asked."""
