"""Put the assistant together from settings: the one place that says which real part stands where."""

from assistant.assistant import Assistant
from assistant.writers.extractive import ExtractiveWriter
from guardrails.private_text import PrivateText
from ingest.assembly import build_embedder, build_generations, house_scrubber
from ingest.index import IndexReader
from prompts.own_words import own_words
from prompts.phrases import load_phrases
from settings import Settings


def build_assistant(settings: Settings) -> Assistant:
    phrases = load_phrases(settings.language)
    return Assistant(
        IndexReader(build_generations(settings)),
        embedder=build_embedder(settings),
        scrubber=house_scrubber(settings),
        writer=ExtractiveWriter(phrases),
        phrases=phrases,
        private=PrivateText(own_words()),
        groups=frozenset(settings.agent_groups),
        error_prefixes=settings.error_prefixes,
    )
