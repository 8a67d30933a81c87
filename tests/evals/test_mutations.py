"""Each mutation changes what it says it changes, and nothing else; where there is nothing to change it makes none."""

import random
import re

import pytest

from evals.mutations import MUTATIONS, Stock, names_in

STOCK = Stock(names=("Billing",), steps=("Open the drawer and take the tray out.",))
SEEDS = range(12)


def made(kind: str, text: str, seed: int = 0) -> str | None:
    return MUTATIONS[kind](text, STOCK, random.Random(seed))


def every(kind: str, text: str) -> set[str | None]:
    return {made(kind, text, seed) for seed in SEEDS}


def changed(before: str, after: str) -> tuple[set[str], set[str]]:
    """Words that were there and are gone, words that are new."""
    old, new = before.split(), after.split()
    return set(old) - set(new), set(new) - set(old)


@pytest.mark.parametrize(
    ("kind", "text", "gone"),
    [
        ("number", "Wait 30 seconds and press it.", "30"),
        ("number", "Wait for three seconds and press it.", "three"),
        ("number", "It costs 2.50 a month.", "2.50"),
        ("unit", "Wait for 30 seconds and press it.", "seconds"),
        ("unit", "Files of up to 20 MB are kept.", "MB"),
        ("opposite", "The export is enabled for all.", None),
        ("name", "Open the page Webhooks of it.", "Webhooks"),
        ("stronger", "The export may fail.", "may"),
    ],
)
def test_one_word_is_another(kind: str, text: str, gone: str | None) -> None:
    for wrong in every(kind, text):
        assert wrong is not None
        assert wrong != text
        old, new = changed(text, wrong)
        assert len(old) == len(new) == 1
        assert gone is None or old == {gone}


def test_a_unit_stays_in_its_kind() -> None:
    units = {wrong.split()[3] for wrong in every("unit", "Wait for 30 seconds and press it.") if wrong}
    assert units <= {"minutes", "hours", "days", "weeks", "months", "years"}
    assert len(units) > 1


def test_a_denial_is_taken_out() -> None:
    assert every("negation", "It does not expire.") == {"It expire."}
    assert every("negation", "You cannot undo it.") == {"You can undo it."}


def test_a_denial_is_put_in() -> None:
    for wrong in every("negation", "The key is kept."):
        assert wrong is not None
        assert re.fullmatch(r"The key is(n't| not| never) kept\.", wrong)
    for wrong in every("negation", "Press the button."):
        assert wrong is not None
        assert re.fullmatch(r"(Do not|Never|Don't) press the button\.", wrong)


def test_an_address_is_changed_or_made_up() -> None:
    text = "Open https://kb.example/a and read it."
    for wrong in every("url", text):
        assert wrong is not None
        assert re.fullmatch(r"Open https://kb\.example/a\S+ and read it\.", wrong)
    invented = made("url", "Open the page and read it.")
    assert invented is not None
    assert invented.startswith("Open the page and read it at https://")


def test_a_step_of_another_article_is_joined_on_or_takes_its_place() -> None:
    for wrong in every("step_added", "Press the button of it."):
        assert wrong is not None
        assert wrong.startswith("Press the button of it")
        assert wrong.endswith("pen the drawer and take the tray out.")
    assert every("step_invented", "Press the button of it.") == {STOCK.steps[0]}


@pytest.mark.parametrize("kind", sorted(MUTATIONS))
def test_nothing_to_change_makes_nothing(kind: str) -> None:
    assert every(kind, "Thank you.") == {None}
    assert MUTATIONS[kind]("Ok", Stock(), random.Random(0)) is None


def test_names_are_capitals_where_no_sentence_begins() -> None:
    assert names_in("Open the page Webhooks of the plan Scale Plus.") == ["Webhooks", "Scale Plus"]
