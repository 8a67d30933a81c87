"""The real scrubber, built once: the name model takes seconds to load."""

import pytest

from guardrails.assembly import build_scrubber
from guardrails.house import HousePattern, HouseRules
from guardrails.scrub import Scrubber


@pytest.fixture(scope="session")
def scrubber() -> Scrubber:
    return build_scrubber(
        HouseRules(
            terms=("Madison Gateway", "Victoria Metrics", "Filelink"),
            patterns=(HousePattern("SECRET", "house key", r"(?<!\w)zz_key_[a-z0-9]{12}"),),
        )
    )
