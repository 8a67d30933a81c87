"""Long tickets, stored short: what matters stands at named places, and the rest is filled up with small talk.

A row is `{id, ticket, messages, at, expect}`: `ticket` has all but the messages, `messages` is how many there are, `at`
maps places from 0 (the first) to 1 (the last) to messages.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.errors import SuiteInvalid
from evals.formats.cases import read as read_own
from evals.running.task import Task

_BEGIN = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
_APART = timedelta(hours=5)
_TALK = (
    ("customer", "Thank you for the quick reply. I will come back to you as soon as my colleague is in the office."),
    ("agent", "Thank you, that helps. I have passed it on and will write again when there is something to tell."),
    ("customer", "A short note to keep this open, we are still interested in an answer."),
    ("agent", "I am back from my holidays and have taken over from my colleague. I am reading what was written."),
    ("customer", "My boss has asked again. Nothing new from our side, the picture is the same as before."),
    ("agent", "Thank you for your patience. The matter is with the right people, and nothing is needed from you."),
    ("customer", "That is fine with us. The shop was closed over the weekend, so nobody could look at it."),
    ("agent", "Noted, and have a good start into the week."),
)
"""Who says what, in turn, where nothing that matters is said."""


class ThreadIn(BaseModel):
    """A row, before its messages are put in."""

    model_config = ConfigDict(extra="forbid")
    id: str
    ticket: dict[str, Any]
    messages: Annotated[int, Field(ge=1, le=2000)]
    at: dict[float, dict[str, Any]] = Field(min_length=1)
    expect: dict[str, Any] = {}
    slices: dict[str, str] = {}

    @model_validator(mode="after")
    def _room(self) -> "ThreadIn":
        if any(not 0 <= place <= 1 for place in self.at):
            raise ValueError("a place in `at` lies between 0, the first message, and 1, the last")
        if len(self.places()) < len(self.at):
            raise ValueError("two places in `at` fall on one message: more messages, or places further apart")
        return self

    def places(self) -> dict[int, dict[str, Any]]:
        """What stands at which number."""
        return {round(place * (self.messages - 1)): message for place, message in self.at.items()}


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A case to a row of JSON Lines or YAML. `options.messages` makes all of them that long.

    The same row always makes the same ticket, so tasks that share one share its output.
    """
    longer = {"messages": options["messages"]} if "messages" in options else {}
    for where, value in read_own(path, task, options):
        try:
            row = ThreadIn.model_validate({**value, **longer})
        except ValidationError as exc:
            raise SuiteInvalid("\n".join(_told(exc, where))) from None
        ticket = {"id": row.id, **row.ticket, "messages": list(_messages(row))}
        slices = {"messages": str(row.messages), **row.slices}
        yield where, {"id": row.id, "input": {"ticket": ticket}, "expect": row.expect, "slices": slices}


def _messages(row: ThreadIn) -> Iterator[dict[str, Any]]:
    places = row.places()
    for number in range(row.messages):
        role, text = _TALK[number % len(_TALK)]
        told = places.get(number) or {"author": {"role": role}, "text": text}
        yield {"created_at": (_BEGIN + number * _APART).isoformat(), "public": True, **told}


def _told(exc: ValidationError, where: str) -> Iterator[str]:
    for error in exc.errors(include_input=False, include_url=False):
        place = ".".join(str(step) for step in error["loc"])
        yield f"{where}: {f'{place}: ' if place else ''}{error['msg'].removeprefix('Value error, ')}"
