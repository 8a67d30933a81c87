"""Dialogues as tickets, their baselines, and ROUGE against several references."""

import pytest
from pydantic import ValidationError

from evals.dialogues import DialogueIn
from evals.rouge import between, rouge
from evals.summary_baselines import centroid, lead

TURNS = ["NorthGrocer the app is down", "Hi, which phone do you use?", "NorthGrocer an old one"]


def roles(**changes: object) -> list[tuple[str, str]]:
    row = {"id": "d1", "turns": TURNS, "summaries": ["The app is down."]} | changes
    return list(DialogueIn.model_validate(row).said)


APART = [("customer", "the app is down"), ("agent", "Hi, which phone do you use?"), ("customer", "an old one")]


@pytest.mark.parametrize(
    "changes",
    [
        {"brand_handle": "NorthGrocer"},
        {"brand_handle": None},
        {"brand_handle": "@northgrocer"},
        {"turns": ["Customer: the app is down", "Agent: Hi, which phone do you use?", "Customer: an old one"]},
        {"turns": [{"role": role, "text": text} for role, text in APART]},
        {"turns": [text for _, text in APART]},
    ],
)
def test_who_says_what(changes: dict[str, object]) -> None:
    assert roles(**changes) == APART


def test_who_begins_is_the_customer_even_without_the_handle() -> None:
    assert roles(turns=["Is the app down?", *TURNS[1:]], brand_handle="NorthGrocer")[0] == (
        "customer",
        "Is the app down?",
    )


@pytest.mark.parametrize("broken", [{"turns": []}, {"summaries": []}, {"summaries": [""]}, {"id": ""}])
def test_a_row_without_turns_or_summaries_is_not_used(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        roles(**broken)


def test_rouge_is_stemmed_and_counts_the_best_and_the_mean() -> None:
    found = rouge("the app crashed", ["the apps crash", "nothing of it"])
    assert found.best == pytest.approx({"rouge1": 1, "rouge2": 1, "rougeL": 1})
    assert found.mean == pytest.approx({"rouge1": 0.5, "rouge2": 0.5, "rougeL": 0.5})
    assert found.figures()["rouge1_mean"] == pytest.approx(0.5)


def test_one_person_against_the_others() -> None:
    assert between(["only one"]) is None
    found = between(["the app crashed", "the app crashed", "no word"])
    assert found is not None
    assert found.mean["rouge1"] == pytest.approx(1 / 3)
    assert found.best["rouge1"] == pytest.approx(2 / 3)


def test_baselines_keep_to_their_words_and_to_the_order() -> None:
    turns = ["The app crashes on login.", "Good day.", "The app crashes when the login page loads."]
    assert lead(turns, 3) == "The app crashes"
    assert centroid(turns, 8) == "The app crashes when the login page loads."
    assert centroid(turns, 12).startswith("The app crashes on login.")
