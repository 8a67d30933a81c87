"""Takes personal data and secrets out of what a run log keeps."""

from typing import Any, TypeVar

from pydantic import BaseModel

from assistant.reading import read
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.tickets import Ticket

_Model = TypeVar("_Model", bound=BaseModel)
_NAMES = frozenset(
    "id kind source quote document chunk made_by name role code label audience pool verdict generation language "
    "section outcome state digest".split()
)
"""Keys behind which a name of ours stands, or a quote, taken from scrubbed text (`evals/tasks/sources.py`)."""


class Cleaner:
    """Scrubs every text of a record but names of ours (`kind`, `document` …).

    Fails closed: `ScrubFailed` goes up, and the case is logged as an error.
    """

    def __init__(self, scrubber: Scrubber) -> None:
        self._scrubber = scrubber

    def text(self, text: str) -> str:
        """One text, scrubbed by itself."""
        return self._scrubber.scrub(text).text

    def record(self, record: _Model, ticket: Ticket | None = None) -> _Model:
        """The same record with all its texts scrubbed; with `ticket` its own values get its own placeholders."""
        vault = Vault()
        if ticket is not None:
            read(ticket, scrubber=self._scrubber, vault=vault)
        seen: dict[str, str] = {}

        def clean(value: Any) -> Any:
            if isinstance(value, str):
                if value not in seen:
                    seen[value] = self._scrubber.scrub(value, vault).text
                return seen[value]
            if isinstance(value, dict):
                return {key: one if key in _NAMES else clean(one) for key, one in value.items()}
            return [clean(one) for one in value] if isinstance(value, list) else value

        return type(record).model_validate(clean(record.model_dump(mode="json")))
