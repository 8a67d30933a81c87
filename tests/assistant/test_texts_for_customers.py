"""Status and incident updates: what was said in public, what a policy says, and nothing of an internal note."""

from typing import Any

from assistant.evidence import sentence
from assistant.records import Evidence, Text, TextKind
from assistant.steering.steering import Steering

from .desk import Desk, make_ticket, said

NOTE = said("agent", "The edge config push from 05:30 UTC broke it, Kola Wholesale reports the same.", public=False)
OUTAGE = (
    "The app, the scanners and the API are down, we get 502 everywhere since 6:35. 14 lorries are waiting.",
    NOTE,
    said("agent", "It is on our side, and our engineers are working on it. Keep your retries on."),
)


def written(desk: Desk, kind: TextKind, *messages: Any, steering: Steering | None = None) -> Text | None:
    ticket = make_ticket(*messages, subject="Everything is down", customer={"name": "Lucille Barnaby"})
    return desk.assistant.write(ticket, kind, steering=steering or Steering()).text


def part(text: Text | None, name: str) -> str:
    assert text is not None
    return "\n".join(s.text for section in text.sections if section.name == name for s in section.sentences)


def test_an_incident_update_says_what_is_public_and_what_the_policy_promises(desk: Desk) -> None:
    text = written(desk, "incident_update", *OUTAGE)
    assert part(text, "greeting") == "Hello Lucille,"
    assert "Our team wrote to you: “It is on our side" in part(text, "status")
    assert "14 lorries" in part(text, "impact")
    assert "Keep your retries on." in part(text, "workaround")
    assert "at least every 60 minutes" in part(text, "next")


def test_internal_notes_never_reach_a_customer(desk: Desk) -> None:
    for kind in ("update", "incident_update"):
        text = written(desk, kind, *OUTAGE)
        assert text is not None
        whole = " ".join(s.text for s in text.sentences) + " ".join(e.quote for s in text.sentences for e in s.evidence)
        assert "edge config" not in whole
        assert "Kola" not in whole


def test_an_update_reads_back_asks_and_names_no_date_of_its_own(desk: Desk) -> None:
    text = written(
        desk,
        "update",
        "Every delivery to our webhook endpoint is answered with 401.",
        said("agent", "I am checking the signature now. Which proxy stands in front of your endpoint?"),
    )
    assert "You told us: “Every delivery to our webhook endpoint is answered with 401.”" in part(text, "known")
    assert "I am checking the signature now." in part(text, "testing")
    assert "Which proxy stands in front of your endpoint?" in part(text, "need")
    assert part(text, "next") == ""


def test_when_the_customer_hears_next_can_come_from_the_agent(desk: Desk) -> None:
    fact = "We will write to you again by 15:00 UTC."
    text = written(desk, "update", "The export fails with FWK-1500.", steering=Steering(facts=(fact,)))
    assert part(text, "next") == fact


def test_account_data_is_not_read_back(desk: Desk) -> None:
    text = written(desk, "update", "The export fails. Our bank account is GB29 NWBK 6016 1331 9268 19 for the refund.")
    assert "The export fails." in part(text, "known")
    assert text is not None
    assert "NWBK" not in " ".join(s.text for s in text.sentences)


def test_times_of_a_note_and_the_noted_resolution_are_no_evidence_for_a_customer(desk: Desk) -> None:
    ticket = make_ticket(
        "Nothing loads.",
        said("agent", "Down since 05:30 UTC.", public=False, created_at="2026-05-04T10:00:00+02:00"),
        status="solved",
        resolution="The edge config was rolled back.",
    )
    opener = desk.assistant._opener
    opened = opener.open(desk.index, ticket)
    checker = opener.checker(opened, ticket)
    (note,) = [message for message in opened.ticket.messages if not message.public]
    (told,) = note.moments
    for source, quote in ((told.source, told.stamp), ("resolution", "The edge config was rolled back.")):
        one = sentence(quote, "acknowledgement", Evidence("field", source, 0, len(quote), quote))
        assert checker.one("handover", "state", one) is not None
        assert checker.one("update", "known", one) is None
