"""What of an article is quoted: the steps that fit, sentences that stand alone, lists whole."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.statements import Statement, statements
from assistant.writers.extractive.excerpt import MAX_STATEMENTS, MAX_STEPS, excerpt
from assistant.writers.extractive.platforms import for_another, platforms
from assistant.writers.material import Quotable
from ingest.documents import Chunk
from ingest.embed import Vectors

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
        "The zone of the workspace decides.\n\n1. Open the settings page.\n2. Choose your own zone."
    )
    chunk = make_chunk(text)
    chosen = excerpt(scored(statements(chunk), {}, other=0.9), chunk)
    assert texts(chosen.explanation) == ["The zone of the workspace decides."]


def test_what_follows_once_the_steps_are_done_is_read_after_them() -> None:
    chunk = make_chunk(
        "1. Open the settings page.\n2. Choose your own zone.\n\nReports of the past keep the zone that they had.\n\n"
        "Never change the zone during a count."
    )
    chosen = excerpt(scored(statements(chunk), {}, other=0.9), chunk)
    assert texts(chosen.after) == ["Reports of the past keep the zone that they had."]
    assert texts(chosen.explanation) == ["Never change the zone during a count."]


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
    assert len(excerpt(scored(statements(chunk), {}, other=0.9), chunk).explanation) == MAX_STATEMENTS // 2


def covered(found: Sequence[Statement], *needs: dict[str, float]) -> Vectors:
    """How well each statement meets each need, by its first word."""
    rows = [[need.get(statement.text.split()[0], 0.0) for statement in found] for need in needs]
    return np.array(rows, dtype=np.float32)


MANY = " ".join(f"Sentence{n} has something to say about zones." for n in range(9))


def first_words(found: Sequence[Statement]) -> list[str]:
    return [text.split()[0] for text in texts(found)]


def test_a_statement_that_nobody_needs_is_left_out_after_the_best() -> None:
    chunk = make_chunk(MANY + "\n\n1. Open the page now.\n2. Press it once more.")
    found = statements(chunk)
    scores = {"Sentence0": 0.9, "Sentence1": 0.8, "Sentence2": 0.7}
    plain = excerpt(scored(found, scores, other=0.35), chunk)
    assert first_words(plain.explanation) == ["Sentence0", "Sentence1", "Sentence2"]
    needed = excerpt(scored(found, scores, other=0.35), chunk, covered(found, {"Sentence7": 0.3}))
    assert first_words(needed.explanation) == ["Sentence0", "Sentence1", "Sentence2", "Sentence7"]


def test_two_needs_are_met_before_one_is_met_twice() -> None:
    chunk = make_chunk(MANY + "\n\n1. Open the page now.\n2. Press it once more.")
    found = statements(chunk)
    covers = covered(found, {"Sentence1": 0.5, "Sentence2": 0.45}, {"Sentence5": 0.3})
    chosen = excerpt(scored(found, {}, other=0.3), chunk, covers, room=4)
    assert {"Sentence1", "Sentence5"} <= set(first_words(chosen.explanation))
    assert "Sentence2" not in first_words(chosen.explanation)


def test_what_the_steps_say_already_needs_no_statement() -> None:
    chunk = make_chunk("Endpoints are woken by Resume.\n\n1. Open the page now.\n2. Press the button Resume.")
    found = statements(chunk)
    covers = covered(found, {"Endpoints": 0.4, "Press": 0.5})
    assert excerpt(scored(found, {"Endpoints": 0.05}, other=0.3), chunk, covers).explanation == ()
    covers = covered(found, {"Endpoints": 0.4})
    assert first_words(excerpt(scored(found, {"Endpoints": 0.05}, other=0.3), chunk, covers).explanation) == [
        "Endpoints"
    ]


def test_there_are_no_more_statements_than_there_is_room_for() -> None:
    chunk = make_chunk(MANY + "\n\n" + "\n".join(f"{n}. Press button number {n}." for n in range(1, 9)))
    found = statements(chunk)
    for room in (4, 8, 14, 20):
        chosen = excerpt(scored(found, {}, other=0.8), chunk, room=room)
        assert len(chosen.steps) == min(room, MAX_STEPS)
        assert len(chosen.explanation) <= max(room // 4, room - len(chosen.steps))


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ([], ["Android", "iOS", "It"]),
        (["The app on my iPhone stops"], ["iOS", "It"]),
        (["My Galaxy, an Android phone, stops"], ["Android", "It"]),
        (["On Windows 11 it stops"], ["It"]),
    ],
)
def test_what_is_for_another_system_is_not_quoted(asked: list[str], kept: list[str]) -> None:
    chunks = (
        make_chunk("Android phones lose the scans of a day.", heading="Causes", ordinal=0),
        make_chunk("iOS devices lose the scans of a week.", heading="Causes", ordinal=1),
        make_chunk("It depends on the battery and on nothing else.", heading="Batteries", ordinal=2),
    )
    found = [replace(s, text=s.text.replace("It depends", "It always depends")) for s in all_statements(*chunks)]
    usable = [s for s in found if not for_another(s, platforms(asked))]
    assert first_words(usable) == kept


def test_a_section_for_another_system_is_skipped_whole() -> None:
    one = make_chunk("1. Press the green button.\n2. Wait for the prompt.", heading="Fix it > On Android", ordinal=0)
    two = make_chunk("1. Press the blue button.\n2. Wait for the lamp.", heading="Fix it > On an iPad", ordinal=1)
    quotable = scored(all_statements(one, two), {}, other=0.7)
    assert "green" in texts(excerpt(quotable, one).steps)[0]
    assert "blue" in texts(excerpt(quotable, one, asked=platforms(["my iPad is stuck"])).steps)[0]


@pytest.mark.parametrize(
    "sent_on", ["If this does not fix it, please ask for support.", "Open a new support ticket with the log."]
)
def test_nobody_is_sent_to_where_they_are(sent_on: str) -> None:
    chunk = make_chunk(f"{sent_on}\n\n1. Rotate the secret now.\n2. Press the button Resume.\n3. {sent_on}\n")
    chosen = excerpt(scored(statements(chunk), {"Rotate": 0.7, "Press": 0.3, sent_on.split()[0]: 0.9}), chunk)
    assert texts(chosen.steps) == ["Rotate the secret now.", "Press the button Resume."]
    assert sent_on not in texts([*chosen.explanation, *chosen.after])


def test_what_was_masked_is_not_quoted_as_an_explanation() -> None:
    chunk = make_chunk("Never create a second user with the address <ADDRESS>.\n\nThe user is suspended at once then.")
    chosen = excerpt(scored(statements(chunk), {"Never": 0.9, "The": 0.6}), chunk)
    assert "<ADDRESS>" not in " ".join(texts([*chosen.explanation, *chosen.after]))


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
