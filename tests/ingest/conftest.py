"""A house with a real index in a temporary folder."""

from pathlib import Path

import pytest

from guardrails.scrub import Scrubber

from .index_house import House


@pytest.fixture
def house(tmp_path: Path, scrubber: Scrubber) -> House:
    return House(tmp_path, scrubber)
