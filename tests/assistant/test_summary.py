"""The summary: named sections of the thread's own sentences, times in UTC, questions that are really open."""

from typing import Any

import pytest

from assistant.evidence import points_true
from assistant.records import Verdict
from assistant.texts.kinds import SPECS
from assistant.texts.order import Order
from assistant.writers.extractive.writer import ExtractiveWriter
from guardrails.scrub import Scrubber
from ingest.embed import SentenceTransformerEmbedder
from prompts.phrases import load_phrasebook

from .desk import as_read, make_chunk, make_material, passage, said

VERDICT = Verdict("answerable", "Public knowledge covers this.", 0.6)
SPEC = SPECS["summary"]
READY = "Public knowledge covers this: check the draft against its evidence, then send it."
WAIT = "Wait for the customer's answer to the last question, or remind them."


class Summed:
    def __init__(self, scrubber: Scrubber, embedder: SentenceTransformerEmbedder) -> None:
        self._scrubber = scrubber
        self._embedder = embedder
        self._writer = ExtractiveWriter(load_phrasebook())

    def __call__(self, *messages: str | dict[str, Any], knowledge: Any = (), **changes: Any) -> dict[str, list[str]]:
        ticket = as_read(self._scrubber, *messages, **changes)
        material = make_material(ticket, self._embedder, knowledge=knowledge)
        summary = self._writer.write(Order("summary", VERDICT), material)
        for section in summary.sections:
            for sentence in section.sentences:
                assert sentence.evidence
                for evidence in sentence.evidence:
                    assert evidence.kind != "message" or points_true(evidence, lambda e: ticket.text_of(e.source))
        return {section.name: [s.text for s in section.sentences] for section in summary.sections}


@pytest.fixture
def summed(scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder) -> Summed:
    return Summed(scrubber, real_embedder)


def test_every_section_is_there_in_order(summed: Summed) -> None:
    found = summed("The export stops after ten minutes.", subject="Export stops")
    assert list(found) == [section.name for section in SPEC.sections]


def test_sentences_go_where_they_belong(summed: Summed) -> None:
    found = summed(
        "The nightly export stops after ten minutes. It stops with a time-out each night. "
        "About 340 orders are missing in our shop. We already restarted the worker without success. "
        "We use Firefox on Windows.",
        subject="Export stops",
        fields={"plan": "scale"},
    )
    assert found["problem"][0] == "Export stops"
    assert "About 340 orders are missing in our shop." in found["problem"] + found["impact"]
    assert "We already restarted the worker without success." in found["problem"] + found["tried"]
    assert "Plan: scale" in found["environment"]
    everything = [text for name, texts in found.items() for text in texts if name not in ("brief", "timeline")]
    assert len(everything) == len(set(everything))


def test_the_brief_says_who_reports_what_and_what_was_said_last(summed: Summed) -> None:
    found = summed(
        "Hi all, so since Monday the nightly export stops after ten minutes. Thanks in advance!",
        said("agent", "Sorry for the trouble. We have restarted the worker of your workspace."),
        said("agent", "Shard nine again, they pay late.", public=False),
        said("customer", "Great, now everything works, thank you."),
    )
    assert found["brief"] == [
        "The customer is reporting: “since Monday the nightly export stops after ten minutes.”",
        "The agent stated: “We have restarted the worker of your workspace.”",
        "The customer says that it is solved: “now everything works”",
    ]
    assert found["next_step"] == ["The customer says that it is solved: confirm and close."]


@pytest.mark.parametrize(
    ("messages", "lines"),
    [
        (["How do I export my invoices?"], ["The customer is asking: “How do I export my invoices?”"]),
        (
            ["Hello there!", "The label printer prints every line twice."],
            ["The customer is reporting: “The label printer prints every line twice.”"],
        ),
        (
            ["The label printer prints twice.", said("agent", "Which driver do you use?")],
            [
                "The customer is reporting: “The label printer prints twice.”",
                "The agent is asking: “Which driver do you use?”",
            ],
        ),
        (
            [
                "The label printer prints twice.",
                said("agent", "We replaced the driver of it."),
                said("customer", "It still prints each label twice here."),
            ],
            [
                "The customer is reporting: “The label printer prints twice.”",
                "The agent stated: “We replaced the driver of it.”",
                "The customer replied: “It still prints each label twice here.”",
            ],
        ),
        (
            [
                "The label printer prints twice.",
                said("agent", "We replaced the driver of it."),
                said("customer", "Many thanks!"),
            ],
            [
                "The customer is reporting: “The label printer prints twice.”",
                "The agent stated: “We replaced the driver of it.”",
            ],
        ),
        (
            ["The label printer prints twice.", said("agent", "Their licence ran out long ago.", public=False)],
            ["The customer is reporting: “The label printer prints twice.”"],
        ),
        (
            ["Hallo zusammen, der Etikettendrucker druckt seit gestern jede Zeile doppelt. Vielen Dank!"],
            ["The customer is reporting: “der Etikettendrucker druckt seit gestern jede Zeile doppelt”"],
        ),
    ],
)
def test_the_lines_of_a_brief(summed: Summed, messages: list[Any], lines: list[str]) -> None:
    assert summed(*messages)["brief"] == lines


def test_a_long_message_is_brief_in_its_telling_part(summed: Summed) -> None:
    filler = "We have been with you for eleven years and like it here. Our office moved twice in that time. " * 4
    found = summed(
        filler + "Since Monday the nightly export of invoices fails with a time-out.", subject="Export fails"
    )
    assert "nightly export of invoices fails" in found["brief"][0]
    assert len(found["brief"][0].split()) < 45


def test_an_endless_sentence_is_cut_and_says_so(summed: Summed) -> None:
    found = summed("The export fails " + "and the next one fails " * 30)
    assert found["brief"][0].endswith(" …”")
    assert len(found["brief"][0].split()) < 40


def test_a_pasted_key_is_in_no_line(summed: Summed) -> None:
    key = "-----BEGIN CERTIFICATE-----\nMIICnotARealCertificate0000\n-----END CERTIFICATE-----"
    found = summed(f"Sign-in fails for all staff since midnight.\n{key}\nPlease use the new one.")
    assert "CERTIFICATE" not in found["brief"][0]


@pytest.mark.parametrize(
    ("created_at", "shown"),
    [
        ("2026-11-02T09:14:00+01:00", "2026-11-02 08:14 UTC"),
        ("2026-11-02T23:30:00-05:00", "2026-11-03 04:30 UTC"),
        ("2026-11-02T09:14:00Z", "2026-11-02 09:14 UTC"),
        ("2026-11-02T09:14:00", "2026-11-02 09:14 (zone not stated)"),
    ],
)
def test_the_timeline_is_in_utc_or_says_that_it_cannot_be(summed: Summed, created_at: str, shown: str) -> None:
    found = summed(said("customer", "The export stops.", created_at=created_at))
    assert found["timeline"] == [f"{shown}, customer: The export stops."]


@pytest.mark.parametrize("created_at", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_at_the_end_of_the_calendar_counts_as_not_stated(summed: Summed, created_at: str) -> None:
    found = summed(said("customer", "The export stops.", created_at=created_at))
    assert found["timeline"] == []


def test_undated_messages_are_not_in_the_timeline_and_notes_are_marked(summed: Summed) -> None:
    found = summed(
        "The export stops.",
        said("agent", "Shard nine again.", public=False, created_at="2026-11-02T10:00:00Z"),
        said("customer", "> quoted", created_at="2026-11-02T11:00:00Z"),
    )
    assert found["timeline"] == [
        "2026-11-02 10:00 UTC, agent (internal note): Shard nine again.",
        "2026-11-02 11:00 UTC, customer: (no text of its own)",
    ]


def test_the_timeline_says_what_happened_and_not_the_greeting(summed: Summed) -> None:
    found = summed(
        said("customer", "Good morning. The export stops.", created_at="2026-11-02T10:00:00Z"),
        said("agent", "Thanks for writing. We restarted the worker.", created_at="2026-11-02T11:00:00Z"),
        said("customer", "Thank you!", created_at="2026-11-02T12:00:00Z"),
    )
    assert found["timeline"] == [
        "2026-11-02 10:00 UTC, customer: The export stops.",
        "2026-11-02 11:00 UTC, agent: We restarted the worker.",
    ]


def test_a_long_thread_shows_its_beginning_and_its_latest(summed: Summed) -> None:
    thread = [said("customer", f"Message number {n} here.", created_at=f"2026-11-02T10:{n:02}:00Z") for n in range(30)]
    timeline = summed(*thread)["timeline"]
    assert len(timeline) == 8
    assert "number 0" in timeline[0]
    assert "number 29" in timeline[-1]


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        (said("customer", "We restarted the worker twice without success."), True),
        (said("agent", "Please restart the worker of your workspace."), False),
        (said("customer", "It happened when I was trying to open the app."), False),
        (said("customer", "Could you restart the worker for us?"), False),
    ],
)
def test_advice_and_aims_are_not_what_was_tried(summed: Summed, text: Any, tried: bool) -> None:
    assert bool(summed("The export stops. It stops after ten minutes. It has no end.", text)["tried"]) == tried


def test_an_internal_note_is_marked_wherever_it_stands(summed: Summed) -> None:
    found = summed("The export stops.", said("agent", "We restarted shard nine without success.", public=False))
    assert found["tried"] == ["Agent (internal note): We restarted shard nine without success."]


ASKED = "Which browser do you use there?"


@pytest.mark.parametrize(
    ("messages", "open_"),
    [
        (["Exports stop. Can you look at it?"], ["Can you look at it?"]),
        (["Exports stop.", said("agent", ASKED)], [ASKED]),
        (["Exports stop. Why is that so?", said("agent", "The worker was down for an hour.")], []),
        (["Exports stop. Why is that so?", said("agent", "We are looking into it.")], ["Why is that so?"]),
        (
            ["Exports stop.", said("agent", ASKED), said("customer", "Firefox. When will it work?")],
            ["When will it work?"],
        ),
        (["Exports stop.", said("agent", ASKED), said("agent", "Is it shard nine?", public=False)], [ASKED]),
        (["Exports stop.", said("agent", ASKED), said("system", "The ticket was moved.")], [ASKED]),
        (["Exports stop. Is it you?", said("agent", "On it."), said("customer", "Now everything works again.")], []),
        (["Exports stop."], []),
        (["Exports stop. Why?"], []),
        (["Exports stop. We need it by Monday."], []),
        ([said("agent", "A caller says that exports stop.")], []),
    ],
)
def test_open_questions(summed: Summed, messages: list[Any], open_: list[str]) -> None:
    assert summed(*messages)["open_questions"] == open_


def test_nothing_is_open_in_a_solved_ticket(summed: Summed) -> None:
    assert summed("Exports stop. Can you look at it?", status="solved")["open_questions"] == []


def test_the_next_step_follows_the_verdict_and_the_first_step_of_a_fitting_runbook(summed: Summed) -> None:
    chunk = make_chunk(
        "Look first.\n\n1. Compare the serial numbers of all nodes.\n2. Then do more.", audience="internal"
    )
    runbook = type(passage())(chunk, 0.6, 0.6, 0.0)
    far = type(passage())(chunk, 0.2, 0.2, 0.0)
    step = "Compare the serial numbers of all nodes."
    assert summed("The certificate expired.", knowledge=[passage(0.7), runbook])["next_step"] == [READY, step]
    assert summed("The certificate expired.", knowledge=[passage(0.7), far])["next_step"] == [READY]
    assert summed("The certificate expired.", knowledge=[passage(0.7)])["next_step"] == [READY]


def test_the_next_step_is_to_wait_where_the_customer_was_asked(summed: Summed) -> None:
    assert summed("The certificate expired.", said("agent", ASKED))["next_step"] == [WAIT]
    answered = summed("The certificate expired.", said("agent", ASKED), said("customer", "It is Firefox there."))
    assert answered["next_step"] == [READY]


def test_an_empty_thread_has_a_problem_by_its_subject_alone(summed: Summed) -> None:
    found = summed(subject="Export stops")
    assert found["problem"] == ["Export stops"]
    assert found["brief"] == ["The customer is reporting: “Export stops”"]
    assert found["tried"] == found["impact"] == found["timeline"] == []
