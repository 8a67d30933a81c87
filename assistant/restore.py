"""Put this ticket's own values back into what only its agent sees."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from guardrails.findings import Finding
from guardrails.vault import Vault
from ingest.documents import Chunk

T = TypeVar("T")

_AS_THEY_ARE = (Finding, Chunk, type)
"""Findings hold no values, and indexed text was scrubbed without a vault: a placeholder there is not this ticket's."""


def restored(value: T, vault: Vault) -> T:
    """The same structure with every string restored; secrets stay masked."""
    done: Any = value
    if isinstance(value, str):
        done = vault.restore(value)
    elif isinstance(value, tuple | list):
        done = type(value)(restored(item, vault) for item in value)
    elif isinstance(value, dict):
        done = {key: restored(item, vault) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, _AS_THEY_ARE):
        done = replace(value, **{f.name: restored(getattr(value, f.name), vault) for f in fields(value)})
    return done  # type: ignore[no-any-return]
