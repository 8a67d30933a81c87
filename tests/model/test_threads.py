"""Tickets that are longer than a model reads at once: read in parts, within the budget, with citations to the end."""

import json
import re

import pytest

from assistant.writers.model.budget import Budget, Limits
from assistant.writers.model.tokens import estimate
from guardrails.scrub import Scrubber

from .chat_server import Answer, ChatServer
from .model_house import Case, Reader, answer, entry, make_case, make_writer, note, texts

MESSAGES = 280
WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa".split()


@pytest.fixture(scope="module")
def long_case(scrubber: Scrubber) -> Case:
    """More than 100,000 tokens."""
    first = "The export of our workspace fails with error EXP-4711 since Monday."
    filler = [
        " ".join(
            f"Step {n} of run {m} wrote {WORDS[(n + m) % 16]} rows to the {WORDS[n % 16]} table." for n in range(25)
        )
        for m in range(MESSAGES)
    ]
    assert sum(map(estimate, filler)) > 100_000
    return make_case(scrubber, first, *filler, "The export fails again today.")


def condensing(server: ChatServer, *, last: str) -> None:
    """Each part is condensed to its first sentence; the text itself is `last`."""

    class Answers(list[Answer]):
        def __len__(self) -> int:
            return 2

        def pop(self, _index: object = 0) -> Answer:
            said = server.requests[-1]["messages"][-1]["content"]
            if "sentences" in json.dumps(server.requests[-1]["response_format"]):
                return Answer(last)
            label, text = re.findall(r"^\[(m[\d.]+)\] (.*)$", said, flags=re.MULTILINE)[0]
            return Answer(json.dumps({"notes": [{"text": text, "cites": [label]}]}))

    server.answers = Answers()


def test_a_long_thread_is_read_in_parts_and_cited_to_its_messages(server: ChatServer, long_case: Case) -> None:
    said = entry("problem", "The export of our workspace fails with error EXP-4711 since Monday.", "n1")
    condensing(server, last=answer(said))
    text = make_writer(server).write(long_case.order("summary"), long_case.material, Reader().check)
    assert texts(text) == [said["text"]]
    (evidence,) = text.sentences[0].evidence
    assert (evidence.kind, evidence.source) == ("message", "m1")
    assert long_case.material.ticket.text_of("m1")[evidence.start : evidence.end] == evidence.quote
    assert len(server.requests) > 2
    for request in server.requests:
        assert sum(estimate(one["content"]) for one in request["messages"]) <= 16_000 - 2000


def test_the_budget_of_a_text_holds_and_what_was_not_read_is_told(server: ChatServer, long_case: Case) -> None:
    said = entry("problem", "The export of our workspace fails with error EXP-4711 since Monday.", "n1")
    condensing(server, last=answer(said))
    budget = Budget(Limits(2000, task_tokens=50_000))
    writer = make_writer(server, budget=budget, context_tokens=10_000)
    text = writer.write(long_case.order("summary"), long_case.material, Reader().check)
    sent = sum(estimate(one["content"]) for request in server.requests for one in request["messages"])
    assert sent <= 50_000
    assert text.made_by == "openai:test-model"
    partial = note(text, "model_partial")
    assert partial is not None
    assert re.search(r"it read \d+ of \d+ parts", partial.text)


def test_a_part_that_fails_is_left_out_and_told(server: ChatServer, long_case: Case) -> None:
    server.will(Answer("no JSON"))
    text = make_writer(server).write(long_case.order("summary"), long_case.material, Reader().check)
    assert text.made_by == "extractive"
    assert len(server.requests) > 3


def test_a_key_that_is_wrong_ends_it_with_the_first_part(server: ChatServer, long_case: Case) -> None:
    server.will(Answer(status=401))
    text = make_writer(server).write(long_case.order("summary"), long_case.material, Reader().check)
    told = note(text, "model_fallback")
    assert told is not None
    assert "refused our key" in told.text
