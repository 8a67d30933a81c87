"""Any chat model of LangChain behind one call: an answer of a given shape, in pieces, within a time and a budget."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableSequence
from pydantic import BaseModel

from assistant.writers.model.budget import Meter
from assistant.writers.model.failures import ModelFailed
from assistant.writers.model.patience import Deadline, Patience
from assistant.writers.model.stream import Piece, pumped

ATTEMPTS = 3
MAX_WAIT_S = 20.0
"""The longest that a provider may ask us to wait before we do without it."""
PARALLEL = 16
"""Calls at once; a thread that hangs in a provider's library keeps its place."""
_BACK_OFF_S = 0.5
_REST_S = 1.0
"""An attempt with less time than this is not worth its tokens."""
_LENGTH = frozenset({"length", "max_tokens", "max_output_tokens", "model_context_window_exceeded"})
_REFUSED = frozenset({"content_filter", "content_filtered", "refusal", "safety", "guardrail_intervened", "recitation"})
_SHAPE = "Answer with one JSON object that fits this JSON schema, and with nothing else:"

log = structlog.get_logger()


@dataclass(frozen=True)
class Model:
    """A chat model and how it takes a shape: `strict` where its provider can be held to it."""

    name: str
    chat: BaseChatModel
    strict: bool = False


class ChatClient:
    """Asks one model. Thread-safe."""

    def __init__(self, model: Model, *, patience: Patience, parallel: int = PARALLEL) -> None:
        self.name = model.name
        self.patience = patience
        self._model = model
        self._plain = False
        self._slots = threading.Semaphore(parallel)

    def ask(
        self, messages: Sequence[BaseMessage], shape: type[BaseModel], *, deadline: Deadline, meter: Meter
    ) -> Iterator[str]:
        """The answer as it comes: JSON that should fit `shape`. Raises `ModelFailed`, also at the end of it.

        What may succeed a little later is tried again, as long as nothing of an answer has come.
        """
        for attempt in range(1, ATTEMPTS + 1):
            begun = False
            try:
                for text in self._shaped(messages, shape, deadline, meter):
                    begun = True
                    yield text
                return
            except ModelFailed as failure:
                log.info("model.failed", model=self.name, kind=failure.kind, attempt=attempt, begun=begun)
                if begun or not failure.transient or attempt == ATTEMPTS:
                    raise
                self._wait(failure, attempt, deadline)

    def _wait(self, failure: ModelFailed, attempt: int, deadline: Deadline) -> None:
        """As long as the provider asks, or longer with each attempt; the failure itself where that is too long."""
        back_off = _BACK_OFF_S * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311  jitter, no secret
        wait = back_off if failure.retry_after_s is None else failure.retry_after_s
        if wait > MAX_WAIT_S or wait + min(_REST_S, self.patience.first_s) > deadline.left():
            raise failure
        time.sleep(wait)

    def _shaped(
        self, messages: Sequence[BaseMessage], shape: type[BaseModel], deadline: Deadline, meter: Meter
    ) -> Iterator[str]:
        """By the provider's own mode for JSON; in words, where it has none or refuses it."""
        runnable = None if self._plain else self._structured(shape)
        if runnable is None:
            yield from self._told(messages, shape, deadline, meter)
            return
        begun = False
        try:
            for text in self._once(runnable, messages, deadline, meter):
                begun = True
                yield text
            return
        except ModelFailed as failure:
            if begun or failure.kind != "rejected":
                raise
        for text in self._told(messages, shape, deadline, meter):
            if not self._plain:
                log.warning("model.plain", model=self.name)
            self._plain = True
            yield text

    def _told(
        self, messages: Sequence[BaseMessage], shape: type[BaseModel], deadline: Deadline, meter: Meter
    ) -> Iterator[str]:
        asked = HumanMessage(f"{_SHAPE}\n{_schema_json(shape)}")
        return self._once(self._model.chat, [*messages, asked], deadline, meter)

    def _structured(self, shape: type[BaseModel]) -> Runnable[Any, Any] | None:
        """The model bound to a shape. LangChain's own chain would hold the answer back until it is whole."""
        method = {"method": "json_schema"}
        for way in ({**method, "strict": True}, method, {})[0 if self._model.strict else 1 :]:
            try:
                chain = self._model.chat.with_structured_output(schema_of(shape), **way)
            except (NotImplementedError, TypeError, ValueError):
                continue
            if isinstance(chain, RunnableSequence):
                return chain.first
        return None

    def _once(
        self, runnable: Runnable[Any, Any], messages: Sequence[BaseMessage], deadline: Deadline, meter: Meter
    ) -> Iterator[str]:
        """One call, paid for whatever comes of it."""
        started = time.perf_counter()
        call = meter.call(messages)
        start: Callable[[], Iterable[BaseMessage]] = lambda: runnable.stream(list(messages))  # noqa: E731
        pieces: list[Piece] = []
        try:
            for piece in pumped(start, patience=self.patience, deadline=deadline, slots=self._slots):
                pieces.append(piece)
                if piece.text:
                    yield piece.text
            _ended_well(pieces)
        except ModelFailed as failure:
            call.failed = failure
            raise
        finally:
            spent = call.settle(pieces)
            log.info(
                "model.called",
                model=self.name,
                kind=meter.kind,
                ms=round((time.perf_counter() - started) * 1000),
                tokens_in=spent.tokens_in,
                tokens_out=spent.tokens_out,
                estimated=spent.estimated,
                pieces=len(pieces),
            )


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a shape; the caller may change it."""
    schema: dict[str, Any] = json.loads(_schema_json(shape))
    return schema


@lru_cache(maxsize=64)
def _schema_json(shape: type[BaseModel]) -> str:
    return json.dumps(shape.model_json_schema(), ensure_ascii=False)


def _ended_well(pieces: Sequence[Piece]) -> None:
    """Raise what the provider says, or does not say, at the end of an answer."""
    finishes = {piece.finish for piece in pieces if piece.finish}
    if any(piece.refused for piece in pieces) or finishes & _REFUSED:
        raise ModelFailed("refused")
    if finishes & _LENGTH:
        raise ModelFailed("length")
    text = "".join(piece.text for piece in pieces).strip()
    if not text:
        raise ModelFailed("empty" if finishes else "cut")
    if not finishes and not _whole(text):
        raise ModelFailed("cut")


def _whole(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
