"""A chat model's server on this machine that speaks OpenAI's chat API and behaves as a test tells it to."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 7
"""Characters of a piece of a stream: short enough to cut placeholders and words in two."""


@dataclass(frozen=True)
class Answer:
    """How one request is answered. `wait_s` passes before the head, `first_s` before the first piece, `gap_s` between.

    `cut` ends the connection after so many pieces, with `reset` as a broken one; `heartbeat` sends comments instead of
    pieces while it waits; `hold` waits after so many pieces until the server's `go` is set.
    """

    text: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    error: str = "the server says no"
    finish: str = "stop"
    refusal: str = ""
    usage: tuple[int, int] | None = (1000, 100)
    wait_s: float = 0.0
    first_s: float = 0.0
    gap_s: float = 0.0
    cut: int | None = None
    heartbeat: bool = False
    reset: bool = False
    hold: int | None = None


@dataclass
class ChatServer:
    """Answers in turn, the last one for ever. `requests` are the bodies it was sent, `keys` the keys.

    `paths` are all that anybody asked for.
    """

    url: str
    answers: list[Answer]
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    went: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def will(self, *answers: Answer) -> None:
        """Answer like this from now on."""
        self.answers = list(answers)

    def next(self, body: dict[str, Any], key: str) -> Answer:
        with self.lock:
            self.requests.append(body)
            self.keys.append(key)
            self.times.append(time.monotonic())
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def prompts(self) -> str:
        """Everything that any request said."""
        return "\n".join(json.dumps(body, ensure_ascii=False) for body in self.requests)


@contextmanager
def chat_server(*answers: Answer) -> Iterator[ChatServer]:
    """Serve on a free port of this machine."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    state = ChatServer(f"http://127.0.0.1:{http.server_address[1]}/v1", list(answers) or [Answer()])
    http.state = state  # type: ignore[attr-defined]  # where the handler finds it
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.stopped.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests read what was asked from `requests`."""

    def do_GET(self) -> None:
        self._noted().paths.append(self.path)
        self._whole(200, "{}")

    def do_POST(self) -> None:
        state = self._noted()
        state.paths.append(self.path)
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.path.endswith("/chat/completions"):
            self._whole(200, "{}")
            return
        body = json.loads(data)
        answer = state.next(body, self.headers.get("Authorization", ""))
        try:
            state.stopped.wait(answer.wait_s)
            if answer.status != 200:
                message = {"error": {"message": answer.error, "type": "error", "code": None}}
                self._whole(answer.status, json.dumps(message), answer.headers)
            elif body.get("stream"):
                self._stream(state, answer, body)
            else:
                self._whole(200, json.dumps(_completion(answer)))
        except OSError:
            self.close_connection = True  # the client has gone: what a time-out looks like from here

    def _noted(self) -> ChatServer:
        state: ChatServer = self.server.state  # type: ignore[attr-defined]
        return state

    def _whole(self, status: int, text: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in (*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(data)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, state: ChatServer, answer: Answer, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.wfile.flush()
        self._pause(state, answer, answer.first_s)
        self._event({"role": "assistant", "content": ""})
        pieces = [answer.text[at : at + PIECE] for at in range(0, len(answer.text), PIECE)]
        for number, piece in enumerate(pieces):
            if number == answer.cut:
                if answer.reset:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                return
            if number == answer.hold:
                state.went = state.go.wait(10)
            self._event({"content": piece})
            self._pause(state, answer, answer.gap_s)
        if answer.refusal:
            self._event({"refusal": answer.refusal})
        self._event({}, finish=answer.finish)
        if answer.usage and (body.get("stream_options") or {}).get("include_usage"):
            self._send({**_HEAD, "choices": [], "usage": _usage(answer)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _pause(self, state: ChatServer, answer: Answer, seconds: float) -> None:
        end = time.monotonic() + seconds
        while answer.heartbeat and time.monotonic() < end and not state.stopped.wait(0.05):
            self.wfile.write(b": still here\n\n")
            self.wfile.flush()
        state.stopped.wait(max(0.0, end - time.monotonic()))

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        self._send({**_HEAD, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _send(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


_HEAD = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test-model"}


def _usage(answer: Answer) -> dict[str, int]:
    asked, written = answer.usage or (0, 0)
    return {"prompt_tokens": asked, "completion_tokens": written, "total_tokens": asked + written}


def _completion(answer: Answer) -> dict[str, Any]:
    message = {"role": "assistant", "content": answer.text or None, "refusal": answer.refusal or None}
    whole = {**_HEAD, "object": "chat.completion"}
    whole["choices"] = [{"index": 0, "message": message, "finish_reason": answer.finish}]
    return whole | ({"usage": _usage(answer)} if answer.usage else {})
