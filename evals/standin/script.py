"""What a stand-in for a chat model is to do: sentences by the words of the evidence they rest on, or how it fails."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from evals.running.task import Kept, Strict

Failing = Literal[
    "rate_limited", "wait_an_hour", "unavailable", "unreachable", "unauthorised", "too_long",  # it never begins
    "slow", "stalls", "cut", "breaks", "endless", "length", "refused",  # it does not come to a good end
]  # fmt: skip


class SaidIn(Strict):
    """A sentence. `line` are words of the line of the prompt that it is made from, in which `swap` replaces words.

    `text` is written instead; `{line}` in it stands for that line. `cites` are words of the lines that it claims to
    rest on, or labels behind `=`; its own line without any. `bad` says what is wrong with it, and `trace` are the
    words by which it is known when it comes out; the whole sentence without any.
    """

    section: str = "answer"
    line: str = ""
    text: str = ""
    swap: dict[str, str] = {}
    cites: list[str] = []
    bad: str = ""
    trace: str = ""


class AnswerIn(Strict):
    """One answer: sentences, or `raw` as it is, or how it `fails`; with sentences as well, it fails on the way."""

    says: list[SaidIn] = []
    nothing_to_say: str = ""
    raw: str | None = None
    fails: Failing | None = None


class ModelIn(Strict):
    """Limits of the house for the model, by their settings; the answers come in turn, the last one for ever."""

    answers: list[AnswerIn] = []
    timeout_s: float = Field(30.0, gt=0)
    context_tokens: int = Field(16_000, ge=4_000)
    answer_tokens: int = Field(2_000, ge=200)
    task_tokens: int = Field(0, ge=0)
    day_tokens: int = Field(0, ge=0)

    @property
    def settings(self) -> dict[str, float]:
        """As the house sets them."""
        limits = ("timeout_s", "context_tokens", "answer_tokens", "task_tokens", "day_tokens")
        return {f"model_{name}": getattr(self, name) for name in limits}


class SaidKept(Kept):
    """A sentence that was sent: `rests_on` is the line of the prompt that it was made from, without its label.

    `played` is false where the prompt did not hold that line, so that nothing could be said.
    """

    text: str = ""
    rests_on: str = ""
    bad: str = ""
    trace: str = ""
    played: bool = True
    own: bool = True
    """Whether it was cited with the line that it is made from."""


class WatchedKept(Kept):
    """A string that a case looks for, by the name that the case gives it: the string itself is no business of a log."""

    name: str
    seen: bool = False


def watched(watch: Mapping[str, str], text: str) -> list[WatchedKept]:
    """Which of the strings stand in the text, whatever their case."""
    inside = text.casefold()
    return [WatchedKept(name=name, seen=string.casefold() in inside) for name, string in watch.items()]
