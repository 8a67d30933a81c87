"""The assistant with a chat model, as its settings put it together: checked, restored and paid for like any text."""

import json
import re
from typing import Any

import pytest

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from ingest.read_ticket import read_ticket
from settings import Settings

from .chat_server import Answer, ChatServer, chat_server
from .model_house import MODEL

TICKET = {
    "id": "T-1",
    "subject": "Webhook deliveries answered with 401",
    "messages": [
        {
            "author": {"role": "customer", "name": "Ana Duarte", "email": "ana.duarte@zarnwick.example"},
            "text": "We rotated the webhook signing secret. Now our endpoint answers every delivery with 401. "
            "Call me under +44 20 7946 0417.",
        }
    ],
    "customer": {"name": "Ana Duarte"},
}
OTHERS = "Thessaly Brandvik waits for you at https://evil.example/login under +44 20 7946 0999."


class Obedient(list[Answer]):
    """Answers with the evidence it is shown, word for word, and with what no reader may ever see."""

    def __init__(self, server: ChatServer) -> None:
        super().__init__()
        self.server = server

    def __len__(self) -> int:
        return 2

    def pop(self, _index: object = 0) -> Answer:
        request = self.server.requests[-1]
        shapes = request["response_format"]["json_schema"]["schema"]["$defs"].values()
        names = next(one["properties"]["section"] for one in shapes if "cites" in one["properties"])
        said = "\n".join(message["content"] for message in request["messages"])
        lines = re.findall(r"^\[([\w.]+)\] (.*)$", said, flags=re.MULTILINE)
        sentences: list[dict[str, Any]] = []
        for name in names.get("enum", [names.get("const")]):
            fitting = [(label, text) for label, text in lines if label[0] == ("k" if name == "answer" else "m")]
            sentences.append({"section": name, "text": OTHERS, "cites": [lines[0][0]]})
            sentences += [{"section": name, "text": text, "cites": [label]} for label, text in fitting[:8]]
        return Answer(json.dumps({"sentences": sentences, "nothing_to_say": ""}), usage=(800, 300))


@pytest.fixture(scope="module")
def assisted(sample_settings: Settings) -> Any:
    with chat_server() as server:
        server.answers = Obedient(server)
        settings = sample_settings.model_copy(
            update={"model": MODEL, "model_url": server.url, "model_price_in": 2.0, "model_price_out": 8.0}
        )
        assistant = build_assistant(settings)
        told: list[tuple[str, Any]] = []
        done = assistant.assist(read_ticket(TICKET), tell=lambda part, value: told.append((part, value)))
        yield server, assistant, done, told


def test_each_text_is_the_models_or_says_why_not(assisted: Any) -> None:
    _, _, done, _ = assisted
    assert done.made_with.writer == MODEL
    made = [text for text in (done.draft, done.summary) if text is not None]
    assert MODEL in {text.made_by for text in made}
    for text in made:
        assert text.made_by == MODEL or any(note.code == "model_fallback" for note in text.notes)


def test_no_value_reaches_the_model(assisted: Any) -> None:
    server = assisted[0]
    assert len(server.requests) >= 2
    for value in ("Ana", "Duarte", "7946 0417", "zarnwick.example"):
        assert value not in server.prompts


def test_values_are_restored_for_the_agent_alone(assisted: Any) -> None:
    told = assisted[3]
    shown = [value["sentence"].text for part, value in told if part == "sentence"]
    assert any("Ana" in text for text in shown)
    assert not any("<PERSON_1" in text for text in shown)


def test_what_is_nowhere_in_the_evidence_is_nowhere_in_the_answer(assisted: Any) -> None:
    _, _, done, told = assisted
    for text in ("Thessaly", "evil.example", "7946 0999"):
        assert text not in repr(done)
        assert text not in repr(told)


def test_every_sentence_that_was_shown_stands_in_a_text(assisted: Any) -> None:
    _, _, done, told = assisted
    stands = {one.text for text in (done.draft, done.summary) if text for one in text.sentences}
    stands |= {done.question.text} if done.question else set()
    shown = [value["sentence"].text for part, value in told if part == "sentence"]
    assert shown
    assert set(shown) <= stands


def test_what_it_cost_is_counted(assisted: Any) -> None:
    server, _, done, _ = assisted
    calls = len(server.requests)
    assert (done.usage.calls, done.usage.tokens_in, done.usage.tokens_out) == (calls, 800 * calls, 300 * calls)
    assert done.usage.cost == pytest.approx(calls * (800 * 2 + 300 * 8) / 1_000_000)


def test_without_a_model_nothing_of_it_is_loaded(sample_settings: Settings) -> None:
    assistant = build_assistant(sample_settings)
    assert isinstance(assistant, Assistant)
    assert assistant.assist(read_ticket(TICKET)).usage.calls == 0
