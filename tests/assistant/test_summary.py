"""The summary: named sections of the thread's own sentences, times in UTC, questions that are really open."""

from typing import Any

import pytest

from assistant.evidence import points_true
from assistant.records import Verdict
from assistant.summary import TITLES, summarise
from guardrails.scrub import Scrubber
from ingest.embed import SentenceTransformerEmbedder

from .desk import as_read, make_chunk, make_material, passage, said

VERDICT = Verdict("answerable", "Public knowledge covers this.", 0.6)


class Summed:
    def __init__(self, scrubber: Scrubber, embedder: SentenceTransformerEmbedder) -> None:
        self._scrubber = scrubber
        self._embedder = embedder

    def __call__(self, *messages: str | dict[str, Any], knowledge: Any = (), **changes: Any) -> dict[str, list[str]]:
        ticket = as_read(self._scrubber, *messages, **changes)
        summary = summarise(make_material(ticket, self._embedder, knowledge=knowledge), VERDICT)
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
    assert list(summed("The export stops after ten minutes.", subject="Export stops")) == list(TITLES)


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
    everything = [text for texts in found.values() for text in texts if "UTC" not in text]
    assert len(everything) == len(set(everything))


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


def test_a_long_thread_shows_its_beginning_and_its_latest(summed: Summed) -> None:
    thread = [said("customer", f"Message number {n} here.", created_at=f"2026-11-02T10:{n:02}:00Z") for n in range(30)]
    timeline = summed(*thread)["timeline"]
    assert len(timeline) == 8
    assert "number 0" in timeline[0]
    assert "number 29" in timeline[-1]


ASKED = "Which browser do you use there?"


@pytest.mark.parametrize(
    ("messages", "open_"),
    [
        (["Exports stop. Can you look at it?"], ["Can you look at it?"]),
        (["Exports stop.", said("agent", ASKED)], [ASKED]),
        (["Can you look at it?", said("agent", ASKED), said("customer", "Firefox it is.")], []),
        (
            ["Exports stop.", said("agent", ASKED), said("customer", "Firefox. When will it work?")],
            ["When will it work?"],
        ),
        (["Exports stop.", said("agent", ASKED), said("agent", "Is it shard nine?", public=False)], [ASKED]),
        (["Exports stop.", said("agent", ASKED), said("system", "The ticket was moved.")], [ASKED]),
        (["Exports stop."], []),
        (["Exports stop. Why?"], []),
        ([said("agent", "A caller says that exports stop.")], []),
    ],
)
def test_open_questions(summed: Summed, messages: list[Any], open_: list[str]) -> None:
    assert summed(*messages)["open_questions"] == open_


def test_the_next_step_tells_the_verdict_and_the_first_step_of_a_runbook(summed: Summed) -> None:
    chunk = make_chunk(
        "Look first.\n\n1. Compare the serial numbers of all nodes.\n2. Then do more.", audience="internal"
    )
    runbook = passage(0.6)
    runbook = type(runbook)(chunk, 0.6, 0.6, 0.0)
    found = summed("The certificate expired.", knowledge=[passage(0.7), runbook])
    assert found["next_step"] == [VERDICT.reason, "Compare the serial numbers of all nodes."]
    assert summed("The certificate expired.", knowledge=[passage(0.7)])["next_step"] == [VERDICT.reason]


def test_an_empty_thread_has_a_problem_by_its_subject_alone(summed: Summed) -> None:
    found = summed(subject="Export stops")
    assert found["problem"] == ["Export stops"]
    assert found["tried"] == found["impact"] == found["timeline"] == []
