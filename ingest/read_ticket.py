"""Read a ticket from JSON: validated at the edge, cut to a size that can be handled, with a note of what that was."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.errors import TicketInvalid
from ingest.tickets import Author, Customer, Message, Role, Ticket

MAX_MESSAGES = 200
"""Messages kept of a thread: the first ten and the latest others."""
MAX_MESSAGE_CHARS = 100_000
"""Characters kept of one message: its beginning and its end."""
_HEAD_MESSAGES = 10
_ROLES: dict[str, Role] = {
    "customer": "customer",
    "requester": "customer",
    "end-user": "customer",
    "agent": "agent",
    "supporter": "agent",
    "admin": "agent",
    "system": "system",
}

MAX_SUBJECT_CHARS = 1000
"""Characters kept of the subject."""

_PLAIN = re.compile(r"[a-z]{1,12}(?:[ _-][a-z]{1,12})?|[A-Za-z]{0,8}[-_#]?\d{1,8}")

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


def _absent(default: Any) -> BeforeValidator:
    """Exports write null for what they do not know: it counts as not being there."""
    return BeforeValidator(lambda value: default if value is None else value)


def shown(value: Any) -> str:
    """A value for a message, where it is plainly a word of a system or a number of a ticket; nothing otherwise.

    What stands in the wrong field may be anything: a name, a password, a whole message.

    >>> shown("pending"), shown("T-1001"), shown("Ana Duarte")
    (" 'pending'", " 'T-1001'", '')
    """
    return f" {value!r}" if isinstance(value, str) and _PLAIN.fullmatch(value) else ""


def _role(value: Any) -> Role:
    role = _ROLES.get(str(value).lower())
    if role is None:
        raise ValueError(f"unknown role{shown(value)}, expected customer, agent or system")
    return role


def _id(value: Any) -> str:
    if value is None or not (id_ := str(value).strip()):
        raise ValueError("an id is needed")
    return id_


Id = Annotated[str, BeforeValidator(_id)]


class AuthorIn(BaseModel):
    """Who wrote a message."""

    role: Annotated[Role, BeforeValidator(_role)] = Field(
        description="customer, agent or system", examples=["customer"]
    )
    name: Text = Field("", examples=["Ana Duarte"])
    email: Text = Field("", examples=["ana.duarte@brightmoor.example"])


class MessageIn(BaseModel):
    """One message of the thread, oldest first."""

    id: Text = ""
    author: Annotated[AuthorIn, _absent({"role": "customer"})] = AuthorIn(role="customer")
    public: bool = Field(True, description="false for an internal note")
    created_at: Annotated[datetime | None, BeforeValidator(lambda value: value or None)] = None
    text: Text = Field(examples=["Since we rotated the signing secret every delivery fails with 401."])


class CustomerIn(BaseModel):
    """Whom the ticket is for."""

    name: Text = Field("", examples=["Ana Duarte"])
    email: Text = Field("", examples=["ana.duarte@brightmoor.example"])
    organisation: Text = Field("", examples=["Brightmoor Foods"])
    tier: Text = Field("", examples=["scale"])


class TicketIn(BaseModel):
    """A ticket as help desks export it. Unknown keys are ignored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "T-1001",
                    "subject": "Webhooks rejected since this morning",
                    "messages": [
                        {
                            "id": "m1",
                            "author": {"role": "customer", "name": "Ana Duarte"},
                            "public": True,
                            "created_at": "2026-11-02T09:14:00+01:00",
                            "text": "We rotated the webhook signing secret on Friday. "
                            "Now every delivery comes back with 401 Unauthorized.",
                        }
                    ],
                    "customer": {"name": "Ana Duarte", "organisation": "Brightmoor Foods", "tier": "scale"},
                }
            ]
        }
    )

    id: Id
    subject: Text = ""
    messages: Annotated[list[MessageIn], _absent([])] = Field(default_factory=list)
    fields: Annotated[dict[str, Any], _absent({})] = Field(default_factory=dict)
    customer: Annotated[CustomerIn, _absent({})] = CustomerIn()
    status: Text = ""
    resolution: Text = ""

    def ticket(self) -> Ticket:
        """The ticket for the inside of the house; `TicketInvalid` when it holds no text at all."""
        if not self.subject.strip() and not any(message.text.strip() for message in self.messages):
            raise TicketInvalid(f"ticket{shown(self.id)} is empty: expected a subject or a message with text")
        left_out: list[str] = []
        kept = _cut_thread(self.messages, left_out)
        return Ticket(
            id=self.id,
            subject=_cut(self.subject.strip(), MAX_SUBJECT_CHARS, "the subject", left_out).replace("\n", " "),
            messages=tuple(_message(number, message, left_out) for number, message in kept),
            customer=Customer(**self.customer.model_dump()),
            fields={key: _flat(value) for key, value in self.fields.items() if value is not None},
            status=self.status,
            resolution=_cut(self.resolution, MAX_MESSAGE_CHARS, "the resolution", left_out),
            left_out=tuple(left_out),
        )


def read_ticket(value: Any) -> Ticket:
    """A ticket from parsed JSON; `TicketInvalid` names the field that is wrong."""
    try:
        return TicketIn.model_validate(value).ticket()
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "ticket"
        raise TicketInvalid(f"{place}: {first['msg']}") from None


def _cut_thread(messages: list[MessageIn], left_out: list[str]) -> list[tuple[int, MessageIn]]:
    numbered = list(enumerate(messages, start=1))
    if len(numbered) <= MAX_MESSAGES:
        return numbered
    dropped = len(numbered) - MAX_MESSAGES
    left_out.append(f"{dropped} messages in the middle of the thread (more than {MAX_MESSAGES})")
    return numbered[:_HEAD_MESSAGES] + numbered[_HEAD_MESSAGES + dropped :]


def as_ticket(*, id_: Any, title: str, text: str, created: Any = None) -> dict[str, Any]:
    """A plain question as a ticket of one message by the customer; a title that `text` repeats is not said twice."""
    body = text.removeprefix(title).strip() if title else text
    message = {"author": {"role": "customer"}, "text": body, "created_at": created}
    return {"id": id_, "subject": title, "messages": [message]}


def _message(number: int, message: MessageIn, left_out: list[str]) -> Message:
    text = _cut(message.text, MAX_MESSAGE_CHARS, f"message {message.id[:40] or number}", left_out)
    author = Author(message.author.role, message.author.name, message.author.email)
    return Message(f"m{number}", author, text, message.public, message.created_at)


def _cut(text: str, limit: int, name: str, left_out: list[str]) -> str:
    """Its beginning and its end when it is longer than `limit`."""
    if len(text) <= limit:
        return text
    half = limit // 2
    left_out.append(f"{len(text) - limit:,} characters in the middle of {name}")
    return f"{text[:half]}\n[…]\n{text[-half:]}"


def _flat(value: Any) -> str:
    """An empty list stays as "": that no article helped is worth knowing."""
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
