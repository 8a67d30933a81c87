"""A model's file and the card beside it: the file is refused when it is not the one that the card tells."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from guardrails.errors import ModelInvalid

DATA = Path(__file__).parent / "data"
"""Where the models of the package lie."""


def read_model(file: Path, card: Path, *, again: str) -> bytes:
    """The content of `file`, whose sha256 must be the one in `card`; `again` says how to get both anew.

    Raises `ModelInvalid`.
    """
    content, wanted = _read(file, again), str(read_card(card, again=again).get("sha256", "no hash"))
    if (found := sha256(content).hexdigest()) != wanted:
        raise ModelInvalid(f"{file.name} has hash {found[:12]}, its card says {wanted[:12]}: {again}")
    return content


def read_card(card: Path, *, again: str) -> dict[str, Any]:
    """What a card tells; `ModelInvalid` when it cannot be read."""
    try:
        told = json.loads(_read(card, again))
    except ValueError as exc:
        raise ModelInvalid(f"{card.name} is not JSON: {again}") from exc
    return told if isinstance(told, dict) else {}


def _read(path: Path, again: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ModelInvalid(f"{path.name} cannot be read: {again}") from exc
