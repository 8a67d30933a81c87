"""The chance that a passage holds the answer: small, with its meaning as title and for those who listen."""

from typing import Any

import pytest
from playwright.sync_api import expect

from .sidebar_desk import Desk, Window
from .test_sidebar_found import FIRST, answered, region

MEANING = "Chance that the answer is in here"


@pytest.mark.parametrize(("confidence", "shown"), [(0.623, "62"), (0, "0"), (1, "100")])
def test_a_chance_stands_beside_its_passage(window: Window, desk: Desk, confidence: float, shown: str) -> None:
    answered(desk, confidence=confidence)
    chance = region(window, desk).locator(FIRST).get_by_title(MEANING)
    expect(chance).to_have_text(f"{MEANING}: {shown}\u202f% likely")
    assert window.complaints == []


@pytest.mark.parametrize("confidence", [None, "<b>1</b>"], ids=["none", "text"])
def test_no_chance_is_no_percentage(window: Window, desk: Desk, confidence: Any) -> None:
    answered(desk, confidence=confidence)
    card = region(window, desk).locator(FIRST)
    expect(card).to_be_visible()
    expect(card.get_by_title(MEANING)).to_have_count(0)


def test_the_reranker_is_named_where_there_is_one(window: Window, desk: Desk) -> None:
    desk.answer["made_with"]["reranker"] = "reader:0123456789abcdef"
    region(window, desk)
    expect(window.page.locator(".made-with")).to_contain_text("reader:0123456789abcdef")
