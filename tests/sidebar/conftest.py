"""A loopback server with the real sidebar behind its Content-Security-Policy, and a real headless browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage

from .sidebar_desk import Desk, Window, build_app, canned


@pytest.fixture(scope="session")
def _served() -> Iterator[tuple[str, list[Desk]]]:
    current: list[Desk] = []
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(build_app(current), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}", current
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def desk(_served: tuple[str, list[Desk]]) -> Iterator[Desk]:
    """The server's answers for this test; a fresh copy of the canned ones."""
    url, current = _served
    fresh = Desk(answer=canned("response.json"), tickets=canned("tickets.json")["tickets"], url=url)
    current[:] = [fresh]
    yield fresh
    fresh.released.set()


@pytest.fixture
def window(browser: Browser, desk: Desk, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A page of 1280 by 900; `@pytest.mark.parametrize("window", [options], indirect=True)` changes its context."""
    options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **getattr(request, "param", {})}
    context = browser.new_context(**options)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Window(page=page, complaints=complaints)
    context.close()
