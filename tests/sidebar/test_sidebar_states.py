"""The sidebar while it works, when something fails, on small and dark screens, and without sample tickets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .sidebar_desk import Desk, Window

PHONE = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
READ = """async ([text, size]) => {
  const { readEvents } = await import("/sidebar/sse.js");
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const seen = [];
  for await (const { event, data } of readEvents(body)) seen.push([event, data]);
  return seen;
}"""
OVERFLOWING = """() => {
  const root = document.querySelector("draftdesk-sidebar").shadowRoot;
  const all = [...document.querySelectorAll("body *"), ...root.querySelectorAll("*")];
  const visible = all.filter((node) => node.checkVisibility() && !node.closest(".spoken, svg"));
  return visible.filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5).map((node) => node.outerHTML);
}"""


@pytest.fixture
def page(window: Window, desk: Desk) -> Iterator[Page]:
    """A page that must not have logged an error by the end of the test."""
    yield window.page
    assert [text for text in window.complaints if "Failed to load resource" not in text] == []


def finished(page: Page) -> None:
    expect(page.get_by_text("How this was made")).to_be_visible()


def unfold(page: Page) -> None:
    page.locator("draftdesk-sidebar details").evaluate_all("(all) => all.forEach((one) => { one.open = true })")


def test_parts_appear_while_the_rest_is_being_made(page: Page, desk: Desk) -> None:
    desk.hold_after = "triage"
    page.goto(desk.url)
    expect(page.get_by_role("region", name="Triage")).to_contain_text("webhooks")
    expect(page.get_by_text("Finding out what kind of ticket it is…")).to_be_visible()
    expect(page.locator("draftdesk-sidebar")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("option").and_(page.locator(".sentence"))).to_have_count(0)
    desk.released.set()
    finished(page)
    expect(page.locator(".progress")).to_have_count(0)


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_events_are_read_however_the_stream_is_cut(page: Page, desk: Desk, size: int, line_end: str) -> None:
    page.goto(desk.url)
    lines = [": hello", "event: draft", 'data: {"a":', "data: 1}", "", "data:straße", "", "event: unfinished"]
    assert page.evaluate(READ, [line_end.join(lines), size]) == [["draft", '{"a":\n1}'], ["message", "straße"]]


def test_a_server_that_does_not_stream_is_understood(page: Page, desk: Desk) -> None:
    page.route("**/v1/assist", lambda route: route.fulfill(json=desk.answer))
    page.goto(desk.url)
    finished(page)
    expect(page.get_by_role("region", name="Reply")).to_contain_text("Hello Marieke,")


def test_an_address_names_the_ticket(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/#O-004")
    finished(page)
    assert [asked["ticket"]["id"] for asked in desk.asked] == ["O-004"]


def test_focus_in_a_streamed_part_survives_the_end(page: Page, desk: Desk) -> None:
    desk.hold_after = "summary"
    page.goto(desk.url)
    source = page.get_by_role("region", name="Summary").get_by_role("button").first
    source.focus()
    desk.released.set()
    finished(page)
    expect(source).to_be_focused()


def test_another_ticket_replaces_the_one_being_worked_on(page: Page, desk: Desk) -> None:
    desk.hold_after = "triage"
    page.goto(desk.url)
    expect(page.get_by_role("region", name="Triage")).to_be_visible()
    desk.hold_after = None
    page.get_by_role("button", name="Login loops back").click()
    finished(page)
    desk.released.set()
    expect(page.locator(".ticket-name")).to_have_text("O-002")
    assert [asked["ticket"]["id"] for asked in desk.asked] == ["O-001", "O-002"]


def test_refusal_shows_message_and_hint_and_retry_works(page: Page, desk: Desk) -> None:
    error = {"code": "index_missing", "message": "There is no index.", "hint": "Run draftdesk index build."}
    desk.refusals.append((503, error))
    page.goto(desk.url)
    box = page.get_by_role("alert").filter(has_text="There is no index.")
    expect(box).to_contain_text("Run draftdesk index build.")
    box.get_by_role("button", name="Retry").click()
    finished(page)
    expect(box).to_have_count(0)


@pytest.mark.parametrize(
    ("setting", "said"), [("error_after", "The text could not be scrubbed."), ("cut_after", "stopped halfway")]
)
def test_a_stream_that_fails_keeps_what_arrived(page: Page, desk: Desk, setting: str, said: str) -> None:
    setattr(desk, setting, "triage")
    page.goto(desk.url)
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    expect(page.get_by_role("region", name="Triage")).to_contain_text("webhooks")
    expect(page.locator(".skeleton")).to_have_count(0)


def test_server_that_is_gone_is_named(page: Page, desk: Desk) -> None:
    page.route("**/v1/assist", lambda route: route.abort())
    page.goto(desk.url)
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_contain_text("draftdesk serve")


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_nothing_is_wider_than_a_phone(page: Page, desk: Desk) -> None:
    desk.answer["artifacts"][1]["value"] = "x" * 300
    desk.answer["draft"]["sentences"][2]["text"] = "https://docs.fennwick.example/" + "y" * 300
    page.goto(desk.url)
    finished(page)
    unfold(page)
    for _ in range(4):
        page.keyboard.press("j")
        assert page.evaluate(OVERFLOWING) == []
    page.keyboard.press("e")
    assert page.evaluate(OVERFLOWING) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_phone_picks_tickets_from_a_box(page: Page, desk: Desk) -> None:
    page.goto(desk.url)
    finished(page)
    expect(page.locator(".thread")).to_be_hidden()
    page.get_by_role("combobox", name="Ticket").select_option("O-003")
    expect(page.locator(".ticket-name")).to_have_text("O-003")


@pytest.mark.parametrize("window", [{}, DARK, PHONE, PHONE | DARK], indirect=True)
def test_text_has_enough_contrast(page: Page, desk: Desk) -> None:
    desk.answer["draft"]["sentences"][7]["findings"] = [
        {"kind": "link.unknown", "where": "draft.7", "start": 0, "end": 4, "severity": "blocking", "advice": "Drop it."}
    ]
    page.goto(desk.url)
    finished(page)
    unfold(page)
    for press in ["j", "j", "j", "c", "e", "?"]:
        page.keyboard.press(press)
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("window", [DARK], indirect=True)
def test_dark_scheme_is_dark(page: Page, desk: Desk) -> None:
    page.goto(desk.url)
    finished(page)
    colour = page.evaluate("getComputedStyle(document.querySelector('draftdesk-sidebar')).backgroundColor")
    assert colour == "rgb(21, 25, 24)"


def test_single_letter_keys_can_be_turned_off(page: Page, desk: Desk) -> None:
    page.goto(desk.url)
    finished(page)
    page.keyboard.press("?")
    page.get_by_label("Single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)
    page.reload()
    finished(page)
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="Reply text")).to_have_count(0)


def test_every_control_has_a_name_and_tab_reaches_the_draft_once(page: Page, desk: Desk) -> None:
    page.goto(desk.url)
    finished(page)
    for role in ("button", "link", "textbox", "combobox"):
        for control in page.get_by_role(role).all():
            assert control.evaluate("(node) => (node.ariaLabel ?? node.textContent).trim() !== ''")
    expect(page.locator('.sentence[tabindex="0"]')).to_have_count(1)


def test_without_sample_a_ticket_can_be_pasted(page: Page, desk: Desk) -> None:
    ticket = desk.tickets[0]
    desk.tickets = []
    page.goto(desk.url)
    box = page.get_by_label("Ticket as JSON")
    box.fill("{not json")
    page.get_by_role("button", name="Draft a reply").click()
    expect(page.get_by_role("alert").filter(has_text="This is not JSON")).to_be_visible()
    box.fill('{"subject": "no id"}')
    page.get_by_role("button", name="Draft a reply").click()
    expect(page.get_by_role("alert").filter(has_text='at least "id" and "messages"')).to_be_visible()
    assert desk.asked == []
    box.fill(json.dumps(ticket))
    page.get_by_role("button", name="Draft a reply").click()
    finished(page)
    assert desk.asked == [{"ticket": ticket}]


def test_without_sample_a_ticket_file_can_be_chosen(page: Page, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(desk.tickets[1]), encoding="utf-8")
    desk.tickets = []
    page.goto(desk.url)
    page.locator("#intake-file").set_input_files(file)
    finished(page)
    expect(page.locator(".ticket-name")).to_have_text("O-002")
