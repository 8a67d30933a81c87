"""What stands before every route: host, size and kind of a body, security headers, one log event, and a last net."""

import ipaddress
import secrets
import time
from collections.abc import MutableMapping
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

MAX_BODY_BYTES = 20_000_000
TOO_LARGE = (
    413,
    "too_large",
    "the request is too large",
    f"send at most {MAX_BODY_BYTES:,} bytes; cut long logs to the part around the error",
)

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_DOCS_CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

# A report is one file with its style and its script inside, and texts of tickets: it runs in a place of its own.
_REPORT_CSP = (
    "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def error(status: int, code: str, message: str, hint: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The one shape of every error."""
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint}}, status, headers)


def unexpected(exc: Exception) -> dict[str, dict[str, str]]:
    """Body for an error that is not ours. It tells nothing of itself, its text could hold the ticket's."""
    frame = extract_tb(exc.__traceback__)[-1]
    log.error("server.unexpected", error=type(exc).__name__, at=f"{Path(frame.filename).name}:{frame.lineno}")
    message = f"unexpected {type(exc).__name__}"
    return {"error": {"code": "unexpected", "message": message, "hint": "report it with the request id"}}


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine and nothing else.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "desk.example")]
    [True, True, True, False, False]
    """
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Gate:
    """ASGI middleware around the whole application; nothing that happens inside leaves without the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, _headers(scope["path"], request_id))
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                refusal = _refusal(scope)
                await (refusal or self._app)(scope, _counted(receive), answer.send)
            except ClientDisconnect:
                log.info("http.gone")
            except Exception as exc:
                body = unexpected(exc)
                if not answer.status:
                    await JSONResponse(body, 500)(scope, receive, answer.send)
            ms = round((time.perf_counter() - started) * 1000)
            route = getattr(scope.get("route"), "path", "unmatched")
            log.info("http.request", method=scope["method"], route=route, status=answer.status, ms=ms)


class _Answer:
    """Adds our headers to whatever is sent, and remembers the status."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.status = 0

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message).update(self._headers)
        await self._send(message)


def _headers(path: str, request_id: str) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": _policy(path),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Request-Id": request_id,
    }
    # The sidebar's modules are asked for anew, so that a page never runs with parts of two versions.
    return headers | {"Cache-Control": "no-store" if path.startswith("/v1/") else "no-cache"}


def _policy(path: str) -> str:
    """The Content-Security-Policy of a page."""
    if path.startswith("/v1/evals/") and path.endswith("/report"):
        return _REPORT_CSP
    return _DOCS_CSP if path.startswith(("/docs", "/redoc")) else _CSP


def _refusal(scope: Scope) -> ASGIApp | None:
    """Another host's name is how a web page reaches a service on loopback; JSON is what it cannot send unasked."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if not is_loopback(name):
        hint = "open it as http://127.0.0.1 or http://localhost with the port that `draftdesk serve` prints"
        return error(400, "host_refused", "this server answers only to the names of this machine", hint)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY_BYTES:
        return error(*TOO_LARGE)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if scope["method"] == "POST" and kind != "application/json":
        return error(415, "not_json", "the body has to be JSON", "send it with Content-Type: application/json")
    return None


def _counted(receive: Receive) -> Receive:
    """Refuses what is larger than it may be, whatever its headers say."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return counted
