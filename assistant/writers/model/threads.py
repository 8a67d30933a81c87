"""What of a ticket a model is shown: all of it where it fits, or notes of each part of a long thread."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from assistant.texts.order import Order
from assistant.writers.material import Material
from assistant.writers.model.budget import Meter
from assistant.writers.model.catalog import Catalog
from assistant.writers.model.client import ChatClient
from assistant.writers.model.entries import parsed
from assistant.writers.model.failures import ModelFailed
from assistant.writers.model.items import Item
from assistant.writers.model.longer import MAX_PARTS, Condensed, notes, parts, reduced
from assistant.writers.model.patience import Deadline
from assistant.writers.model.prompting import condense_messages
from prompts.prompt import Prompts

_AT_ONCE = 4
"""Parts that are condensed at the same time."""
_RULES_TOKENS = 2500
"""What the prompts and the schema of a text take beside its evidence, at the most."""
_LEAST_TOKENS = 500
"""Evidence with less room than this is no basis for a text."""
_WORTH_NOTES = 2000
"""A model that reads less evidence than this at once is shown the best of a long thread instead of notes of it."""
_SKIPPED = frozenset({"empty", "invalid", "length", "cut"})
"""Failures that leave one part out; any other stops the text."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Read:
    """What the text may rest on. `note` says so where not all of the thread was read."""

    catalog: Catalog
    condensed: bool = False
    note: str = ""


class ThreadReader:
    """Reads threads of any length with a model that reads `context_tokens` at once."""

    def __init__(self, client: ChatClient, prompts: Prompts, *, context_tokens: int, answer_tokens: int) -> None:
        self._client = client
        self._prompts = prompts
        self._context_tokens = context_tokens
        self._answer_tokens = answer_tokens

    def read(self, order: Order, material: Material, *, deadline: Deadline, meter: Meter) -> Read:
        """The catalogue for an order. Raises `ModelFailed` where the budget has no room for one, or a part fails."""
        room = min(self._context_tokens, meter.room()) - self._answer_tokens - _RULES_TOKENS
        if room < _LEAST_TOKENS:
            raise ModelFailed("task_budget")
        catalog = Catalog.of(order, material, max_tokens=room)
        if not catalog.left_out:
            return Read(catalog)
        whole = self._call_tokens(room)
        affordable = max(0, meter.room() - whole) // whole
        wanted = parts(order, material, max_tokens=room, max_parts=MAX_PARTS * 100)
        if len(wanted) <= 1 or not affordable or room < _WORTH_NOTES:
            return Read(catalog, note="" if len(wanted) <= 1 else _told(0, len(wanted)))
        pieces = parts(order, material, max_tokens=room, max_parts=min(MAX_PARTS, affordable))
        found, failed = self._condensed(order, pieces, deadline, meter)
        read = len(pieces) - failed
        log.info("model.condensed", parts=len(wanted), read=read, notes=len(found))
        note = _told(read if found else 0, len(wanted)) if read < len(wanted) or not found else ""
        if not found:
            return Read(catalog, condensed=True, note=note)
        return Read(reduced(order, material, found, max_tokens=room), condensed=True, note=note)

    def _call_tokens(self, room: int) -> int:
        return room + self._answer_tokens + _RULES_TOKENS

    def _condensed(
        self, order: Order, pieces: Sequence[Catalog], deadline: Deadline, meter: Meter
    ) -> tuple[list[Item], int]:
        """The notes of all parts, oldest first, and how many parts gave none."""

        def condense(number: int) -> Condensed | None:
            asked = condense_messages(pieces[number], number + 1, len(pieces), order, self._prompts)
            try:
                text = "".join(self._client.ask(asked, Condensed, deadline=deadline, meter=meter))
            except ModelFailed as failure:
                if failure.kind in _SKIPPED:
                    return None
                raise
            return parsed(text, Condensed)[0]

        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="condense") as pool:
            answers = list(pool.map(condense, range(len(pieces))))
        found: list[Item] = []
        for answer, piece in zip(answers, pieces, strict=True):
            found += notes(answer, piece, first=len(found) + 1) if answer else []
        return found, sum(answer is None for answer in answers)


def _told(read: int, of: int) -> str:
    return (
        f"The thread is longer than the chat model could read: it read {read} of {of} parts."
        if read
        else (
            "The thread is longer than the chat model could read: it was shown the first, the latest and the most "
            "relevant messages."
        )
    )
