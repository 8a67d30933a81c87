"""Builds the real guards from plain values."""

from guardrails.analyzer import Analyzer
from guardrails.house import HouseRules
from guardrails.scrub import Scrubber


def build_scrubber(house: HouseRules | None = None) -> Scrubber:
    """A scrubber that follows the rules of `house`.

    Its first text loads word lists and the name model, which takes about three seconds: build one and share it.
    """
    return Scrubber(Analyzer(house))
