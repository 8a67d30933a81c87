"""A server that speaks OpenAI's chat API on this machine, and a ticket to write about."""

from collections.abc import Iterator

import pytest

from guardrails.scrub import Scrubber

from .chat_server import Answer, ChatServer, chat_server
from .model_house import REPLY, Case, make_case, make_writer


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keys and addresses the machine has: none of them is used here."""
    for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL", "LANGSMITH_GATEWAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


@pytest.fixture(scope="session")
def case(scrubber: Scrubber) -> Case:
    """With one text written of it: a provider's library loads most of itself with its first call."""
    case = make_case(scrubber)
    with chat_server(Answer(REPLY)) as server:
        make_writer(server).write(case.order(), case.material)
    return case
