"""An article from a solved ticket: what solved it, nothing of the customer, and a word when there is one already."""

from typing import Any

import pytest

from assistant.records import Text, Written
from assistant.writers.extractive.impersonal import impersonal

from .desk import Desk, make_ticket, said

SOLVED: dict[str, Any] = {
    "subject": "Labels come out shifted",
    "status": "solved",
    "resolution": "The printer driver scaled the page to fit. Scaling was turned off.",
    "customer": {"name": "Mia Sandqvist", "email": "mia@sandqvist.example"},
    "fields": {"plan": "growth"},
}
THREAD = (
    "The labels come out shifted by half a label and nothing helps. My number is +44 20 7946 0871.",
    said("agent", "Mia, the driver scales the page, because its default is to fit the paper.\n\n"
         "1. Open the settings of the printer driver.\n2. Turn the scaling off.\n"
         "3. Send the label of order 884120 again.\n4. Print a test label."),
    "Now it works, thank you. Mia",
)  # fmt: skip


def article(desk: Desk, *messages: Any, **changes: Any) -> Written:
    return desk.assistant.write(make_ticket(*messages, **(SOLVED | changes)), "article")


def part(text: Text | None, name: str) -> list[str]:
    assert text is not None
    return [s.text for section in text.sections if section.name == name for s in section.sentences]


def test_what_solved_it_becomes_an_article(desk: Desk) -> None:
    text = article(desk, *THREAD).text
    assert part(text, "title") == ["Labels come out shifted"]
    assert any("shifted by half a label" in line for line in part(text, "symptoms"))
    assert "The printer driver scaled the page to fit." in " ".join([*part(text, "cause"), *part(text, "steps")])
    assert part(text, "steps")[:2] == ["Open the settings of the printer driver.", "Turn the scaling off."]
    assert "Print a test label." in part(text, "check")
    assert part(text, "applies_to") == ["growth"]


def test_nothing_of_the_customer_is_in_it_and_what_was_left_out_is_told(desk: Desk) -> None:
    done = article(desk, *THREAD)
    assert done.text is not None
    whole = " ".join(s.text + " ".join(e.quote for e in s.evidence) for s in done.text.sentences)
    for value in ("Mia", "Sandqvist", "884120", "7946"):
        assert value not in whole
    assert "steps_left_out" in [note.code for note in done.text.notes]


def test_an_open_ticket_gives_no_article_and_says_why(desk: Desk) -> None:
    done = article(desk, *THREAD, status="open")
    assert done.text is None
    assert "not_solved" in [note.code for note in done.notes]


def test_an_article_that_is_there_already_is_named(desk: Desk) -> None:
    steps = said("agent", "1. Open https://status.fennwick.example and press Subscribe.\n"
                 "2. Choose e-mail, webhook or the news feed, and pick the components that matter to you.\n"
                 "3. Confirm the subscription in the e-mail that you receive.")  # fmt: skip
    done = article(
        desk,
        "How do we subscribe to the status page for incidents? We never get an e-mail.",
        steps,
        subject="Status page",
    )
    assert done.text is not None
    (note,) = [note for note in done.text.notes if note.code == "article_exists"]
    assert "kb-status-incidents" in note.text


@pytest.mark.parametrize(
    "text",
    [
        "Add the header to the list of the proxy.",
        "An export is kept for 30 days.",
        "Set the page size to 200 and sort by id.",
        "Upload the file in UTF-8.",
    ],
)
def test_what_everybody_may_read(text: str) -> None:
    assert impersonal(text, "")


@pytest.mark.parametrize(
    "text",
    [
        "Order 884120 has been sent again.",
        "Invoice FW-2026-004120 stays valid.",
        "We saw req_5d1f0c83be7a4492 in the log.",
        "<PERSON_1> opens the settings.",
        "Your server 203.0.113.40 drops it.",
        "It failed on 3 May 2026 at 18:00.",
        "Your colleague has to sign out.",
        "Ask the owner of shop.acmelinen.example.",
    ],
)
def test_what_belongs_to_one_customer(text: str) -> None:
    assert not impersonal(text, "")


def test_what_the_knowledge_names_is_nobodys() -> None:
    assert impersonal("Open app.fennwick.example and sign in.", "Open app.fennwick.example in a browser.")
    assert impersonal("FWK-1500 means that the service failed inside.", "FWK-1500")
    assert not impersonal("Order FWK-1500 is closed.", "")
