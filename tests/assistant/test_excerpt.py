"""What of an article is quoted: the steps that fit, sentences that stand alone, lists whole."""

from collections.abc import Sequence

import numpy as np

from assistant.statements import Statement, statements
from assistant.writers.extractive.excerpt import MAX_EXPLANATION, MAX_STEPS, excerpt
from assistant.writers.material import Quotable
from ingest.documents import Chunk

from .desk import all_statements, make_chunk


def scored(found: Sequence[Statement], scores: dict[str, float], *, other: float = 0.1) -> Quotable:
    """Statements with a relevance by their first word; no two of them say the same."""
    values = [scores.get(statement.text.split()[0], other) for statement in found]
    return Quotable(list(found), np.array(values, dtype=np.float32), np.eye(max(1, len(found)), dtype=np.float32))


def texts(found: Sequence[Statement]) -> list[str]:
    return [statement.text for statement in found]


TWO_LISTS = (
    "1. Open the billing page.\n2. Choose another plan.\n\nSomething in between of no use.\n\n"
    "1. Rotate the secret now.\n2. Press the button Resume.\n"
)


def test_the_list_that_fits_best_is_chosen_whole_and_in_order() -> None:
    chunk = make_chunk(TWO_LISTS)
    chosen = excerpt(scored(statements(chunk), {"Rotate": 0.7, "Press": 0.3}), chunk)
    assert texts(chosen.steps) == ["Rotate the secret now.", "Press the button Resume."]


def test_a_list_about_something_else_is_not_quoted() -> None:
    chunk = make_chunk(TWO_LISTS)
    assert excerpt(scored(statements(chunk), {}, other=0.05), chunk).steps == ()


def test_a_heading_that_promises_a_way_out_wins_a_close_race() -> None:
    one = make_chunk("1. Open the billing page.\n2. Choose another plan.", heading="Overview", ordinal=0)
    two = make_chunk("1. Rotate the secret now.\n2. Press the button Resume.", heading="Fix it", ordinal=1)
    elsewhere = make_chunk("Some other passage of it.", ordinal=2)
    chosen = excerpt(
        scored(all_statements(one, two), {"Open": 0.4, "Choose": 0.4, "Rotate": 0.35, "Press": 0.35}), elsewhere
    )
    assert texts(chosen.steps)[0] == "Rotate the secret now."


def test_a_list_that_was_cut_between_two_chunks_is_one_list() -> None:
    one = make_chunk("1. Rotate the secret now.\n2. Copy the new secret.", heading="Fix it", ordinal=0)
    two = make_chunk("3. Press the button Resume.\n4. Send a test event.", heading="Fix it", ordinal=1)
    three = make_chunk("1. Write to the billing team.", heading="Invoices", ordinal=2)
    chosen = excerpt(scored(all_statements(one, two, three), {"Rotate": 0.8, "Copy": 0.5}), one)
    assert [text.split()[0] for text in texts(chosen.steps)] == ["Rotate", "Copy", "Press", "Send"]


def test_no_more_steps_than_a_reader_follows() -> None:
    chunk = make_chunk("\n".join(f"{n}. Press button number {n}." for n in range(1, 15)))
    assert len(excerpt(scored(statements(chunk), {"Press": 0.8}), chunk).steps) == MAX_STEPS


def test_a_sentence_that_leans_on_another_is_not_quoted_alone() -> None:
    text = (
        "However, it depends on the zone of your reports. This is why the totals differ so much.\n\n"
        "See the section below for the other reports.\n\nReports are made in the zone of the workspace.\n\n"
        "1. Open the settings page.\n2. Choose your own zone.\n"
    )
    chunk = make_chunk(text)
    chosen = excerpt(scored(statements(chunk), {}, other=0.9), chunk)
    assert texts(chosen.explanation) == ["Reports are made in the zone of the workspace."]


def test_questions_announcements_and_scraps_are_no_explanation() -> None:
    text = (
        "Why do totals differ between two reports?\n\nThe most common reasons are:\n\nTotals may differ.\n\n"
        "1. Open the settings page.\n2. Choose your own zone.\n\nThe zone of the workspace decides."
    )
    chunk = make_chunk(text)
    chosen = excerpt(scored(statements(chunk), {}, other=0.9), chunk)
    assert texts(chosen.explanation) == ["The zone of the workspace decides."]


def test_what_announces_a_list_goes_with_it() -> None:
    chunk = make_chunk("Now do this:\n\n1. Open the settings page.\n2. Press the button Resume.")
    chosen = excerpt(scored(statements(chunk), {"Open": 0.6, "Press": 0.6}), chunk)
    assert len(chosen.steps) == 2
    assert texts(chosen.explanation) == []
    chunk = make_chunk(
        "To resume an endpoint, an owner does three things:\n\n1. Open the settings page.\n2. Press the button Resume."
    )
    chosen = excerpt(scored(statements(chunk), {"Open": 0.6, "Press": 0.6}), chunk)
    assert texts(chosen.explanation) == ["To resume an endpoint, an owner does three things:"]


def test_the_same_thing_is_not_said_twice() -> None:
    chunk = make_chunk(
        "The zone of the workspace decides. The zone of a workspace is what decides.\n\n"
        "1. Open the page now.\n2. Press it once more."
    )
    quotable = scored(statements(chunk), {}, other=0.9)
    vectors = quotable.vectors.copy()
    vectors[1] = vectors[0]
    chosen = excerpt(Quotable(quotable.statements, quotable.scores, vectors), chunk)
    assert texts(chosen.explanation) == ["The zone of the workspace decides."]


def test_no_more_explanation_than_needed() -> None:
    sentences = " ".join(f"Reason number {n} has to do with zones." for n in range(9))
    chunk = make_chunk(sentences + "\n\n1. Open the page now.\n2. Press it once more.")
    assert len(excerpt(scored(statements(chunk), {}, other=0.9), chunk).explanation) == MAX_EXPLANATION


def test_what_we_ask_the_customer_for_is_no_step() -> None:
    chunk = make_chunk("- Send the request id of a call.\n- Send the first characters.", heading="What to send us")
    assert excerpt(scored(statements(chunk), {}, other=0.9), chunk).steps == ()


def test_without_steps_the_passage_is_quoted_as_it_was_written() -> None:
    best: Chunk = make_chunk("Totals differ between reports. It depends on the zone. The zone is the workspace's own.")
    chosen = excerpt(scored(statements(best), {"It": 0.9}), best)
    assert texts(chosen.explanation) == [
        "Totals differ between reports.",
        "It depends on the zone.",
        "The zone is the workspace's own.",
    ]


def test_nothing_relevant_is_nothing_quoted() -> None:
    chunk = make_chunk("Totals differ between two reports. Zones decide about totals of reports.")
    chosen = excerpt(scored(statements(chunk), {}, other=0.05), chunk)
    assert (chosen.explanation, chosen.steps) == ((), ())


def test_an_empty_document() -> None:
    chosen = excerpt(Quotable([], np.zeros(0, dtype=np.float32), np.zeros((0, 4), dtype=np.float32)), make_chunk("x"))
    assert (chosen.explanation, chosen.steps) == ((), ())
