"""Steering a draft in turns and the other texts of a ticket, in a real browser."""

from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .sidebar_desk import Desk, Window
from .test_sidebar import clipboard, opened, sentences, tray
from .test_sidebar_states import CONTRAST, DARK, OVERFLOWING, PHONE, unfold


def bar(page: Page, name: str = "Changes of the reply") -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def line(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Ask for a change of the reply")


def asked(page: Page, desk: Desk) -> list[str]:
    """The turns of the latest request, once it is answered."""
    expect(bar(page)).not_to_have_attribute("aria-busy", "true")
    found: list[str] = desk.asked_texts[-1][1]["steering"]["turns"]
    return found


def steerable(window: Window, desk: Desk) -> Page:
    page = opened(window, desk)
    expect(line(page)).to_be_visible()
    return page


def step_texts(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator('.sentence[data-role="step"]').all()]


def test_a_line_asks_for_a_turn_and_undo_needs_no_server(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    before = step_texts(page)
    line(page).fill("leave out step 2")
    page.keyboard.press("Enter")
    expect(page.locator('.sentence[data-role="step"]')).to_have_count(len(before) - 1)
    expect(line(page)).to_be_focused()
    expect(line(page)).to_have_value("")
    expect(bar(page).get_by_role("list", name="Changes asked for")).to_have_text("leave out step 2")
    [(kind, body)] = desk.asked_texts
    assert (kind, body["ticket"], body["steering"]["turns"]) == ("reply", desk.tickets[0], ["leave out step 2"])
    assert "before" not in body
    bar(page).get_by_role("button", name="Undo the last change").click()
    expect(page.locator('.sentence[data-role="step"]')).to_have_count(len(before))
    expect(bar(page).get_by_role("listitem")).to_have_count(0)
    bar(page).get_by_role("button", name="Redo").click()
    expect(page.locator('.sentence[data-role="step"]')).to_have_count(len(before) - 1)
    assert len(desk.asked_texts) == 1
    assert window.complaints == []


def test_quick_turns_add_up_and_a_chip_takes_one_back(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    for name in ("Shorter", "Formal"):
        bar(page).get_by_role("button", name=name, exact=True).click()
        expect(bar(page).get_by_role("listitem").filter(has_text=name.lower())).to_be_visible()
    assert asked(page, desk) == ["shorter", "formal"]
    bar(page).get_by_role("button", name="Take back: shorter").click()
    expect(bar(page).get_by_role("listitem")).to_have_count(1)
    assert asked(page, desk) == ["formal"]


def test_a_step_is_left_out_by_mouse_by_key_and_from_the_tray(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    step = page.locator('.sentence[data-role="step"]').nth(1)
    step.hover()
    step.locator(".sentence-drop").click()
    expect(bar(page).get_by_role("listitem")).to_have_count(1)
    assert asked(page, desk) == ["leave out step 2"]
    page.locator('.sentence[data-role="step"]').nth(0).focus()
    page.keyboard.press("x")
    expect(bar(page).get_by_role("listitem")).to_have_count(2)
    assert asked(page, desk) == ["leave out step 2", "leave out step 1"]
    page.locator('.sentence[data-role="greeting"]').focus()
    tray(page).get_by_role("button", name="Leave out").click()
    expect(bar(page).get_by_role("listitem")).to_have_count(3)
    assert asked(page, desk)[-1] == "leave out sentence 1"


def test_keys_undo_redo_and_lead_to_the_line(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    count = sentences(page).count()
    page.keyboard.press("/")
    expect(line(page)).to_be_focused()
    page.keyboard.type("shorter u")
    page.keyboard.press("Enter")
    expect(sentences(page)).to_have_count(count - 1)
    sentences(page).first.focus()
    page.keyboard.press("u")
    expect(sentences(page)).to_have_count(count)
    page.keyboard.press("r")
    expect(sentences(page)).to_have_count(count - 1)


def test_facts_tone_length_language_and_instruction_are_sent(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    unfold(page)
    page.get_by_role("textbox", name="Add a fact that only you know").fill("We fixed it at 14:00 UTC.")
    page.keyboard.press("Enter")
    expect(bar(page).get_by_role("list", name="Facts that only you know")).to_have_text("We fixed it at 14:00 UTC.")
    for name, value in (("Tone", "formal"), ("Length", "short"), ("Language", "de")):
        bar(page).get_by_role("combobox", name=name).select_option(value)
        expect(bar(page)).not_to_have_attribute("aria-busy", "true")
    page.get_by_role("textbox", name="Instruction for the whole text").fill("no small talk")
    page.keyboard.press("Enter")
    expect(bar(page)).to_contain_text("1 fact, formal, short, German, an instruction")
    expect(bar(page)).not_to_have_attribute("aria-busy", "true")
    assert desk.asked_texts[-1][1]["steering"] == {
        "instruction": "no small talk",
        "facts": ["We fixed it at 14:00 UTC."],
        "tone": "formal",
        "length": "short",
        "language": "de",
        "turns": [],
    }
    bar(page).get_by_role("button", name="Remove the fact: We fixed it at 14:00 UTC.").click()
    expect(bar(page).get_by_role("list", name="Facts that only you know")).to_have_count(0)
    expect(bar(page)).not_to_have_attribute("aria-busy", "true")
    assert desk.asked_texts[-1][1]["steering"]["facts"] == []


def test_an_edit_is_never_lost_by_a_turn(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    page.keyboard.press("e")
    page.keyboard.press("Control+Home")
    page.keyboard.type("My own words. ")
    page.keyboard.press("Escape")
    bar(page).get_by_role("button", name="Shorter").click()
    expect(bar(page)).to_contain_text("Your edited version is kept: Undo brings it back.")
    expect(page.get_by_role("region", name="Reply", exact=True)).not_to_contain_text("My own words.")
    bar(page).get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_role("region", name="Reply", exact=True)).to_contain_text("My own words.")
    expect(page.get_by_text("Edited by you")).to_be_visible()


def test_changes_survive_a_look_at_another_ticket(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    count = sentences(page).count()
    bar(page).get_by_role("button", name="Shorter").click()
    expect(sentences(page)).to_have_count(count - 1)
    page.get_by_role("button", name="Login loops back").click()
    expect(page.locator(".ticket-name")).to_have_text("O-002")
    expect(bar(page).get_by_role("listitem")).to_have_count(0)
    page.get_by_role("button", name="All order webhooks").click()
    expect(bar(page).get_by_role("listitem")).to_have_text("shorter")
    expect(sentences(page)).to_have_count(count - 1)


def test_a_turn_that_is_refused_keeps_the_text_and_says_why(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    count = sentences(page).count()
    desk.refusals.append((422, {"code": "steering_invalid", "message": "No such language.", "hint": "Take en."}))
    bar(page).get_by_role("button", name="Longer").click()
    expect(bar(page).get_by_role("alert")).to_have_text("No such language. Take en.")
    expect(sentences(page)).to_have_count(count)
    expect(bar(page).get_by_role("listitem")).to_have_count(0)


def test_what_was_not_understood_is_shown(window: Window, desk: Desk) -> None:
    note = {"code": "turn_not_understood", "text": "“make it rhyme” was not understood."}
    desk.written["reply"][0]["text"]["notes"] = [note]
    page = steerable(window, desk)
    line(page).fill("make it rhyme")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="About this text")).to_have_text(note["text"])
    expect(page.locator("draftdesk-sidebar").get_by_role("status")).to_have_text(note["text"])


def test_what_a_model_wrote_goes_back_with_the_next_turn(window: Window, desk: Desk) -> None:
    by_model: dict[str, Any] = deepcopy(desk.written["reply"][0])
    by_model["text"]["made_by"] = "model:tiny"
    by_model["usage"] = {"calls": 1, "tokens_in": 900, "tokens_out": 80, "cost": None, "currency": ""}
    desk.written["reply"] = [by_model, desk.written["reply"][0]]
    page = steerable(window, desk)
    bar(page).get_by_role("button", name="Warmer").click()
    expect(page.get_by_text("model:tiny · 900 tokens in, 80 out · no price is set")).to_be_visible()
    bar(page).get_by_role("button", name="Shorter").click()
    expect(bar(page).get_by_role("listitem")).to_have_count(2)
    assert desk.asked_texts[1][1]["before"] == by_model["text"]


def test_other_texts_open_with_sections_sources_and_how_they_were_made(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    menu = page.get_by_role("group", name="Kinds of text")
    expect(menu.get_by_role("button")).to_have_text(
        ["Status update", "Engineering escalation", "Hand-over note", "Incident update", "Post-mortem timeline",
         "Article draft", "Macro"]
    )  # fmt: skip
    menu.get_by_role("button", name="Engineering escalation").click()
    text = page.locator('.written[data-kind="escalation"]')
    expect(text.get_by_role("heading")).to_have_text(["Steps to reproduce", "Observed", "Evidence"])
    expect(text).to_contain_text("Only the latest messages were read.")
    expect(text).to_contain_text("model:tiny · 1,204 tokens in, 310 out · 0.00421 USD")
    expect(text).to_contain_text("Mended: definitely → usually")
    expect(text.get_by_role("button", name="Source 2, internal")).to_be_visible()
    expect(text.get_by_role("button", name="Source 3, internal")).to_be_visible()
    text.get_by_role("button", name="Source 3, internal").click()
    expect(page.locator(".passage:focus")).to_contain_text("Before telling a customer")
    menu.get_by_role("button", name="Engineering escalation").click()
    expect(text).to_have_count(0)
    menu.get_by_role("button", name="Engineering escalation").click()
    expect(text).to_be_visible()
    assert [kind for kind, _ in desk.asked_texts] == ["escalation"]
    assert window.complaints == []


def test_other_texts_are_copied_as_text_and_as_markdown(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    page.get_by_role("button", name="Engineering escalation").click()
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    plain = clipboard(page)
    assert plain.startswith(
        "STEPS TO REPRODUCE\n1. Rotate the signing secret.\n2. Wait for a delivery.\n\nOBSERVED\n- "
    )
    page.get_by_role("button", name="Copy Markdown").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('# ')")
    marked = clipboard(page)
    assert marked.startswith("# Engineering escalation\n\n## Steps to reproduce\n\n1. Rotate the signing secret. [1]\n")
    assert "\n\nSources:\n\n1. " in marked


def test_another_text_has_its_own_changes_and_takes_the_facts_along(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    unfold(page)
    page.get_by_role("textbox", name="Add a fact that only you know").fill("Refused with 401.")
    page.keyboard.press("Enter")
    expect(bar(page).get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Engineering escalation").click()
    page.get_by_role("button", name="Leave out step 2").click()
    changes = bar(page, "Changes of the engineering escalation")
    expect(changes.get_by_role("list", name="Changes asked for")).to_have_text("leave out step 2")
    expect(changes).not_to_have_attribute("aria-busy", "true")
    kind, body = desk.asked_texts[-1]
    assert (kind, body["steering"]["turns"], body["steering"]["facts"]) == (
        "escalation", ["leave out step 2"], ["Refused with 401."],
    )  # fmt: skip
    page.get_by_role("button", name="Status update").click()
    expect(page.locator('.written[data-kind="update"]')).to_contain_text("The deliveries were refused with 401.")
    expect(page.get_by_role("button", name="Source 1: what you stated")).to_be_visible()


def test_a_text_that_cannot_be_written_says_why(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    page.get_by_role("button", name="Macro").click()
    expect(page.locator(".written")).to_contain_text("There is not enough in this ticket for such a text.")
    expect(page.locator(".written")).to_contain_text("No macro fits.")


def test_a_server_without_texts_shows_the_answer_alone(window: Window, desk: Desk) -> None:
    desk.kinds = None
    page = opened(window, desk)
    expect(page.get_by_role("region", name="Other texts")).to_have_count(0)
    expect(bar(page)).to_have_count(0)


@pytest.mark.parametrize("window", [{}, DARK, PHONE, PHONE | DARK], indirect=True)
def test_bar_and_texts_are_readable_on_every_screen(window: Window, desk: Desk) -> None:
    desk.written["escalation"][0]["text"]["sections"][1]["sentences"][0]["text"] = "x" * 300
    page = steerable(window, desk)
    line(page).fill("leave out " + "y" * 150)
    page.keyboard.press("Enter")
    expect(bar(page).get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Engineering escalation").click()
    expect(page.locator(".written")).to_be_visible()
    unfold(page)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(CONTRAST) == []


def test_every_control_of_the_bar_has_a_name(window: Window, desk: Desk) -> None:
    page = steerable(window, desk)
    page.get_by_role("button", name="Engineering escalation").click()
    expect(page.locator(".written")).to_be_visible()
    unfold(page)
    for role in ("button", "textbox", "combobox"):
        for control in page.get_by_role(role).all():
            assert control.evaluate("(node) => (node.ariaLabel ?? node.textContent).trim() !== ''")


def test_hostile_words_of_a_text_stay_text(window: Window, desk: Desk) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\">"
    section = desk.written["escalation"][0]["text"]["sections"][1]
    section["title"] = section["sentences"][0]["text"] = hostile
    desk.written["reply"][0]["text"]["notes"] = [{"code": "x", "text": hostile}]
    page = steerable(window, desk)
    bar(page).get_by_role("button", name="Shorter").click()
    page.get_by_role("button", name="Engineering escalation").click()
    expect(page.get_by_text(hostile).first).to_be_visible()
    assert page.title() == "Draftdesk"
    assert page.locator("img").count() == 0
