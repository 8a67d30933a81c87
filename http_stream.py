"""An answer part by part as server-sent events, while a thread makes it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

MEDIA_TYPE = "text/event-stream"

Put = Callable[[str, str], None]
"""Sends an event: its name, and its data as JSON."""
ErrorBody = Callable[[Exception], tuple[int, dict[str, dict[str, str]]]]
"""Status and body of an error."""


def wants_stream(accept: str) -> bool:
    """Whether the client asked for events."""
    return MEDIA_TYPE in accept


def streamed(work: Callable[[Put], str], error_body: ErrorBody) -> StreamingResponse:
    """What `work` puts, then `done` with what it returns, or `error`. Nothing unchecked is ever sent."""
    return StreamingResponse(_events(work, error_body), media_type=MEDIA_TYPE)


async def _events(work: Callable[[Put], str], error_body: ErrorBody) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    parts: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()

    def put(name: str, data: str) -> None:
        loop.call_soon_threadsafe(parts.put_nowait, (name, data))

    def run() -> Any:
        try:
            put("done", work(put))
        except Exception as exc:
            put("error", json.dumps(error_body(exc)[1]))
        finally:
            loop.call_soon_threadsafe(parts.put_nowait, None)

    working = asyncio.ensure_future(run_in_threadpool(run))
    while (part := await parts.get()) is not None:
        yield format_sse_event(event=part[0], data_str=part[1])
    await working
