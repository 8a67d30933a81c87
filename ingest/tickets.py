"""A ticket as every part of the house sees it: subject, messages with their author and audience, fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message. `name` and `email` seed the vault and go nowhere else."""

    role: Role
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread; `public` is false for notes that only agents may read."""

    id: str
    author: Author
    text: str
    public: bool = True
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom the ticket is for."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support ticket. `left_out` names what was dropped on reading, for the agent to see."""

    id: str
    subject: str
    messages: tuple[Message, ...]
    customer: Customer = Customer()
    fields: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    resolution: str = ""
    left_out: tuple[str, ...] = ()
