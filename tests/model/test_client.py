"""How the model is asked: its provider's mode for JSON, no tools, no traces, nothing of a ticket in a log."""

import logging
import os
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from assistant.errors import ModelUnusable
from assistant.records import Sentence
from assistant.writers.model.patience import Patience
from assistant.writers.model.providers import PROVIDERS, ModelChoice, build_model
from guardrails.scrub import Scrubber

from .chat_server import Answer, ChatServer, chat_server
from .model_house import PASTE, REPLY, Case, answer, entry, make_case, make_writer, texts

PATIENCE = Patience.within(20)
MARK = "zebra-quartz-violin"
TRACED = """
import sys
from langchain_core.tracers.langchain import wait_for_all_tracers
from assistant.writers.model.budget import Budget, Limits
from assistant.writers.model.client import ChatClient
from assistant.writers.model.longer import Condensed
from assistant.writers.model.patience import Deadline, Patience
from assistant.writers.model.providers import ModelChoice, build_model
from langchain_core.messages import HumanMessage

patience = Patience.within(30)
model = build_model(ModelChoice("openai:test-model", sys.argv[1]), patience)
client = ChatClient(model, patience=patience)
meter = Budget(Limits(100)).meter("reply", "m")
asked = [HumanMessage("a ticket")]
assert "".join(client.ask(asked, Condensed, deadline=Deadline(30), meter=meter))
wait_for_all_tracers()
print("CONTROL", flush=True)
sys.stdin.readline()
model.chat.invoke("a ticket", timeout=5)
wait_for_all_tracers()
"""


def test_the_shape_is_asked_for_in_the_mode_of_the_provider(server: ChatServer, case: Case) -> None:
    server.will(Answer(REPLY))
    make_writer(server).write(case.order(), case.material)
    asked = server.requests[0]
    assert asked["response_format"]["type"] == "json_schema"
    assert asked["stream_options"] == {"include_usage": True}
    assert "tools" not in asked
    assert asked["max_completion_tokens"] == 2000


def test_a_server_without_that_mode_is_told_the_shape_in_words(server: ChatServer, case: Case) -> None:
    server.will(Answer(status=400, error="response_format is not supported"), Answer(REPLY), Answer(REPLY))
    writer = make_writer(server)
    assert writer.write(case.order(), case.material).made_by == "openai:test-model"
    assert writer.write(case.order(), case.material).made_by == "openai:test-model"
    assert ["response_format" in request for request in server.requests] == [True, False, False]
    assert "nothing_to_say" in server.requests[1]["messages"][-1]["content"]


def test_placeholders_cut_in_two_come_out_whole(server: ChatServer, scrubber: Scrubber) -> None:
    case = make_case(scrubber, "Our endpoint answers with 401. Please write to Xaver Quintero about it.")
    person = next(word for word in case.material.ticket.messages[0].text.split() if word.startswith("<PERSON"))
    said = entry("acknowledgement", f"Please write to {person} about it.", "m1.2")
    server.will(Answer(answer(PASTE, said)))
    shown: list[str] = []

    def check(_section: str, sentence: Sentence) -> Sentence:
        shown.append(sentence.text)
        return sentence

    text = make_writer(server).write(case.order(), case.material, check)
    assert said["text"] in texts(text)
    assert said["text"] in shown
    assert "Xaver" not in server.prompts
    assert "Quintero" not in server.prompts


def test_logs_hold_kinds_counts_and_nothing_of_the_ticket(
    server: ChatServer, scrubber: Scrubber, caplog: pytest.LogCaptureFixture
) -> None:
    case = make_case(scrubber, f"Our workspace {MARK} answers every delivery with 401.")
    server.will(Answer(answer(PASTE, entry("answer", f"Open {MARK} now.", "k1.1"))), Answer(status=400, error=MARK))
    logging.getLogger("openai").setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        make_writer(server).write(case.order(), case.material)
    assert MARK in server.prompts
    called = next(event for event in logs if event["event"] == "model.called")
    assert {"model", "kind", "ms", "tokens_in", "tokens_out"} <= called.keys()
    assert MARK not in repr(logs)
    assert MARK not in caplog.text


def test_nothing_is_traced_whatever_the_environment_says() -> None:
    with chat_server(Answer('{"notes": []}')) as server:
        root = server.url.removesuffix("/v1")
        variables = {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": root,
            "LANGSMITH_API_KEY": "key",
            "LANGSMITH_RUNS_ENDPOINTS": "",
        }
        command = [sys.executable, "-c", TRACED, server.url]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=os.environ | variables, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdout
            while (line := process.stdout.readline()) != "CONTROL\n":
                assert line, "it ended before it had asked"
            before = list(server.paths)
            process.communicate("go on\n", timeout=60)
        assert before == ["/v1/chat/completions"]
        # The same call without our client is traced: the test would see it.
        assert any("runs" in path for path in server.paths)


@pytest.mark.parametrize("name", ["LANGSMITH_GATEWAY", "LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"])
def test_variables_that_send_texts_elsewhere_are_an_error(name: str) -> None:
    with pytest.raises(ModelUnusable, match=f"{name} .*unset it"):
        build_model(ModelChoice("openai:gpt"), PATIENCE, environment={name: "true", "OPENAI_API_KEY": "k"})


@pytest.mark.parametrize("name", ["", "gpt", "openai:", "openai: ", "nobody:x", ":x"])
def test_a_model_that_nobody_knows(name: str) -> None:
    with pytest.raises(ModelUnusable, match="expected provider:model with one of openai, azure"):
        build_model(ModelChoice(name), PATIENCE)


def test_a_missing_key_is_told_at_the_start() -> None:
    with pytest.raises(ModelUnusable, match="missing: OPENAI_API_KEY"):
        build_model(ModelChoice("openai:gpt"), PATIENCE)


def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS.values():
        monkeypatch.setitem(sys.modules, provider.module, None)
    for short, provider in PROVIDERS.items():
        with pytest.raises(ModelUnusable, match=rf"pip install 'draftdesk\[{provider.extra}\]'"):
            build_model(ModelChoice(f"{short}:x"), PATIENCE)


def test_nothing_is_kept_at_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    chat = build_model(ModelChoice("openai:gpt-4.1"), PATIENCE).chat
    assert chat.store is False  # type: ignore[attr-defined]  # of OpenAI's class
