"""The real application over a small part of the sample company."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from server import create_app  # noqa: TID251  tests start it
from settings import Settings

from .desk import client_of


@pytest.fixture(scope="session")
def app(sample_settings: Settings) -> FastAPI:
    # What one test corrects must not be learned while another one compares two answers.
    return create_app(sample_settings.model_copy(update={"learn_after_s": 0}))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Talks to the application as somebody on this machine."""
    with client_of(app) as made:
        made.app.state.assistant.warm_up()  # type: ignore[attr-defined]  # an ASGI application in general has no state
        yield made


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application on a machine where no index was built yet."""
    with client_of(create_app(Settings(var=tmp_path_factory.mktemp("empty"), sample=False))) as made:
        yield made
