"""Dialogues with summaries that people wrote: read from JSON Lines, and sent in as tickets."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from ingest.read_ticket import Id, read_ticket
from ingest.tickets import Role, Ticket

_SPEAKER = re.compile(r"(customer|client|user|agent|support|advisor)\s*:\s+", re.IGNORECASE)
_SUPPORT = frozenset({"agent", "support", "advisor", "assistant", "company", "brand"})
_OPENERS = frozenset(
    "hi hello hey thanks thank sorry please we i yes no ok okay you the my so if and but can how what why is it this"
    " that great good oh well apologies your a to for at in on as once did do have there they not just also"
    " unfortunately here any ah hiya morning".split()
)
"""Words with which anybody may begin: no name of an account."""


class TurnIn(BaseModel):
    """A turn of somebody who is named."""

    text: str
    role: Annotated[str, BeforeValidator(lambda value: str(value or "").lower())] = ""


class DialogueIn(BaseModel):
    """A line of the file; unknown keys are ignored. `brand_handle` starts the customer's turns, where it is known."""

    id: Id
    turns: list[str | TurnIn] = Field(min_length=1)
    summaries: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    brand_handle: str | None = None

    @property
    def said(self) -> list[tuple[Role, str]]:
        """Who says what, without the names of accounts and speakers in front of it."""
        texts = [turn if isinstance(turn, str) else turn.text for turn in self.turns]
        if any(isinstance(turn, TurnIn) and turn.role for turn in self.turns):
            roles = [_named(turn.role if isinstance(turn, TurnIn) else "") for turn in self.turns]
            return list(zip(roles, texts, strict=True))
        speakers = [_SPEAKER.match(text) for text in texts]
        if all(speakers):
            return [(_named(found[1]), found.string[found.end() :]) for found in speakers if found]
        return _by_handle(texts, self.brand_handle or _likely_handle(texts))

    def ticket(self) -> Ticket:
        """The dialogue as a ticket; `TicketInvalid` when nobody says anything."""
        messages: list[dict[str, Any]] = [{"author": {"role": role}, "text": text} for role, text in self.said]
        return read_ticket({"id": self.id, "messages": messages})


def _named(speaker: str) -> Role:
    return "agent" if speaker.lower() in _SUPPORT else "customer"


def _by_handle(texts: Sequence[str], handle: str) -> list[tuple[Role, str]]:
    """Who calls the account by its handle is a customer, and so is who begins; without a handle they take turns."""
    if not handle:
        return [("customer" if n % 2 == 0 else "agent", text) for n, text in enumerate(texts)]
    calls = re.compile(rf"\s*@?{re.escape(handle.lstrip('@'))}\b[:,]?\s*", re.IGNORECASE)
    found: list[tuple[Role, str]] = []
    for n, text in enumerate(texts):
        call = calls.match(text)
        found.append(("customer" if call or n == 0 else "agent", text[call.end() :] if call else text))
    return found


def _likely_handle(texts: Sequence[str]) -> str:
    """The name with which most turns begin, of those that begin at least two; empty when there is none."""
    first = Counter(text.split()[0].lstrip("@").rstrip(":,") for text in texts if text.split())
    names = ((word, count) for word, count in first.most_common() if count > 1)
    return next((word for word, _ in names if word[:1].isupper() and word.lower() not in _OPENERS), "")
