"""Why each passage was found: in a line, in full when it is opened, and marked in the text."""

from typing import Any

from playwright.sync_api import Locator, expect

from .sidebar_desk import Desk, Window
from .test_sidebar import opened

FIRST = '[data-chunk="kb-webhook-401#1"]'


def region(window: Window, desk: Desk, name: str = "Knowledge") -> Locator:
    return opened(window, desk).get_by_role("region", name=name, exact=True)


def answered(desk: Desk, **changes: Any) -> dict[str, Any]:
    """The first passage of the answer, with these changes."""
    first: dict[str, Any] = desk.answer["knowledge"][0]
    first.update(changes)
    return first


def test_a_line_says_why_a_passage_was_found(window: Window, desk: Desk) -> None:
    line = region(window, desk).locator(FIRST).locator("summary")
    expect(line).to_contain_text("Shares secret, 401, rotated")
    expect(line).to_contain_text("named by 3 other documents · 1 near copy")


def test_a_passage_that_shares_no_word_says_so(window: Window, desk: Desk) -> None:
    answered(desk, why={"terms": [], "similarity": 0.58, "factors": []}, matches=[], duplicates=[])
    card = region(window, desk).locator(FIRST)
    expect(card.locator("summary")).to_contain_text("No shared word · 58\u202f% similar")
    expect(card.locator(".hit")).to_have_count(0)


def test_the_whole_reason_opens_by_the_keyboard(window: Window, desk: Desk) -> None:
    card = region(window, desk).locator(FIRST)
    details = card.locator("dl")
    expect(details).to_be_hidden()
    card.locator("summary").focus()
    window.page.keyboard.press("Enter")
    expect(details).to_be_visible()
    expect(details).to_contain_text("401 in title, heading, text")
    expect(details).to_contain_text("kb-webhook-401-old")
    assert window.complaints == []


def test_matched_words_are_marked_where_they_stand(window: Window, desk: Desk) -> None:
    text = "🌲🌲 rotated, then 401"
    places = [{"start": 3, "end": 10}, {"start": 17, "end": 20}]
    answered(desk, text=text, matches=places)
    card = region(window, desk).locator(FIRST)
    expect(card.locator(".hit")).to_have_text(["rotated", "401"])
    expect(card.locator(".passage-text")).to_have_text(text)


def test_a_cited_quote_stands_out_alone_and_the_words_come_back(window: Window, desk: Desk) -> None:
    card = region(window, desk).locator(FIRST)
    before = card.locator(".hit").count()
    assert before > 0
    window.page.get_by_role("option").and_(window.page.locator(".sentence")).nth(3).focus()
    expect(card.locator("mark")).to_have_count(1)
    expect(card.locator(".hit")).to_have_count(0)
    window.page.keyboard.press("Escape")
    expect(card.locator("mark")).to_have_count(0)
    expect(card.locator(".hit")).to_have_count(before)


def test_an_answer_without_reasons_shows_its_score(window: Window, desk: Desk) -> None:
    for name in ("why", "matches", "duplicates"):
        del desk.answer["knowledge"][0][name]
    card = region(window, desk).locator(FIRST)
    expect(card).to_contain_text("91\u202f% match")
    expect(card.locator("summary")).to_have_count(0)


def test_hostile_reasons_stay_text(window: Window, desk: Desk) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\">"
    terms = [{"word": hostile, "weight": 1.0, "fields": ["text"]}]
    answered(desk, why={"terms": terms, "similarity": 0.5, "factors": [hostile]})
    line = region(window, desk).locator(FIRST).locator("summary")
    expect(line).to_contain_text(hostile)
    assert window.page.title() != "owned"


def test_solved_tickets_say_why_too(window: Window, desk: Desk) -> None:
    cases = region(window, desk, "Solved tickets")
    expect(cases.locator("summary").first).to_contain_text("87 days old")
