"""A real `draftdesk serve`, its real index, and the real sidebar in a real browser."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from settings import PREFIX, Settings

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture(scope="session")
def served(sample_settings: Settings) -> Iterator[str]:
    """Address of a server process on a free port; that its log holds no ticket text is checked when it has ended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    process = subprocess.Popen(
        [sys.executable, "-m", "draftdesk", "--var", str(sample_settings.var), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1"},
    )
    try:
        assert process.stdout
        found = next((match for line in process.stdout if (match := ADDRESS.search(line))), None)
        assert found, "the server ended before it told its address"
        yield found[0]
    finally:
        process.terminate()
        _, log = process.communicate(timeout=30)
    assert '"event": "assist.made"' in log
    assert "Traceback" not in log
    for private in ("Katrin", "auditor", "ws_7c1d90ab"):
        assert private not in log, private


@dataclass(frozen=True)
class Visit:
    """A page, and what the browser complained about: errors, blocked resources, requests that left this machine."""

    page: Page
    complaints: list[str]


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=served)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
    page = context.new_page()
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def fail(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page itself hangs up on a ticket that it left
            complaints.append(f"{request.failure}: {request.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", fail)
    local = (served, "data:", "blob:")
    page.on("request", lambda sent: None if sent.url.startswith(local) else complaints.append(f"left: {sent.url}"))
    yield Visit(page, complaints)
    expect.set_options(timeout=5_000)
    context.close()


def test_an_agent_reads_checks_and_copies_a_draft(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    page.get_by_role("button", name="O-001").click()
    expect(page.get_by_text("How this was made")).to_be_visible()
    expect(page.get_by_role("heading", name="Verdict: Answerable")).to_be_visible()
    expect(page.get_by_role("region", name="Knowledge", exact=True)).to_contain_text("Webhook deliveries fail with 401")
    step = page.locator(".sentence").filter(has_text="Open one failed delivery and copy its delivery id")
    step.focus()
    tray = page.get_by_role("complementary", name="Evidence")
    expect(tray).to_contain_text("kb-webhook-401#")
    expect(tray).to_contain_text("Open one failed delivery and copy its delivery id")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    reply: str = page.evaluate("navigator.clipboard.readText()")
    assert reply.startswith("Hello Katrin,")
    assert "Open one failed delivery and copy its delivery id" in reply
    assert visit.complaints == []


def test_an_agent_refines_a_draft_and_asks_for_an_escalation(visit: Visit) -> None:
    page = visit.page
    page.goto("/#O-001")
    line = page.get_by_role("textbox", name="Ask for a change of the reply")
    expect(page.locator('.sentence[data-role="question"]').first).to_be_visible()
    line.fill("keep only the steps")
    page.keyboard.press("Enter")
    expect(page.locator('.sentence[data-role="question"]')).to_have_count(0)
    expect(page.locator('.sentence[data-role="step"]').first).to_be_visible()
    line.fill("make it rhyme")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="About this text")).to_contain_text("“make it rhyme” was not understood")
    page.get_by_role("button", name="Undo the last change").click()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator('.sentence[data-role="question"]').first).to_be_visible()
    page.get_by_role("button", name="Engineering escalation").click()
    text = page.locator('.written[data-kind="escalation"]')
    expect(text.get_by_role("heading", name="Observed")).to_be_visible()
    expect(text.get_by_role("button", name="Source 1", exact=False).first).to_be_visible()
    assert visit.complaints == []


def test_a_ticket_without_an_answer_shows_its_question(visit: Visit) -> None:
    page = visit.page
    page.goto("/#O-004")
    expect(page.get_by_text("How this was made")).to_be_visible()
    expect(page.get_by_role("heading", name="Verdict: Ask the customer first")).to_be_visible()
    question = page.get_by_role("region", name="Question for the customer")
    expect(question).to_contain_text("please send us")
    page.get_by_role("button", name="Copy question").click()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert "please send us:" in copied
    assert visit.complaints == []


def test_the_page_about_the_api_works_without_anybody_else(visit: Visit) -> None:
    page = visit.page
    page.goto("/docs")
    expect(page.get_by_role("heading", name="Draftdesk")).to_be_visible()
    expect(page.locator("#operations-ticket-assist_v1_assist_post")).to_contain_text("/v1/assist")
    assert visit.complaints == []
    text = page.content()
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    assert addresses
    assert [one for one in addresses if "//" in one] == []
