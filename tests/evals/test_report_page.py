"""The page of a report, from its file, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.reporting.page import page_of, write_page

from .made_logs import verdicts
from .report_logs import ATTACK, figured, rich_log

CONTRAST = (Path(__file__).parents[1] / "sidebar" / "contrast.js").read_text(encoding="utf-8")


@dataclass
class Seen:
    """A page with what it complained about and what it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    new, old = rich_log(folder / "new.jsonl"), rich_log(folder / "old.jsonl", new=False)
    write_page(new, folder / "report.html", baseline=old)
    return folder / "report.html"


@pytest.fixture
def seen(browser: Browser, file: Path, request: pytest.FixtureRequest) -> Iterator[Seen]:
    """On a screen of a desk; parameters of a test change that."""
    options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **getattr(request, "param", {})}
    context = browser.new_context(**options)
    found = Seen(context.new_page())
    found.page.set_default_timeout(10_000)
    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("request", lambda asked: found.requests.append(asked.url))
    found.page.goto(file.as_uri())
    yield found
    context.close()


PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


@pytest.mark.parametrize("seen", [{}, PHONE], indirect=True, ids=["wide-light", "phone-dark"])
def test_it_stands_alone_and_runs_nothing_that_a_log_holds(seen: Seen, file: Path) -> None:
    for details in seen.page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    expect(seen.page.get_by_text(ATTACK).first).to_be_visible()
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("main script, main img").count() == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= seen.page.evaluate("innerWidth")
    assert seen.page.evaluate(CONTRAST) == []
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith("data:")] == [file.as_uri()]


def test_cases_are_found_by_words_suite_and_state(seen: Seen) -> None:
    cases, found = seen.page.locator("details.case:visible"), seen.page.locator("#found")
    expect(found).to_have_text("12 of 12")
    seen.page.get_by_label("Find").fill("hub t-07")
    expect(found).to_have_text("1 of 12")
    expect(cases).to_have_attribute("id", "case-8")
    seen.page.get_by_label("Find").fill("")
    expect(found).to_have_text("12 of 12")
    seen.page.get_by_label("Show").select_option("wrong")
    expect(cases.locator("summary b")).to_have_text(["T-01", "T-03"])
    seen.page.get_by_role("combobox", name="Suite").select_option("leaks")
    expect(found).to_have_text("2 of 12")


def test_a_link_opens_the_case_that_it_names_and_the_keyboard_goes_on_from_there(seen: Seen) -> None:
    link = seen.page.locator(".missed a", has_text="T-01").first
    link.focus()
    seen.page.keyboard.press("Enter")
    case = seen.page.locator("details.case", has=seen.page.locator("summary b", has_text="T-01"))
    expect(case).to_have_attribute("open", "")
    expect(case.locator("summary").first).to_be_focused()
    expect(case.get_by_text("answerable instead of gap").last).to_be_visible()


def test_what_moved_stands_side_by_side_with_the_words_marked(seen: Seen) -> None:
    moved = seen.page.locator("details.moved", has_text="T-01").first
    expect(moved.locator("del")).to_have_text(["old"])
    expect(moved.locator("ins")).to_have_text(["new"])
    expect(seen.page.locator("#moved")).to_contain_text("settings.min_support")


def test_without_baseline_details_or_thresholds_the_page_is_shorter_and_the_same_twice(tmp_path: Path) -> None:
    bare = page_of(figured(verdicts(1, 0)))
    assert bare == page_of(figured(verdicts(1, 0)))
    assert "No suite sets a threshold" in bare
    assert not {'id="moved"', 'id="confidence"', 'id="confusion"', 'id="slices"', 'id="time"'} & set(bare.split())
    assert "The log keeps no output of it." in bare
