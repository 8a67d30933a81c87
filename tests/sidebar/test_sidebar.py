"""The sidebar in a real browser: what an agent sees and does with an answer."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .sidebar_desk import Desk, Window

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
UNDER = """([x, y]) => {
  const root = document.querySelector("draftdesk-sidebar").shadowRoot;
  return root.elementFromPoint(x, y).closest(".sentence")?.dataset.index ?? null;
}"""


def opened(window: Window, desk: Desk, fragment: str = "") -> Page:
    window.page.goto(f"{desk.url}/{fragment}")
    expect(window.page.locator("draftdesk-sidebar")).not_to_have_attribute("aria-busy", "true")
    expect(window.page.get_by_text("How this was made")).to_be_visible()
    return window.page


def sentences(page: Page) -> Locator:
    return page.get_by_role("option", include_hidden=False).and_(page.locator(".sentence"))


def tray(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Evidence")


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_page_obeys_its_own_policy_and_sends_the_ticket(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert window.complaints == []
    assert desk.asked == [{"ticket": desk.tickets[0]}]


def test_policy_of_the_tests_really_blocks(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert page.evaluate("document.body.style.color") == ""
    assert any("style-src" in complaint for complaint in window.complaints)


def test_every_section_is_rendered(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    expect(page.get_by_role("heading", name="Verdict: Answerable")).to_be_visible()
    expect(page.get_by_text("Two public articles cover the 401")).to_be_visible()
    for name, text in {
        "Summary": "About 300 orders a day are keyed in by hand.",
        "Reply": "Written by: extractive, no generative model · gen-000003",
        "Triage": "webhooks",
        "Knowledge": "Webhook retries and replay",
        "Solved tickets": "401 on every delivery behind new proxy",
        "Artifacts": "req_4f1c9a07be23d851",
    }.items():
        expect(page.get_by_role("region", name=name, exact=True)).to_contain_text(text)
    assert sentences(page).count() == len(desk.answer["draft"]["sentences"])


def test_triage_says_when_it_is_not_sure(window: Window, desk: Desk) -> None:
    triage = opened(window, desk).get_by_role("region", name="Triage")
    severity = triage.locator('[data-name="severity"]')
    expect(severity).to_contain_text("Not sure")
    expect(severity).to_contain_text(re.compile(r"Closest: sev2 46\s%, sev1 38\s%"))
    expect(severity.locator(".bar")).to_have_count(0)
    expect(triage.locator('[data-name="category"]')).to_contain_text(re.compile(r"webhooks\s*94\s%"))


def test_triage_tells_none_of_these_from_not_sure(window: Window, desk: Desk) -> None:
    triage = opened(window, desk).get_by_role("region", name="Triage")
    area = triage.locator('[data-name="product_area"]')
    expect(area).to_contain_text("None of these")
    expect(area).not_to_contain_text("Not sure")
    expect(triage.locator('[data-name="team"]')).to_contain_text("by category")


def test_triage_shows_tags_language_and_what_is_unusual(window: Window, desk: Desk) -> None:
    triage = opened(window, desk).get_by_role("region", name="Triage")
    expect(triage.locator('[data-name="tags"]').get_by_role("listitem")).to_have_text(["after-change", "how to"])
    customer = triage.locator('[data-name="customer"]')
    expect(customer).to_contain_text("English · High urgency")
    expect(customer).not_to_contain_text("mood")


def test_a_rule_is_named_and_its_words_lead_to_the_thread(window: Window, desk: Desk) -> None:
    quote = "none of our order webhooks arrive"
    start = desk.tickets[0]["messages"][0]["text"].index(quote)
    evidence = {"kind": "message", "source": "m1", "start": start, "end": start + len(quote), "quote": quote}
    rule = {"name": "cut off", "quotes": [{**evidence, "title": "", "url": ""}]}
    desk.answer["triage"]["severity"].update(
        label="sev2", abstained=False, outcome="given", made_by="policy", reason="policy: cut off", rule=rule
    )
    page = opened(window, desk)
    triage = page.get_by_role("region", name="Triage")
    expect(triage.locator('[data-name="severity"]')).to_contain_text("by policy")
    triage.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(triage.locator('[data-reason="severity"]')).to_contain_text("Rule “cut off”")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text(quote)


def test_internal_knowledge_is_badged_and_public_knowledge_is_not(window: Window, desk: Desk) -> None:
    knowledge = opened(window, desk).get_by_role("region", name="Knowledge")
    expect(knowledge.locator('[data-chunk="rb-webhook-secrets#1"]')).to_contain_text("Internal: don’t quote")
    expect(knowledge.locator('[data-chunk="kb-webhook-401#1"]')).not_to_contain_text("quote")


def test_secret_in_the_ticket_asks_for_rotation(window: Window, desk: Desk) -> None:
    warning = opened(window, desk).locator('[data-kind="secret.webhook"]')
    expect(warning).to_contain_text("Rotate it.")
    expect(warning).to_contain_text("Tobias Nwosu (internal note)")


def test_artifacts_show_utc_and_copy(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    times = page.locator('[data-kind="timestamp"]')
    expect(times).to_contain_text("2026-10-13 07:41:07 UTC")
    times.get_by_role("button", name="Copy Timestamp").click()
    assert clipboard(page) == "2026-10-13 07:41:07 UTC"


def test_focus_shows_evidence_and_lights_the_cited_passage(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    sentences(page).nth(3).focus()
    expect(tray(page)).to_contain_text("After a rotation both secrets are accepted for 24 hours")
    expect(tray(page)).to_contain_text("kb-webhook-401#1")
    expect(tray(page).get_by_role("link", name="Open")).to_have_attribute(
        "href", "https://docs.fennwick.example/webhook-401"
    )
    lit = page.locator(".passage.is-cited")
    expect(lit).to_have_count(1)
    expect(lit.locator("mark")).to_have_text(
        "After a rotation both secrets are accepted for 24 hours; from then on only the new one is valid."
    )
    expect(page.locator(".message.is-source mark")).to_have_text("she rotated the signing secret on Monday evening")


def test_hover_shows_evidence(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    sentences(page).nth(2).scroll_into_view_if_needed()
    sentences(page).nth(2).hover()
    expect(tray(page)).to_contain_text("A 401 comes from your own endpoint, not from Fennwick")


def test_a_resting_mouse_does_not_take_over_from_the_keys(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    sentences(page).nth(3).scroll_into_view_if_needed()
    sentences(page).nth(3).hover()
    point = sentences(page).nth(3).bounding_box()
    assert point is not None
    at = (point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.mouse.move(*at)
    for _ in range(7):
        page.keyboard.press("j")
    page.locator("draftdesk-sidebar .panel").evaluate("(panel) => { panel.scrollTop += 80 }")
    page.mouse.move(*at)
    assert page.evaluate(UNDER, list(at)) not in ("3", "10", None)
    expect(sentences(page).nth(10)).to_have_attribute("aria-selected", "true")
    page.mouse.move(at[0] + 1, at[1])
    expect(sentences(page).nth(10)).to_have_attribute("aria-selected", "false")


def test_keys_move_between_sentences_and_escape_puts_evidence_away(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    for key, position in [("j", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0)]:
        page.keyboard.press(key)
        expect(sentences(page).nth(position)).to_be_focused()
        expect(page.locator('[aria-selected="true"]')).to_have_count(1)
    expect(tray(page)).to_contain_text("House wording")
    page.keyboard.press("Escape")
    expect(tray(page)).to_have_count(0)
    expect(page.locator(".is-cited")).to_have_count(0)


def test_copy_key_puts_the_whole_reply_on_the_clipboard(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.evaluate("addEventListener('draft-copied', (event) => { window.copied = event.detail })")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = clipboard(page)
    assert text.startswith("Hello Marieke,\n\nThank you for the delivery id")
    assert "\n\n1. Open Settings > Developers > Webhooks and choose the endpoint.\n2. Compare the secret" in text
    assert text.endswith("\n\nKind regards,\nTobias")
    detail: dict[str, Any] = page.evaluate("window.copied")
    assert (detail["text"], detail["edited"], detail["ticket_id"]) == (text, False, "O-001")


def test_edit_keeps_evidence_of_untouched_sentences_and_can_be_undone(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.keyboard.press("e")
    editor = page.get_by_role("textbox", name="Reply text")
    expect(editor).to_be_focused()
    original = editor.input_value()
    page.keyboard.type("Sorry for the wait. ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == f"Sorry for the wait. {original}"
    page.keyboard.press("Escape")
    expect(page.get_by_text("Edited by you")).to_be_visible()
    page.keyboard.press("j")
    expect(tray(page)).to_contain_text("Your words.")
    sentences(page).filter(has_text="A 401 comes from").focus()
    expect(tray(page)).to_contain_text("kb-webhook-401#1")
    page.keyboard.press("e")
    page.get_by_role("button", name="Back to the draft").click()
    expect(editor).to_have_value(original)
    page.keyboard.press("Control+z")
    expect(editor).to_have_value(f"Sorry for the wait. {original}")


def test_the_line_being_edited_is_not_under_the_bars(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    for _ in range(11):
        page.keyboard.press("j")
    page.keyboard.press("e")
    editor = page.get_by_role("textbox", name="Reply text").bounding_box()
    done = page.get_by_role("button", name="Done").bounding_box()
    assert editor is not None
    assert done is not None
    assert editor["y"] >= done["y"] + done["height"]


def test_an_edit_survives_a_look_at_another_ticket(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.keyboard.press("e")
    page.keyboard.type("Dear ")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Login loops back").click()
    expect(page.get_by_text("Edited by you")).to_have_count(0)
    page.go_back()
    expect(page.locator(".ticket-name")).to_have_text("O-001")
    expect(page.get_by_text("Edited by you")).to_be_visible()


def test_a_flagged_sentence_says_why(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.get_by_text("1 sentence needs a look").get_by_role("button", name="Show").click()
    expect(sentences(page).nth(8)).to_be_focused()
    expect(tray(page)).to_contain_text("No public policy promises this time.")
    expect(tray(page)).to_contain_text("No evidence.")


def test_a_blocking_finding_takes_a_second_press_to_copy(window: Window, desk: Desk) -> None:
    desk.answer["draft"]["sentences"][8]["findings"][0]["severity"] = "blocking"
    page = opened(window, desk)
    page.evaluate("navigator.clipboard.writeText('before')")
    page.keyboard.press("c")
    expect(sentences(page).nth(8)).to_be_focused()
    assert clipboard(page) == "before"
    page.get_by_role("button", name="Copy anyway").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page).startswith("Hello Marieke,")


def test_taking_the_flagged_sentence_out_takes_the_warning_away(window: Window, desk: Desk) -> None:
    desk.answer["draft"]["sentences"][8]["findings"][0]["severity"] = "blocking"
    page = opened(window, desk)
    page.keyboard.press("e")
    editor = page.get_by_role("textbox", name="Reply text")
    editor.fill(editor.input_value().replace("All of Tuesday's orders will be there again within the hour.\n\n", ""))
    page.keyboard.press("Escape")
    expect(page.get_by_text("needs a look")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "within the hour" not in clipboard(page)


def test_no_draft_shows_the_question(window: Window, desk: Desk) -> None:
    question = {"text": "Which endpoint is it?", "role": "question", "evidence": [], "findings": []}
    verdict = {"kind": "needs_customer_info", "reason": "The ticket names no endpoint.", "score": 0.4}
    desk.answer.update(draft=None, question=question, verdict=verdict)
    page = opened(window, desk)
    expect(page.get_by_role("heading", name="Ask the customer first")).to_be_visible()
    expect(page.get_by_role("region", name="Question for the customer")).to_contain_text("Which endpoint is it?")
    page.get_by_role("button", name="Copy question").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == "Which endpoint is it?"


def test_several_questions_stand_in_lines(window: Window, desk: Desk) -> None:
    said = [("Please send us:", "closing"), ("The request id.", "question"), ("The time, with its zone.", "question")]
    questions = [{"text": text, "role": role, "evidence": [], "findings": []} for text, role in said]
    whole = questions[1] | {"text": "Please send us:\n- The request id.\n- The time, with its zone."}
    verdict = {"kind": "knowledge_gap", "reason": "No article answers this.", "score": 0.2}
    desk.answer.update(draft=None, question=whole, questions=questions, verdict=verdict)
    page = opened(window, desk)
    expect(page.locator('.sentence[data-role="question"]')).to_have_count(2)
    page.get_by_role("button", name="Copy question").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == "Please send us:\n\n- The request id.\n- The time, with its zone."


def test_neither_draft_nor_question_is_said(window: Window, desk: Desk) -> None:
    desk.answer.update(draft=None, question=None, verdict={"kind": "out_of_scope", "reason": "Spam.", "score": 0.9})
    page = opened(window, desk)
    expect(page.get_by_text("No reply was drafted")).to_be_visible()
    page.keyboard.press("c")
    assert window.complaints == []


def test_left_out_parts_are_named(window: Window, desk: Desk) -> None:
    desk.answer["left_out"] = ["4,800 messages after the 200th"]
    expect(opened(window, desk).get_by_role("list", name="Warnings")).to_contain_text("4,800 messages after the 200th")


def test_sources_open_in_the_thread_or_in_a_box(window: Window, desk: Desk) -> None:
    page = opened(window, desk)
    page.get_by_role("region", name="Summary").get_by_role("button", name="Marieke Claes").nth(1).click()
    expect(page.locator(".message.is-source mark")).to_have_text("about 300 orders a day are now keyed in by hand")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("region", name="Summary").get_by_role("button", name="Marieke Claes").nth(1).click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("about 300 orders a day are now keyed in by hand")


def test_hostile_text_stays_text(window: Window, desk: Desk) -> None:
    answer = desk.answer
    desk.tickets[0]["subject"] = desk.tickets[0]["messages"][0]["text"] = HOSTILE
    answer["verdict"]["reason"] = answer["findings"][0]["advice"] = answer["artifacts"][1]["value"] = HOSTILE
    answer["summary"]["sections"][0]["sentences"][0]["text"] = HOSTILE
    answer["triage"]["category"]["label"] = answer["triage"]["why"][0]["title"] = HOSTILE
    answer["made_with"]["writer"] = answer["draft"]["made_by"] = HOSTILE
    for passage in answer["knowledge"] + answer["cases"]:
        passage.update(title=HOSTILE, text=HOSTILE, heading=HOSTILE, url="javascript:document.title='owned'")
    for sentence in answer["draft"]["sentences"]:
        sentence["text"] = HOSTILE
        for evidence in sentence["evidence"]:
            evidence.update(title=HOSTILE, quote=HOSTILE, url="javascript:document.title='owned'")
    page = opened(window, desk)
    for position in range(4):
        sentences(page).nth(position).focus()
        expect(tray(page)).to_contain_text(HOSTILE)
    expect(page.locator(".passage-text").first).to_have_text(HOSTILE)
    assert page.locator("draftdesk-sidebar a[href], draftdesk-sidebar img, draftdesk-sidebar script").count() == 0
    assert page.title() == "Draftdesk"
    assert window.complaints == []
