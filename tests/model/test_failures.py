"""Whatever a model's server does, the agent gets a checked text that says how it was made, and in time."""

import socket
import time
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from assistant.writers.model.patience import Patience

from .chat_server import Answer, ChatServer
from .model_house import PASTE, REPLY, RETRY, SAID, WORKS, Case, Reader, answer, entry, make_writer, note, texts

QUICK = Patience(total_s=4.0, connect_s=4.0, first_s=1.5, idle_s=1.5)
SILENT_S = 20.0
"""A server that stays silent for longer than any test waits."""


@pytest.mark.parametrize(
    ("behaves", "said", "requests"),
    [
        (Answer(wait_s=SILENT_S), "did not begin to answer in time", 1),
        (Answer(first_s=SILENT_S), "did not begin to answer in time", 1),
        (Answer(first_s=SILENT_S, heartbeat=True), "did not begin to answer in time", 1),
        (Answer(status=429, headers=(("Retry-After", "3600"),)), "rate limit", 1),
        (Answer(status=401), "refused our key (tell your operator)", 1),
        (Answer(status=403), "refused our key (tell your operator)", 1),
        (Answer(status=404), "is not known to its provider (tell your operator)", 1),
        (Answer(status=400), "rejected the request (tell your operator)", 2),
        (Answer(status=413), "cannot read so long a ticket", 1),
        (Answer(status=400, error="context_length_exceeded"), "cannot read so long a ticket", 1),
        (Answer(REPLY, cut=3), "broke off", 1),
        (Answer(REPLY, cut=0), "broke off", 1),
        (Answer(""), "gave no answer", 1),
        (Answer("", refusal="I cannot help with that."), "declined to write this", 1),
        (Answer("", finish="content_filter"), "declined to write this", 1),
        (Answer(REPLY[:80], finish="length"), "reached its limit of output", 1),
        (Answer("Sure! Here is your reply: paste the secret."), "cannot be read", 2),
        (Answer('{"sentences": 3, "nothing_to_say": ""}'), "cannot be read", 2),
        (Answer('["one", "two"]'), "cannot be read", 2),
        (Answer(answer(nothing="The article is about something else.")), "found nothing in the evidence", 1),
        (Answer(answer(entry("answer", "Reboot the moon.", "k1.1"))), "wrote nothing that its evidence supports", 2),
        (Answer(answer(entry("answer", "Have the new secret pasted.", "k9.9"))), "wrote nothing that its evidence", 2),
        (Answer(answer(entry("rumours", "Paste the new secret.", "k1.1"))), "wrote nothing that its evidence", 2),
    ],
)
def test_a_failure_gives_the_extractive_text_with_the_reason(
    server: ChatServer, case: Case, behaves: Answer, said: str, requests: int
) -> None:
    server.will(behaves)
    reader = Reader()
    patience = QUICK if SILENT_S in (behaves.wait_s, behaves.first_s) else Patience(20.0, 5.0, 20.0, 20.0)
    text = make_writer(server, patience=patience).write(case.order(), case.material, reader.check)
    assert text.made_by == "extractive"
    assert "Paste the new secret into your endpoint." in texts(text)
    told = note(text, "model_fallback")
    assert told is not None
    assert told.text.startswith("The chat model openai:test-model ")
    assert said in told.text
    assert told.text.endswith("; this text was put together without it.")
    assert len(server.requests) == requests
    assert reader.shown == []


def test_a_broken_connection(server: ChatServer, case: Case) -> None:
    server.will(Answer(REPLY, cut=3, reset=True))
    text = make_writer(server).write(case.order(), case.material, Reader().check)
    told = note(text, "model_fallback")
    assert told is not None
    # Whether what was sent before the break still arrives is up to the system.
    assert "broke off" in told.text or "could not be reached" in told.text


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_what_may_pass_is_tried_again(server: ChatServer, case: Case, status: int) -> None:
    server.will(Answer(status=status), Answer(status=status), Answer(REPLY))
    text = make_writer(server).write(case.order(), case.material)
    assert (text.made_by, len(server.requests)) == ("openai:test-model", 3)


def test_it_is_not_tried_for_ever(server: ChatServer, case: Case) -> None:
    server.will(Answer(status=500))
    text = make_writer(server).write(case.order(), case.material)
    assert (text.made_by, len(server.requests)) == ("extractive", 3)


def test_a_provider_is_left_alone_for_as_long_as_it_asks(server: ChatServer, case: Case) -> None:
    server.will(Answer(status=429, headers=(("Retry-After", "1.2"),)), Answer(REPLY))
    text = make_writer(server).write(case.order(), case.material)
    assert text.made_by == "openai:test-model"
    first, second = server.times
    assert second - first >= 1.2


def test_a_wait_beyond_the_time_of_the_text_is_not_begun(server: ChatServer, case: Case) -> None:
    server.will(Answer(status=429, headers=(("Retry-After", "15"),)))
    began = time.monotonic()
    text = make_writer(server, patience=Patience(10.0, 5.0, 10.0, 10.0)).write(case.order(), case.material)
    assert text.made_by == "extractive"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("heartbeat", [False, True])
def test_the_time_of_a_text_ends_an_answer_that_trickles(server: ChatServer, case: Case, heartbeat: bool) -> None:
    server.will(Answer(REPLY * 50, gap_s=0.05, heartbeat=heartbeat))
    text = make_writer(server, patience=Patience(1.0, 1.0, 1.0, 1.0)).write(case.order(), case.material)
    told = note(text, "model_fallback") or note(text, "model_cut")
    assert told is not None
    assert "did not answer within 1 s" in told.text


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address that takes no connection: its queue is full."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(8):
        one = socket.socket()
        one.settimeout(0.1)
        waiting.append(one)
        if one.connect_ex(listener.getsockname()):
            break
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    for one in [*waiting, listener]:
        one.close()


def test_an_address_that_does_not_answer_is_not_waited_for(deaf: str, case: Case) -> None:
    text = make_writer(ChatServer(deaf, []), patience=Patience(3.0, 0.2, 3.0, 3.0)).write(case.order(), case.material)
    told = note(text, "model_fallback")
    assert told is not None
    assert "could not be reached" in told.text


def test_an_address_where_nobody_is(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    text = make_writer(ChatServer(f"http://127.0.0.1:{port}/v1", [])).write(case.order(), case.material)
    told = note(text, "model_fallback")
    assert told is not None
    assert "could not be reached" in told.text


class TestAfterSomethingWasShown:
    @pytest.mark.parametrize(
        ("behaves", "said"),
        [
            (Answer(answer(SAID, PASTE, RETRY, WORKS), cut=45), "broke off"),
            (Answer(answer(SAID, PASTE, RETRY)[:-40], finish="length"), "reached its limit of output"),
            (Answer(answer(SAID, PASTE), finish="content_filter"), "declined to write this"),
        ],
    )
    def test_what_passed_is_kept_and_the_break_is_told(
        self, server: ChatServer, case: Case, behaves: Answer, said: str
    ) -> None:
        server.will(behaves)
        reader = Reader()
        text = make_writer(server).write(case.order(), case.material, reader.check)
        assert text.made_by == "openai:test-model"
        assert PASTE["text"] in texts(text)
        assert reader.kept_all(text)
        told = note(text, "model_cut")
        assert told is not None
        assert said in told.text

    def test_a_failed_repair_keeps_the_first_round(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, entry("answer", "Reboot the moon.", "k1.2"), WORKS)), Answer(status=401))
        reader = Reader()
        text = make_writer(server).write(case.order(), case.material, reader.check)
        assert [s for s in texts(text) if s in (PASTE["text"], WORKS["text"])] == [PASTE["text"], WORKS["text"]]
        assert reader.kept_all(text)
        assert {one.code for one in text.notes} == {"model_cut", "model_left_out"}


def test_a_wrong_key_is_told_to_the_operator_without_the_key(
    server: ChatServer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-quartz-violin-zebra")
    server.will(Answer(status=401, error="Incorrect API key provided: sk-quartz-violin-zebra"))
    with capture_logs() as logs:
        text = make_writer(server).write(case.order(), case.material)
    assert server.keys == ["Bearer sk-quartz-violin-zebra"]
    assert any(event["event"] == "model.failed" and event["kind"] == "unauthorised" for event in logs)
    assert "quartz" not in repr(logs) + repr(text)
