"""The stand-in itself: a chat model of LangChain's kind that keeps what it was sent and answers by its script."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from evals.standin.script import AnswerIn, Failing, SaidKept
from evals.standin.sent import Sent
from evals.standin.speech import notes, speech

PIECE = 40
"""Characters of a piece: words, numbers and placeholders are cut in two."""
_STATUS: dict[Failing, int] = {
    "rate_limited": 429,
    "wait_an_hour": 429,
    "unavailable": 500,
    "unauthorised": 401,
    "too_long": 413,
}
_BEFORE: frozenset[Failing] = frozenset({*_STATUS, "unreachable"})
_TICK_S = 0.05


class ProviderSays(Exception):
    """What a provider's library raises: an answer with a status, and perhaps how long to wait."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        super().__init__(f"status {status}")
        self.status_code = status
        self.response = SimpleNamespace(status_code=status, headers=headers)


class ScriptedChat(BaseChatModel):
    """Answers in turn, the last answer for ever; parts of a long thread it condenses honestly and out of turn.

    `patience_s` is how long its callers wait, so that it knows what is too long. Thread-safe.
    """

    answers: list[AnswerIn]
    patience_s: float = 30.0
    _sent: list[Sent] = PrivateAttr(default_factory=list)
    _said: list[SaidKept] = PrivateAttr(default_factory=list)
    _turn: int = PrivateAttr(default=0)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "standin"

    @property
    def sent(self) -> tuple[Sent, ...]:
        """Every call so far."""
        return tuple(self._sent)

    @property
    def said(self) -> tuple[SaidKept, ...]:
        """Every sentence so far."""
        return tuple(self._said)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002  LangChain's signature, here and below
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[ChatGenerationChunk]:
        text, fails = self._next(messages)
        if fails in _BEFORE:
            raise _error(fails)
        if fails == "slow":
            self._sleep()
        if fails in ("stalls", "cut", "breaks"):
            text = text[: len(text) * 3 // 4]
        for at in range(0, len(text), PIECE):
            yield _chunk(text[at : at + PIECE])
        yield from self._ending(fails)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002  LangChain's signature, here and below
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _next(self, messages: Sequence[BaseMessage]) -> tuple[str, Failing | None]:
        sent = Sent(tuple((message.type, str(message.text)) for message in messages))
        with self._lock:
            self._sent.append(sent)
            if _asks_for_notes(sent):
                return notes(sent), None
            answer = self.answers[min(self._turn, len(self.answers) - 1)] if self.answers else AnswerIn()
            self._turn += 1
            text, said = speech(answer, sent)
            self._said += said
        return text, answer.fails

    def _ending(self, fails: Failing | None) -> Iterator[ChatGenerationChunk]:
        if fails == "stalls":
            self._sleep()
        if fails == "breaks":
            raise ConnectionError
        if fails == "endless":
            yield from self._endless()
        if fails not in ("stalls", "cut"):
            finish = {"length": "length", "refused": "content_filter"}.get(fails or "", "stop")
            yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"finish_reason": finish}))

    def _endless(self) -> Iterator[ChatGenerationChunk]:
        """Blanks for longer than anybody waits, and in the end an end, so that no thread is left behind."""
        end = time.monotonic() + 2 * self.patience_s
        while time.monotonic() < end:
            yield _chunk(" ")
            time.sleep(_TICK_S)

    def _sleep(self) -> None:
        time.sleep(1.5 * self.patience_s)


def _asks_for_notes(sent: Sent) -> bool:
    """By the shape that is asked for in the last message."""
    _, _, schema = sent.messages[-1][1].partition("\n")
    try:
        return "notes" in json.loads(schema)["properties"]
    except (ValueError, KeyError, TypeError):
        return False


def _chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _error(fails: Failing | None) -> Exception:
    if fails is None or fails == "unreachable":
        return ConnectionError()
    return ProviderSays(_STATUS[fails], {"retry-after": "3600"} if fails == "wait_an_hour" else {})
