"""A stand-in for the server: the real sidebar behind its policy, answers from a file."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from playwright.sync_api import Page

HERE = Path(__file__).parent
SIDEBAR = HERE.parents[1] / "sidebar"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass
class Desk:
    """What the server answers with. A test changes it before it opens a ticket."""

    answer: dict[str, Any]
    tickets: list[dict[str, Any]]
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    error_after: str | None = None
    cut_after: str | None = None
    hold_after: str | None = None
    released: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    kinds: dict[str, Any] | None = field(default_factory=lambda: canned("texts.json")["offered"])
    written: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: canned("texts.json")["written"])
    asked_texts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    def events(self) -> Iterator[tuple[str, object]]:
        answer = self.answer
        yield "progress", {"step": "scrub"}
        yield "artifacts", answer["artifacts"]
        yield "progress", {"step": "retrieve"}
        yield "passages", {"knowledge": answer["knowledge"], "cases": answer["cases"]}
        for name in ("triage", "summary", "draft"):
            yield "progress", {"step": name}
            yield name, answer[name]
        yield "progress", {"step": "check"}
        yield "done", answer

    def stream(self) -> Iterator[str]:
        for name, data in self.events():
            yield f"event: {name}\r\ndata: {json.dumps(data)}\r\n\r\n: keep-alive\r\n\r\n"
            if name == self.hold_after:
                self.released.wait(10)
            if name == self.error_after:
                error = {"code": "scrub_failed", "message": "The text could not be scrubbed.", "hint": "Run make demo."}
                yield f"event: error\ndata: {json.dumps({'error': error})}\n\n"
                return
            if name == self.cut_after:
                return


def build_app(current: list[Desk]) -> FastAPI:
    """The sidebar as the real server serves it; answers come from the desk that the running test holds."""
    app = FastAPI()

    @app.middleware("http")
    async def policy(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/")
    def index() -> FileResponse:
        return FileResponse(SIDEBAR / "index.html")

    @app.get("/v1/sample/tickets")
    def sample() -> Response:
        if current[0].tickets:
            return JSONResponse({"tickets": current[0].tickets})
        return JSONResponse({"error": {"code": "no_sample", "message": "No sample here.", "hint": ""}}, 404)

    @app.post("/v1/assist")
    async def assist(request: Request) -> Response:
        desk = current[0]
        desk.asked.append(await request.json())
        if desk.refusals:
            status, error = desk.refusals.pop(0)
            return JSONResponse({"error": error}, status)
        return StreamingResponse(desk.stream(), media_type="text/event-stream")

    @app.get("/v1/texts")
    def texts() -> Response:
        if current[0].kinds is None:
            return JSONResponse({"error": {"code": "http_404", "message": "Not Found", "hint": ""}}, 404)
        return JSONResponse(current[0].kinds)

    @app.post("/v1/texts/{kind}")
    async def text(kind: str, request: Request) -> Response:
        desk = current[0]
        desk.asked_texts.append((kind, await request.json()))
        if desk.refusals:
            status, error = desk.refusals.pop(0)
            return JSONResponse({"error": error}, status)
        answers = desk.written[kind]
        return JSONResponse(answers.pop(0) if len(answers) > 1 else answers[0])

    app.mount("/sidebar", StaticFiles(directory=SIDEBAR))
    return app


def canned(name: str) -> dict[str, Any]:
    """A fresh copy of a JSON file beside this module."""
    loaded: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Window:
    """One browser page and everything that it complained about."""

    page: Page
    complaints: list[str]
