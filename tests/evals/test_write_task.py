"""The task `write` and what its texts are held against, with the real parts over a few pages of the sample."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.records import Evidence
from evals.running.bench import Bench
from evals.tasks.sources import Sources
from evals.tasks.write import TASK, WriteOutput
from ingest.read_ticket import read_ticket
from settings import Settings

NOTE = "The secret in hooks-admin was rotated by Torvald yesterday."
TICKET: dict[str, Any] = {
    "id": "T-1",
    "subject": "Webhook answers 401",
    "messages": [
        {
            "id": "m1",
            "author": {"role": "customer", "name": "Torvald Eskelund", "email": "torvald@eskelund.example"},
            "public": True,
            "created_at": "2026-11-02T07:10:00+00:00",
            "text": "Every webhook delivery is refused with 401 since we rotated the signing secret.\n\nTorvald",
        },
        {"id": "m2", "author": {"role": "agent"}, "public": False, "text": NOTE},
    ],
    "customer": {"name": "Torvald Eskelund", "email": "torvald@eskelund.example", "tier": "scale"},
}


@pytest.fixture(scope="module")
def bench(sample_settings: Settings) -> Iterator[Bench]:
    made = Bench(sample_settings)
    yield made
    made.close()


@pytest.fixture(scope="module")
def sources(bench: Bench) -> Sources:
    return Sources(bench.assistant.index(), read_ticket(TICKET), scrubber=bench.scrubber)


def run(bench: Bench, **steering: Any) -> WriteOutput:
    output = TASK.run(bench, TASK.given.model_validate({"ticket": TICKET, **steering})).output
    assert isinstance(output, WriteOutput)
    return output


def test_a_reply_is_kept_with_its_evidence_and_without_anybodys_name(bench: Bench) -> None:
    output = run(bench)
    assert output.text is not None
    assert (output.text.made_by, output.text.greeted, output.text.calls) == ("extractive", True, 0)
    assert output.text.steps.told > 0
    evidence = [e for s in output.text.sentences for e in s.evidence]
    assert not any(e.moved or e.audience == "internal" for e in evidence)
    assert "Torvald" not in json.dumps(output.model_dump())


def test_what_the_agent_asks_for_reaches_the_writer(bench: Bench) -> None:
    output = run(bench, language="de", tone="formal", facts=["The queue was emptied at noon."])
    assert output.text is not None
    assert output.text.language == "de"
    told = [s for s in output.text.sentences if s.text == "The queue was emptied at noon."]
    assert [e.kind for s in told for e in s.evidence] == ["fact"]


def test_a_summary_is_gone_on_with_from_an_earlier_one(bench: Bench) -> None:
    output = run(bench, kind="summary", earlier=1)
    assert output.text is not None
    assert "hooks-admin" in " ".join(s.text for s in output.text.sentences)


def test_a_quote_holds_at_its_place_and_nowhere_else(bench: Bench, sources: Sources) -> None:
    text = "Every webhook delivery is refused with 401"
    assert sources.holds(Evidence("message", "m1", 0, len(text), text))
    assert not sources.holds(Evidence("message", "m1", 5, len(text) + 5, text))
    assert not sources.holds(Evidence("message", "m1", 0, 4, "Ever"))
    chunk = bench.assistant.index().document("kb-webhook-401")[0]
    shifted = Evidence("passage", chunk.id, 5, 45, chunk.text[5:45])
    assert not sources.holds(shifted)
    assert not sources.holds(Evidence("passage", "kb-nowhere#1", 0, 3, "abc"))


def test_notes_runbooks_and_what_is_not_in_the_index_are_internal(bench: Bench, sources: Sources) -> None:
    index = bench.assistant.index()
    ids = {name: index.document(name)[0].id for name in ("kb-webhook-401", "rb-webhook-401")}

    def audience(kind: Any, source: str) -> str:
        return sources.audience(Evidence(kind, source, 0, 1, "x"))

    assert audience("passage", ids["kb-webhook-401"]) == "public"
    assert audience("passage", ids["rb-webhook-401"]) == "internal"
    assert audience("passage", "made-up#1") == "internal"
    assert (audience("message", "m1"), audience("message", "m2"), audience("message", "m2.utc.1")) == (
        "",
        "internal",
        "internal",
    )
    assert audience("field", "resolution") == "internal"


def test_a_quote_is_kept_as_it_stands_in_the_scrubbed_text(sources: Sources) -> None:
    name = "Torvald"
    kept = sources.quote(Evidence("field", "customer.name", 0, 11, name))
    assert name not in kept
    assert "Torvald" not in sources.quote(Evidence("message", "m1", 3, 40, "Torvald Eskelund wrote"))
