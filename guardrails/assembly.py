"""Builds the real guards from plain values."""

from collections.abc import Sequence

from guardrails.analyzer import Analyzer
from guardrails.scrub import Scrubber


def build_scrubber(
    *, house_terms: Sequence[str] = (), house_secret_patterns: Sequence[tuple[str, str]] = ()
) -> Scrubber:
    """A scrubber that keeps `house_terms` readable and masks (name, pattern) pairs of the house's own secrets.

    Its first text loads word lists and the name model, which takes about three seconds: build one and share it.
    """
    return Scrubber(Analyzer(house_terms=house_terms, house_secret_patterns=house_secret_patterns))
