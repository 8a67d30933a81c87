"""The sample's tickets in German, French and Spanish: whole gold, and drafts that are framed in one language."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.records import Text
from guardrails.vault import BARE_PLACEHOLDER
from ingest.read_ticket import read_ticket
from prompts.phrases import load_phrases
from settings import ROOT, Settings

KNOWLEDGE = {path.stem: path.read_text() for path in (ROOT / "sample" / "knowledge").rglob("*.md")}
ROWS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for line in (ROOT / "sample" / "tickets" / "languages.jsonl").read_text().splitlines()
    for row in [json.loads(line)]
}
LANGUAGE = {ticket_id: ("de", "fr", "es")[(int(ticket_id[2:]) - 1) // 10] for ticket_id in ROWS}
SEEN = ["L-001", "L-004", "L-008", "L-013", "L-014", "L-019", "L-023", "L-026", "L-028"]
"""Three of each language: answerable ones, and one that says too little."""


@pytest.mark.parametrize("ticket_id", ROWS)
def test_gold_stands_in_the_knowledge_that_it_names(ticket_id: str) -> None:
    gold = ROWS[ticket_id]["gold"]
    assert (gold["verdict"] == "answerable") is bool(gold["relevant"])
    known = "\n".join(KNOWLEDGE[name] for name in gold["relevant"])
    assert [ways for ways in gold["facts"] if not any(way in known for way in ways)] == []


@pytest.fixture(scope="module")
def assistant(sample_settings: Settings) -> Assistant:
    return build_assistant(sample_settings)


def texts(assistant: Assistant, ticket_id: str) -> Iterator[Text]:
    ticket = read_ticket({name: value for name, value in ROWS[ticket_id].items() if name != "gold"})
    for kind in ("reply", "update", "question"):
        text = assistant.write(ticket, kind).text
        if text is not None:
            yield text


@pytest.mark.parametrize("ticket_id", SEEN)
def test_every_phrase_around_the_evidence_is_in_the_language_of_the_customer(
    assistant: Assistant, ticket_id: str
) -> None:
    language = LANGUAGE[ticket_id]
    house = set(load_phrases(language).frames.values())
    made = list(texts(assistant, ticket_id))
    assert made
    for text in made:
        frames = [e.quote for one in text.sentences for e in one.evidence if e.kind == "frame"]
        assert text.language == language
        assert frames
        assert [quote for quote in frames if quote not in house] == []
        english = any(e.kind == "passage" for one in text.sentences for e in one.evidence)
        assert ("languages_differ" in {note.code for note in text.notes}) is english
        assert [one.text for one in text.sentences if BARE_PLACEHOLDER.search(one.text)] == []
