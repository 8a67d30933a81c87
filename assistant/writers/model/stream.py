"""What a model sends, as it comes: in a thread of its own, so that no provider can hold up a text beyond its time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, Queue

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langsmith import tracing_context

from assistant.writers.model.failures import ModelFailed, failure_of
from assistant.writers.model.patience import Deadline, Patience

_FINISH = ("finish_reason", "stop_reason", "done_reason", "stopReason", "finishReason")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer. Tokens are those that this part reports; `finish` is why the model ended, in lower case."""

    text: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    finish: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def pumped(
    start: Callable[[], Iterable[BaseMessage]], *, patience: Patience, deadline: Deadline, slots: threading.Semaphore
) -> Iterator[Piece]:
    """The pieces of what `start` streams, or `ModelFailed`. Nothing of it is traced, whatever the environment says.

    An answer that is given up on ends its thread with the next thing that the provider sends; `slots` bounds how many
    such threads there can be.
    """
    if not slots.acquire(timeout=min(patience.connect_s, deadline.left())):
        raise ModelFailed("busy")
    pieces: Queue[Piece | _End] = Queue()
    stopped = threading.Event()
    threading.Thread(target=_pump, args=(start, pieces, stopped, slots), name="model", daemon=True).start()
    try:
        yield from _received(pieces, patience, deadline)
    finally:
        stopped.set()


def _pump(
    start: Callable[[], Iterable[BaseMessage]],
    pieces: "Queue[Piece | _End]",
    stopped: threading.Event,
    slots: threading.Semaphore,
) -> None:
    error: BaseException | None = None
    try:
        with tracing_context(enabled=False):
            for message in start():
                if stopped.is_set():
                    return
                pieces.put(piece_of(message))
    except BaseException as exc:
        error = exc
    finally:
        slots.release()
        pieces.put(_End(error))


def _received(pieces: "Queue[Piece | _End]", patience: Patience, deadline: Deadline) -> Iterator[Piece]:
    begun = False
    while True:
        left, wait = deadline.left(), patience.idle_s if begun else patience.first_s
        try:
            piece = pieces.get(timeout=min(left, wait))
        except Empty:
            raise ModelFailed("timeout" if left <= wait else "cut" if begun else "first_token") from None
        if isinstance(piece, _End):
            if piece.error is not None:
                raise failure_of(piece.error) from piece.error
            return
        begun = begun or bool(piece.text)
        yield piece


def piece_of(message: BaseMessage) -> Piece:
    """What counts of a message of LangChain; an answer given as a tool's arguments is its text."""
    text = str(message.text)
    if isinstance(message, AIMessageChunk):
        text = text or "".join(call["args"] or "" for call in message.tool_call_chunks)
    usage = message.usage_metadata if isinstance(message, AIMessage) else None
    said = message.response_metadata
    return Piece(
        text,
        usage["input_tokens"] if usage else 0,
        usage["output_tokens"] if usage else 0,
        next((str(said[name]).lower() for name in _FINISH if said.get(name)), ""),
        bool(message.additional_kwargs.get("refusal")),
    )
