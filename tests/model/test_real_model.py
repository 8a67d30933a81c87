"""A real, small and bad model writes about sample tickets: what gets through is held by its evidence, or another's.

The assertions look at the texts themselves and use no check of ours. All 50 tickets: `DRAFTDESK_ALL_TICKETS=1`.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.records import Evidence, Sentence, TextKind, Written
from assistant.writers.model.local import MODEL, LocalModelMissing, serve_model
from ingest.read_ticket import read_ticket
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TICKETS = (ROOT / "sample" / "tickets" / "open.jsonl").read_text(encoding="utf-8").splitlines()
ALL = 50
FEW = 3
"""Tickets in a usual run: a text takes a minute of this model on a busy machine."""
LIMITS = {"model_answer_tokens": 200, "model_context_tokens": 3200, "model_timeout_s": 300.0, "model_temperature": 0.4}
"""About 500 tokens of evidence: the model reads no more of it, and slowly."""
ADDRESS = re.compile(r"\w+://[^\s<>\"”’)]+|\b[\w.+-]+@[\w-]+\.[\w.]+")
NUMBER = re.compile(r"\d+")
PLACEHOLDER = re.compile(r"<[A-Z]+_\d+[a-z]?>")


@dataclass
class Desk:
    """The assistant with the small model, and what an agent saw of each text while it was made."""

    assistant: Assistant
    shown: list[Sentence] = field(default_factory=list)

    def write(self, line: str, kind: TextKind) -> Written:
        self.shown.clear()
        told = lambda part, value: self.shown.append(value["sentence"]) if part == "sentence" else None  # noqa: E731
        return self.assistant.write(read_ticket(json.loads(line)), kind, tell=told)


@pytest.fixture(scope="module")
def desk(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    try:
        server = serve_model(threads=1)
    except LocalModelMissing as exc:
        pytest.skip(str(exc))
    changes = {"model": MODEL, "model_url": server.url, "prompts": ROOT / "prompts" / "small", **LIMITS}
    yield Desk(build_assistant(sample_settings.model_copy(update=changes)))
    del server


def chosen() -> list[tuple[str, TextKind]]:
    lines = TICKETS[:ALL] if os.environ.get("DRAFTDESK_ALL_TICKETS") == "1" else TICKETS[:FEW]
    return [(line, "summary" if n % 2 else "reply") for n, line in enumerate(lines)]


@pytest.mark.parametrize(("line", "kind"), chosen(), ids=lambda value: value[8:13] if value[0] == "{" else value)
def test_what_a_bad_model_writes_is_held_by_evidence_or_is_not_its_own(desk: Desk, line: str, kind: TextKind) -> None:
    written = desk.write(line, kind)
    text = written.text
    if text is None:
        assert written.verdict.kind != "answerable"
        return
    assert text.made_by in (MODEL, "extractive")
    assert (text.made_by == "extractive") == any(note.code == "model_fallback" for note in text.notes)
    assert {one.text for one in desk.shown if one in text.sentences} == {one.text for one in desk.shown}
    wrong = [f"{why}: {one.text}" for one in text.sentences if (why := unheld(one, line, own=text.made_by == MODEL))]
    assert wrong == []


def unheld(sentence: Sentence, ticket: str, *, own: bool) -> str:
    """What of a sentence stands in none of the places that it points at."""
    held = "\n".join([*(e.quote for e in sentence.evidence), *(e.url for e in sentence.evidence)])
    words = re.findall(r"[^\W\d_]{4,}", sentence.text.casefold())
    if not held.strip():
        return "no evidence"
    if any(number not in held for number in NUMBER.findall(PLACEHOLDER.sub("", sentence.text))):
        return "number"
    known = json.loads(ticket)["messages"]
    if any(a not in held and not any(a in m["text"] for m in known) for a in ADDRESS.findall(sentence.text)):
        return "address"
    if any(a not in held for a in PLACEHOLDER.findall(sentence.text)):
        return "placeholder"
    stems = [word for word in words if word[:4] in held.casefold()]
    return "words" if own and len(stems) < len(words) / 2 else ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Press Resume to go on.", ""),
        ("Press Resume 5 times.", "number"),
        ("Press Resume at https://evil.example/login.", "address"),
        ("Press Resume, <PERSON_2>.", "placeholder"),
        ("Everything happens tomorrow because engineers apologised.", "words"),
    ],
)
def test_the_measure_sees_what_is_not_held(text: str, why: str) -> None:
    held = Evidence("passage", "c", 0, 27, "Press Resume and deliveries go on.")
    assert unheld(Sentence(text, "step", (held,)), '{"messages": []}', own=True) == why
