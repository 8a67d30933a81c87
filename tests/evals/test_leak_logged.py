"""What is logged while tickets are put through: heard at every level, whatever the command prints."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from evals.tasks.leak import _logged


@pytest.fixture(autouse=True)
def _as_the_command_sets_it_up() -> Iterator[None]:
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(wrapper_class=before)


def test_an_event_that_is_not_printed_is_heard() -> None:
    with _logged() as told:
        structlog.get_logger().debug("ticket.opened", text="planted words")
    assert any("planted words" in line for line in told)


def test_a_line_of_a_library_is_heard() -> None:
    with _logged() as told:
        logging.getLogger("some.library").debug("planted words")
    assert any("planted words" in line for line in told)


def test_afterwards_the_command_prints_as_before() -> None:
    wrapper = structlog.get_config()["wrapper_class"]
    with _logged():
        assert structlog.get_config()["wrapper_class"] is not wrapper
    assert structlog.get_config()["wrapper_class"] is wrapper
